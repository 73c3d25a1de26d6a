import ArgumentParser
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Ctrl-C, and the request of a scheduler to end.
///
/// The first one asks for a clean stop at the next step; the second one ends the process.
enum Interruption {
  private static let requested = Atomic<Bool>(false)

  /// Whether a stop was asked for.
  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Begins to listen.
  static func listen() {
    // A parent may have blocked them, and that is inherited.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    for number in [SIGINT, SIGTERM] {
      signal(number) { received in
        if Interruption.requested.exchange(true, ordering: .relaxed) { _exit(128 + received) }
      }
    }
  }

  /// Says how an evaluation that was stopped goes on.
  ///
  /// - Returns: The exit status.
  static func stopped(_ output: String?) -> ExitCode {
    StandardError.write(
      output.map {
        "Stopped; every finished batch is in '\($0)'. Go on with the same command and --resume.\n"
      } ?? "Stopped; nothing is kept. Give --output to be able to go on.\n")
    return ExitCode(1)
  }
}
