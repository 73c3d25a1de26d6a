import PlateauNetworks
import PlateauNumerics

extension DualAscent {
  /// Notes the neurons of a stage that have two lines over a domain, just after these were drawn.
  ///
  /// Of a window of which the winner is not sure, the upper lines say nothing of the winner, and are the
  /// only ones.
  func collect(_ stage: IntervalStage, domain: Int, _ workspace: BoundWorkspace) {
    let index = stage.value - 1
    guard memory[index] != nil else { return }
    let box = workspace.intervals.boxes[stage.value]
    let first = domain * stage.outputs
    var places: [Int32] = []
    for unit in 0..<stage.outputs {
      let lines = workspace.relaxations[unit]
      let range = workspace.range(of: unit, stage, domain: domain, box)
      let isBeaten = stage.maximum != nil && workspace.isBeaten[first + unit]
      guard let activation = stage.activation else {
        if isBeaten {
          places.append(
            add(
              UnstableNeuron(
                unit: unit, over: range,
                AlphaRelaxation(lower: AlphaLine(lines.lower), upper: AlphaLine(lines.upper)))))
        }
        continue
      }
      let isOneLine =
        lines.lower.slope == lines.upper.slope && lines.lower.intercept == lines.upper.intercept
      if isOneLine, !isBeaten { continue }
      var relaxation = activation.alphaRelaxation(range.low, range.high, lines, open: range.open)
      if isBeaten {
        relaxation.upper = AlphaLine(lines.upper)
        // Others could fall.
        if !activation.function.isIncreasing { relaxation.lower = AlphaLine(lines.lower) }
      }
      places.append(add(UnstableNeuron(unit: unit, over: range, relaxation)))
    }
    unstable[index][domain] = places
  }
}
