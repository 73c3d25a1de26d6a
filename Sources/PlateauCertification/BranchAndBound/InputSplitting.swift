import PlateauNumerics
import PlateauRobustness

/// A part of a box of inputs, and the conjunctions that may hold in it.
struct InputPart {
  var lower: [Double]
  var upper: [Double]
  var conjunctions: [Int]
  /// Lower bounds of the inequality that is furthest from holding, by conjunction.
  var bounds: [Double] = []
}

/// The memory in which one thread bounds boxes of inputs, each with hidden bounds of its own.
final class InputSplitting {
  private let plan: LinearPlan
  private let problem: VerificationProblem
  private let pass: LinearPass
  static let capacity = 16

  init(_ plan: LinearPlan, _ problem: VerificationProblem, until deadline: Deadline) {
    self.plan = plan
    self.problem = problem
    pass = LinearPass(plan, capacity: Self.capacity, pairs: min(128, plan.pairs))
    pass.limit(deadline)
  }

  /// Bounds the conjunctions of at most ``capacity`` parts, and leaves those that may hold: all of
  /// them where the time is up.
  func bound(_ parts: inout [InputPart]) {
    start(parts)
    for stage in plan.stages.dropLast() {
      pass.intervals.bound(stage, rows: parts.count)
      pass.size(stage, rows: parts.count)
      if plan.isBounded[stage.value - 1] { pass.improve(stage, rows: parts.count) }
      pass.draw(stage, rows: parts.count)
      pass.intervals.activate(stage, rows: parts.count)
      pass.measure(value: stage.value, rows: parts.count)
    }
    pass.size(plan.lastStage, rows: parts.count)
    var tasks: [(part: Int, place: Int, inequality: OutputInequality)] = []
    for (index, part) in parts.enumerated() {
      parts[index].bounds = part.conjunctions.map { _ in -.infinity }
      guard !pass.intervals.isLost[index] else { continue }
      for (place, conjunction) in part.conjunctions.enumerated() {
        for inequality in problem.conjunctions[conjunction] {
          tasks.append((index, place, inequality))
        }
      }
    }
    let size = 2 * pass.rows.pairs
    for first in stride(from: 0, to: tasks.count, by: size) where !pass.deadline.hasPassed {
      let chunk = tasks[first..<min(first + size, tasks.count)]
      begin(chunk.map { ($0.part, $0.inequality) })
      pass.rows.run(from: plan.lastStage.source, pass, pass.closest)
      for (row, task) in chunk.enumerated() {
        let bound = pass.rows.bounds.pointer[row]
        parts[task.part].bounds[task.place] = max(parts[task.part].bounds[task.place], bound)
      }
    }
  }

  private func start(_ parts: [InputPart]) {
    let width = plan.stages[0].inputs
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0, bounds: 0...1)
    let box = pass.intervals.boxes[0]
    pass.intervals.start(threat, rows: parts.count)
    for (row, part) in parts.enumerated() {
      (box.lower + row * width).update(from: part.lower, count: width)
      (box.upper + row * width).update(from: part.upper, count: width)
      pass.isEmpty[row] = false
    }
    pass.region.load(pass.intervals, threat, rows: parts.count)
    pass.measure(value: 0, rows: parts.count)
  }

  /// Writes the rows of inequalities; a coefficient is a sum of few products.
  private func begin(_ tasks: [(part: Int, inequality: OutputInequality)]) {
    let last = plan.lastStage
    let rows = pass.rows
    rows.examples = tasks.map(\.part)
    rows.start(.single, at: last.source)
    for (row, task) in tasks.enumerated() {
      let target = rows.coefficients[last.source].row(row)
      target.clear(count: last.inputs)
      var (constant, size) = (-task.inequality.bound.upperBound, 0.0)
      size += constant.magnitude
      for term in task.inequality.terms {
        last.add(term.coefficient, timesRow: term.output, to: target)
        let bias = last.bias(ofOutput: term.output)
        constant += term.coefficient * bias
        size +=
          term.coefficient.magnitude
          * (pass.size(ofOutput: term.output, example: task.part) + bias.magnitude)
      }
      let magnitudes = pass.magnitudes[last.source].row(task.part)
      let total = (0..<last.inputs).reduce(size + 8) { $0 + magnitudes[$1] }
      let count = 2 * task.inequality.terms.count + 8
      rows.constants.pointer[row] = constant
      rows.errors.pointer[row] =
        2 * RoundingError.gamma(count) * size + total * Double(count) * RoundingError.tiny
    }
  }
}
