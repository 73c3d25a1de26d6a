public import PlateauNumerics

/// How one example lies in an array or in the input of a model's own file: its sides, and the order
/// of its values.
///
/// Networks take images with channels first, then rows, then columns. Where a file or an array has
/// them otherwise, ``places`` says how, and nothing else does: data, boxes, predictions and
/// counterexamples are turned by it on the way in and turned back on the way out.
public struct InputArrangement: Sendable, Hashable {
  /// The sides of one example, without the one that counts examples.
  public let sides: [Int]
  /// Where each value of the network's input lies in row-major order of the sides; nil where both
  /// orders are the same.
  public let places: [Int]?

  /// Creates an arrangement.
  ///
  /// - Precondition: the places are a permutation of as many indices as the sides have values.
  public init(sides: [Int], places: [Int]? = nil) {
    let count = sides.reduce(1, *)
    if let places {
      var isTaken = Array(repeating: false, count: count)
      precondition(places.count == count, "there is a place for every value")
      for place in places {
        precondition((0..<count).contains(place) && !isTaken[place], "places are all different")
        isTaken[place] = true
      }
    }
    self.sides = sides
    self.places = places?.elementsEqual(0..<count) == true ? nil : places
  }

  /// The arrangement that networks have themselves.
  public init(_ shape: InputShape) { self.init(sides: shape.sides) }

  /// Images with their channels last.
  ///
  /// - Parameters:
  ///   - shape: The shape of the network's input.
  ///   - sides: The sides as an array has them; `[height, width, channels]`, sides of 1 aside.
  /// - Precondition: they have as many values.
  public init(channelsLast shape: InputShape, sides: [Int]) {
    let (channels, pixels) = (shape.channels, shape.height * shape.width)
    guard channels > 1, pixels > 1 else {
      self.init(sides: sides)
      return
    }
    self.init(
      sides: sides,
      places: (0..<channels).flatMap { channel in
        (0..<pixels).map { $0 * channels + channel }
      })
  }

  /// The number of values in one example.
  public var count: Int { sides.reduce(1, *) }

  /// The sides that are longer than 1; those of 1 change no order.
  package var longSides: [Int] { Self.long(sides) }

  /// The same order with other sides.
  ///
  /// - Precondition: they have as many values.
  package func with(sides: [Int]) -> InputArrangement {
    InputArrangement(sides: sides, places: places)
  }

  package static func long(_ sides: [Int]) -> [Int] { sides.filter { $0 != 1 } }

  // MARK: - Values

  /// The values of whole examples in the order of the network, from their own.
  ///
  /// - Precondition: there are values for a whole number of examples.
  public func networkOrder<Value>(_ values: [Value]) -> [Value] {
    guard let places else { return values }
    return Self.gathered(values, places)
  }

  /// The values of whole examples in their own order, from that of the network.
  ///
  /// - Precondition: there are values for a whole number of examples.
  public func ownOrder<Value>(_ values: [Value]) -> [Value] {
    guard let places else { return values }
    var inverse = Array(repeating: 0, count: places.count)
    for (index, place) in places.enumerated() { inverse[place] = index }
    return Self.gathered(values, inverse)
  }

  private static func gathered<Value>(_ values: [Value], _ places: [Int]) -> [Value] {
    precondition(values.count.isMultiple(of: places.count), "examples are whole")
    return [Value](unsafeUninitializedCapacity: values.count) { buffer, initialized in
      values.withUnsafeBufferPointer { values in
        places.withUnsafeBufferPointer { places in
          var target = 0
          for start in stride(from: 0, to: values.count, by: places.count) {
            for place in places {
              buffer.initializeElement(at: target, to: values[start + place])
              target += 1
            }
          }
        }
      }
      initialized = values.count
    }
  }
}
