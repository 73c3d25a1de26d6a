import PlateauNumerics
import PlateauRobustness

extension SplitEngine {
  /// Approaches the best multipliers of subproblems in which every unit is one line.
  ///
  /// There the bound is the value of the dual of a linear program, the best of which is the least
  /// that the inequalities come to under the splits. Input and multipliers take turns; every so
  /// often both go on from their means, if the bound is better there. Every choice of multipliers
  /// makes a bound that holds, of which the best is kept, and the input is where a counterexample
  /// would be.
  ///
  /// Sources: A. Chambolle and T. Pock, "A First-Order Primal-Dual Algorithm for Convex Problems with
  /// Applications to Imaging", 2011, algorithm 1; D. Applegate et al., "Practical Large-Scale Linear
  /// Programming using Primal-Dual Hybrid Gradient", 2021, section 3 (restarts and weights).
  ///
  /// - Parameter steps: The number of changes.
  func converge(steps: Int) {
    let best = search.best.pointer
    guard rows.indices.contains(where: { !(best[$0] > 0) }) else { return }
    search.rows.isExact = pass.region.ball != nil
    defer { search.rows.isExact = false }
    let width = plan.stages[0].inputs
    let radii = pass.region.radii.row(0)
    let size = (0..<width).reduce(0) { $0 + radii[$1] * radii[$1] }.squareRoot()
    var states = rows.indices.map { row in
      PrimalDual(
        input: Array(UnsafeBufferPointer(start: search.points[0].row(row), count: width)),
        multipliers: multipliers[row].map(\.value), weights: rows[row].weights, width: size)
    }
    for step in 0..<steps where !pass.deadline.hasPassed {
      if step % 40 == 39 { restart(&states) }
      for row in rows.indices { take(states[row].dual, row) }
      let place = beginConjunctions(in: search.rows)
      let top = back(from: place.value, isOperation: place.isOperation)
      for row in rows.indices {
        latest[row] = search.rows.bounds.pointer[row]
        best[row] = max(best[row], latest[row])
      }
      if rows.indices.allSatisfy({ best[$0] > 0 }) { return }
      for row in rows.indices {
        let coefficients = UnsafeBufferPointer(
          start: search.rows.coefficients[0].row(row), count: width)
        let ahead = states[row].descend(Array(coefficients), project: inside)
        search.points[0].row(row).update(from: ahead, count: width)
      }
      search.carry(pass, below: top)
      for row in rows.indices {
        let broken = multipliers[row].map { multiplier in
          let z = entry(row, multiplier.split.place)
          return multiplier.split.isAbove ? multiplier.split.point - z : z - multiplier.split.point
        }
        states[row].ascend(broken + gaps(row))
      }
    }
    for row in rows.indices {
      search.points[0].row(row).update(from: states[row].input, count: width)
    }
  }

  /// Goes on from means where bounds are better there.
  private func restart(_ states: inout [PrimalDual]) {
    let best = search.best.pointer
    let means = states.map(\.mean)
    for row in rows.indices { take(means[row].dual, row) }
    let place = beginConjunctions(in: search.rows)
    _ = back(from: place.value, isOperation: place.isOperation)
    for row in rows.indices {
      let bound = search.rows.bounds.pointer[row]
      best[row] = max(best[row], bound)
      let isBetter = bound > latest[row]
      states[row].restart(at: isBetter ? means[row] : (states[row].input, states[row].dual))
    }
  }

  /// Takes multipliers of splits and weights of inequalities.
  private func take(_ dual: [Double], _ row: Int) {
    let count = multipliers[row].count
    for index in 0..<count { multipliers[row][index].value = dual[index] }
    if dual.count > count { rows[row].weights = Array(dual[count...]) }
  }

  /// A point moved into the region, for balls that are no boxes nearly.
  private func inside(_ point: [Double]) -> [Double] {
    let region = pass.region
    let (centers, radii) = (region.centers.row(0), region.radii.row(0))
    var moved = point
    region.ball?.confine(
      &moved, around: region.points.row(0), radius: region.radius, count: point.count)
    for index in moved.indices {
      moved[index] = min(
        max(moved[index], centers[index] - radii[index]), centers[index] + radii[index])
    }
    return moved
  }
}
