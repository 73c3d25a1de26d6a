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
        function, Int64(rows), Int64(columns), &center, &radius, bias, &lower, &upper, &low,
        &high, &complement)
      trace.add("\(kind)", center + radius + lower + upper + low + high)
      trace.add("\(kind), complement", [complement])
      for weight: Element in [0, 0.37] {
        (center, radius) = (operands.values(size), operands.values(size))
        kernels.backward(
          function, Int64(size), &center, &radius, lower, upper, low, high, weight)
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
    let size = 9 * operands.count
    let count = Int64(size)
    let (x, y): ([Element], [Element]) = (operands.values(size), operands.values(size))
    var (center, radius) = (x, y)
    kernels.ball(count, x, 0.1, 0, 1, &center, &radius)
    trace.add("ball", center + radius)
    kernels.magnitudes(count, x, &center)
    trace.add("magnitudes", center)
    (center, radius) = (x, y)
    kernels.toEnds(count, 0.3, &center, &radius)
    trace.add("to ends", center + radius)
    (center, radius) = (x, y)
    kernels.toCenters(count, 0.7, &center, &radius)
    trace.add("to centers", center + radius)
    var sums = plateau_interval_sums(
      radius: 1, center: 2, active: 3, active_center: 4, active_square: 5, inactive: 6,
      inactive_center: 7, inactive_square: 8)
    kernels.sums(count, x, y, &sums)
    trace.add(
      "sums",
      [
        sums.radius, sums.center, sums.active, sums.active_center, sums.active_square,
        sums.inactive, sums.inactive_center, sums.inactive_square,
      ])
    var pull = plateau_interval_pull(
      all: 0.1, active: 0.2, active_slope: 0.3, inactive: 0.4, inactive_slope: 0.5, radius: 0.6)
    (center, radius) = (operands.values(size), operands.values(size))
    kernels.pull(count, x, y, &pull, &center, &radius)
    trace.add("pull", center + radius)
    kernels.addSigned(count, x, y, &center)
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
    let (m, k, n) = (Int64(rows), Int64(classes), Int64(inputs))
    let weights: [Element] = operands.values(classes * inputs)
    let bias: [Element] = operands.values(classes)
    let radius: [Element] = operands.radii(rows * inputs)
    let signal: [Element] = operands.values(rows * classes)
    let labels = operands.labels(rows, classes: classes)
    var logits: [Element] = operands.values(rows * classes)
    kernels.margins(m, k, n, weights, bias, labels, radius, &logits)
    trace.add("margins", logits)
    var target = radius
    kernels.marginsBack(m, k, n, weights, labels, signal, &target)
    trace.add("signals at radii", target)
    var gradient: [Element] = operands.values(4 * inputs)
    kernels.marginsGradient(m, k, n, 1, 4, weights, labels, signal, radius, &gradient)
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
