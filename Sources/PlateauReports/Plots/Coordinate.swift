import PlateauExperiments

/// A coordinate of a drawing, in tenths of a pixel.
enum Coordinate {
  static func text(_ value: Double) -> String {
    let text = NumberText.fixed(value, 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

/// The commands of an SVG path.
package struct PathData: Sendable, Hashable {
  /// The commands, as in the attribute `d`.
  package private(set) var text = ""

  package init() {}

  package mutating func move(_ x: Double, _ y: Double) {
    text += "M\(Coordinate.text(x)) \(Coordinate.text(y))"
  }

  package mutating func line(_ x: Double, _ y: Double) {
    text += "L\(Coordinate.text(x)) \(Coordinate.text(y))"
  }

  package mutating func horizontal(_ x: Double) { text += "H\(Coordinate.text(x))" }

  package mutating func vertical(_ y: Double) { text += "V\(Coordinate.text(y))" }

  package mutating func close() { text += "Z" }
}
