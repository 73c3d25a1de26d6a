public import PlateauNumerics

/// Why a study was refused or stopped.
public struct ExperimentError: DiagnosedError, Sendable, Hashable {
  /// The kind of failure.
  public struct Code: Sendable, Hashable {
    private enum Kind: Sendable, Hashable { case configuration, folder, mismatch, model }
    private let kind: Kind

    /// A configuration has an unknown key, a wrong type, or a value outside its range.
    public static let configuration = Code(kind: .configuration)
    /// An output folder is in use, or not what it should be.
    public static let folder = Code(kind: .folder)
    /// Parts that belong together do not fit: model and data, run and configuration.
    public static let mismatch = Code(kind: .mismatch)
    /// A model cannot be found.
    public static let model = Code(kind: .model)
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

  /// The input, always.
  public var fault: Fault { .input }
}
