import PlateauData
public import PlateauNumerics

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A file that stands for a model which whoever runs the program answers for: a function of another
/// language, or a service.
///
/// It is JSON, and its name ends in `.callable`:
///
/// ```json
/// {"name": "classify", "input": [3, 32, 32], "classes": 10}
/// ```
public struct CallableFile: Sendable, Hashable {
  /// The path of the file.
  public let path: String
  /// The model, as records name it.
  public let name: String
  /// The shape of one example.
  public let inputShape: InputShape
  /// The number of classes.
  public let classCount: Int

  private struct Content: Decodable {
    let name: String
    let input: [Int]
    let classes: Int
  }

  /// Whether a path is that of such a file, by the end of its name.
  public static func isPath(_ path: String) -> Bool { path.hasSuffix(".callable") }

  /// Reads a file.
  ///
  /// - Throws: `DataError` where it cannot be read, `ExperimentError` where it is no such file.
  public static func read(_ path: String) throws -> CallableFile {
    let bytes = try FileBytes.read(path)
    func error(_ found: String) -> ExperimentError {
      ExperimentError(
        .model,
        "'\(path)' \(found); expected JSON such as {\"name\": \"f\", \"input\": [3, 32, 32], "
          + "\"classes\": 10}, with 1 to 3 positive sides and at least 2 classes. Correct it.")
    }
    guard let content = try? JSONDecoder().decode(Content.self, from: Data(bytes)) else {
      throw error("is no such object")
    }
    let sides = content.input
    guard (1...3).contains(sides.count), sides.allSatisfy({ (1...1_000_000).contains($0) }),
      sides.reduce(1, { $0.multipliedReportingOverflow(by: $1).partialValue }) <= 1 << 28
    else { throw error("has the input \(sides)") }
    guard (2...1_000_000).contains(content.classes) else {
      throw error("has \(content.classes) classes")
    }
    return CallableFile(path: path, content)
  }

  private init(path: String, _ content: Content) {
    self.path = path
    name = content.name
    let sides = Array(repeating: 1, count: 3 - content.input.count) + content.input
    inputShape = InputShape(channels: sides[0], height: sides[1], width: sides[2])
    classCount = content.classes
  }

  /// A file in the same folder.
  public func sibling(_ name: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return name }
    return path[...slash] + name
  }
}
