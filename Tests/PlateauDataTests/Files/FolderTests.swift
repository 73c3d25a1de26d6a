import PlateauData
import Testing

@Suite("Folders")
struct FolderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `are made with the folders above them, once or again`() throws {
    try Folder.create(folder.path("a/b/c"))
    try Folder.create(folder.path("a/b/c/"))
    #expect(FileBytes.isFolder(folder.path("a/b/c")))
  }

  @Test func `are listed in order`() throws {
    try folder.write([], "b")
    try folder.write([], "a")
    try Folder.create(folder.path("c"))
    #expect(try Folder.names(in: folder.path) == ["a", "b", "c"])
    #expect(try Folder.names(in: folder.path("c")) == [])
  }

  @Test func `are removed with what they hold`() throws {
    try Folder.create(folder.path("a/b"))
    try folder.write([1], "a/b/c")
    try Folder.remove(folder.path("a"))
    #expect(try Folder.names(in: folder.path) == [])
  }

  @Test func `say what is wrong with a path`() throws {
    let file = try folder.write([], "file")
    #expect(
      message(in: folder) { try Folder.create(file + "/a/b") }
        == "Cannot create the folder 'DIR/file/a/b': Not a directory. "
        + "A part of the path is a file; choose another folder.")
    #expect(
      message(in: folder) { try Folder.create(file) }
        == "Cannot create the folder 'DIR/file': Not a directory. "
        + "A part of the path is a file; choose another folder.")
    #expect(
      message { try Folder.create("") }
        == "Cannot create a folder without a name. Name a folder.")
    #expect(
      message(in: folder) { try Folder.names(in: folder.path("none")) }
        == "Cannot list 'DIR/none': No such file or directory. Check the path.")
    #expect(
      message(in: folder) { try Folder.names(in: file) }
        == "Cannot list 'DIR/file': Not a directory. "
        + "A part of the path is a file; choose another folder.")
    #expect(
      message(in: folder) { try Folder.remove(folder.path("none")) }
        == "Cannot remove 'DIR/none': No such file or directory. Check the path.")
  }
}
