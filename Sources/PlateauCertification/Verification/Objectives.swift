import PlateauNumerics

/// What subproblems are to bound from below.
enum Objectives {
  /// Conjunctions of the problem.
  case conjunctions
  /// Sides of neurons of a stage.
  case sides([NeuronSide], of: IntervalStage)
}

/// The objectives of rows.
enum ObjectiveSpecification: Specification {
  case outputs(OutputSpecification)
  case sides(SideSpecification)

  var count: Int {
    switch self {
    case .outputs(let outputs): outputs.count
    case .sides(let sides): sides.count
    }
  }

  func write(into rows: BackwardBound, _ workspace: BoundWorkspace) -> BackwardStart {
    switch self {
    case .outputs(let outputs): outputs.write(into: rows, workspace)
    case .sides(let sides): sides.write(into: rows, workspace)
    }
  }

  mutating func ascend(
    along points: [RowBuffer<Double>], _ network: BoundedNetwork, rate: Double
  ) {
    guard case .outputs(var outputs) = self else { return }
    outputs.ascend(along: points, network, rate: rate)
    self = .outputs(outputs)
  }

  /// Sets the weights of a row's inequalities.
  mutating func setWeights(_ weights: [Double], _ row: Int) {
    guard case .outputs(var outputs) = self else { return }
    outputs.rows[row].weights = weights
    self = .outputs(outputs)
  }
}

extension SubproblemBounds {
  /// Goes back to conjunctions, without the neurons of parts.
  func endObjectives() {
    objectives = .conjunctions
    ascent.removeNeurons(from: neurons.count)
    workspace.copy(root, to: 0)
    for stage in ascent.unstable.indices {
      ascent.unstable[stage][0] = ascent.unstable[stage][root]
    }
  }

  /// The objectives of the rows over their domains.
  func specification(of domains: [Int]) -> ObjectiveSpecification {
    switch objectives {
    case .conjunctions:
      .outputs(
        OutputSpecification(
          rows: zip(rows, domains).map { row, domain in
            .init(domain: domain, problem.conjunctions[row.objective], weights: row.weights)
          }))
    case .sides(let sides, let stage):
      .sides(
        SideSpecification(
          stage: stage, rows: zip(rows, domains).map { ($1, sides[$0.objective]) }))
    }
  }
}
