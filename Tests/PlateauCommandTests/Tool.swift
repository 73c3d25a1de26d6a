import Foundation
import PlateauData
import PlateauNumerics

/// Runs the built `plateau` as a user would.
struct Tool {
  /// What a run of the command gave.
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The executable beside the test bundle.
  static let path: String = {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0])
    return bundle.deletingLastPathComponent().appendingPathComponent("plateau").path
  }()

  /// Starts the command without waiting for it.
  static func start(
    _ arguments: [String], in folder: String, environment more: [String: String] = [:]
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var environment = ProcessInfo.processInfo.environment
    environment["PLATEAU_DATA"] = folder
    environment.merge(more) { $1 }
    process.environment = environment
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Runs the command to its end.
  static func run(
    _ arguments: [String], in folder: String, environment more: [String: String] = [:]
  ) throws -> Result {
    let names = ["output", "errors"].map { "\(folder)/.\($0)-\(UUID().uuidString)" }
    defer { for name in names { unlink(name) } }
    for name in names { try AtomicFile.write(text: "", to: name) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var environment = ProcessInfo.processInfo.environment
    environment["PLATEAU_DATA"] = folder
    environment.merge(more) { $1 }
    process.environment = environment
    // Files rather than pipes: nothing can fill up.
    process.standardOutput = FileHandle(forWritingAtPath: names[0])
    process.standardError = FileHandle(forWritingAtPath: names[1])
    try process.run()
    process.waitUntilExit()
    let texts = try names.map { String(decoding: try FileBytes.read($0), as: UTF8.self) }
    let errors = texts[1].replacing(folder, with: "DIR")
    return Result(status: process.terminationStatus, output: texts[0], errors: errors)
  }
}

/// A folder with a small dataset `small.npz`, removed when the last reference goes.
final class Workplace: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "plateau-command-\(UUID().uuidString)"
    try Folder.create(path)
    var builder = NPZBuilder()
    for (part, count, seed) in [("train", 600, UInt64(1)), ("test", 200, 2)] {
      let (values, labels) = Self.clouds(count, seed: seed)
      builder.add("x_\(part)", NPYArray(values, shape: [count, 4, 4]))
      builder.add("y_\(part)", NPYArray(labels, shape: [count]))
    }
    try builder.write(to: path + "/small.npz")
  }

  deinit { try? Folder.remove(path) }

  /// Three clouds of 4×4 images.
  private static func clouds(_ count: Int, seed: UInt64) -> ([Float], [Int]) {
    var generator = SeededGenerator(seed: seed, purpose: "clouds")
    var centers = SeededGenerator(seed: 99, purpose: "centers")
    let means = (0..<3).map { _ in (0..<16).map { _ in centers.uniform(0.25, 0.75) } }
    var values: [Float] = []
    var labels: [Int] = []
    for _ in 0..<count {
      let label = generator.below(3)
      labels.append(label)
      values += means[label].map { Float($0 + generator.uniform(-0.25, 0.25)) }
    }
    return (values, labels)
  }

  /// Runs the command in the folder.
  func plateau(_ arguments: String...) throws -> Tool.Result {
    try Tool.run(arguments, in: path)
  }

  /// The arguments of a training run on the small dataset.
  func training(_ output: String, epochs: Int = 3, resumes: Bool = false) -> [String] {
    [
      "train", "--preset", "saturating-sigmoid", "--data", "small.npz", "--set",
      "data.validation=100", "--set", "training.epochs=\(epochs)", "--set",
      "network.widths=[16, 8]", "--set", "training.batchSize=32", "--set",
      "training.optimizer={name: adam, rate: 0.02}", "--output",
      output, "--quiet",
    ] + (resumes ? ["--resume"] : [])
  }
}
