import PlateauNetworks
import PlateauNumerics

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The entries of a file's metadata that describe a network.
enum NetworkMetadata {
  /// Names with this start are not for callers.
  static let prefix = "plateau."
  static let architecture = "plateau.architecture"
  static let version = "plateau.version"
  /// The version of the layout of files that is written, and the only one that is read.
  static let currentVersion = "1"

  /// An architecture as JSON, the same text for the same architecture.
  static func text(of architecture: Architecture) throws(FormatError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(architecture), as: UTF8.self)
    } catch {
      throw FormatError(.unsupported, "The architecture cannot be written as JSON: \(error).")
    }
  }

  /// The architecture that a file declares; nil where it declares none.
  static func architecture(of file: SafetensorsFile) throws(FormatError) -> Architecture? {
    guard let text = file.metadata[architecture] else { return nil }
    if let found = file.metadata[version], found != currentVersion {
      throw FormatError(
        .unsupported,
        "'\(file.name)' has the layout \(found.quotedForMessage) of '\(version)'; only "
          + "'\(currentVersion)' is read. Read it with the version that wrote it.")
    }
    do {
      return try decoded(text)
    } catch {
      throw FormatError(
        .malformed,
        "'\(file.name)' declares an architecture that cannot be read: "
          + "\(reason(error).onOneLine) Save it "
          + "again, or convert it from its source.")
    }
  }

  /// The architecture that a text of JSON describes.
  static func decoded(_ text: String) throws -> Architecture {
    // The strict reader first: it refuses repeated names and deep nesting.
    _ = try JSONReader.value(of: Array(text.utf8)[...])
    return try JSONDecoder().decode(Architecture.self, from: Data(text.utf8))
  }

  /// What a text of JSON lacks, as a sentence.
  static func reason(_ error: any Error) -> String {
    switch error {
    case let error as NetworkError: error.message
    case let error as JSONReader.Failure: "at byte \(error.position) \(error.reason)."
    case DecodingError.keyNotFound(let key, let context):
      "'\(key.stringValue)' is missing\(place(context))."
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context):
      context.debugDescription + (context.debugDescription.hasSuffix(".") ? "" : ".")
    default: "\(error)."
    }
  }

  private static func place(_ context: DecodingError.Context) -> String {
    let path = context.codingPath.map { key in
      key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)"
    }.joined()
    return path.isEmpty ? "" : " in \(path.dropFirst(path.hasPrefix(".") ? 1 : 0))"
  }
}
