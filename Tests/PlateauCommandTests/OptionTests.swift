import Foundation
import PlateauData
import Testing

@Suite("Every option applies or is refused")
struct OptionTests {
  @Test func `every option of every command has a check`() throws {
    let options = Set(try CommandList.options())
    let checked = Set(OptionTable.checks.keys)
    #expect(options.count > 100)
    #expect(options.subtracting(checked).sorted() == [], "these have no check in OptionTable")
    #expect(checked.subtracting(options).sorted() == [], "these are no options")
  }

  @Test(arguments: OptionTable.checks.keys.sorted())
  func `it makes a difference, or is refused`(option: String) throws {
    let shared = try OptionPlace.shared.get()
    for check in OptionTable.checks[option] ?? [] {
      switch check {
      case .changes(let first, let second):
        let (before, after) = (try shared.outcome(first), try shared.outcome(second))
        #expect(before != after, "\(second.joined(separator: " ")): \(after)")
        // One of them works, or the option is seen by what a folder is told not to hold.
        #expect(!before.hasPrefix("2") || !after.hasPrefix("2") || option.hasPrefix("reproduce"))
      case .refused(let arguments, let message):
        let result = try Tool.run(arguments, in: shared.place.path)
        #expect(result.status == 2 && result.output.isEmpty)
        let errors = result.errors.replacing(shared.checksum, with: "SUM")
        // Of wrong usage the parser tells more.
        let expected = message.hasPrefix("Error: ") ? message : "Error: \(message)\n"
        #expect(
          message.hasPrefix("Error: ") ? errors == expected : errors.hasPrefix(expected),
          "\(errors)")
      case .writes(let arguments, let file):
        let result = try Tool.run(arguments, in: shared.place.path)
        #expect(result.status == 0, "\(result.errors)")
        #expect(FileBytes.isFile("\(shared.place.path)/\(file)"))
      case .runsAlike(let first, let second):
        #expect(try shared.outcome(first) == shared.outcome(second))
      case .triedElsewhere(let place):
        #expect(!place.isEmpty)
      }
    }
  }
}
