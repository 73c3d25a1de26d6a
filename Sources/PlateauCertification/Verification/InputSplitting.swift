import PlateauNumerics
import PlateauRobustness

/// A part of a box of inputs, and the conjunctions that may hold in it.
struct InputPart {
  var lower: [Double]
  var upper: [Double]
  var conjunctions: [Int]
  /// Lower bounds of their weighted inequalities, by conjunction.
  var bounds: [Double] = []
  /// By input: how much the least of the linear bounds that are not above 0 changes across the part.
  var influences: [Double] = []
}

/// The memory in which one thread bounds boxes of inputs, each with hidden bounds of its own.
final class InputSplitting {
  private let problem: VerificationProblem
  private let domains: DomainBounds
  /// The most parts that are bounded together.
  static let capacity = 16

  init(
    _ network: BoundedNetwork, _ problem: VerificationProblem, until deadline: Deadline
  ) {
    self.problem = problem
    domains = DomainBounds(
      network, AlphaOptimization(iterations: 0, hiddenIterations: 0), capacity: Self.capacity,
      pairs: min(128, network.pairs))
    domains.workspace.limit(deadline)
  }

  /// Bounds the conjunctions of at most ``capacity`` parts: by −∞ where the time is up.
  ///
  /// - Parameters:
  ///   - parts: The parts.
  ///   - steps: The changes of the lines of each conjunction.
  func bound(_ parts: inout [InputPart], steps: Int) {
    for index in parts.indices {
      parts[index].bounds = parts[index].conjunctions.map { _ in -.infinity }
      parts[index].influences = parts[index].lower.map { _ in 0 }
    }
    let workspace = domains.workspace
    domains.bound(parts.count) {
      workspace.start(parts.map { ($0.lower, $0.upper) })
    } finish: { _ in
      workspace.size(workspace.network.lastStage, rows: parts.count)
    }
    var tasks: [(part: Int, place: Int)] = []
    for index in parts.indices where !workspace.intervals.isLost[index] {
      tasks += parts[index].conjunctions.indices.map { (index, $0) }
    }
    guard let ascent = domains.ascent else { return }
    for first in stride(from: 0, to: tasks.count, by: ascent.capacity)
    where !workspace.deadline.hasPassed {
      let chunk = tasks[first..<min(first + ascent.capacity, tasks.count)]
      ascent.load(chunk.map(\.part), workspace)
      ascent.best.pointer.update(repeating: -.infinity, count: chunk.count)
      var specification = OutputSpecification(
        rows: chunk.map { task in
          .init(
            domain: task.part,
            problem.conjunctions[parts[task.part].conjunctions[task.place]])
        })
      ascent.run(
        &specification, workspace, AscentSteps(count: steps, rate: 0.4, decay: 0.7),
        stopsWhenProven: true)
      for (row, task) in chunk.enumerated() {
        let bound = ascent.best.pointer[row]
        parts[task.part].bounds[task.place] = bound
        guard !(bound > 0) else { continue }
        let coefficients = ascent.rows.coefficients[0].row(row)
        for input in parts[task.part].lower.indices {
          let width = parts[task.part].upper[input] - parts[task.part].lower[input]
          parts[task.part].influences[input] = max(
            parts[task.part].influences[input], coefficients[input].magnitude * width)
        }
      }
    }
  }
}
