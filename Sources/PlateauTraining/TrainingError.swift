public import PlateauNumerics

/// Why training was refused or stopped.
public struct TrainingError: DiagnosedError, Sendable, Hashable {
  /// The kind of failure.
  public struct Code: Sendable, Hashable {
    private enum Kind: Sendable, Hashable { case invalid, mismatch, diverged }
    private let kind: Kind

    /// A value of the configuration is outside its range.
    public static let invalid = Code(kind: .invalid)
    /// The data, the network and the state do not belong together.
    public static let mismatch = Code(kind: .mismatch)
    /// The loss or a parameter is no longer finite.
    public static let diverged = Code(kind: .diverged)
  }

  /// The kind of failure.
  public let code: Code
  /// What happened, to what, and what to do.
  public let message: String

  /// Creates an error.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The surroundings for a divergence, the input for everything else.
  public var fault: Fault { code == .diverged ? .environment : .input }
}
