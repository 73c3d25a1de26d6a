import CPlateauKernels

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What of a processor's instruction set the kernels use: results are the same at every level, to
/// the last bit, and times are not.
public enum ProcessorLevel: String, Sendable, Hashable, CaseIterable {
  /// x86-64 with the F, BW, DQ and VL parts of AVX-512.
  case avx512
  /// x86-64 with AVX2 and fused multiply-add.
  case avx2
  /// arm64.
  case neon
  /// What every processor of the architecture has.
  case portable

  /// The levels that this processor and its system run, the fastest first.
  ///
  /// They are asked for their features, never for their model.
  public static var available: [ProcessorLevel] {
    allCases.filter { plateau_level_runs($0.number) != 0 }
  }

  /// The level in use: what the environment variable `PLATEAU_LEVEL` asks for, where it can be had,
  /// or else the fastest.
  public static let current: ProcessorLevel = {
    if let asked = try? requested(variable) { return asked }
    return available.first ?? .portable
  }()

  /// Checks what `PLATEAU_LEVEL` asks for.
  ///
  /// - Throws: ``LevelError`` where it names no level, or one that this processor has not.
  public static func check() throws { _ = try requested(variable) }

  private static var variable: String? { getenv("PLATEAU_LEVEL").map { String(cString: $0) } }

  /// Returns the level that a text asks for; nil where there is none.
  static func requested(_ text: String?) throws -> ProcessorLevel? {
    guard let text, !text.isEmpty else { return nil }
    guard let level = ProcessorLevel(rawValue: text) else {
      throw LevelError(
        message: "PLATEAU_LEVEL is '\(text)', but takes "
          + "\(allCases.map(\.rawValue).joined(separator: ", ")). Unset it for the fastest.")
    }
    guard available.contains(level) else {
      throw LevelError(
        message: "PLATEAU_LEVEL is '\(text)', which this processor does not run. It runs "
          + "\(available.map(\.rawValue).joined(separator: ", ")). Unset it for the fastest.")
    }
    return level
  }

  /// The number of the level in C.
  package var number: Int32 {
    switch self {
    case .avx512: Int32(plateau_avx512.rawValue)
    case .avx2: Int32(plateau_avx2.rawValue)
    case .neon: Int32(plateau_neon.rawValue)
    case .portable: Int32(plateau_portable.rawValue)
    }
  }
}

/// `PLATEAU_LEVEL` asks for what cannot be had.
public struct LevelError: DiagnosedError, Hashable {
  /// What was asked for, and what can be had.
  public let message: String
  /// The environment variable is input.
  public var fault: Fault { .input }
}
