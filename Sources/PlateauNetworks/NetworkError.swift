public import PlateauNumerics

/// Why an architecture or the parameters of a network were refused.
public struct NetworkError: DiagnosedError, Sendable, Hashable {
  /// What happened, to which layer or tensor, and what to do.
  public let message: String

  /// Creates an error.
  public init(_ message: String) {
    self.message = message
  }

  /// The input: an architecture is data.
  public var fault: Fault { .input }
}
