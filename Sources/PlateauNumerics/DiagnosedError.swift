/// An error whose text can be shown to the person who caused it.
///
/// The message names the object, the value found, the value expected and the remedy. Every error
/// type of the package conforms.
public protocol DiagnosedError: Error, CustomStringConvertible {
  /// What happened, to what, and what to do, in one or two sentences.
  var message: String { get }
  /// Who can put it right.
  var fault: Fault { get }
}

extension DiagnosedError {
  /// The message.
  public var description: String { message }
}

/// Who can put an error right; the command line turns it into an exit status.
public enum Fault: Sendable, Hashable {
  /// The input: a file, an argument, a configuration. Exit status 2.
  case input
  /// The surroundings: a full disk, a failed system call, a run that diverged. Exit status 1.
  case environment
  /// The program itself: results that contradict each other. Exit status 70.
  case program
}
