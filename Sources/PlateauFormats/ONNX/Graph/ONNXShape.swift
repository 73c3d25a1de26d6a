import PlateauNumerics

/// The shape of the value that goes through a graph.
struct ONNXShape: Hashable, CustomStringConvertible {
  /// Which axis counts examples.
  enum Form { case rows, column, vector }

  /// How a batch of it lies.
  var form: Form
  /// The sides; nil where a model leaves the size of the batch open.
  var sides: [Int?]

  init(form: Form, sides: [Int?]) {
    self.form = form
    self.sides = sides
  }

  static func rows(_ batch: Int?, _ features: Int) -> ONNXShape {
    ONNXShape(form: .rows, sides: [batch, features])
  }
  static func column(_ features: Int) -> ONNXShape {
    ONNXShape(form: .column, sides: [features, 1])
  }
  static func vector(_ features: Int) -> ONNXShape {
    ONNXShape(form: .vector, sides: [features])
  }

  /// The number of values in one example; every side but the batch is known and in range.
  var features: Int {
    form == .rows
      ? sides.dropFirst().reduce(1) { $0 * ($1 ?? 1) } : sides[0] ?? 1
  }

  /// The size of the batch, 1 where the value has no axis for it.
  var batch: Int? { form == .rows ? sides[0] : 1 }

  /// The sides of one example: all but the batch, or all where that is the last or none.
  var exampleSides: [Int] { (form == .rows ? sides.dropFirst() : sides[...]).map { $0 ?? 1 } }

  /// The axis of the batch; nil where there is none.
  var batchAxis: Int? {
    switch form {
    case .rows: 0
    case .column: 1
    case .vector: nil
    }
  }

  /// The place of the one axis that features lie along; nil where there are several.
  var featureAxis: Int? {
    guard form == .rows else { return 0 }
    return sides.dropFirst().dropLast().allSatisfy { $0 == 1 } ? sides.count - 1 : nil
  }

  /// The one axis, the batch aside, that has more than one number, or the last of several with one
  /// each; nil where there are several with more.
  var classAxis: Int? {
    guard form == .rows else { return 0 }
    let long = sides.indices.dropFirst().filter { sides[$0] != 1 }
    return long.count > 1 ? nil : long.first ?? sides.count - 1
  }

  /// The shape with another number of features along their one axis.
  func replacingFeatures(by count: Int) -> ONNXShape {
    var result = self
    result.sides[form == .rows ? sides.count - 1 : 0] = count
    return result
  }

  /// The shape of one example as an architecture has it.
  var input: InputShape {
    let sides = sides.dropFirst().compactMap(\.self)
    switch sides.count {
    case 3 where form == .rows:
      return InputShape(channels: sides[0], height: sides[1], width: sides[2])
    case 2 where form == .rows && sides[1] > 1:
      return InputShape(channels: 1, height: sides[0], width: sides[1])
    default: return .vector(features)
    }
  }

  /// The sides as messages show them, `?` for an open one.
  var description: String { Self.text(sides) }

  static func text(_ sides: [Int?]) -> String {
    "[" + sides.map { $0.map(String.init) ?? "?" }.joined(separator: ", ") + "]"
  }
}
