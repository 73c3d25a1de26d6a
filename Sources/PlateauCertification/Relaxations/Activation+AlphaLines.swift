import PlateauNetworks
import PlateauNumerics

extension Activation {
  /// All lines around φ on an interval among which a search chooses.
  ///
  /// Every one holds, whatever its parameter.
  ///
  /// - Parameters:
  ///   - low: Where the interval begins.
  ///   - high: Where it ends.
  ///   - lines: The lines to begin with.
  ///   - open: The ends that do not belong to the interval.
  /// - Returns: Lower slopes of a rectifier that can be on either side of 0; slopes about the
  ///   corners of a clipped one; tangents of S-shaped functions, and of bent parts of others, where
  ///   they hold; lines of all slopes around those without such parts.
  func alphaRelaxation(
    _ low: Double, _ high: Double, _ lines: Relaxation, open: OpenEnds = OpenEnds()
  ) -> AlphaRelaxation {
    var result = AlphaRelaxation(lower: AlphaLine(lines.lower), upper: AlphaLine(lines.upper))
    let function = function
    guard low < high, !isLinear(low, high, open: open) else { return result }
    switch function.lines {
    case .curve:
      guard !open.isOpen, function.isDefined(on: low, high) else { return result }
      return function.alphaRelaxation(low, high, lines)
    case .sigmoidal:
      let shape = SShape(activation: self)
      result.upper = shape.tangents(low, high, lines.upper)
      result.lower = shape.tangents(-high, -low, shape.mirrored(lines.lower)).mirrored(lines.lower)
    case .rectifier: result.lower = AlphaLine(slopes: (0, 1), through: 0, first: lines.lower)
    case .clippedRectifier:
      // Of slope s, s·z is below the function up to high if s·high ≤ 1.
      if low < 0 {
        result.lower = AlphaLine(
          slopes: (0, high > 1 ? (1 / high).nextDown : 1), through: 0, first: lines.lower)
      }
      if high > 1 {
        let most = low < 0 ? (1 / (1 - low)) * (1 - 0x1p-50) : 1
        result.upper = AlphaLine(slopes: (0, most), through: 1, first: lines.upper)
      }
    }
    return result
  }

  /// The line of a line at a parameter.
  @inline(__always)
  func line(of line: borrowing AlphaLine, at parameter: Double) -> Relaxation.Line {
    switch line.kind {
    case .fixed: return line.first
    case .pencil:
      if line.center == 0 { return .init(slope: parameter, intercept: 0) }
      return .init(slope: parameter, intercept: (1 - parameter) * (1 + 0x1p-51))
    case .tangents:
      return SShape(activation: self)
        .tangent(line.interval.low, line.interval.high, end: line.end, at: parameter)
    case .curveTangents:
      guard parameter != line.start, let tangents = line.tangents else { return line.first }
      return function.line(of: tangents, at: parameter)
    case .upperSlopes, .lowerSlopes:
      guard parameter != line.start else { return line.first }
      return function.line(
        line.interval.low, line.interval.high, slope: parameter,
        isUpper: line.kind == .upperSlopes)
    case .mirroredTangents:
      let shape = SShape(activation: self)
      return shape.mirrored(
        shape.tangent(line.interval.low, line.interval.high, end: line.end, at: -parameter))
    }
  }

  /// The derivative of a line's value at z with respect to its parameter.
  ///
  /// A tangent at d is φ(d) + φ′(d)·(z − d), and changes by φ″(d)·(z − d).
  @inline(__always)
  func derivative(
    of line: borrowing AlphaLine, at parameter: Double, slope: Double, _ z: Double
  ) -> Double {
    switch line.kind {
    case .fixed: 0
    case .pencil: z - line.center
    case .curveTangents:
      if let tangents = line.tangents {
        function.derivative(of: tangents, at: parameter, z)
      } else {
        0
      }
    case .upperSlopes, .lowerSlopes:
      z
        - function.touchingPoint(
          line.interval.low, line.interval.high, slope: slope,
          isUpper: line.kind == .upperSlopes)
    case .tangents, .mirroredTangents:
      SShape(activation: self).curvature(parameter, slope: slope) * (z - parameter)
    }
  }
}

extension UnitwiseFunction {
  fileprivate func alphaRelaxation(_ low: Double, _ high: Double, _ lines: Relaxation)
    -> AlphaRelaxation
  {
    AlphaRelaxation(
      lower: CurveSide(self, isUpper: false, over: low, high).line(low, high, lines.lower),
      upper: CurveSide(self, isUpper: true, over: low, high).line(low, high, lines.upper))
  }

  /// A tangent of a part.
  fileprivate func line(of tangents: CurveTangents, at point: Double) -> Relaxation.Line {
    tangents.line(of: self, at: point)
  }

  /// What its value changes by from point to point.
  fileprivate func derivative(of tangents: CurveTangents, at point: Double, _ z: Double) -> Double {
    tangents.derivative(of: self, at: point, z)
  }

  /// The line of a slope on one side.
  fileprivate func line(
    _ low: Double, _ high: Double, slope: Double, isUpper: Bool
  ) -> Relaxation.Line {
    let side = CurveSide(self, isUpper: isUpper, over: low, high)
    return .init(slope: slope, intercept: side.intercept(low, high, slope: slope))
  }

  /// Where that line touches.
  fileprivate func touchingPoint(
    _ low: Double, _ high: Double, slope: Double, isUpper: Bool
  ) -> Double {
    let side = CurveSide(self, isUpper: isUpper, over: low, high)
    return side.highest(on: low, high, isUpper ? slope : -slope).0
  }
}

extension AlphaLine {
  /// The mirror images of tangents, below φ.
  fileprivate func mirrored(_ first: Relaxation.Line) -> AlphaLine {
    var result = self
    result.first = first
    if kind == .tangents {
      result.kind = .mirroredTangents
      (result.low, result.high, result.start) = (-high, -low, -start)
    }
    return result
  }
}

extension SShape {
  /// The tangents that are nowhere below φ on an interval.
  fileprivate func tangents(
    _ low: Double, _ high: Double, _ first: Relaxation.Line
  ) -> AlphaLine {
    var result = AlphaLine(first)
    guard high > 0, low >= 0 || chord(low, high) > activation.slope(at: high) else { return result }
    let least = low >= 0 ? low : tangency(from: low, upTo: high, guess: 0.5 * low + 0.5 * high)
    guard least < high else { return result }
    result.kind = .tangents
    (result.low, result.high) = (least, high)
    result.start = min(max(inverse(ofSlope: first.slope), least), high)
    result.interval = (low, high)
    result.end = activation.upper(at: low)
    return result
  }

  /// The tangent at a point of the concave part, as a line above φ on an interval.
  ///
  /// As ``intercept(above:_:slope:at:)`` has it, with one exponential: φ(d) is computed to 2⁻⁴⁹ of
  /// 1, and `end` is a number not below φ(low).
  @inline(__always)
  fileprivate func tangent(
    _ low: Double, _ high: Double, end: Double, at point: Double
  ) -> Relaxation.Line {
    let e = Elementary.exp(isTanh ? -2 * point : -point)
    let inverse = 1 / (1 + e)
    let slope = (isTanh ? 4 * e : e) * inverse * inverse
    let value = min(1, (isTanh ? (1 - e) * inverse : inverse) + 0x1p-49)
    let error = slope * 0x1p-46 + 0x1p-1070
    let excess = error * max(high - point, point - max(low, 0))
    let touching = RoundingError.upward(value, minus: slope, times: point, plus: excess)
    guard low < 0 else { return .init(slope: slope, intercept: touching) }
    return .init(
      slope: slope,
      intercept: max(touching, RoundingError.upward(end, minus: slope, times: low)))
  }

  /// φ″ at a point from the slope there: σ″ = −σ′·√(1 − 4σ′) and tanh″ = −2·tanh′·√(1 − tanh′)
  /// where z > 0, nearly.
  @inline(__always)
  fileprivate func curvature(_ z: Double, slope: Double) -> Double {
    let size =
      isTanh
      ? 2 * slope * max(1 - slope, 0).squareRoot() : slope * max(1 - 4 * slope, 0).squareRoot()
    return z > 0 ? -size : size
  }
}
