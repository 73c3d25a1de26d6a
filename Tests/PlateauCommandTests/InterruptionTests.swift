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
    ProcessInfo.processInfo.environment["PLATEAU_KILL_TRIALS"].flatMap { Int($0) } ?? 5

  @Test func `a killed run continues to the same bytes`() throws {
    let epochs = 60
    #expect(try Tool.run(place.training("whole", epochs: epochs), in: place.path).status == 0)
    let expected = try model("whole")
    var generator = SeededGenerator(seed: 11, purpose: "kill")
    var kills = 0
    for trial in 0..<Self.trials {
      let name = "killed-\(trial)"
      // Killed again and again, at random moments, until one process comes to the end.
      for _ in 0..<50 {
        let process = try Tool.start(
          place.training(name, epochs: epochs, resumes: true), in: place.path)
        usleep(UInt32(generator.below(400_000)))
        if process.isRunning {
          kill(process.processIdentifier, SIGKILL)
          kills += 1
        }
        process.waitUntilExit()
        if process.terminationStatus == 0 && process.terminationReason == .exit { break }
      }
      let last = try Tool.run(
        place.training(name, epochs: epochs, resumes: true), in: place.path)
      #expect(last.status == 0)
      #expect(try model(name) == expected)
    }
    #expect(kills > 0)
    print("\(Self.trials) runs, killed \(kills) times, gave the bytes of an uninterrupted one.")
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
