public import PlateauNumerics

import PlateauData

/// Why a file of a network or of tensors could not be read or written.
public struct FormatError: DiagnosedError, Sendable, Hashable {
  /// The kind of failure.
  public struct Code: Sendable, Hashable {
    private enum Kind: Sendable, Hashable { case missing, malformed, mismatch, unsupported, system }
    private let kind: Kind

    /// A file or folder is not there.
    public static let missing = Code(kind: .missing)
    /// A file contradicts its own header or format.
    public static let malformed = Code(kind: .malformed)
    /// A valid file does not hold what was asked for: names, shapes, an architecture.
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

  init(_ error: DataError) {
    let code: Code =
      switch error.code {
      case .missing: .missing
      case .malformed: .malformed
      case .mismatch: .mismatch
      case .unsupported: .unsupported
      default: .system
      }
    self.init(code, error.message)
  }

  /// The surroundings for `system`, the input for everything else.
  public var fault: Fault { code == .system ? .environment : .input }
}
