import PlateauNumerics

/// A constant beside every number of an example, in the order in which a layer puts them out.
struct ONNXBroadcast {
  /// One number for each channel, or for each number of an example.
  var numbers: [Double]
  /// Whether they differ within a channel.
  let isByUnit: Bool

  func scaled(by factor: Double) -> ONNXBroadcast {
    factor == 1 ? self : mapped { $0 * factor }
  }

  func mapped(_ change: (Double) -> Double) -> ONNXBroadcast {
    var result = self
    result.numbers = numbers.map(change)
    return result
  }
}

extension ONNXImport {
  /// A constant beside a value, as NumPy broadcasts it, but for the examples of a batch.
  ///
  /// - Throws: `FormatError` where it would enlarge the value, or differ between examples.
  mutating func broadcast(
    _ constant: ONNXConstant, over value: ONNXValue, _ node: ONNXNode
  ) throws(FormatError) -> ONNXBroadcast {
    let given = try constant.sides()
    let shape = value.shape
    let numbers = try numbers(constant)
    let channels = layers.shape(of: value.layer).channels
    if numbers.count == 1, given.count <= max(1, shape.sides.count) {
      try checkExpansion(channels, of: node, isKept: false)
      return ONNXBroadcast(numbers: Array(repeating: numbers[0], count: channels), isByUnit: false)
    }
    let sides = Array(repeating: 1, count: max(0, shape.sides.count - given.count)) + given
    let fits =
      sides.count == shape.sides.count
      && sides.indices.allSatisfy {
        sides[$0] == 1 || $0 != shape.batchAxis && sides[$0] == shape.sides[$0]
      }
    guard fits else {
      throw node.unsupported(
        "combines a constant of shape \(given) with a value of shape \(shape)",
        "One number for each unit, or for each channel, is needed, the same for all examples.")
    }
    let full = shape.sides.map { $0 ?? 1 }
    // Most constants have a number for each channel: nothing has to be written out then.
    if let axis = sides.indices.first(where: { sides[$0] != 1 }),
      sides.indices.allSatisfy({ $0 == axis || sides[$0] == 1 }),
      value.order == nil ? axis == channelAxis(of: value) : hasChannels(of: value, along: axis)
    {
      return ONNXBroadcast(numbers: numbers, isByUnit: false)
    }
    try checkExpansion(shape.features, of: node, isKept: false)
    return folded(Self.spread(numbers, sides, over: full, but: shape.batchAxis), of: value)
  }

  /// The axis of a value along which the channels of its layer lie; nil where they do not.
  private func channelAxis(of value: ONNXValue) -> Int? {
    let channels = layers.shape(of: value.layer).channels
    let sides = value.shape.sides
    guard value.shape.form == .rows else {
      return sides[0] == channels ? 0 : nil
    }
    if let axis = value.shape.featureAxis { return sides[axis] == channels ? axis : nil }
    return sides.count > 2 && sides[1] == channels ? 1 : nil
  }

  /// Whether the channels of a turned value's layer lie along an axis.
  private func hasChannels(of value: ONNXValue, along axis: Int) -> Bool {
    guard let order = value.order, let side = value.shape.sides[axis] else { return false }
    let shape = layers.shape(of: value.layer)
    let pixels = shape.height * shape.width
    let run = value.shape.sides[(axis + 1)...].reduce(1) { $0 * ($1 ?? 1) }
    guard side == shape.channels else { return false }
    // Runs of the same channel, without a division for each place.
    return stride(from: 0, to: order.count, by: run).allSatisfy { start in
      let first = start / run % side * pixels
      return order[start..<start + run].allSatisfy { first..<first + pixels ~= $0 }
    }
  }

  /// A constant of an example in the order of its layer, by channel where that is enough.
  private func folded(_ logical: [Double], of value: ONNXValue) -> ONNXBroadcast {
    var units = logical
    if let order = value.order {
      for (index, place) in order.enumerated() { units[place] = logical[index] }
    }
    let shape = layers.shape(of: value.layer)
    let pixels = shape.height * shape.width
    let isByChannel = units.indices.allSatisfy { units[$0] == units[$0 / pixels * pixels] }
    guard isByChannel else { return ONNXBroadcast(numbers: units, isByUnit: true) }
    return ONNXBroadcast(
      numbers: (0..<shape.channels).map { units[$0 * pixels] }, isByUnit: false)
  }

  /// A constant repeated along every side of 1 that is longer in the value, the batch aside.
  private static func spread(
    _ numbers: [Double], _ sides: [Int], over full: [Int], but batch: Int?
  ) -> [Double] {
    var strides = Array(repeating: 0, count: sides.count)
    var stride = 1
    for axis in sides.indices.reversed() {
      strides[axis] = sides[axis] == 1 ? 0 : stride
      stride *= sides[axis]
    }
    let places = sides.indices.reduce([0]) { places, axis in
      axis == batch
        ? places
        : places.flatMap { place in (0..<full[axis]).map { place + $0 * strides[axis] } }
    }
    return places.map { numbers[$0] }
  }
}
