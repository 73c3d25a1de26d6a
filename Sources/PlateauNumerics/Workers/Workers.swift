import CPlateauKernels

/// A team of threads that share numbered tasks.
///
/// Tasks are pieces of fixed size, whatever the number of threads, and each writes only its own
/// results; these are therefore the same bits for any number of threads. The calling thread works
/// too. Threads wait for the next call by spinning for some microseconds, then asleep.
///
/// Tasks keep subnormal numbers, also where the caller has told its processor to take them for zeros
/// (FTZ and DAZ of x86-64, FZ of arm64); it finds its flags as they were. Kernels called on a thread
/// that has such flags set, outside of ``run(tasks:_:)``, have other results.
public final class Workers: Sendable {
  /// The number of threads, the calling one included.
  public let threads: Int
  private let team: WorkerTeam?

  /// Starts a team.
  ///
  /// - Parameter threads: The number of threads, the calling one included; by default one for
  ///   each processor.
  public init(threads: Int = Workers.processors) {
    precondition(threads >= 1, "a team needs a thread")
    self.threads = threads
    team = threads > 1 ? WorkerTeam(helpers: threads - 1) : nil
  }

  deinit {
    team?.stop()
  }

  /// The number of processors that this process may use.
  public static var processors: Int { WorkerTeam.processors }

  /// Calls a closure once for every task, on all threads, and returns when all are done.
  ///
  /// A call from within a task, or while another thread uses the team, runs its tasks in order on
  /// the calling thread. Nothing is allocated if the closure is a stored one.
  ///
  /// - Parameters:
  ///   - tasks: The number of tasks.
  ///   - body: Receives the task in `0..<tasks` and the thread in `0..<threads`; two calls at the
  ///     same time never have the same thread.
  public func run(tasks: Int, _ body: @escaping (_ task: Int, _ thread: Int) -> Void) {
    let flags = plateau_float_mode_begin()
    defer { plateau_float_mode_end(flags) }
    if let team, tasks > 1, team.run(tasks: tasks, body) { return }
    for task in 0..<tasks { body(task, 0) }
  }

  /// Calls a closure for consecutive ranges of a fixed size that cover `0..<count`.
  public func run(
    count: Int, by size: Int, _ body: @escaping (_ range: Range<Int>, _ thread: Int) -> Void
  ) {
    run(tasks: (count + size - 1) / size) { task, thread in
      body(task * size..<min(count, (task + 1) * size), thread)
    }
  }
}
