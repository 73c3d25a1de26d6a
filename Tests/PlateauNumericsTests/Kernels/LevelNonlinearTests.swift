import CPlateauKernels
import PlateauNumerics
import Testing

@Suite("Products of values and softmax have the same bits at every level")
struct LevelNonlinearTests {
  func all<Element: Scalar>(
    _ kernels: NonlinearKernels<Element>, _ operands: inout LevelOperands,
    _ trace: inout LevelTrace
  ) {
    let (rows, columns) = (3, operands.count)
    let count = rows * columns
    let (x, y): ([Element], [Element]) = (operands.values(count), operands.values(count))
    var (target, logs): ([Element], [Element]) = (x, x)
    for period in [columns, count] {
      kernels.multiply(count: count, period: period, x, by: y, into: &target)
      trace.add("products, period \(period)", target)
      var sums = Array(y.prefix(period))
      kernels.multiplySums(count: count, period: period, x, by: y, into: &sums)
      trace.add("sums of products, period \(period)", sums)
      var (exponent, flushed): (Int64, Int64) = (0, 0)
      kernels.multiplyStably(
        count: count, period: period, x, by: y, into: &target, exponent: &exponent,
        flushed: &flushed)
      trace.add("stable products, period \(period)", target)
      trace.add("exponents", counts: [exponent, flushed])
    }
    for scale in [1, 0.25] {
      kernels.softmax(rows: rows, columns: columns, scale: scale, x, into: &target)
      trace.add("softmax", target)
      kernels.softmaxBack(
        rows: rows, columns: columns, scale: scale, x, signal: y, into: &target)
      trace.add("softmax backward", target)
      kernels.softmaxTerms(
        rows: rows, columns: columns, scale: scale, x, signal: y, into: &target, logs: &logs)
      trace.add("softmax backward in terms", target + logs)
    }
  }

  @Test(arguments: LevelOperands.all)
  func all(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      all(Float.nonlinear(at: table), &operands, &trace)
      all(Double.nonlinear(at: table), &operands, &trace)
    }
  }
}
