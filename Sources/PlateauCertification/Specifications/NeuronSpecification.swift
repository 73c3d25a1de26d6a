import PlateauNumerics

/// What enters nonlinearities of a stage, and the negatives of that.
struct NeuronSpecification: Specification {
  let stage: IntervalStage
  let neurons: ArraySlice<(domain: Int, unit: Int)>
  /// Whether a neuron and its negative are carried back as one row; otherwise the negatives follow
  /// all others.
  let isPaired: Bool

  var count: Int { 2 * neurons.count }

  func write(into rows: BackwardBound, _ workspace: BoundWorkspace) -> BackwardStart {
    let domains = neurons.map(\.domain)
    let offset = isPaired ? rows.pairs : neurons.count
    let (channels, width) = (stage.output.channels, stage.inputs)
    let gamma = RoundingError.gamma(stage.outputs + 64)
    let isOperation = !stage.isDense
    let value = isOperation ? stage.value : stage.source
    let buffer = rows.coefficients[value]
    rows.examples = isPaired ? domains : domains + domains
    rows.start(isPaired ? .mirrored : .single, at: value)
    for (row, (domain, unit)) in neurons.enumerated() {
      let affine = stage.affine(channel: unit % channels)
      // Without relaxations there, a row is begun without a rounding.
      let size = workspace.sizes[stage.value - 1]?[domain, unit] ?? 0
      let error = gamma * (size + affine.bias.magnitude) + affine.error + RoundingError.tiny
      for (row, sign) in [(row, 1.0), (offset + row, -1.0)] {
        rows.constants.pointer[row] = sign * affine.bias
        rows.errors.pointer[row] = error * RoundingError.up
        if isPaired, sign < 0 { continue }
        let target = buffer.row(row)
        if let weights = stage.matrix?.weights {
          for column in 0..<width { target[column] = sign * weights[unit * width + column] }
        } else {
          target.clear(count: stage.outputs)
          target[unit] = sign * affine.factor
        }
      }
    }
    return BackwardStart(value: value, isOperation: isOperation)
  }
}
