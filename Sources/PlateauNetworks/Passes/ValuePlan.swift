import PlateauNumerics

/// Where the values of a pass lie: each in a slot of its own, or in one that others have left.
///
/// Memory is then that of the widest cut through the network, and not of all layers.
struct ValuePlan {
  /// By value, the input left out.
  let slots: [Int]
  /// The numbers of each slot for one example.
  let sizes: [Int]

  /// A slot for each value.
  init(keeping sizes: [Int]) {
    slots = Array(sizes.indices)
    self.sizes = sizes
  }

  /// Slots for values that are made one after the other.
  ///
  /// - Parameter values: The numbers of each, when it is made, and when it is needed last: at the same
  ///   time at the earliest. Those that are made at one time are made in their order.
  init(_ values: [(size: Int, made: Int, last: Int)]) {
    var slots = [Int](repeating: 0, count: values.count)
    var sizes: [Int] = []
    // Until when each slot is taken.
    var ends: [Int] = []
    let order = values.indices.sorted { (values[$0].made, $0) < (values[$1].made, $1) }
    for index in order {
      let value = values[index]
      let free = sizes.indices.filter { ends[$0] < value.made }
      // The smallest that is large enough, or else the largest, which grows.
      let slot =
        free.filter { sizes[$0] >= value.size }.min { sizes[$0] < sizes[$1] }
        ?? free.max { sizes[$0] < sizes[$1] }
      if let slot {
        sizes[slot] = max(sizes[slot], value.size)
        ends[slot] = value.last
        slots[index] = slot
      } else {
        slots[index] = sizes.count
        sizes.append(value.size)
        ends.append(value.last)
      }
    }
    self.slots = slots
    self.sizes = sizes
  }
}

extension ValuePlan {
  /// The memory for values of some examples, by value.
  func allocate<Element: Scalar>(_ type: Element.Type, capacity: Int) -> [RowBuffer<Element>] {
    let memory = sizes.map { RowBuffer<Element>(capacity: capacity, columns: $0) }
    return slots.map { memory[$0] }
  }
}

extension Architecture {
  /// The places of what stages make, without the logits, in a pass that only looks for these.
  var valuePlan: ValuePlan {
    var last = Array(stages.indices)
    for (index, stage) in stages.enumerated() {
      for source in stage.sources where source > 0 { last[source - 1] = index }
    }
    return ValuePlan(
      stages.indices.dropLast().map { (stages[$0].outputs, $0, last[$0]) })
  }

  /// The places of signals that go back from a value.
  ///
  /// That of a value is there from the last stage that takes it until its own has passed it on.
  func signalPlan(upTo top: Int) -> ValuePlan {
    var made = [Int](repeating: 0, count: top)
    for (index, stage) in stages.prefix(top).enumerated() {
      for source in stage.sources where source > 0 {
        made[source - 1] = max(made[source - 1], index)
      }
    }
    if top > 0 { made[top - 1] = top }
    return ValuePlan(
      (0..<top).map { (stages[$0].outputs, top - made[$0], top - $0) })
  }
}
