import ArgumentParser
import Plateau

/// `plateau doctor`.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "The machine, what is in use of it, how fast it is, and what is wrong.",
    discussion: """
      Goes first into a report of a fault. Takes about a second, and writes nothing. The exit \
      status is 0 also where there are warnings.
      """)

  @OptionGroup var directory: DataDirectoryOption

  @Flag(help: "Prints JSON.") var json = false

  func run() throws {
    let diagnosis = Diagnosis(data: directory.catalog)
    if json { return try StandardOutput.write(json: diagnosis) }
    StandardOutput.write(table: Self.rows(diagnosis))
    for warning in diagnosis.warnings { print("\nWarning: \(warning)") }
  }

  /// The facts as a table.
  private static func rows(_ diagnosis: Diagnosis) -> [[String]] {
    let processor = diagnosis.processor ?? "unknown"
    let clock = NumberText.fixed(diagnosis.gigahertz, 1)
    var rows = [
      ["Plateau", "\(diagnosis.plateau), compiled by Swift \(diagnosis.swift)"],
      ["system", diagnosis.system],
      ["processor", "\(processor), \(clock) GHz, \(diagnosis.processors) for this process"],
      ["features", diagnosis.features.joined(separator: " ")],
      ["level", "\(diagnosis.level), of \(diagnosis.levels.joined(separator: ", "))"],
      ["threads", "\(diagnosis.processors) unless --threads says otherwise"],
    ]
    for speed in diagnosis.products {
      let expected =
        speed.expected.map { ", of at least \(NumberText.fixed($0, 0)) expected" } ?? ""
      rows.append(
        [
          "products",
          "\(speed.precision.rawValue): \(NumberText.fixed(speed.gigaflops, 0)) Gflop/s"
            + " on one thread\(expected)",
        ])
    }
    rows.append(["memory", text(diagnosis.memory)])
    for place in diagnosis.data {
      rows.append([
        "data", "\(place.name): " + (place.folder ?? (place.isFound ? "built in" : "not found")),
      ])
    }
    return rows
  }

  private static func text(_ memory: MachineMemory) -> String {
    func gigabytes(_ bytes: Int) -> String { NumberText.fixed(Double(bytes) * 0x1p-30, 1) + " GB" }
    guard let total = memory.total else { return "unknown" }
    return gigabytes(total) + (memory.available.map { ", \(gigabytes($0)) free" } ?? "")
  }
}
