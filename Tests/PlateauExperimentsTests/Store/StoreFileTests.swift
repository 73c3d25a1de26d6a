import GRDB
import PlateauData
import PlateauExperiments
import PlateauNumerics
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("Files that evaluation stores are in")
struct StoreFileTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = "\(folder.path)/evaluation.sqlite"
  }

  /// What both ways of opening say, with the folder's name left out.
  private func refusals() -> [String?] {
    [
      refusal { _ = try EvaluationStore(path) },
      refusal { _ = try EvaluationStore(reading: path) },
    ]
  }

  private func refusal(_ body: () throws -> Void) -> String? {
    message(body)?.replacing(folder.path, with: "DIR")
  }

  private func makeDatabase(_ statements: String) throws {
    try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: statements) }
  }

  @Test func `a new store names itself, its version and its tables`() throws {
    _ = try EvaluationStore(path)
    let header = try FileBytes.read(path)
    #expect(header[60..<64].elementsEqual([0, 0, 0, 2]))
    #expect(header[68..<72].elementsEqual(Array("PLTU".utf8)))
    let names = try DatabaseQueue(path: path).read {
      try String.fetchAll($0, sql: "SELECT name FROM sqlite_master WHERE sql <> '' ORDER BY name")
    }
    #expect(
      names == [
        "adversarial", "attacks", "attacks_by_setting", "outcomes", "proofs", "robust_accuracy",
      ])
  }

  @Test func `between transactions the file is complete by itself`() throws {
    let store = try EvaluationStore(path)
    try store.record(StoreSamples.batch(0..<10), for: StoreSamples.key)
    // The store is still open.
    #expect(try Folder.names(in: folder.path) == ["evaluation.sqlite"])
    try AtomicFile.write(FileBytes.read(path), to: "\(folder.path)/copy.sqlite")
    let copy = try EvaluationStore(reading: "\(folder.path)/copy.sqlite")
    #expect(try copy.outcomes(for: StoreSamples.key, at: Array(0..<20)).count == 10)
    withExtendedLifetime(store) {}
  }

  @Test func `a store of a later version is refused and left alone`() throws {
    _ = try EvaluationStore(path)
    try makeDatabase("PRAGMA user_version = 3")
    let before = try FileBytes.read(path)
    let text =
      "'DIR/evaluation.sqlite' is an evaluation store of version 3, but this is Plateau "
      + "\(plateauVersion), which knows versions up to 2. Use the Plateau that wrote it, or choose "
      + "another output folder."
    #expect(refusals() == [text, text])
    #expect(try FileBytes.read(path) == before)
  }

  @Test func `a database of another program is refused and left alone`() throws {
    try makeDatabase("CREATE TABLE t (x)")
    let before = try FileBytes.read(path)
    let text =
      "'DIR/evaluation.sqlite' is an SQLite file of another program: its application_id is 0x0, "
      + "an evaluation store has 0x504c5455. Choose another output folder, or move the file away."
    #expect(refusals() == [text, text])
    #expect(try FileBytes.read(path) == before)
    try makeDatabase("PRAGMA application_id = -2147483647")
    #expect(refusals() == [text, text].map { $0.replacing("0x0,", with: "0x80000001,") })
  }

  @Test func `a database with a version but without tables is another program's`() throws {
    try makeDatabase("PRAGMA user_version = 1")
    #expect(refusals()[0]?.contains("SQLite file of another program") == true)
  }

  @Test(arguments: ["text\n", "SQLite format 3", String(repeating: "no database ", count: 500)])
  func `a file that is no database is refused and left alone`(content: String) throws {
    try AtomicFile.write(text: content, to: path)
    let text =
      "'DIR/evaluation.sqlite' is no SQLite file. Choose another output folder, or move the file "
      + "away."
    #expect(refusals() == [text, text])
    #expect(try FileBytes.read(path) == Array(content.utf8))
  }

  @Test func `a file whose pages were lost is damaged`() throws {
    let store = try EvaluationStore(path)
    try store.record(StoreSamples.batch(0..<2000), for: StoreSamples.key)
    let bytes = try FileBytes.read(path)
    try AtomicFile.write(Array(bytes.prefix(8192)), to: path)
    #expect(
      refusal {
        let store = try EvaluationStore(reading: path)
        _ = try store.outcomes(for: StoreSamples.key, at: Array(0..<2000))
      }
        == "'DIR/evaluation.sqlite' is damaged: database disk image is malformed. Move it away "
        + "and run the evaluation again, or restore a copy.")
  }

  @Test func `words of a later version are named`() throws {
    let store = try EvaluationStore(path)
    try store.record(StoreSamples.batch(0..<1), for: StoreSamples.key)
    try makeDatabase("UPDATE outcomes SET stop = 'bored'; UPDATE attacks SET norm = 'l7'")
    let ending =
      ", which Plateau \(plateauVersion) does not know. Use the Plateau that wrote it."
    #expect(
      refusal { _ = try store.summaries() }
        == "'DIR/evaluation.sqlite' holds the norm 'l7'" + ending)
    try makeDatabase("UPDATE attacks SET norm = 'linf'")
    #expect(
      refusal { _ = try store.outcomes(for: StoreSamples.key, at: [0]) }
        == "'DIR/evaluation.sqlite' holds the stop 'bored'" + ending)
  }

  @Test func `an empty file is a store to be, but nothing to read`() throws {
    try AtomicFile.write(text: "", to: path)
    #expect(
      refusal { _ = try EvaluationStore(reading: path) }
        == "'DIR/evaluation.sqlite' is empty: no evaluation has begun. Give the store of another "
        + "run.")
    #expect(try EvaluationStore(path).summaries().isEmpty)
  }

  @Test func `what is missing is named`() throws {
    #expect(
      refusal { _ = try EvaluationStore(reading: path) }
        == "There is no evaluation store 'DIR/evaluation.sqlite'. Check the path.")
    #expect(!FileBytes.isFile(path))
    #expect(
      refusal { _ = try EvaluationStore("\(folder.path)/none/evaluation.sqlite") }
        == "There is no folder 'DIR/none', where 'DIR/none/evaluation.sqlite' should be. Create "
        + "it first.")
    #expect(
      refusal { _ = try EvaluationStore(folder.path) }
        == "'DIR' is a folder, but an evaluation store is a file. Check the path.")
  }
}
