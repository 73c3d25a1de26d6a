import PlateauNumerics

/// The numbers of a constant while nodes calculate with them.
struct ONNXArray {
  /// Numbers in floating point, or integers, of which nil stands for the size of an open batch.
  ///
  /// True values are the integers 1 and 0.
  enum Content {
    case numbers([Double])
    case integers([Int?])
  }

  let sides: [Int]
  let content: Content

  /// The number of values.
  var count: Int { sides.reduce(1, *) }

  /// Whether they are integers, of which there may be none.
  var holdsIntegers: Bool {
    switch content {
    case .integers: true
    case .numbers: false
    }
  }

  /// The values of given places, with other sides.
  func taking(_ places: [Int], sides: [Int]) -> ONNXArray {
    switch content {
    case .numbers(let values):
      ONNXArray(sides: sides, content: .numbers(places.map { values[$0] }))
    case .integers(let values):
      ONNXArray(sides: sides, content: .integers(places.map { values[$0] }))
    }
  }

  /// The sides that arrays have together, as NumPy broadcasts them; nil where they do not fit.
  static func broadcast(_ all: [[Int]]) -> [Int]? {
    let rank = all.reduce(0) { max($0, $1.count) }
    var result = Array(repeating: 1, count: rank)
    for sides in all {
      for (index, side) in sides.enumerated() where side != 1 {
        let place = rank - sides.count + index
        guard result[place] == 1 || result[place] == side else { return nil }
        result[place] = side
      }
    }
    return result
  }

  /// For each number of an array of some sides, which number of one that is repeated along others it is.
  static func places(of sides: [Int], over all: [Int]) -> [Int] {
    var strides = Array(repeating: 0, count: all.count)
    var stride = 1
    for index in sides.indices.reversed() {
      strides[all.count - sides.count + index] = sides[index] == 1 ? 0 : stride
      stride *= sides[index]
    }
    return all.indices.reduce([0]) { places, axis in
      places.flatMap { place in (0..<all[axis]).map { place + $0 * strides[axis] } }
    }
  }
}

extension ONNXImport {
  /// The numbers of a constant in the precision of the model, or in any where they are only moved; infinite
  /// ones included.
  func array(
    _ constant: ONNXConstant, inAnyPrecision: Bool = false
  ) throws(FormatError) -> ONNXArray {
    let sides = try constant.sides()
    guard !constant.holdsIntegers else {
      return ONNXArray(sides: sides, content: .integers(try constant.integers()))
    }
    let (values, own) = try constant.numbers(allowsInfinity: true)
    if own != precision, !inAnyPrecision { _ = try numbers(constant) }
    return ONNXArray(sides: sides, content: .numbers(values))
  }
}

extension ONNXConstant {
  /// What a node has calculated.
  init(_ array: ONNXArray, _ precision: Precision, label: String) {
    switch array.content {
    case .numbers(let values): self.init(values, precision, sides: array.sides, label: label)
    case .integers(let values): self.init(values, sides: array.sides, label: label)
    }
  }
}
