public import PlateauNumerics

/// Why a file of data could not be read or written, or does not hold what it should.
public struct DataError: DiagnosedError, Sendable {
  /// The kind of failure.
  public struct Code: Sendable, Hashable {
    private enum Kind: Sendable, Hashable { case missing, malformed, mismatch, unsupported, system }
    private let kind: Kind

    /// A file, folder or dataset is not there.
    public static let missing = Code(kind: .missing)
    /// A file contradicts its own header or format.
    public static let malformed = Code(kind: .malformed)
    /// Parts that belong together do not fit: counts, shapes, classes.
    public static let mismatch = Code(kind: .mismatch)
    /// A valid file of a kind that is not supported.
    public static let unsupported = Code(kind: .unsupported)
    /// The operating system refused: permissions, a full disk.
    public static let system = Code(kind: .system)
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

  /// The surroundings for `system`, the input for everything else.
  public var fault: Fault { code == .system ? .environment : .input }
}
