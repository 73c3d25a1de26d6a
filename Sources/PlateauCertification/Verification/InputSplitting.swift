import PlateauNumerics
import PlateauRobustness

/// A part of a box of inputs, and the conjunctions that may hold in it.
struct InputPart: WaitingPart {
  var lower: [Double]
  var upper: [Double]
  var conjunctions: [Int]
  /// Lower bounds of their weighted inequalities, by conjunction.
  var bounds: [Double] = []
  /// By input: how much the least of the linear bounds that are not above 0 changes across the part.
  var influences: [Double] = []
  /// Where the bounds that are not above 0 are taken.
  var points: [(conjunction: Int, point: [Double])] = []
  /// The lowest bound of the part that it is a half of.
  var bound = -Double.infinity
  var depth = 0

  var bytes: Int { 256 + 24 * lower.count + 16 * conjunctions.count }
}

/// The memory in which one thread bounds boxes of inputs, each with hidden bounds of its own.
final class InputSplitting {
  /// The region, and what is unsafe there.
  var problem: VerificationProblem
  private let workspace: BoundWorkspace
  private let ascent: DualAscent
  private let domains: DomainBounds
  /// The most parts that are bounded together.
  static let capacity = 16

  /// Allocates the memory.
  init(_ network: BoundedNetwork, _ problem: VerificationProblem) {
    self.problem = problem
    workspace = BoundWorkspace(
      network, capacity: Self.capacity, pairs: min(128, network.pairs))
    ascent = DualAscent(network, domains: Self.capacity)
    domains = DomainBounds(workspace, ascent)
  }

  /// Takes a deadline for all that follows.
  func limit(_ deadline: Deadline) { workspace.limit(deadline) }

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
    domains.bound(parts.count) {
      workspace.start(parts.map { ($0.lower, $0.upper) })
    } finish: { _ in
      workspace.size(workspace.network.lastStage, rows: parts.count)
    }
    var tasks: [Task] = []
    for index in parts.indices where !workspace.intervals.isLost[index] {
      for (place, conjunction) in parts[index].conjunctions.enumerated() {
        tasks.append(
          Task(
            part: index, place: place,
            row: .init(domain: index, problem.conjunctions[conjunction])))
      }
    }
    weigh(&tasks)
    for task in tasks { parts[task.part].bounds[task.place] = task.bound }
    tasks = tasks.filter { !($0.bound > 0) }
    for first in stride(from: 0, to: tasks.count, by: ascent.capacity)
    where !workspace.deadline.hasPassed {
      let chunk = tasks[first..<min(first + ascent.capacity, tasks.count)]
      ascent.load(chunk.map(\.part), workspace)
      for (row, task) in chunk.enumerated() { ascent.best.pointer[row] = task.bound }
      var specification = OutputSpecification(rows: chunk.map(\.row))
      ascent.run(
        &specification, workspace, AscentSteps(count: steps, rate: 0.4, decay: 0.7),
        stopsWhenProven: true)
      for (row, task) in chunk.enumerated() {
        let bound = ascent.best.pointer[row]
        parts[task.part].bounds[task.place] = bound
        guard !(bound > 0) else { continue }
        let coefficients = ascent.rows.coefficients[0].row(row)
        parts[task.part].points.append(
          (
            parts[task.part].conjunctions[task.place],
            Array(
              UnsafeBufferPointer(
                start: ascent.points[0].row(row), count: parts[task.part].lower.count))
          ))
        for input in parts[task.part].lower.indices {
          let width = parts[task.part].upper[input] - parts[task.part].lower[input]
          parts[task.part].influences[input] = max(
            parts[task.part].influences[input], coefficients[input].magnitude * width)
        }
      }
    }
  }

  /// A conjunction over a part.
  private struct Task {
    let part: Int
    let place: Int
    var row: OutputSpecification.Row
    var bound = -Double.infinity
  }

  /// Bounds inequalities one by one where there are several, and weighs those more that are further
  /// from holding.
  private func weigh(_ tasks: inout [Task]) {
    let single = tasks.indices.flatMap { task -> [(task: Int, place: Int)] in
      let count = tasks[task].row.inequalities.count
      return count > 1 ? (0..<count).map { (task, $0) } : []
    }
    var bounds = tasks.map { $0.row.weights }
    for first in stride(from: 0, to: single.count, by: ascent.capacity)
    where !workspace.deadline.hasPassed {
      let chunk = single[first..<min(first + ascent.capacity, single.count)]
      ascent.load(chunk.map { tasks[$0.task].part }, workspace)
      ascent.best.pointer.update(repeating: -.infinity, count: chunk.count)
      let specification = OutputSpecification(
        rows: chunk.map { index, place in
          .init(domain: tasks[index].part, [tasks[index].row.inequalities[place]])
        })
      ascent.bound(specification, workspace)
      for (row, (index, place)) in chunk.enumerated() {
        bounds[index][place] = ascent.best.pointer[row]
        tasks[index].bound = max(tasks[index].bound, ascent.best.pointer[row])
      }
    }
    for index in tasks.indices where bounds[index].count > 1 {
      tasks[index].row.weigh(by: bounds[index])
    }
  }
}
