import Foundation
import PlateauData
import Synchronization

/// What shows that an option is not ignored.
enum OptionCheck: Sendable {
  /// Two command lines that differ in the option come to different results.
  case changes([String], [String])
  /// The command line is refused, with this message.
  case refused([String], String)
  /// The command line writes a file.
  case writes([String], String)
  /// The option says how to run: both command lines come to the same.
  case runsAlike([String], [String])
  /// Trying it takes long; another test has it.
  case triedElsewhere(String)
}

/// A folder with a trained model, data of several kinds, and an unfinished reproduction, which tests
/// share and do not change.
final class OptionPlace: Sendable {
  let place: Workplace
  /// The first digits of the checksum of `small.npz`.
  let checksum: String
  /// What command lines that write nothing came to; many options are compared with the same one.
  private let outcomes = Mutex<[[String]: String]>([:])

  static let shared = Result { try OptionPlace() }

  private init() throws {
    place = try Workplace()
    guard try Tool.run(place.training("run"), in: place.path).status == 0 else {
      throw DataError(.missing, "The model did not train.")
    }
    let file = try NPZFile.read(place.path + "/small.npz")
    let (x, y) = (try file.array("x_test"), try file.array("y_test"))
    let (scaled, test) = (x.floats().map { $0 * 256 }, x.floats())
    for (name, values) in [("scaled", scaled), ("test", test)] {
      var builder = NPZBuilder()
      builder.add("x", NPYArray(values, shape: x.shape))
      builder.add("y", y)
      try builder.write(to: "\(place.path)/\(name).npz")
      try NPYArray(values, shape: x.shape).write(to: "\(place.path)/\(name).npy")
    }
    try Self.writeDigits(to: place.path + "/digits/mnist")
    checksum = String(try file.dataset().checksum.prefix(12))
    try Self.startReproduction(in: place)
  }

  /// Four images of 4×4, as files like those of MNIST.
  private static func writeDigits(to folder: String) throws {
    try Folder.create(folder)
    for part in ["train", "t10k"] {
      let images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 4]
      let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 4, 0, 1, 2, 0]
      try AtomicFile.write(
        images + (0..<64).map { UInt8($0 * 4) }, to: "\(folder)/\(part)-images-idx3-ubyte")
      try AtomicFile.write(labels, to: "\(folder)/\(part)-labels-idx1-ubyte")
    }
  }

  /// Starts a quick reproduction, and stops it as soon as its plan is written.
  private static func startReproduction(in place: Workplace) throws {
    let process = try Tool.start(
      ["reproduce", "--quick", "--data", "small.npz", "--output", "plan"], in: place.path)
    for _ in 0..<2000 where !FileBytes.isFile(place.path + "/plan/plan.json") { usleep(5000) }
    process.terminate()
    process.waitUntilExit()
  }

  /// What a command line comes to, without times and progress.
  func outcome(_ arguments: [String]) throws -> String {
    if let known = outcomes.withLock({ $0[arguments] }) { return known }
    let outcome = try run(arguments)
    if !arguments.contains("--output") { outcomes.withLock { $0[arguments] = outcome } }
    return outcome
  }

  private func run(_ arguments: [String]) throws -> String {
    let result = try Tool.run(arguments, in: place.path)
    let lines = result.output.split(separator: "\n").filter { !$0.contains("\"seconds\"") }
    // Not what is said of progress.
    let said = result.errors.split(separator: "\n").filter { line in
      ["Error: ", "Warning: ", "Note: "].contains(where: line.hasPrefix)
    }
    return "\(result.status)\n" + (lines + said).joined(separator: "\n")
  }
}
