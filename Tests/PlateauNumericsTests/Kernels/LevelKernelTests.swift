import PlateauNumerics
import Testing

@Suite("Element-wise kernels have the same bits at every level")
struct LevelKernelTests {
  func activations<Element: Scalar>(
    _ kernels: Kernels<Element>, _ operands: inout LevelOperands, _ trace: inout LevelTrace
  ) {
    let (rows, columns) = (3, operands.count)
    let size = rows * columns
    let bias: [Element] = operands.radii(columns)
    for named in NamedFunction.all {
      let kind = named.function
      let name = "\(named.name) of \(Element.precisionName)"
      var values: [Element] = operands.values(size)
      let origin = values
      kernels.activate(kind, rows: rows, columns: columns, sums: &values, bias: bias)
      trace.add(name, values)
      var (slopes, complement, saturated) = (values, 0.25, Int64(1))
      var signs: [Element] = Array(repeating: 1, count: size)
      values = origin
      kernels.activateSlope(
        kind, rows: rows, columns: columns, sums: &values, bias: bias, slope: &slopes,
        complement: &complement, saturated: &saturated)
      trace.add("\(name), with slopes", values + slopes)
      trace.add("\(name), complement", [complement])
      trace.add("\(name), saturated", counts: [saturated])
      for softness: Element in [0, 1, 0.01, 3] {
        values = origin
        kernels.activateLogSlope(
          kind, rows: rows, columns: columns, sums: &values, bias: bias, softness: softness,
          logSlope: &slopes, sign: &signs)
        trace.add("\(name), softness \(softness)", values + slopes + signs)
        var (exponents, flushed) = ([Int64](repeating: 5, count: rows), Int64(0))
        var signal: [Element] = operands.values(size)
        kernels.backwardStable(
          rows: rows, columns: columns, signal: &signal, logSlope: slopes, sign: signs,
          exponents: &exponents, flushed: &flushed)
        trace.add("\(name), stable backward, softness \(softness)", signal)
        trace.add("\(name), exponents, softness \(softness)", counts: exponents + [flushed])
      }
      var signal: [Element] = operands.values(size)
      kernels.backwardNaive(kind, count: size, signal: &signal, activation: origin)
      trace.add("\(name), naive backward", signal)
      kernels.backwardPenalty(
        kind, count: size, signal: &signal, activation: origin, slope: slopes, weight: 0.3)
      trace.add("\(name), penalty backward", signal)
    }
  }

  @Test(arguments: LevelOperands.all)
  func activations(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      activations(Float.kernels(at: table), &operands, &trace)
      activations(Double.kernels(at: table), &operands, &trace)
    }
  }

  func losses<Element: Scalar>(
    _ kernels: Kernels<Element>, _ operands: inout LevelOperands, _ trace: inout LevelTrace
  ) {
    let (rows, classes) = (5, operands.count + 1)
    let logits: [Element] = operands.values(rows * classes)
    let labels = operands.labels(rows, classes: classes)
    let targets = operands.labels(rows, classes: classes).map { $0 - 1 }
    var (gradient, losses) = (logits, [Element](repeating: 0, count: rows))
    var exponents = [Int64](repeating: 0, count: rows)
    kernels.crossEntropy(
      rows: rows, classes: classes, logits: logits, labels: labels, weight: 0.7,
      gradient: &gradient, losses: &losses)
    trace.add("cross-entropy", gradient + losses)
    kernels.crossEntropy(
      rows: rows, classes: classes, logits: logits, labels: labels, weight: 0.7, gradient: nil,
      losses: &losses)
    trace.add("cross-entropy alone", losses)
    kernels.crossEntropyStable(
      rows: rows, classes: classes, logits: logits, labels: labels, gradient: &gradient,
      exponents: &exponents)
    trace.add("stable cross-entropy", gradient)
    trace.add("exponents", counts: exponents)
    kernels.margin(
      rows: rows, classes: classes, logits: logits, labels: labels, gradient: &gradient,
      margins: &losses)
    trace.add("margin", gradient + losses)
    kernels.logitRatio(
      rows: rows, classes: classes, logits: logits, labels: labels, targets: targets,
      gradient: &gradient, ratios: &losses)
    trace.add("ratio of logits", gradient + losses)
    var winners = labels
    kernels.argmax(rows: rows, classes: classes, logits: logits, into: &winners)
    trace.add("classes", counts: winners)
  }

  @Test(arguments: LevelOperands.all)
  func losses(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      losses(Float.kernels(at: table), &operands, &trace)
      losses(Double.kernels(at: table), &operands, &trace)
    }
  }

  func updates<Element: Scalar>(
    _ kernels: Kernels<Element>, _ operands: inout LevelOperands, _ trace: inout LevelTrace
  ) {
    let (rows, columns) = (3, operands.count)
    let count = rows * columns
    let (gradient, origin): ([Element], [Element]) = (
      operands.values(count), operands.values(count)
    )
    func step(_ name: String, _ body: (inout [Element], inout [Element], inout [Element]) -> Void) {
      var parameters: [Element] = operands.values(count)
      var (mean, squares): ([Element], [Element]) = (operands.values(count), operands.radii(count))
      body(&parameters, &mean, &squares)
      trace.add(name, parameters + mean + squares)
    }
    step("SGD") { x, mean, _ in
      kernels.sgd(
        count: count, parameters: &x, gradient: gradient, velocity: &mean, rate: 0.1, momentum: 0.9,
        weightDecay: 0.01)
    }
    step("RMSprop") { x, _, squares in
      kernels.rmsprop(
        count: count, parameters: &x, gradient: gradient, squares: &squares, rate: 0.1, decay: 0.9,
        stabilizer: 1e-8, weightDecay: 0.01)
    }
    step("Adam") { x, mean, squares in
      kernels.adam(
        count: count, parameters: &x, gradient: gradient, mean: &mean, squares: &squares, rate: 0.1,
        decays: (0.9, 0.999), corrections: (0.1, 0.001), stabilizer: 1e-8, weightDecay: 0.01)
    }
    step("step of signs") { x, _, _ in
      kernels.signStep(
        count: count, point: &x, along: gradient, around: origin, step: 0.1, epsilon: 0.3, lower: 0,
        upper: 1)
    }
    step("step of a length") { x, _, _ in
      kernels.lengthStep(
        rows: rows, columns: columns, points: &x, along: gradient, around: origin, step: 0.1,
        epsilon: 0.3, lower: 0, upper: 1)
    }
    step("clipping") { x, _, _ in
      kernels.clip(count: count, point: &x, around: origin, epsilon: 0.3, lower: 0, upper: 1)
    }
    step("scaling") { x, _, _ in kernels.scale(count: count, values: &x, by: 1.3) }
    step("doubles along signs") { x, _, _ in
      var doubles = x.map { Double($0) }
      kernels.signStepRounding(
        count: count, point: &doubles, along: gradient, around: origin.map { Double($0) },
        step: 0.1, epsilon: 0.3, lower: 0, upper: 1, rounded: &x)
      trace.add("doubles moved", doubles)
    }
  }

  @Test(arguments: LevelOperands.all)
  func updates(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      updates(Float.kernels(at: table), &operands, &trace)
      updates(Double.kernels(at: table), &operands, &trace)
    }
  }

  func reductions<Element: Scalar>(
    _ kernels: Kernels<Element>, _ operands: inout LevelOperands, _ trace: inout LevelTrace
  ) {
    let (rows, count) = (4, operands.count)
    let (a, b): ([Element], [Element]) = (operands.values(rows * count), operands.values(count))
    var sums = b
    kernels.columnSums(rows: rows, columns: count, of: a, stride: count, into: &sums)
    trace.add("column sums", sums)
    trace.add("distance", [kernels.squaredDistance(count: count, from: a, to: b)])
    trace.add("magnitude", [kernels.largestMagnitude(count: count, of: a)])
    trace.add("finiteness", counts: [kernels.allFinite(count: count, of: a) ? 1 : 0])
    var (singles, own) = ([Float](repeating: 0, count: count), b)
    kernels.toSingles(count: count, a, into: &singles)
    kernels.fromSingles(count: count, singles, into: &own)
    trace.add("singles", singles)
    trace.add("from singles", own)
  }

  @Test(arguments: LevelOperands.all)
  func reductions(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      reductions(Float.kernels(at: table), &operands, &trace)
      reductions(Double.kernels(at: table), &operands, &trace)
    }
  }
}
