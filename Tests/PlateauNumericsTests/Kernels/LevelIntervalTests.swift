import CPlateauKernels
import PlateauNumerics
import Testing

@Suite("Interval arithmetic of training has the same bits at every level")
struct LevelIntervalTests {
  func activations<Element: Scalar>(
    _ kernels: IntervalKernels<Element>, _ operands: inout LevelOperands,
    _ trace: inout LevelTrace
  ) {
    let (rows, columns) = (3, operands.count)
    let size = rows * columns
    let bias: [Element] = operands.radii(columns)
    for named in NamedFunction.all {
      let (kind, function) = (named.name, named.function)
      var (center, radius): ([Element], [Element]) = (operands.values(size), operands.radii(size))
      var (lower, upper, low, high) = (center, center, center, center)
      var complement = 0.5
      kernels.activate(
        function, rows: rows, columns: columns, center: &center, radius: &radius, bias: bias,
        lower: &lower, upper: &upper, slopeLower: &low, slopeUpper: &high, complement: &complement)
      trace.add("\(kind)", center + radius + lower + upper + low + high)
      trace.add("\(kind), complement", [complement])
      for weight: Element in [0, 0.37] {
        (center, radius) = (operands.values(size), operands.values(size))
        kernels.backward(
          function, count: size, center: &center, radius: &radius, lower: lower, upper: upper,
          slopeLower: low, slopeUpper: high, weight: weight)
        trace.add("\(kind) backward, weight \(weight)", center + radius)
      }
    }
  }

  @Test(arguments: LevelOperands.all)
  func activations(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      activations(Float.intervals(at: table), &operands, &trace)
      activations(Double.intervals(at: table), &operands, &trace)
    }
  }

  func boxes<Element: Scalar>(
    _ kernels: IntervalKernels<Element>, _ operands: inout LevelOperands,
    _ trace: inout LevelTrace
  ) {
    let count = 9 * operands.count
    let (x, y): ([Element], [Element]) = (operands.values(count), operands.values(count))
    var (center, radius) = (x, y)
    kernels.ball(
      count: count, around: x, epsilon: 0.1, lower: 0, upper: 1, center: &center, radius: &radius)
    trace.add("ball", center + radius)
    kernels.magnitudes(count: count, of: x, into: &center)
    trace.add("magnitudes", center)
    (center, radius) = (x, y)
    kernels.toEnds(count: count, factor: 0.3, first: &center, second: &radius)
    trace.add("to ends", center + radius)
    (center, radius) = (x, y)
    kernels.toCenters(count: count, factor: 0.7, first: &center, second: &radius)
    trace.add("to centers", center + radius)
    var sums = plateau_interval_sums(
      radius: 1, center: 2, active: 3, active_center: 4, active_square: 5, inactive: 6,
      inactive_center: 7, inactive_square: 8)
    kernels.sums(count: count, lower: x, upper: y, into: &sums)
    trace.add(
      "sums",
      [
        sums.radius, sums.center, sums.active, sums.active_center, sums.active_square,
        sums.inactive, sums.inactive_center, sums.inactive_square,
      ])
    var pull = plateau_interval_pull(
      all: 0.1, active: 0.2, active_slope: 0.3, inactive: 0.4, inactive_slope: 0.5, radius: 0.6)
    (center, radius) = (operands.values(count), operands.values(count))
    kernels.pull(count: count, lower: x, upper: y, by: &pull, center: &center, radius: &radius)
    trace.add("pull", center + radius)
    kernels.addSigned(count: count, weights: x, gradient: y, to: &center)
    trace.add("signed", center)
  }

  @Test(arguments: LevelOperands.all)
  func boxes(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      boxes(Float.intervals(at: table), &operands, &trace)
      boxes(Double.intervals(at: table), &operands, &trace)
    }
  }

  func margins<Element: Scalar>(
    _ kernels: IntervalKernels<Element>, _ operands: inout LevelOperands,
    _ trace: inout LevelTrace
  ) {
    let (rows, classes, inputs) = (3, 7, operands.count)
    let weights: [Element] = operands.values(classes * inputs)
    let bias: [Element] = operands.values(classes)
    let radius: [Element] = operands.radii(rows * inputs)
    let signal: [Element] = operands.values(rows * classes)
    let labels = operands.labels(rows, classes: classes)
    var logits: [Element] = operands.values(rows * classes)
    kernels.margins(
      rows: rows, classes: classes, inputs: inputs, weights: weights, bias: bias, labels: labels,
      radius: radius, logits: &logits)
    trace.add("margins", logits)
    var target = radius
    kernels.marginsBack(
      rows: rows, classes: classes, inputs: inputs, weights: weights, labels: labels,
      signal: signal, into: &target)
    trace.add("signals at radii", target)
    var gradient: [Element] = operands.values(4 * inputs)
    kernels.marginsGradient(
      rows: rows, classes: classes, inputs: inputs, units: 1..<5, weights: weights, labels: labels,
      signal: signal, radius: radius, addingTo: &gradient)
    trace.add("gradient", gradient)
  }

  @Test(arguments: LevelOperands.all)
  func margins(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      margins(Float.intervals(at: table), &operands, &trace)
      margins(Double.intervals(at: table), &operands, &trace)
    }
  }
}
