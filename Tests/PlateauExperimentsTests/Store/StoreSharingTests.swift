import GRDB
import PlateauData
import PlateauExperiments
import PlateauNumerics
import Testing

@Suite("Evaluation stores that are interrupted or shared")
struct StoreSharingTests {
  let folder: TemporaryFolder
  let path: String
  let everything = Array(0..<1000)

  init() throws {
    folder = try TemporaryFolder()
    path = "\(folder.path)/evaluation.sqlite"
  }

  private struct Killed: Error {}

  @Test func `a killed process loses the batch in flight and nothing else`() throws {
    let store = try EvaluationStore(path)
    try store.record(StoreSamples.batch(0..<500), for: StoreSamples.key)
    let kept = try store.outcomes(for: StoreSamples.key, at: everything)
    let copy = "\(folder.path)/killed.sqlite"
    // A tiny cache makes SQLite write pages into the file before the transaction is over. What the
    // disk holds at that moment, file and journal, is what a killed process would leave.
    let queue = try DatabaseQueue(path: path)
    #expect(throws: Killed.self) {
      try queue.writeWithoutTransaction { database in
        try database.execute(sql: "PRAGMA cache_size = 5")
        try database.inTransaction {
          try database.execute(
            sql: """
              UPDATE outcomes SET queries = queries + 1000000;
              UPDATE adversarial SET input = zeroblob(2000);
              DELETE FROM outcomes WHERE example < 100;
              """)
          for (from, to) in [(path, copy), (path + "-journal", copy + "-journal")] {
            try AtomicFile.write(FileBytes.read(from), to: to)
          }
          throw Killed()
        }
      }
    }
    let torn = try FileBytes.read(copy)
    #expect(torn != (try FileBytes.read(path)), "pages of the transaction are in the file")
    let next = try EvaluationStore(copy)
    #expect(try next.outcomes(for: StoreSamples.key, at: everything) == kept)
    #expect(!FileBytes.isFile(copy + "-journal"))
    try next.record(StoreSamples.batch(500..<1000), for: StoreSamples.key)
    #expect(try next.outcomes(for: StoreSamples.key, at: everything).count == 1000)
  }

  @Test func `a reader sees whole batches while another process writes`() async throws {
    let store = try EvaluationStore(path)
    let reader = try EvaluationStore(reading: path)
    let writing = Task.detached {
      for first in stride(from: 0, to: 1000, by: 50) {
        try store.record(StoreSamples.batch(first..<first + 50), for: StoreSamples.key)
      }
    }
    var seen = 0
    while seen < 1000 {
      let count = try reader.outcomes(for: StoreSamples.key, at: everything).count
      #expect(count % 50 == 0 && count >= seen)
      seen = count
      await Task.yield()
    }
    try await writing.value
    #expect(try reader.summaries().map(\.examples) == [1000])
  }

  @Test func `two writers on one file both get their batches in`() async throws {
    let stores = try (0..<2).map { _ in try EvaluationStore(path) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (place, store) in stores.enumerated() {
        group.addTask {
          for first in stride(from: 500 * place, to: 500 * (place + 1), by: 50) {
            try store.record(StoreSamples.batch(first..<first + 50), for: StoreSamples.key)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try stores[0].outcomes(for: StoreSamples.key, at: everything).count == 1000)
    #expect(try stores[0].summaries().count == 1)
  }

  @Test func `a file that another process holds is named, and its batch can be tried again`() throws
  {
    let store = try EvaluationStore(path, patience: .milliseconds(50))
    let other = try DatabaseQueue(path: path)
    let text =
      "Cannot write '\(path)': another process has locked it. Wait until that has finished, or "
      + "end it, then continue with --resume."
    try other.inTransaction(.immediate) { _ in
      #expect(
        message { try store.record(StoreSamples.batch(0..<5), for: StoreSamples.key) } == text)
      #expect(message { _ = try EvaluationStore(path, patience: .zero) } == text)
      return .commit
    }
    try store.record(StoreSamples.batch(0..<5), for: StoreSamples.key)
    #expect(try store.outcomes(for: StoreSamples.key, at: everything).count == 5)
  }
}
