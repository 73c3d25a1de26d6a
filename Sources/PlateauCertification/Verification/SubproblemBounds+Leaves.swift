import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

extension SubproblemBounds {
  /// Bounds subproblems in which there is nothing left to split.
  ///
  /// Over a box the bound is the value of the dual of a linear program, which is solved; the multipliers
  /// that come of it are taken for betas, whose bound is rounded outwards like any other. Over other
  /// balls they are approached.
  func solve(leaves: [Subproblem]) -> [Solution] {
    guard workspace.region.ball == nil else {
      optimize(leaves, AscentSteps(count: 50, rate: 0.1, decay: 0.95))
      converge(steps: 1000)
      return rows.indices.map { Solution(subproblem: subproblem($0), point: point($0)) }
    }
    optimize(leaves, AscentSteps(count: 0))
    var points = rows.indices.map { point($0) }
    for row in rows.indices where !(ascent.best.pointer[row] > 0) {
      guard !workspace.deadline.hasPassed, let program = program(row) else { continue }
      var simplex = DualSimplex(program)
      let pivots = 50 * (program.conditions.count + program.sums.count + 10)
      guard
        let solution = simplex.solve(
          pivots: pivots, isLate: { [workspace] in workspace.deadline.hasPassed })
      else { continue }
      take(solution, row)
      if let point = solution.point { points[row] = point }
    }
    raiseRays()
    return rows.indices.map { row in
      Solution(
        subproblem: subproblem(row), point: ascent.best.pointer[row] > 0 ? nil : points[row])
    }
  }

  /// Takes the multipliers of a solution.
  private func take(_ solution: LeafProgram<Double>.Solution, _ row: Int) {
    for index in solution.multipliers.indices {
      ascent.multipliers[row][index].beta = solution.multipliers[index]
    }
    specification.setWeights(solution.weights, row)
  }

  /// Bounds the rows; of those without an input a multiple of the ray is above 0.
  private func raiseRays() {
    ascent.bound(specification, workspace)
    for scale in [0x1p6, 0x1p12, 0x1p20] {
      let open = rows.indices.filter { !(ascent.best.pointer[$0] > 0) }
      guard !open.isEmpty, !workspace.deadline.hasPassed else { return }
      let old = ascent.multipliers
      for row in open {
        for index in old[row].indices { ascent.multipliers[row][index].beta *= scale }
      }
      ascent.bound(specification, workspace)
      for row in open where !(ascent.best.pointer[row] > 0) { ascent.multipliers[row] = old[row] }
    }
  }

  /// The linear program of a row, up to rounding; nil where some numbers overflow.
  private func program(_ row: Int) -> LeafProgram<Double>? {
    guard case .outputs(let outputs) = specification else { return nil }
    let domain = domains[row]
    let width = network.stages[0].inputs
    let backward = workspace.rows
    func taken(_ row: Int) -> LeafProgram<Double>.Row {
      LeafProgram<Double>.Row(
        coefficients: Array(
          UnsafeBufferPointer(start: backward.coefficients[0].row(row), count: width)),
        constant: backward.constants.pointer[row])
    }
    let splits = rows[row].splits
    var conditions = splits.map { _ in LeafProgram<Double>.Row(coefficients: [], constant: 0) }
    for (index, stage) in network.stages.enumerated() {
      let own = splits.indices.filter { splits[$0].stage == index }
      for first in stride(from: 0, to: own.count, by: backward.pairs) {
        let chunk = own[first..<min(first + backward.pairs, own.count)]
        let sides = SideSpecification(
          stage: stage,
          rows: chunk.map {
            (domain, NeuronSide(unit: splits[$0].unit, isUpper: !splits[$0].isAbove))
          })
        backward.run(from: sides.write(into: backward, workspace), workspace, workspace.closest)
        for (row, place) in chunk.enumerated() {
          let split = splits[place]
          conditions[place] = taken(row)
          conditions[place].constant += split.isAbove ? -split.point : split.point
        }
      }
    }
    let sums = OutputSpecification(
      rows: outputs.rows[row].inequalities.map { .init(domain: domain, [$0]) })
    guard sums.count > 0, sums.count <= 2 * backward.pairs else { return nil }
    backward.run(from: sums.write(into: backward, workspace), workspace, workspace.closest)
    let (centers, radii) = (
      workspace.region.centers.row(domain), workspace.region.radii.row(domain)
    )
    let program = LeafProgram<Double>(
      sums: (0..<sums.count).map(taken), conditions: conditions,
      lower: (0..<width).map { centers[$0] - radii[$0] },
      upper: (0..<width).map { centers[$0] + radii[$0] })
    let all = (program.sums + program.conditions).allSatisfy { row in
      row.constant.isFinite && row.coefficients.allSatisfy(\.isFinite)
    }
    return all ? program : nil
  }

  // MARK: - Balls that are no boxes

  /// Approaches the best multipliers of subproblems in which every neuron is one line.
  ///
  /// Input and multipliers take turns; every so often both go on from their means, if the bound is better
  /// there. Every choice of multipliers makes a bound that holds, of which the best is kept, and the
  /// input is where a counterexample would be.
  ///
  /// Sources: A. Chambolle and T. Pock, "A First-Order Primal-Dual Algorithm for Convex Problems with
  /// Applications to Imaging", 2011, algorithm 1; D. Applegate et al., "Practical Large-Scale Linear
  /// Programming using Primal-Dual Hybrid Gradient", 2021, section 3 (restarts and weights).
  ///
  /// - Parameter steps: The number of changes.
  private func converge(steps: Int) {
    guard case .outputs(let outputs) = specification,
      rows.indices.contains(where: { !(ascent.best.pointer[$0] > 0) })
    else { return }
    ascent.rows.isExact = true
    defer { ascent.rows.isExact = false }
    let width = network.stages[0].inputs
    let radii = workspace.region.radii.row(root)
    let size = (0..<width).reduce(0) { $0 + radii[$1] * radii[$1] }.squareRoot()
    var states = rows.indices.map { row in
      PrimalDual(
        input: Array(UnsafeBufferPointer(start: ascent.points[0].row(row), count: width)),
        multipliers: ascent.multipliers[row].map(\.beta),
        weights: outputs.rows[row].weights, width: size)
    }
    for step in 0..<steps where !workspace.deadline.hasPassed {
      if step % 40 == 39 { restart(&states) }
      for row in rows.indices { take(states[row].dual, row) }
      let start = ascent.bound(specification, workspace)
      if rows.indices.allSatisfy({ ascent.best.pointer[$0] > 0 }) { return }
      for row in rows.indices {
        let coefficients = UnsafeBufferPointer(
          start: ascent.rows.coefficients[0].row(row), count: width)
        let ahead = states[row].descend(Array(coefficients), project: inside)
        ascent.points[0].row(row).update(from: ahead, count: width)
      }
      ascent.carry(workspace, below: start.top)
      for row in rows.indices {
        let broken = ascent.multipliers[row].map { multiplier in
          multiplier.split.excess(ascent.entry(row, multiplier.split))
        }
        states[row].ascend(broken + outputs.gaps(row, ascent.points, network))
      }
    }
    for row in rows.indices {
      ascent.points[0].row(row).update(from: states[row].input, count: width)
    }
  }

  /// Goes on from means where bounds are better there.
  private func restart(_ states: inout [PrimalDual]) {
    let means = states.map(\.mean)
    let before = ascent.latest
    for row in rows.indices { take(means[row].dual, row) }
    ascent.bound(specification, workspace)
    for row in rows.indices {
      let isBetter = ascent.latest[row] > before[row]
      states[row].restart(at: isBetter ? means[row] : (states[row].input, states[row].dual))
    }
  }

  /// Takes multipliers of splits and weights of inequalities.
  private func take(_ dual: [Double], _ row: Int) {
    let count = ascent.multipliers[row].count
    for index in 0..<count { ascent.multipliers[row][index].beta = dual[index] }
    if dual.count > count { specification.setWeights(Array(dual[count...]), row) }
  }

  /// A point moved into the region, for balls that are no boxes nearly.
  private func inside(_ point: [Double]) -> [Double] {
    let region = workspace.region
    let (centers, radii) = (region.centers.row(root), region.radii.row(root))
    var moved = point
    region.ball?.confine(
      &moved, around: region.points.row(root), radius: region.radius, count: point.count)
    for index in moved.indices {
      moved[index] = min(
        max(moved[index], centers[index] - radii[index]), centers[index] + radii[index])
    }
    return moved
  }
}
