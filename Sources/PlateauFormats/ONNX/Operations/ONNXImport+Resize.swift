import PlateauNetworks
import PlateauNumerics

extension ONNXImport {
  /// Resize of images, by the nearest pixel, by lines between two, or by weights of several.
  ///
  /// Source: ONNX, "Operator Schemas", Resize, operation sets 11 to 19.
  mutating func resize(_ node: ONNXNode) throws(FormatError) -> ONNXValue {
    try node.check(
      inputs: 1...4,
      attributes: [
        "mode", "coordinate_transformation_mode", "nearest_mode", "cubic_coeff_a",
        "exclude_outside", "extrapolation_value", "antialias", "keep_aspect_ratio_policy", "axes",
      ])
    var value = try rows(node.inputs[0], of: node)
    let mode = try node.text("mode") ?? "nearest"
    let coordinates = try node.text("coordinate_transformation_mode") ?? "half_pixel"
    let rounding = try node.text("nearest_mode") ?? "round_prefer_floor"
    let resampling = ONNXResampling(
      isCubic: mode == "cubic", coefficient: try node.number("cubic_coeff_a", default: -0.75),
      excludesOutside: try node.integer("exclude_outside", default: 0) != 0,
      hasAntialiasing: try node.integer("antialias", default: 0) != 0)
    let isWeighted = mode == "cubic" || mode == "linear" && resampling.hasAntialiasing
    guard ["nearest", "linear", "cubic"].contains(mode),
      [
        "half_pixel", "half_pixel_symmetric", "asymmetric", "align_corners", "pytorch_half_pixel",
        "tf_crop_and_resize",
      ].contains(coordinates)
    else {
      throw node.unsupported(
        "resizes by the mode \(mode.quotedForMessage) with \(coordinates.quotedForMessage)",
        "Read are 'nearest', 'linear' and 'cubic'.")
    }
    let sides = value.shape.sides.map { $0 ?? 1 }
    let (sizes, scales) = try targets(of: node, sides)
    guard sizes[0] == sides[0] || value.shape.batch == nil else {
      throw node.unsupported("resizes the batch", "The first side must stay the batch.")
    }
    let isCropping = coordinates == "tf_crop_and_resize"
    let crops = isCropping ? try self.crops(of: node, sides) : sides.map { _ in (0, 1) }
    // The places along each side, those beyond the value as -1.
    var inside = sizes.map { Array(0..<$0) }
    for axis in 1..<sides.count
    where sizes[axis] != sides[axis] || scales[axis] != 1 || crops[axis] != (0, 1) {
      let places = (0..<sizes[axis]).map { index -> Double in
        let (x, size) = (Double(index), Double(sides[axis]))
        return switch coordinates {
        case "asymmetric": x / scales[axis]
        case "align_corners":
          sizes[axis] == 1 ? 0 : x * (size - 1) / Double(sizes[axis] - 1)
        case "half_pixel_symmetric":
          // What is lost to rounding of the size is lost on both sides.
          size / 2 * (1 - Double(sizes[axis]) / (scales[axis] * size))
            + (x + 0.5) / scales[axis] - 0.5
        case "pytorch_half_pixel": sizes[axis] > 1 ? (x + 0.5) / scales[axis] - 0.5 : 0
        case "tf_crop_and_resize":
          cropped(x, of: sizes[axis], by: crops[axis]) * (size - 1)
        default: (x + 0.5) / scales[axis] - 0.5
        }
      }
      let last = Double(sides[axis] - 1)
      if isCropping {
        for (index, place) in places.enumerated() where !(0...last).contains(place) {
          inside[axis][index] = -1
        }
      }
      if isWeighted {
        let weights = resampling.weights(of: sides[axis], at: places, scale: scales[axis])
        value = try weighted(value, along: axis, weights, node)
        continue
      }
      guard mode == "linear" else {
        let parts = places.map { place -> Int in
          let rounded =
            switch rounding {
            case "floor": place.rounded(.down)
            case "ceil": place.rounded(.up)
            case "round_prefer_ceil": (place + 0.5).rounded(.down)
            default: (place - 0.5).rounded(.up)
            }
          return Int(min(max(rounded, 0), last))
        }
        value = try taken(value, along: axis, parts, node)
        continue
      }
      value = try interpolated(value, along: axis, places.map { min(max($0, 0), last) }, node)
    }
    return try extrapolated(value, Array(inside.dropFirst()), node)
  }

  /// Sums of all parts along a side, times weights.
  private mutating func weighted(
    _ value: ONNXValue, along axis: Int, _ weights: [[Double]], _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let rank = value.shape.sides.count
    let order = (0..<rank).filter { $0 != axis } + [axis]
    let size = value.shape.sides[axis] ?? 1
    try checkExpansion(weights.count * size, of: node)
    let matrix = ONNXConstant(
      weights.flatMap { $0 }, precision, sides: [weights.count, size], label: node.label)
    // A second side of 1 keeps the last from being taken for all features.
    let made = try multiplyLast(value.transposed(order), matrix, node, transposed: true)
    return made.transposed(Permutation.inverse(of: order))
  }

  /// The mean of two parts each along a side, by how near they are.
  private mutating func interpolated(
    _ value: ONNXValue, along axis: Int, _ places: [Double], _ node: ONNXNode
  ) throws(FormatError) -> ONNXValue {
    let lower = places.map { Int($0.rounded(.down)) }
    // A place that is a pixel's is half of it twice.
    let shares = places.map { $0 == $0.rounded(.down) ? 0.5 : $0 - $0.rounded(.down) }
    let upper = zip(places, lower).map { (place: Double, low: Int) -> Int in
      place == Double(low) ? low : low + 1
    }
    var terms: [ONNXValue] = []
    for (parts, weights) in [(lower, shares.map { 1 - $0 }), (upper, shares)] {
      let term = try taken(value, along: axis, parts, node)
      let sides = term.shape.exampleSides
      let inner = sides[axis...].reduce(1, *)
      let numbers = (0..<sides.reduce(1, *)).map { weights[$0 / inner % parts.count] }
      terms.append(try scaled(term, by: ONNXBroadcast(numbers: numbers, isByUnit: true), node))
    }
    let layer = layers.append(sumOf: terms[0].layer, terms[1].layer, for: node.name)
    return fresh(terms[0], layer)
  }

  /// The sides and scales that a node asks for.
  private func targets(
    of node: ONNXNode, _ sides: [Int]
  ) throws(FormatError) -> (sizes: [Int], scales: [Double]) {
    let inputs = node.inputs
    let given = try node.integers("axes")?.map { $0 < 0 ? $0 + sides.count : $0 }
    let axes = given ?? Array(sides.indices)
    guard axes.allSatisfy(sides.indices.contains), Set(axes).count == axes.count else {
      throw node.malformed("has the axes \(axes) for \(sides.count) sides")
    }
    var (sizes, scales) = (sides, sides.map { _ in 1.0 })
    if inputs.count > 3, !inputs[3].isEmpty {
      let given = try constant(inputs[3], of: node).integers()
      guard given.count == axes.count, given.allSatisfy({ (1...1 << 12).contains($0 ?? 1) }) else {
        throw node.malformed("resizes to the sides \(ONNXShape.text(given))")
      }
      for (axis, size) in zip(axes, given) {
        sizes[axis] = size ?? sides[axis]
        scales[axis] = Double(sizes[axis]) / Double(sides[axis])
      }
      let policy = try node.text("keep_aspect_ratio_policy") ?? "stretch"
      guard policy != "stretch" else { return (sizes, scales) }
      guard ["not_larger", "not_smaller"].contains(policy) else {
        throw node.malformed("has the policy \(policy.quotedForMessage)")
      }
      let all = axes.map { scales[$0] }
      let scale = (policy == "not_larger" ? all.min() : all.max()) ?? 1
      for axis in axes {
        scales[axis] = scale
        sizes[axis] = Int((scale * Double(sides[axis])).rounded(.toNearestOrAwayFromZero))
      }
      return (sizes, scales)
    }
    // Of two inputs, as opset 10 has them, the second are the scales.
    let place = inputs.count == 2 ? 1 : 2
    guard inputs.count > place, !inputs[place].isEmpty else {
      throw node.malformed("has neither scales nor sizes")
    }
    let numbers = try constant(inputs[place], of: node).numbers().values
    guard numbers.count == axes.count, numbers.allSatisfy({ $0 > 0 && $0 <= 4096 }) else {
      throw node.malformed("has the scales \(numbers) for the sides \(axes)")
    }
    for (axis, scale) in zip(axes, numbers) {
      sizes[axis] = Int((Double(sides[axis]) * scale).rounded(.down))
      scales[axis] = scale
    }
    guard sizes.allSatisfy({ (1...1 << 24).contains($0) }) else {
      throw node.malformed("resizes to the sides \(sizes)")
    }
    return (sizes, scales)
  }
}
