import PlateauData
import PlateauExperiments
import PlateauNumerics
import Testing

#if os(Linux)
import Glibc

@Suite("Evaluation stores on bad disks", .serialized, .enabled(if: SmallDisk.isPossible))
struct StoreDiskTests {
  let disk: SmallDisk
  let path: String

  init() throws {
    disk = try SmallDisk(kilobytes: 256)
    path = "\(disk.path)/evaluation.sqlite"
  }

  @Test func `a full disk is named, and the batches before stay`() throws {
    let store = try EvaluationStore(path)
    try store.record(StoreSamples.batch(0..<100), for: StoreSamples.key)
    let large = StoreSamples.batch(100..<200).map { outcome in
      var outcome = outcome
      outcome.adversarial = Array(repeating: 0.5, count: 1000)
      return outcome
    }
    do {
      try store.record(large, for: StoreSamples.key)
      Issue.record("400 kB fit on a disk of 256 kB")
    } catch let error as ExperimentError {
      #expect(
        error.message
          == "Cannot write '\(path)': the disk is full. Free some space, then continue with "
          + "--resume.")
      #expect(error.code == .system && error.fault == .environment)
    }
    #expect(try store.outcomes(for: StoreSamples.key, at: Array(0..<200)).count == 100)
    try store.record(StoreSamples.batch(100..<110), for: StoreSamples.key)
    let reader = try EvaluationStore(reading: path)
    #expect(try reader.outcomes(for: StoreSamples.key, at: Array(0..<200)).count == 110)
  }

  @Test func `a read-only disk is named before any attack, and can still be read`() throws {
    try EvaluationStore(path).record(StoreSamples.batch(0..<10), for: StoreSamples.key)
    try disk.makeReadOnly()
    #expect(
      message { _ = try EvaluationStore(path) }
        == "Cannot write '\(path)': attempt to write a readonly database. Make its folder "
        + "writable, or choose another.")
    #expect(
      message { _ = try EvaluationStore("\(disk.path)/other.sqlite") }
        == "Cannot open '\(disk.path)/other.sqlite': unable to open database file. Make its "
        + "folder writable, or choose another.")
    let reader = try EvaluationStore(reading: path)
    #expect(try reader.outcomes(for: StoreSamples.key, at: Array(0..<10)).count == 10)
  }
}

/// A file system of a fixed size in memory, unmounted when the last reference goes.
final class SmallDisk: Sendable {
  let path: String
  private let parent: TemporaryFolder

  /// Whether this process may mount one.
  static let isPossible: Bool = {
    guard geteuid() == 0 else { return false }
    return (try? SmallDisk(kilobytes: 64)) != nil
  }()

  init(kilobytes: Int) throws {
    parent = try TemporaryFolder()
    path = "\(parent.path)/disk"
    try Folder.create(path)
    guard mount("tmpfs", path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else {
      throw DataError(.system, "No file system can be mounted.")
    }
  }

  func makeReadOnly() throws {
    // Busy as long as a process that another test has begun holds a copy of an open file.
    for _ in 0..<200 {
      if mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0 { return }
      guard errno == EBUSY else { break }
      usleep(10_000)
    }
    throw DataError(.system, "The file system cannot be mounted read-only.")
  }

  deinit { umount2(path, Int32(MNT_DETACH)) }
}
#endif
