import CPlateauKernels
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The threads behind `Workers`, and the one piece of work they share at a time.
///
/// Unchecked: `body` and `tasks` are written only by the thread that holds `busy`, before the
/// release of `generation`, and read by helpers only between its acquisition and their arrival at
/// `active`, for which the writer waits.
final class WorkerTeam: @unchecked Sendable {
  private let helpers: Int
  private let spins: Int
  private let busy = Atomic<Bool>(false)
  private let generation = Atomic<Int>(0)
  private let next = Atomic<Int>(0)
  private let active = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let stopping = Atomic<Bool>(false)
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var tasks = 0
  private var body: ((Int, Int) -> Void)?

  init(helpers: Int) {
    self.helpers = helpers
    // With more threads than processors a spinning one would keep a working one from running.
    spins = helpers < Self.processors ? 2000 : 0
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(wake, nil)
    for index in 1...helpers { start(index) }
  }

  deinit {
    pthread_cond_destroy(wake)
    pthread_mutex_destroy(mutex)
    wake.deallocate()
    mutex.deallocate()
  }

  static var processors: Int { Int(plateau_processors()) }

  func stop() {
    stopping.store(true, ordering: .sequentiallyConsistent)
    generation.wrappingAdd(1, ordering: .sequentiallyConsistent)
    wakeSleepers()
  }

  /// Runs the tasks and returns true, or returns false at once when the team is in use.
  func run(tasks: Int, _ body: @escaping (Int, Int) -> Void) -> Bool {
    guard !busy.exchange(true, ordering: .acquiring) else { return false }
    self.tasks = tasks
    self.body = body
    next.store(0, ordering: .relaxed)
    active.store(helpers, ordering: .relaxed)
    generation.wrappingAdd(1, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wakeSleepers() }
    work(thread: 0, body)
    var turns = 0
    while active.load(ordering: .acquiring) > 0 {
      turns += 1
      if turns < spins { plateau_pause() } else { sched_yield() }
    }
    self.body = nil
    busy.store(false, ordering: .releasing)
    return true
  }

  private func work(thread: Int, _ body: (Int, Int) -> Void) {
    while true {
      let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard task < tasks else { return }
      body(task, thread)
    }
  }

  private func wakeSleepers() {
    pthread_mutex_lock(mutex)
    pthread_cond_broadcast(wake)
    pthread_mutex_unlock(mutex)
  }

  private func start(_ index: Int) {
    let seat = Unmanaged.passRetained(Seat(team: self, index: index))
    #if canImport(Glibc)
    var thread = pthread_t()
    #else
    var thread: pthread_t?
    #endif
    let status = pthread_create(
      &thread, nil,
      { argument in
        #if canImport(Glibc)
        guard let argument else { return nil }
        #endif
        let seat = Unmanaged<Seat>.fromOpaque(argument).takeRetainedValue()
        seat.team.serve(thread: seat.index)
        return nil
      }, seat.toOpaque())
    precondition(status == 0, "the system has no room for another thread")
    #if canImport(Glibc)
    pthread_detach(thread)
    #else
    if let thread { pthread_detach(thread) }
    #endif
  }

  private func serve(thread: Int) {
    // A thread begins in the mode of the one that made it.
    _ = plateau_float_mode_begin()
    var seen = 0
    while true {
      awaitGeneration(after: seen)
      seen = generation.load(ordering: .sequentiallyConsistent)
      if stopping.load(ordering: .sequentiallyConsistent) { return }
      if let body { work(thread: thread, body) }
      active.wrappingSubtract(1, ordering: .acquiringAndReleasing)
    }
  }

  private func awaitGeneration(after seen: Int) {
    for _ in 0..<spins {
      if generation.load(ordering: .acquiring) != seen { return }
      plateau_pause()
    }
    pthread_mutex_lock(mutex)
    sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
    while generation.load(ordering: .sequentiallyConsistent) == seen {
      pthread_cond_wait(wake, mutex)
    }
    sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(mutex)
  }
}

/// What a new thread is handed: its team and its number.
private final class Seat: Sendable {
  let team: WorkerTeam
  let index: Int

  init(team: WorkerTeam, index: Int) {
    self.team = team
    self.index = index
  }
}
