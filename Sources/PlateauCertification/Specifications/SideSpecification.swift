import PlateauNumerics

/// What enters the nonlinearities of some neurons of a stage, or the negative of that, one a row.
struct SideSpecification: Specification {
  let stage: IntervalStage
  /// The domain and the side of each row.
  let rows: [(domain: Int, side: NeuronSide)]

  var count: Int { rows.count }

  func write(into backward: BackwardBound, _ workspace: BoundWorkspace) -> BackwardStart {
    backward.examples = rows.map(\.domain)
    let start = stage.start
    backward.start(.single, at: start.value)
    for (row, (domain, side)) in rows.enumerated() {
      stage.write(side, domain, into: backward, row, workspace)
    }
    return start
  }
}

/// A neuron from below, or from above.
struct NeuronSide: Hashable, Sendable {
  let unit: Int
  /// Whether the negative is bounded from below.
  let isUpper: Bool

  var sign: Double { isUpper ? -1 : 1 }
}

extension IntervalStage {
  /// Where functionals of its neurons begin.
  var start: BackwardStart {
    BackwardStart(value: isDense ? source : value, isOperation: !isDense)
  }

  /// Begins a row with what enters a neuron's nonlinearity, or the negative.
  func write(
    _ side: NeuronSide, _ domain: Int, into rows: BackwardBound, _ row: Int,
    _ workspace: BoundWorkspace
  ) {
    writeConstant(side, domain, into: rows, row, workspace)
    let target = rows.coefficients[start.value].row(row)
    if let weights = matrix?.weights {
      for column in 0..<inputs { target[column] = side.sign * weights[side.unit * inputs + column] }
    } else {
      target.clear(count: outputs)
      target[side.unit] = side.sign * affine(channel: side.unit % output.channels).factor
    }
  }

  /// Begins the constant of such a row, and its error.
  func writeConstant(
    _ side: NeuronSide, _ domain: Int, into rows: BackwardBound, _ row: Int,
    _ workspace: BoundWorkspace
  ) {
    let affine = affine(channel: side.unit % output.channels)
    // Without relaxations there, a row is begun without a rounding.
    let size = workspace.sizes[value - 1]?[domain, side.unit] ?? 0
    let gamma = RoundingError.gamma(outputs + 64)
    let error = gamma * (size + affine.bias.magnitude) + affine.error + RoundingError.tiny
    rows.constants.pointer[row] = side.sign * affine.bias
    rows.errors.pointer[row] = error * RoundingError.up
  }
}
