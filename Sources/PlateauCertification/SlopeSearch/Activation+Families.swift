import PlateauNetworks

extension Activation {
  /// All lines around φ on an interval among which a search chooses.
  ///
  /// Every one holds, whatever its parameter.
  ///
  /// - Parameters:
  ///   - low: Where the interval begins.
  ///   - high: Where it ends.
  ///   - lines: The lines to begin with.
  /// - Returns: Lower slopes of a rectifier that can be on either side of 0; slopes about the
  ///   corners of a clipped one; tangents of S-shaped functions where they hold.
  func families(_ low: Double, _ high: Double, _ lines: Relaxation) -> LineFamilies {
    var result = LineFamilies(lower: LineFamily(lines.lower), upper: LineFamily(lines.upper))
    guard low < high, !isLinear(low, high) else { return result }
    switch self {
    case .sigmoid, .tanh:
      let shape = SShape(activation: self)
      result.upper = shape.tangents(low, high, lines.upper)
      var mirrored = shape.tangents(-high, -low, shape.mirrored(lines.lower))
      mirrored.range = (-mirrored.range.high, -mirrored.range.low)
      mirrored.start = -mirrored.start
      mirrored.first = lines.lower
      result.lower = mirrored
    case .relu: result.lower = LineFamily(slopes: (0, 1), through: 0, first: lines.lower)
    case .clippedReLU:
      // Of slope s, s·z is below the function up to high if s·high ≤ 1.
      if low < 0 {
        result.lower = LineFamily(
          slopes: (0, high > 1 ? (1 / high).nextDown : 1), through: 0, first: lines.lower)
      }
      if high > 1 {
        let most = low < 0 ? (1 / (1 - low)) * (1 - 0x1p-50) : 1
        result.upper = LineFamily(slopes: (0, most), through: 1, first: lines.upper)
      }
    }
    return result
  }

  /// The line of a family at a parameter.
  @inline(__always)
  func line(
    of family: LineFamily, at parameter: Double, _ low: Double, _ high: Double, isLower: Bool
  ) -> Relaxation.Line {
    switch family.kind {
    case .fixed: return family.first
    case .pencil:
      if family.center == 0 { return .init(slope: parameter, intercept: 0) }
      return .init(slope: parameter, intercept: (1 - parameter) * (1 + 0x1p-51))
    case .tangents:
      let slope = slope(at: parameter)
      let shape = SShape(activation: self)
      return .init(
        slope: slope,
        intercept: isLower
          ? shape.intercept(below: low, high, slope: slope, at: parameter)
          : shape.intercept(above: low, high, slope: slope, at: parameter))
    }
  }
}

extension LineFamily {
  /// The derivative of a line's value at z with respect to its parameter.
  ///
  /// A tangent at d is φ(d) + φ′(d)·(z − d), and changes by φ″(d)·(z − d).
  @inline(__always)
  func derivative(_ activation: Activation, at parameter: Double, _ z: Double) -> Double {
    switch kind {
    case .fixed: 0
    case .pencil: z - center
    case .tangents:
      SShape(activation: activation)
        .curvature(parameter, activation.slope(at: parameter)) * (z - parameter)
    }
  }
}

extension SShape {
  /// The tangents that are nowhere below φ on an interval.
  fileprivate func tangents(
    _ low: Double, _ high: Double, _ first: Relaxation.Line
  ) -> LineFamily {
    guard high > 0, low >= 0 || chord(low, high) > activation.slope(at: high) else {
      return LineFamily(first)
    }
    let least = low >= 0 ? low : tangency(from: low, upTo: high, guess: 0.5 * low + 0.5 * high)
    return LineFamily(
      points: (least, high), start: inverse(ofSlope: first.slope), first: first)
  }
}
