import ArgumentParser
import Plateau

@main
struct PlateauFuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plateau-fuzz",
    abstract: "Gives a reader a million damaged files.",
    discussion: """
      Each input is read or refused: with an error of the package, whose message names the file, \
      stays on one line and below \(Refusal.longestMessage) bytes. A crash, two seconds of \
      processor time, more memory than the limit, an opened file or another error end the run with \
      status 1; the input is saved, and its seed and number are printed. The same seed and number \
      give the same input.
      """)

  @Argument(help: "onnx, safetensors, numpy, idx (CIFAR-10 too), vnnlib or yaml.")
  var reader: Reader

  @Option(help: ArgumentHelp("The number of inputs.", valueName: "n"))
  var count = 1_000_000

  @Option(help: ArgumentHelp("The seed of the mutations.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("The most memory that one input may take.", valueName: "n"))
  var limitMegabytes = 256

  @Option(help: ArgumentHelp("Stops after this time, without a failure.", valueName: "seconds"))
  var time: Double?

  @Option(help: ArgumentHelp("Runs the input of one number alone.", valueName: "n"))
  var only: Int?

  @Option(help: ArgumentHelp("Where the fixtures of the tests are.", valueName: "folder"))
  var fixtures = "Tests/Fixtures"

  @Option(help: ArgumentHelp("Where inputs that fail are saved.", valueName: "folder"))
  var output = "."

  func validate() throws {
    guard count > 0, limitMegabytes > 0, (only ?? 0) >= 0, (time ?? 1) > 0 else {
      throw ValidationError("--count, --limit-megabytes and --time are positive numbers.")
    }
  }

  func run() throws {
    let corpus = try Corpus(for: reader, fixtures: fixtures)
    try Folder.create(output)
    let campaign = Campaign(
      reader: reader, corpus: corpus, seed: seed, output: output,
      limit: Int64(limitMegabytes) << 20)
    let numbers = only.map { $0..<$0 + 1 } ?? 0..<count
    print(campaign.run(numbers, seconds: time).table)
  }
}
