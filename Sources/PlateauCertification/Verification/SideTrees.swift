import PlateauNumerics

/// The parts of the region for both sides of neurons of a stage.
struct SideTrees {
  private struct Tree {
    var queue = PartQueue<Subproblem>()
    /// The lowest bound of the parts that are not split any more.
    var settled = Double.infinity

    /// What the side is at least.
    var bound: Double { min(queue.lowest, settled) }
  }

  /// The lower side of each neuron, and its upper one.
  let sides: [NeuronSide]
  private var trees: [Tree]

  /// Begins with sides of which nothing is known.
  init(units: [Int]) {
    sides = units.flatMap { unit in
      [false, true].map { NeuronSide(unit: unit, isUpper: $0) }
    }
    trees = sides.map { _ in Tree() }
  }

  /// The bytes that they take, nearly.
  var bytes: Int { trees.reduce(0) { $0 + $1.queue.bytes } }

  /// The whole region, for each side, with what is known of the neurons.
  func roots(_ box: IntervalBox) -> [Subproblem] {
    sides.enumerated().map { index, side in
      var root = Subproblem(objective: index, weights: [])
      root.bound = side.isUpper ? -box.upper[side.unit] : box.lower[side.unit]
      return root
    }
  }

  /// Takes of each neuron that is still unstable the parts with the lowest bounds, halved.
  ///
  /// Where the lowest bound is one of a part that cannot be split, splitting others gains nothing.
  mutating func takeHalves() -> [Subproblem] {
    var halves: [Subproblem] = []
    for index in trees.indices {
      // The other side of a neuron is a neighbor.
      guard !(trees[index].bound > 0), !(trees[index ^ 1].bound > 0),
        trees[index].queue.lowest <= trees[index].settled,
        let part = trees[index].queue.pop(), let split = part.next
      else { continue }
      halves += part.halves(by: split)
    }
    return halves
  }

  /// Queues or settles parts that have been bounded.
  mutating func put(_ parts: [Subproblem]) {
    for part in parts {
      if part.next == nil || part.bound > 0 {
        trees[part.objective].settled = min(trees[part.objective].settled, part.bound)
      } else {
        trees[part.objective].queue.push(part)
      }
    }
  }

  /// Narrows the bounds of the neurons to what all of their parts allow.
  func narrow(_ box: IntervalBox, _ workspace: BoundWorkspace) {
    for (side, tree) in zip(sides, trees) where tree.bound.isFinite {
      workspace.narrow(
        box, side.unit, row: 0, side.isUpper ? -.infinity : tree.bound,
        side.isUpper ? -tree.bound : .infinity)
    }
  }
}
