import Plateau

/// An error of a reader, held against what errors have to be.
struct Refusal {
  /// The longest message accepted, in bytes.
  static let longestMessage = 2000

  /// The kind of error, for the table: `malformed`, say.
  let code: String
  /// What is wrong with the error itself; nil where nothing is.
  let complaint: String?

  /// Looks at the error that refused a file.
  init(_ error: any Error, of name: String) {
    code = Self.code(of: error) ?? "other"
    complaint = Self.complaint(error, name)
  }

  private static func complaint(_ error: any Error, _ name: String) -> String? {
    guard let error = error as? any DiagnosedError else {
      return "the error is none of the package: \(type(of: error)): \(error)"
    }
    let message = error.message
    if message.isEmpty { return "the message is empty" }
    if message.utf8.count > longestMessage {
      return "the message has \(message.utf8.count) bytes: \(message.prefix(300))…"
    }
    if !message.contains(name) { return "the message does not name the file: \(message)" }
    if message.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f }) {
      return "the message has control characters: \(message.debugDescription)"
    }
    return code(of: error) == nil ? "the code is unknown: \(type(of: error))" : nil
  }

  private static func code(of error: any Error) -> String? {
    switch error {
    case let error as DataError:
      name(
        error.code,
        [
          .missing: "missing", .malformed: "malformed", .mismatch: "mismatch",
          .unsupported: "unsupported",
        ])
    case let error as FormatError:
      name(
        error.code,
        [
          .missing: "missing", .malformed: "malformed", .mismatch: "mismatch",
          .unsupported: "unsupported",
        ])
    case let error as ExperimentError:
      name(error.code, [.configuration: "configuration", .mismatch: "mismatch", .model: "model"])
    default: nil
    }
  }

  private static func name<Code: Hashable>(_ code: Code, _ names: [Code: String]) -> String? {
    names[code]
  }
}
