public import PlateauNumerics

/// Why a study was refused or stopped.
public struct ExperimentError: DiagnosedError, Sendable, Hashable {
  /// The kind of failure.
  public struct Code: Sendable, Hashable {
    private enum Kind: Sendable, Hashable {
      case configuration, contradiction, folder, mismatch, model, store, system
    }
    private let kind: Kind

    /// A configuration has an unknown key, a wrong type, or a value outside its range.
    public static let configuration = Code(kind: .configuration)
    /// An attack broke what was proven: one of both is wrong, and so is this program.
    public static let contradiction = Code(kind: .contradiction)
    /// An output folder is in use, or not what it should be.
    public static let folder = Code(kind: .folder)
    /// Parts that belong together do not fit: model and data, run and configuration.
    public static let mismatch = Code(kind: .mismatch)
    /// A model cannot be found.
    public static let model = Code(kind: .model)
    /// An evaluation store is missing, damaged, of another version, or no such store.
    public static let store = Code(kind: .store)
    /// The surroundings refused: permissions, a full disk, a lock of another process.
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

  /// The surroundings for `system`, the program for `contradiction`, the input for everything else.
  public var fault: Fault {
    switch code {
    case .system: .environment
    case .contradiction: .program
    default: .input
    }
  }
}
