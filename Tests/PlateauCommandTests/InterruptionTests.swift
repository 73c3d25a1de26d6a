import Foundation
import PlateauData
import PlateauNumerics
import Testing

@Suite("Interruption", .serialized)
struct InterruptionTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func model(_ folder: String) throws -> [UInt8] {
    try FileBytes.read("\(place.path)/\(folder)/model.safetensors")
  }

  /// Waits until the run has made its folder, or a second.
  private func awaitRun(_ folder: String) {
    for _ in 0..<200 {
      if FileBytes.isFile("\(place.path)/\(folder)/config.yaml") { return }
      usleep(5000)
    }
  }

  /// Runs that are killed: few by default, as many as `Scripts/kill-and-resume` asks for.
  private static let trials =
    ProcessInfo.processInfo.environment["PLATEAU_KILL_TRIALS"].flatMap { Int($0) } ?? 2

  /// Where the n-th process runs: at another level than the one before it, and with another number
  /// of threads.
  private static func conditions(
    of process: Int
  ) -> (environment: [String: String], options: [String]) {
    let levels = ProcessorLevel.available
    let threads = [1, 2, 4][(process + process / levels.count) % 3]
    return (
      ["PLATEAU_LEVEL": levels[process % levels.count].rawValue], ["--threads", "\(threads)"]
    )
  }

  /// Kills a run again and again, at random moments, until one process comes to the end.
  ///
  /// - Parameters:
  ///   - arguments: What starts and continues it.
  ///   - checkpoint: What it leaves to go on from.
  ///   - processes: The number of processes before it; counts its own.
  ///   - generator: Chooses the moments.
  /// - Returns: The number of processes that went on from a checkpoint of a killed one.
  /// - Throws: What a process throws that cannot be started.
  private func finish(
    _ arguments: [String], leaving checkpoint: String, processes: inout Int,
    using generator: inout SeededGenerator
  ) throws -> Int {
    var continued = 0
    for turn in 0..<50 {
      let (environment, options) = Self.conditions(of: processes)
      processes += 1
      if FileBytes.isFile(checkpoint) { continued += 1 }
      let process = try Tool.start(arguments + options, in: place.path, environment: environment)
      // The first has the time to leave something.
      for _ in 0..<5000 where turn == 0 && process.isRunning && !FileBytes.isFile(checkpoint) {
        usleep(1000)
      }
      usleep(UInt32(generator.below(turn == 0 ? 100_000 : 400_000)))
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      process.waitUntilExit()
      if process.terminationStatus == 0 && process.terminationReason == .exit { break }
    }
    return continued
  }

  @Test func `a killed run continues at another level to the same bytes`() throws {
    let epochs = 100
    #expect(try Tool.run(place.training("whole", epochs: epochs), in: place.path).status == 0)
    let expected = try model("whole")
    var generator = SeededGenerator(seed: 11, purpose: "kill")
    var (processes, continued) = (0, 0)
    for trial in 0..<Self.trials {
      let name = "killed-\(trial)"
      let arguments = place.training(name, epochs: epochs, resumes: true)
      let folder = "\(place.path)/\(name)"
      var changes = 0
      // Where the machine was busy the first process may have come to the end: once more then.
      for _ in 0..<20 where changes == 0 {
        if FileBytes.isFolder(folder) { try Folder.remove(folder) }
        changes = try finish(
          arguments, leaving: folder + "/checkpoints/latest.safetensors", processes: &processes,
          using: &generator)
      }
      #expect(changes > 0)
      continued += changes
      let (environment, options) = Self.conditions(of: processes)
      let last = try Tool.run(arguments + options, in: place.path, environment: environment)
      processes += 1
      #expect(last.status == 0)
      #expect(try model(name) == expected)
    }
    let levels = ProcessorLevel.available.map(\.rawValue).joined(separator: ", ")
    print(
      "\(Self.trials) runs, killed and continued \(continued) times, each time at another level of "
        + "\(levels) with 1, 2 or 4 threads, gave the bytes of an uninterrupted one.")
  }

  @Test func `an interrupted run saves a checkpoint, says how to go on, and goes on`() throws {
    let epochs = 2000
    let process = try Tool.start(place.training("run", epochs: epochs), in: place.path)
    awaitRun("run")
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 1 && process.terminationReason == .exit)
    #expect(FileBytes.isFile("\(place.path)/run/checkpoints/latest.safetensors"))
    #expect(!FileBytes.isFile("\(place.path)/run/model.safetensors"))
    let other = try Tool.run(place.training("run", epochs: epochs), in: place.path)
    #expect(other.status == 2)
    #expect(
      other.errors
        == "Error: 'run' holds another run. Continue it with --resume, or choose another "
        + "output folder.\n")
  }

  /// Whether a file system of a fixed size can be mounted here.
  static let canMount: Bool = {
    #if os(Linux)
    guard geteuid() == 0 else { return false }
    let folder = NSTemporaryDirectory() + "plateau-mount-\(UUID().uuidString)"
    guard mkdir(folder, 0o755) == 0 else { return false }
    defer { rmdir(folder) }
    guard mount("tmpfs", folder, "tmpfs", 0, "size=64k") == 0 else { return false }
    return umount(folder) == 0
    #else
    return false
    #endif
  }()

  #if os(Linux)
  @Test(.enabled(if: canMount, "needs the right to mount a small file system"))
  func `a full disk is named, and what was there stays`() throws {
    let small = place.path + "/small-disk"
    try Folder.create(small)
    try #require(mount("tmpfs", small, "tmpfs", 0, "size=96k") == 0)
    defer { umount2(small, Int32(MNT_DETACH)) }
    let old = Array("something dear".utf8)
    try AtomicFile.write(old, to: small + "/old.txt")
    let result = try Tool.run(
      place.training("small-disk/run", epochs: 3)
        + ["--set", "network.widths=[400, 400]"], in: place.path)
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("Error: Cannot write 'small-disk/run/"))
    #expect(
      result.errors.hasSuffix(
        "No space left on device. Free some space, or choose another output folder.\n"))
    #expect(try FileBytes.read(small + "/old.txt") == old)
    #expect(!FileBytes.isFile(small + "/run/model.safetensors"))
    let left = try Folder.names(in: small + "/run/checkpoints")
    #expect(left.allSatisfy { !$0.contains(".partial-") })
  }
  #endif
}
