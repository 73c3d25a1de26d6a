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
      if lines.isOneLine, !isBeaten { continue }
      var relaxation =
        stage.activation?.alphaRelaxation(range.low, range.high, lines, open: range.open)
        ?? AlphaRelaxation(lower: AlphaLine(lines.lower), upper: AlphaLine(lines.upper))
      if isBeaten {
        relaxation.upper = AlphaLine(lines.upper)
        // Others could fall.
        if stage.activation?.function.isIncreasing == false {
          relaxation.lower = AlphaLine(lines.lower)
        }
      }
      places.append(add(UnstableNeuron(unit: unit, over: range, relaxation)))
    }
    unstable[index][domain] = places
  }

  /// Bounds neurons from both sides: ``best`` has lower bounds, and then those of the negatives.
  func run(
    _ neurons: ArraySlice<(domain: Int, unit: Int)>, of stage: IntervalStage,
    _ workspace: BoundWorkspace, _ steps: AscentSteps
  ) {
    let rows = [false, true].flatMap { isUpper in
      neurons.map { (domain: $0.domain, side: NeuronSide(unit: $0.unit, isUpper: isUpper)) }
    }
    load(rows.map(\.domain), workspace)
    best.pointer.update(repeating: -.infinity, count: 2 * neurons.count)
    var specification = SideSpecification(stage: stage, rows: rows)
    run(&specification, workspace, steps)
  }
}
