import PlateauData
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("Files written in one step")
struct AtomicFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `replace what was there`() throws {
    let path = try folder.write([1, 2, 3], "file")
    try AtomicFile.write(text: "σ", to: path)
    #expect(try FileBytes.read(path) == Array("σ".utf8))
    #expect(try Folder.names(in: folder.path) == ["file"])
  }

  @Test func `say why they cannot be written`() throws {
    let file = try folder.write([7], "file")
    #expect(
      message(in: folder) { try AtomicFile.write([], to: file + "/below") }
        == "Cannot create 'DIR/file/below': Not a directory. A part of the path is a file; "
        + "choose another output folder.")
    #expect(
      message(in: folder) { try AtomicFile.write([], to: folder.path("none/file")) }
        == "Cannot create 'DIR/none/file': No such file or directory. Create the folder first.")
    #expect(try FileBytes.read(file) == [7])
  }

  @Test func `leave nothing behind when the name is taken by a folder`() throws {
    try Folder.create(folder.path("taken"))
    try folder.write([7], "taken/file")
    #expect(
      message(in: folder) { try AtomicFile.write([1], to: folder.path("taken")) }
        == "Cannot write 'DIR/taken': Is a directory. Choose another output folder.")
    #expect(try Folder.names(in: folder.path) == ["taken"])
    #expect(try FileBytes.read(folder.path("taken/file")) == [7])
  }

  /// A limit on the size of files stands in for a full disk; it is far above what other tests
  /// write at the same time.
  @Test func `leave the old file when the disk is full`() throws {
    let path = try folder.write([1, 2, 3], "file")
    let most = 64 << 20
    let found = try Self.withLargestFile(most) {
      message(in: folder) {
        try AtomicFile.write(Array(repeating: 1, count: most + 1), to: path)
      }
    }
    #expect(found == "Cannot write 'DIR/file': File too large. Choose another output folder.")
    #expect(try FileBytes.read(path) == [1, 2, 3])
    #expect(try Folder.names(in: folder.path) == ["file"])
  }

  private static func withLargestFile<Value>(
    _ size: Int, _ work: () throws -> Value
  ) throws -> Value {
    #if canImport(Glibc)
    let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
    #else
    let resource = RLIMIT_FSIZE
    #endif
    var before = rlimit()
    try #require(getrlimit(resource, &before) == 0)
    // Without this the signal would end the process.
    let handler = signal(SIGXFSZ, SIG_IGN)
    var limit = before
    limit.rlim_cur = rlim_t(size)
    try #require(setrlimit(resource, &limit) == 0)
    defer {
      setrlimit(resource, &before)
      signal(SIGXFSZ, handler)
    }
    return try work()
  }
}
