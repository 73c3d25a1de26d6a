import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// The memory in which one thread bounds the values of up to `capacity` examples.
///
/// Images lie in it with their channels last, as in passes of networks.
final class IntervalPass {
  let capacity: Int
  /// The examples themselves.
  let inputs: RowBuffer<Double>
  /// Bounds of each value: first of what enters the nonlinearity, then of what leaves it.
  let boxes: [IntervalBox]
  /// When to give up; rows are lost then.
  var deadline = Deadline.never
  /// Rows in which a number has overflowed: nothing is known of them.
  private(set) var isLost: [Bool]

  /// Whether the time was up in the midst of products.
  var isLate = false

  /// Bounds of values at the examples themselves, where distances in ℓ2 are known, too.
  private let points: [IntervalBox?]
  /// The factors of these distances by value: how far apart values of inputs are that are 1 apart.
  private let lipschitzConstants: [Double?]
  /// The radius of the Euclidean ball that the ball is within; nil where it is a box.
  private var radius: Double?

  /// The stage of the margins that were last asked for, and their class.
  private var margins: (label: Int, stage: IntervalStage)?

  /// For one linear map at a time.
  let scratch: RowBuffer<Double>
  /// Rows of inputs that are mostly one number, where a dense layer takes them.
  let lists: DifferenceLists?
  let centers: RowBuffer<Double>
  let spreads: RowBuffer<Double>
  let products: RowBuffer<Double>
  let radii: RowBuffer<Double>

  /// Allocates the memory.
  ///
  /// - Parameters:
  ///   - stages: The network.
  ///   - capacity: The most examples.
  init(_ stages: [IntervalStage], capacity: Int) {
    self.capacity = capacity
    let widths = [stages[0].inputs] + stages.map(\.outputs)
    let widest = widths.reduce(0, max)
    func buffer(_ columns: Int) -> RowBuffer<Double> {
      RowBuffer(capacity: capacity, columns: columns)
    }
    inputs = buffer(widths[0])
    boxes = widths.map { IntervalBox(capacity: capacity, columns: $0) }
    lipschitzConstants = Self.lipschitzConstants(stages)
    points = zip(widths, lipschitzConstants).map { width, lipschitzConstant in
      lipschitzConstant.map { _ in IntervalBox(capacity: capacity, columns: width) }
    }
    scratch = RowBuffer(
      capacity: 1, columns: stages.reduce(0) { max($0, $1.map?.scratchSize ?? 0) })
    let listed = Self.listedWidth(stages)
    lists = listed > 0 ? DifferenceLists(capacity: capacity, columns: listed) : nil
    (centers, spreads) = (buffer(widest), buffer(widest))
    (products, radii) = (buffer(widest), buffer(widest))
    isLost = Array(repeating: false, count: capacity)
  }

  /// The bytes that an example takes, nearly.
  static func bytes(_ stages: [IntervalStage]) -> Int {
    let widths = [stages[0].inputs] + stages.map(\.outputs)
    let kept = zip(widths, lipschitzConstants(stages)).reduce(widths[0]) {
      $0 + ($1.1 == nil ? 2 : 4) * $1.0
    }
    let listed = listedWidth(stages)
    let lists = listed > 0 ? DifferenceLists.bytes(columns: listed) : 0
    return (kept + 4 * widths.reduce(0, max)) * MemoryLayout<Double>.stride + lists
  }

  /// The most numbers that a stage takes as lists: more than the input has where zeros are put around
  /// it; 0 where none does.
  private static func listedWidth(_ stages: [IntervalStage]) -> Int {
    stages.reduce(0) { max($0, $1.panels == nil ? 0 : $1.inputs) }
  }

  private static func lipschitzConstants(_ stages: [IntervalStage]) -> [Double?] {
    stages.reduce(into: [1]) { known, stage in
      let source = known[stage.source]
      known.append(
        source.flatMap { factor in stage.lipschitzConstant.map { factor * $0 * RoundingError.up } })
    }
  }

  /// Begins with the boxes that the balls and the range of inputs have in common.
  func start(_ threat: ThreatModel, rows: Int) {
    let (epsilon, box) = (threat.epsilon, threat.bounds)
    radius = threat.ball.isWithinEuclideanBall ? epsilon : nil
    restart(rows: rows)
    let count = rows * inputs.columns
    LevelTable.enclosures.ball(
      count: count, around: inputs.pointer, epsilon: epsilon, lower: box.lowerBound,
      upper: box.upperBound, low: boxes[0].lower, high: boxes[0].upper)
    guard radius != nil, let point = points[0] else { return }
    point.lower.update(from: inputs.pointer, count: count)
    point.upper.update(from: inputs.pointer, count: count)
  }

  /// Bounds what enters the nonlinearity of a stage, for each example over its own ball.
  ///
  /// - Parameters:
  ///   - stage: The stage; what it takes is bounded already.
  ///   - rows: The number of examples.
  func bound(_ stage: IntervalStage, rows: Int) {
    if deadline.hasPassed { return lose(all: rows) }
    boundInTime(stage, rows: rows)
    // Where products were left out.
    if isLate { lose(all: rows) }
  }

  private func boundInTime(_ stage: IntervalStage, rows: Int) {
    apply(stage, to: boxes, into: boxes[stage.value], rows: rows)
    guard let radius, let lipschitzConstant = lipschitzConstants[stage.source],
      let source = points[stage.source]
    else { return }
    if let weights = stage.weights {
      // |w·δ| ≤ ε·‖w‖ is mostly better than the box around the ball; both hold. Of a kernel that
      // meets the zeros around an image ‖w‖ is more than is needed.
      let reach = lipschitzConstant == 1 ? radius : radius * lipschitzConstant * RoundingError.up
      multiply(
        stage, weights, source, into: boxes[stage.value], rows: rows, reach: reach,
        intersects: true)
    } else if let target = points[stage.value] {
      apply(stage, to: points, into: target, rows: rows)
    }
  }

  /// The last stage with margins of a class in place of the logits.
  func margins(of label: Int, _ last: IntervalStage) -> IntervalStage {
    if let margins, margins.label == label { return margins.stage }
    let stage = last.margins(of: label)
    margins = (label, stage)
    return stage
  }

  /// The least margin of a row that the bounds of the last stage allow: bounds of margins where it is
  /// dense, and of logits otherwise.
  func leastMargin(_ row: Int, _ label: Int, _ last: IntervalStage) -> Double {
    let (box, first) = (boxes[last.value], row * last.outputs)
    var least = Double.infinity
    for other in 0..<last.outputs where other != label {
      least = min(
        least,
        last.isDense
          ? box.lower[first + other]
          : (box.lower[first + label] - box.upper[first + other]).nextDown)
    }
    return least
  }

  /// Moves the bounds of a stage through its nonlinearity.
  func activate(_ stage: IntervalStage, rows: Int) {
    guard let activation = stage.activation else { return }
    let box = boxes[stage.value]
    let function = activation.function
    // Others are not defined everywhere, or overflow.
    if function.isIncreasing, function.largestSlope.isFinite {
      return function.enclose(rows * stage.outputs, box.lower, box.upper)
    }
    for row in 0..<rows {
      for index in row * stage.outputs..<(row + 1) * stage.outputs {
        let range = function.range(over: box.lower[index], box.upper[index])
        set(box, index, row: row, range.lower, range.upper)
      }
    }
  }

  /// Forgets what was lost before.
  func restart(rows: Int) {
    for row in 0..<rows { isLost[row] = false }
    isLate = false
  }

  /// Gives up a row.
  func lose(_ row: Int) { isLost[row] = true }

  /// Gives up all rows.
  private func lose(all rows: Int) {
    for row in 0..<rows { isLost[row] = true }
  }

  /// Keeps two bounds, or gives up the row where they are not finite.
  @inline(__always)
  func set(_ box: IntervalBox, _ index: Int, row: Int, _ low: Double, _ high: Double) {
    let isFinite = low.isFinite && high.isFinite
    if !isFinite { isLost[row] = true }
    box.lower[index] = isFinite ? low : 0
    box.upper[index] = isFinite ? high : 0
  }
}
