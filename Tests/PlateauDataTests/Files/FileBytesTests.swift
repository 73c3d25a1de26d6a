import PlateauData
import Testing

@Suite("Files read whole")
struct FileBytesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `give the bytes there are`() throws {
    #expect(try FileBytes.read(folder.write([], "empty")) == [])
    #expect(try FileBytes.read(folder.write([0, 1, 255], "file")) == [0, 1, 255])
  }

  @Test func `say what is missing or in the way`() throws {
    let file = try folder.write([1, 2], "file")
    #expect(
      message(in: folder) { try FileBytes.read(folder.path("none")) }
        == "There is no file 'DIR/none'. Check the path.")
    #expect(
      message(in: folder) { try FileBytes.read(folder.path("none/file")) }
        == "There is no folder 'DIR/none', where 'DIR/none/file' should be. Check the path.")
    #expect(
      message(in: folder) { try FileBytes.read(file + "/below") }
        == "There is no file 'DIR/file/below': a part of the path is a file. Check the path.")
    #expect(
      message(in: folder) { try FileBytes.read(folder.path) }
        == "'DIR' is a folder, but a file is needed. Name a file in it.")
    #expect(
      message { try FileBytes.read("/dev/null") }
        == "'/dev/null' is not a regular file. Copy its content to a file first.")
    #expect(
      message(in: folder) { try FileBytes.read(file, limit: 1) }
        == "'DIR/file' has 2 bytes; at most 1 are read. Give a smaller file.")
  }
}
