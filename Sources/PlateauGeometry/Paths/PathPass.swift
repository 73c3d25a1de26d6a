import PlateauNetworks
import PlateauNumerics

/// Memory for the geometry of a tile of a path's points, used by one thread.
final class PathPass<Element: Scalar> {
  private let pass: JacobianPass<Element>
  private let rule: GradientRule
  private let classes: Int
  private let tile: RowBuffer<Element>
  /// u = J·ẋ of the whole tile, as mantissas with the exponents of the pass.
  private let pushed: RowBuffer<Element>
  private let solver: SingularValues<Element>
  private let softmax: ScaledSoftmax
  private let probabilities: RowBuffer<Element>
  private let metric: RowBuffer<Element>
  private let velocities: UnsafeMutablePointer<ScaledValue>

  init(_ pass: JacobianPass<Element>, rule: GradientRule) {
    self.pass = pass
    self.rule = rule
    classes = pass.outputs
    let features = pass.architecture.input.count
    let rows = pass.capacity * classes
    tile = RowBuffer(capacity: rows, columns: features)
    pushed = RowBuffer(capacity: rows, columns: 1)
    solver = SingularValues(rows: classes, columns: features, respectsScales: true)
    softmax = ScaledSoftmax(classes: classes)
    probabilities = RowBuffer(capacity: 1, columns: classes)
    metric = RowBuffer(capacity: classes, columns: classes)
    velocities = .allocate(capacity: classes)
    velocities.initialize(repeating: .zero, count: classes)
  }

  deinit {
    velocities.deallocate()
  }

  /// The number of singular values.
  var spectrum: Int { solver.count }

  func compute(
    _ parameters: UnsafePointer<Element>, _ inputs: UnsafePointer<Element>, _ range: Range<Int>,
    velocity: UnsafePointer<Element>, into results: PathResults
  ) {
    pass.compute(parameters, inputs, examples: range.count, rule: rule, into: tile.pointer)
    Element.kernels.gemm(
      tile.pointer, velocity, into: pushed.pointer,
      ProductShape(m: range.count * classes, n: 1, k: tile.columns))
    for example in 0..<range.count {
      let point = range.lowerBound + example
      let first = example * classes
      solver.compute(
        tile.row(first), pass.exponents + first,
        into: results.logitValues + point * solver.count)
      softmax.compute(pass.logits + first)
      for index in 0..<classes {
        results.logits[point, index] = Double(pass.logits[first + index])
        results.logProbabilities[point, index] = softmax.logarithms[index]
      }
      if rule == .naive {
        measureNaively(example, point, results)
      } else {
        measure(example, point, results)
      }
    }
    guard rule == .naive else { return }
    // The Jacobians of logits are not needed any more.
    pass.applySoftmax(tile.pointer, examples: range.count, rule: rule)
    for example in 0..<range.count {
      solver.compute(
        tile.row(example * classes), pass.exponents + example * classes,
        into: results.probabilityValues + (range.lowerBound + example) * solver.count)
    }
  }

  private func measure(_ example: Int, _ point: Int, _ results: PathResults) {
    for index in 0..<classes {
      let row = example * classes + index
      velocities[index] = ScaledValue(
        Double(pushed.pointer[row]), exponent: Int(pass.exponents[row]))
      results.probabilities[point, index] = softmax.values[index].value
    }
    results.lengths[2 * point] = LengthElement.euclidean(velocities, count: classes)
    results.lengths[2 * point + 1] = LengthElement.fisher(velocities, softmax)
    let values = results.probabilityValues + point * solver.count
    guard results.logitValues[point * solver.count].isFinite else {
      return values.update(repeating: ScaledValue(.nan), count: solver.count)
    }
    solver.compute(softmax, into: values)
  }

  private func measureNaively(_ example: Int, _ point: Int, _ results: PathResults) {
    let first = example * classes
    NaiveSoftmax.compute(pass.logits + first, classes: classes, into: probabilities.pointer)
    NaiveSoftmax.derivative(probabilities.pointer, classes: classes, into: metric.pointer)
    for index in 0..<classes {
      results.probabilities[point, index] = Double(probabilities[0, index])
    }
    let u = pushed.row(first)
    results.lengths[2 * point] = ScaledValue(
      Double(LengthElement.naiveEuclidean(u, count: classes)))
    results.lengths[2 * point + 1] = ScaledValue(
      Double(LengthElement.naiveFisher(u, metric.pointer, count: classes)))
  }
}
