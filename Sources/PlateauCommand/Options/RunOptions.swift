import ArgumentParser
import Plateau

/// How a command runs.
struct RunOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The number of threads; results do not depend on it.", valueName: "n"))
  var threads: Int = Workers.processors

  @Flag(help: "Shows no progress.")
  var quiet = false

  @Option(
    name: .customLong("protocol"),
    help: ArgumentHelp(
      "Speaks JSON lines of this version, 1, with the program that runs this one: docs/protocol.md.",
      valueName: "version"))
  var protocolVersion: Int?

  func validate() throws {
    if let protocolVersion {
      guard protocolVersion == LineProtocol.version else {
        throw ValidationError(
          "--protocol is \(protocolVersion); this version speaks \(LineProtocol.version).")
      }
      LineProtocol.begin()
    }
    guard (1...1024).contains(threads) else {
      throw ValidationError("--threads is \(threads); give a number from 1 to 1024.")
    }
  }

  var workers: Workers { Workers(threads: threads) }
  var progress: ProgressDisplay { ProgressDisplay(isQuiet: quiet) }
}
