import Foundation
import PlateauData
package import PlateauFormats
package import PlateauNumerics

/// Files under `Tests/Fixtures`.
package enum Fixture {
  /// The path of a file, found from where this source file lies.
  package static func path(_ name: String) -> String {
    let parts = #filePath.split(separator: "/").dropLast(2)
    return "/" + parts.joined(separator: "/") + "/Fixtures/" + name
  }

  /// The tensors of a file.
  package static func read(_ name: String) throws -> SafetensorsFile {
    try SafetensorsFile.read(path(name))
  }

  /// The lines of a text; where `PLATEAU_RECORD=1` asks for it, those that are found are written
  /// first.
  package static func lines(
    of name: String, recording found: () throws -> [String]
  ) throws -> [String] {
    if ProcessInfo.processInfo.environment["PLATEAU_RECORD"] == "1" {
      try AtomicFile.write(text: found().map { $0 + "\n" }.joined(), to: path(name))
    }
    let text = String(decoding: try FileBytes.read(path(name)), as: UTF8.self)
    return text.split(separator: "\n").map(String.init)
  }
}

/// The distance of two tensors as golden values are compared: max |a − b| / max |b|.
///
/// Infinite where the counts differ, a value is not a number, or all of `b` is 0 and `a` is not.
package func relativeError<Element: Scalar>(_ a: [Element], _ b: [Double]) -> Double {
  guard a.count == b.count, !b.isEmpty else { return .infinity }
  var largest = 0.0
  var difference = 0.0
  for (a, b) in zip(a, b) {
    guard a.isFinite else { return .infinity }
    largest = max(largest, abs(b))
    difference = max(difference, abs(Double(a) - b))
  }
  if largest == 0 { return difference == 0 ? 0 : .infinity }
  return difference / largest
}
