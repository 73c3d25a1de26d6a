import PlateauNumerics

/// The memory in which one thread improves lower bounds of functionals by choosing other lines.
///
/// With x* the input where a row's linear bound is least, the bound is a·s + b of what lines make of
/// x*, layer by layer: for each unit v = slope·z + intercept, of the line that the row's coefficient
/// a of v has chosen by its sign. The derivative with respect to a parameter of that line is
///
/// a · (∂slope/∂θ · z + ∂intercept/∂θ),
///
/// with the z that x* leads to by the lines before: one pass forward gives all of them, after one
/// back that gives all a. Every line holds, so that each step makes a proven bound, of which the
/// best is kept.
final class SlopeSearch: LineSearch {
  let plan: LinearPlan
  let settings: SlopeOptimization
  let rows: BackwardRows
  /// By stage, where lines are chosen.
  let memory: [SearchMemory?]
  /// By stage and example: the lines to choose from.
  let families: [UnsafeMutablePointer<LineFamilies>?]
  /// Values along x*, by value.
  let points: [RowBuffer<Double>]
  /// The best bounds.
  let best: RowBuffer<Double>

  /// Allocates the memory.
  ///
  /// - Parameters:
  ///   - plan: The network.
  ///   - settings: How to search.
  ///   - capacity: The most examples.
  ///   - count: The most rows.
  init(
    _ plan: LinearPlan, _ settings: SlopeOptimization, capacity: Int, rows count: Int
  ) {
    self.plan = plan
    self.settings = settings
    rows = BackwardRows(plan, pairs: (count + 1) / 2)
    let capacityOfRows = 2 * ((count + 1) / 2)
    memory = plan.stages.map { stage in
      stage.choosesLines ? SearchMemory(capacity: capacityOfRows, columns: stage.outputs) : nil
    }
    let none = LineFamily(Relaxation.Line(slope: 0, intercept: 0))
    families = plan.stages.map { stage in
      guard stage.choosesLines else { return nil }
      let count = capacity * stage.outputs
      let result = UnsafeMutablePointer<LineFamilies>.allocate(capacity: count)
      result.initialize(repeating: LineFamilies(lower: none, upper: none), count: count)
      return result
    }
    points = plan.widths.map { RowBuffer(capacity: capacityOfRows, columns: $0) }
    best = RowBuffer(capacity: capacityOfRows, columns: 1)
  }

  deinit {
    for pointer in families { pointer?.deallocate() }
  }

  /// The rows that there is room for.
  var capacity: Int { 2 * rows.pairs }

  /// The bytes that a row takes, nearly.
  static func bytes(_ plan: LinearPlan) -> Int {
    let widths = plan.widths
    return plan.stages.reduce(BackwardRows.bytes(plan) / 2) { sum, stage in
      sum + (stage.choosesLines ? stage.outputs * SearchMemory.bytes : 0)
    } + widths.reduce(0, +) * MemoryLayout<Double>.stride
  }

  func set(_ lines: LineFamilies, stage: Int, _ place: Int) { families[stage]?[place] = lines }

  func run(
    _ pass: LinearPass, steps: Int, begin: (BackwardRows) -> (value: Int, isOperation: Bool)
  ) {
    var rate = settings.rate
    for step in 0...steps {
      if pass.deadline.hasPassed { return }
      let place = begin(rows)
      if step == 0 { start(rows.examples) }
      back(pass, from: place.value, isOperation: place.isOperation)
      for row in rows.examples.indices {
        best.pointer[row] = max(best.pointer[row], rows.bounds.pointer[row])
      }
      guard step < steps, !pass.deadline.hasPassed else { return }
      let top = place.isOperation ? place.value - 1 : place.value
      forward(pass, below: top)
      change(pass, below: top, rate: rate, step: step)
      rate *= settings.decay
    }
  }

  /// Sets all parameters to those of the first lines.
  private func start(_ examples: [Int]) {
    for (index, memory) in memory.enumerated() {
      guard let memory, let families = families[index] else { continue }
      let width = plan.stages[index].outputs
      for buffer in memory.means + memory.squares {
        buffer.pointer.clear(count: examples.count * width)
      }
      for (row, example) in examples.enumerated() {
        let (lower, upper) = (memory.parameters[0].row(row), memory.parameters[1].row(row))
        for unit in 0..<width {
          lower[unit] = families[example * width + unit].lower.start
          upper[unit] = families[example * width + unit].upper.start
        }
      }
    }
  }
}

extension IntervalStage {
  /// Whether there are lines of which coefficients choose one by their signs.
  var choosesLines: Bool {
    maximum != nil || activation != nil
  }
}
