import CPlateauKernels
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
      kernels.activate(kind, Int64(rows), Int64(columns), &values, bias)
      trace.add(name, values)
      var (slopes, complement, saturated) = (values, 0.25, Int64(1))
      var signs: [Element] = Array(repeating: 1, count: size)
      values = origin
      kernels.activateSlope(
        kind, Int64(rows), Int64(columns), &values, bias, &slopes, &complement, &saturated)
      trace.add("\(name), with slopes", values + slopes)
      trace.add("\(name), complement", [complement])
      trace.add("\(name), saturated", counts: [saturated])
      for softness: Element in [0, 1, 0.01, 3] {
        values = origin
        kernels.activateLogSlope(
          kind, Int64(rows), Int64(columns), &values, bias, softness, &slopes,
          &signs)
        trace.add("\(name), softness \(softness)", values + slopes + signs)
        var (exponents, flushed) = ([Int64](repeating: 5, count: rows), Int64(0))
        var signal: [Element] = operands.values(size)
        kernels.backwardStable(
          Int64(rows), Int64(columns), &signal, slopes, signs, &exponents, &flushed)
        trace.add("\(name), stable backward, softness \(softness)", signal)
        trace.add("\(name), exponents, softness \(softness)", counts: exponents + [flushed])
      }
      var signal: [Element] = operands.values(size)
      kernels.backwardNaive(kind, Int64(size), &signal, origin)
      trace.add("\(name), naive backward", signal)
      kernels.backwardPenalty(kind, Int64(size), &signal, origin, slopes, 0.3)
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
    let (m, n) = (Int64(rows), Int64(classes))
    let logits: [Element] = operands.values(rows * classes)
    let labels = operands.labels(rows, classes: classes)
    let targets = operands.labels(rows, classes: classes).map { $0 - 1 }
    var (gradient, losses) = (logits, [Element](repeating: 0, count: rows))
    var exponents = [Int64](repeating: 0, count: rows)
    kernels.crossEntropy(m, n, logits, labels, 0.7, &gradient, &losses)
    trace.add("cross-entropy", gradient + losses)
    kernels.crossEntropy(m, n, logits, labels, 0.7, nil, &losses)
    trace.add("cross-entropy alone", losses)
    kernels.crossEntropyStable(m, n, logits, labels, &gradient, &exponents)
    trace.add("stable cross-entropy", gradient)
    trace.add("exponents", counts: exponents)
    kernels.margin(m, n, logits, labels, &gradient, &losses)
    trace.add("margin", gradient + losses)
    kernels.logitRatio(m, n, logits, labels, targets, &gradient, &losses)
    trace.add("ratio of logits", gradient + losses)
    var winners = labels
    kernels.argmax(m, n, logits, &winners)
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
    let (size, count) = (rows * columns, Int64(rows * columns))
    let (gradient, origin): ([Element], [Element]) = (operands.values(size), operands.values(size))
    func step(_ name: String, _ body: (inout [Element], inout [Element], inout [Element]) -> Void) {
      var parameters: [Element] = operands.values(size)
      var (mean, squares): ([Element], [Element]) = (operands.values(size), operands.radii(size))
      body(&parameters, &mean, &squares)
      trace.add(name, parameters + mean + squares)
    }
    step("SGD") { x, mean, _ in kernels.sgd(count, &x, gradient, &mean, 0.1, 0.9, 0.01) }
    step("RMSprop") { x, _, squares in
      kernels.rmsprop(count, &x, gradient, &squares, 0.1, 0.9, 1e-8, 0.01)
    }
    step("Adam") { x, mean, squares in
      kernels.adam(count, &x, gradient, &mean, &squares, 0.1, 0.9, 0.999, 0.1, 0.001, 1e-8, 0.01)
    }
    step("step of signs") { x, _, _ in
      kernels.signStep(count, &x, gradient, origin, 0.1, 0.3, 0, 1)
    }
    step("step of a length") { x, _, _ in
      kernels.lengthStep(Int64(rows), Int64(columns), &x, gradient, origin, 0.1, 0.3, 0, 1)
    }
    step("clipping") { x, _, _ in kernels.clip(count, &x, origin, 0.3, 0, 1) }
    step("scaling") { x, _, _ in kernels.scale(count, &x, 1.3) }
    step("doubles along signs") { x, _, _ in
      var doubles = x.map { Double($0) }
      kernels.signStepRounding(
        count, &doubles, gradient, origin.map { Double($0) }, 0.1, 0.3, 0, 1, &x)
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
    kernels.columnSums(Int64(rows), Int64(count), Int64(count), a, &sums)
    trace.add("column sums", sums)
    trace.add("distance", [kernels.squaredDistance(Int64(count), a, b)])
    trace.add("magnitude", [kernels.largestMagnitude(Int64(count), a)])
    trace.add("finiteness", counts: [kernels.allFinite(Int64(count), a)])
    var (singles, own) = ([Float](repeating: 0, count: count), b)
    kernels.toSingles(Int64(count), a, &singles)
    kernels.fromSingles(Int64(count), singles, &own)
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
