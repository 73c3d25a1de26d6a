import ArgumentParser
import Plateau
import Workloads

@main
struct PlateauPeers: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plateau-peers",
    abstract: "Times the workloads that are compared with other libraries.",
    discussion: "Prints one line of JSON for each; seconds are the median of the repeats.")

  @Option(help: "A folder with MNIST as IDX files; without it the inputs are random.")
  var data: String?
  @Option(help: "How often each workload is run.")
  var repeats = 3
  @Option(help: "The number of threads.")
  var threads = 2
  @Option(help: "The 784-200-200-10 that is attacked; without it one is trained for an epoch.")
  var weights: String?
  @Option(help: "Trains that network, writes it to this file, and stops.")
  var writeWeights: String?
  @Argument(help: "The workloads, all by default: \(Self.names).")
  var names: [String] = []

  static var names: String { Workload.allCases.map(\.rawValue).joined(separator: ", ") }

  func validate() throws {
    for name in names where Workload(rawValue: name) == nil {
      throw ValidationError("There is no workload '\(name)'. There are: \(Self.names).")
    }
    guard repeats >= 1 && threads >= 1 else {
      throw ValidationError("Repeats and threads are numbers from 1.")
    }
  }

  func run() throws {
    let digits = try data.map { try Digits(folder: $0) } ?? Digits(seed: 0)
    let bench = Bench(digits: digits, workers: Workers(threads: threads))
    if let writeWeights {
      return try NetworkFile(bench.vanilla()).write(to: writeWeights)
    }
    let workloads =
      names.isEmpty ? Workload.allCases : names.compactMap { Workload(rawValue: $0) }
    var network = try weights.map { try NetworkFile<Float>.read($0).network }
    if network == nil && workloads.contains(where: \.needsNetwork) { network = try bench.vanilla() }
    for workload in workloads {
      let runs = try (0..<repeats).map { _ in try bench.run(workload, network: network) }
        .sorted { $0.seconds < $1.seconds }
      print(line(workload, runs[repeats / 2], data: digits.name))
    }
  }

  private func line(_ workload: Workload, _ run: Measurement, data: String) -> String {
    var parts = [
      "\"name\": \"\(workload.rawValue)\"",
      "\"seconds\": \(rounded(run.seconds))",
      "\"processorSeconds\": \(rounded(run.processorSeconds))",
    ]
    for (key, value) in run.details.sorted(by: { $0.key < $1.key }) {
      parts.append("\"\(key)\": \(rounded(value))")
    }
    parts.append("\"data\": \"\(data)\"")
    parts.append("\"work\": \"\(workload.summary)\"")
    return "{" + parts.joined(separator: ", ") + "}"
  }

  private func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
}
