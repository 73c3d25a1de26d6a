import CPlateauKernels
import PlateauNumerics
import Synchronization
import Testing

@Suite("Workers")
struct WorkersTests {
  /// What the tasks of a run did.
  final class Log: Sendable {
    struct Entries {
      var counts: [Int]
      var busy: Set<Int> = []
      var threads: Set<Int> = []
      var clashes = 0
    }

    let entries: Mutex<Entries>

    init(tasks: Int) {
      entries = Mutex(Entries(counts: Array(repeating: 0, count: tasks)))
    }

    func record(task: Int, thread: Int) {
      entries.withLock {
        $0.counts[task] += 1
        if !$0.busy.insert(thread).inserted { $0.clashes += 1 }
        $0.threads.insert(thread)
      }
      // Long enough to meet another task of the same thread, if there were one.
      for _ in 0..<20 { plateau_pause() }
      entries.withLock { _ = $0.busy.remove(thread) }
    }
  }

  func expectEachOnce(_ log: Log, threads: Int) {
    log.entries.withLock {
      #expect($0.counts.allSatisfy { $0 == 1 })
      #expect($0.clashes == 0)
      #expect($0.threads.allSatisfy { (0..<threads).contains($0) })
    }
  }

  @Test(arguments: [1, 2, 3, 4, 16], [0, 1, 2, 7, 1000])
  func `run every task exactly once`(threads: Int, tasks: Int) {
    let workers = Workers(threads: threads)
    #expect(workers.threads == threads)
    let log = Log(tasks: tasks)
    workers.run(tasks: tasks) { task, thread in log.record(task: task, thread: thread) }
    expectEachOnce(log, threads: threads)
  }

  @Test func `are used again and again`() {
    let workers = Workers(threads: 3)
    let log = Log(tasks: 3000)
    for round in 0..<1000 {
      workers.run(tasks: 3) { task, thread in log.record(task: 3 * round + task, thread: thread) }
    }
    expectEachOnce(log, threads: 3)
  }

  @Test func `have run every task when the call returns`() {
    // Each task writes its own place, without a lock, as the passes do.
    let workers = Workers(threads: 4)
    let results = RowBuffer<Double>(capacity: 1, columns: 64)
    let address = UInt(bitPattern: results.pointer)
    for round in 1...200 {
      workers.run(tasks: 64) { task, _ in
        UnsafeMutablePointer<Double>(bitPattern: address)?[task] = Double(round * task)
      }
      #expect(results.matrix().elements == (0..<64).map { Double(round * $0) })
    }
  }

  @Test func `run a call from within a task on the calling thread`() {
    let workers = Workers(threads: 4)
    let log = Log(tasks: 8 * 5)
    workers.run(tasks: 8) { outer, _ in
      let order = Mutex<[Int]>([])
      workers.run(tasks: 5) { inner, thread in
        #expect(thread == 0)
        order.withLock { $0.append(inner) }
        log.entries.withLock { $0.counts[5 * outer + inner] += 1 }
      }
      #expect(order.withLock { $0 } == [0, 1, 2, 3, 4])
    }
    #expect(log.entries.withLock { $0.counts } == Array(repeating: 1, count: 40))
  }

  @Test func `serve several callers at the same time`() async {
    let workers = Workers(threads: 3)
    let logs = (0..<6).map { _ in Log(tasks: 200) }
    await withTaskGroup(of: Void.self) { group in
      for log in logs {
        group.addTask {
          workers.run(tasks: 200) { task, thread in log.record(task: task, thread: thread) }
        }
      }
    }
    for log in logs { expectEachOnce(log, threads: 3) }
  }

  @Test func `come and go without harm`() {
    let log = Log(tasks: 400)
    for round in 0..<100 {
      let workers = Workers(threads: 2 + round % 3)
      // The first team goes before its threads have looked at anything.
      guard round > 0 else { continue }
      workers.run(tasks: 4) { task, thread in log.record(task: 4 * round + task, thread: thread) }
    }
    log.entries.withLock { #expect($0.counts[4...].allSatisfy { $0 == 1 }) }
  }

  @Test(arguments: [1, 3])
  func `cover a count by ranges of a fixed size`(threads: Int) {
    let workers = Workers(threads: threads)
    for (count, expected) in [
      (0, []), (1, [0..<1]), (4, [0..<4]), (5, [0..<4, 4..<5]), (12, [0..<4, 4..<8, 8..<12]),
    ] as [(Int, [Range<Int>])] {
      let ranges = Mutex<[Range<Int>]>([])
      workers.run(count: count, by: 4) { range, _ in ranges.withLock { $0.append(range) } }
      #expect(ranges.withLock { $0 }.sorted { $0.lowerBound < $1.lowerBound } == expected)
    }
  }

  @Test func `are one for each processor by default`() {
    #expect(Workers.processors >= 1)
    #expect(Workers().threads == Workers.processors)
  }
}
