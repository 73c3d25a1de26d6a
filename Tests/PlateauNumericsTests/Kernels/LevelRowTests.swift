import CPlateauKernels
import PlateauNumerics
import Testing

@Suite("Kernels of bounds, projections and searches have the same bits at every level")
struct LevelRowTests {
  @Test(arguments: LevelOperands.all)
  func `rows of linear bounds`(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      let count = operands.count
      let bounds = table.bounds.pointee
      let lines = (0..<4).map { _ in operands.values(count) as [Double] }
      let (error, radius): ([Double], [Double]) = (operands.radii(), operands.radii())
      func through(_ body: (plateau_lines) -> Void) {
        lines[0].withUnsafeBufferPointer { a in
          lines[1].withUnsafeBufferPointer { b in
            lines[2].withUnsafeBufferPointer { c in
              lines[3].withUnsafeBufferPointer { d in
                error.withUnsafeBufferPointer { e in
                  guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress,
                    let d = d.baseAddress, let e = e.baseAddress
                  else { return }
                  body(
                    plateau_lines(
                      lower_slope: a, upper_slope: b, lower_intercept: c, upper_intercept: d,
                      error: e))
                }
              }
            }
          }
        }
      }
      var sums = [Double](repeating: 0, count: 5)
      var (m, d): ([Double], [Double]) = (operands.values(), operands.values())
      through { bounds.relax(count: count, lines: $0, row: &m, sums: &sums) }
      trace.add("relaxed", m + sums)
      m = operands.values()
      through { bounds.relaxPair(count: count, lines: $0, row: &m, difference: &d, sums: &sums) }
      trace.add("relaxed pair", m + d + sums)
      (m, d) = (operands.values(), operands.values())
      through { bounds.relaxSplit(count: count, lines: $0, m: &m, d: &d, sums: &sums) }
      trace.add("relaxed split pair", m + d + sums)
      bounds.concretize(
        count: count, row: m, centers: lines[0], radii: radius, sizes: error, sums: &sums)
      trace.add("in a box", sums)
      bounds.concretizeSplit(
        count: count, m: m, d: d, centers: lines[0], radii: radius, sizes: error, sums: &sums)
      trace.add("pair in a box", sums)
      bounds.concretizeBall(count: count, row: m, centers: lines[0], sums: &sums)
      trace.add("in a ball", sums)
      var corner = d
      bounds.corner(count: count, row: m, centers: lines[0], radii: radius, into: &corner)
      trace.add("corner", corner)
      bounds.expandPair(count: count, m: &m, d: &d)
      trace.add("expanded pair", m + d)
    }
  }

  @Test(arguments: LevelOperands.all)
  func enclosures(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      let count = operands.count
      let enclosures = table.enclosures.pointee
      let x: [Double] = operands.values()
      var (low, high, center, spread) = (x, x, x, x)
      trace.add(
        "within", counts: [enclosures.allWithin(count: count, x, lower: -1, upper: 1) ? 1 : 0])
      enclosures.ball(
        count: count, around: x, epsilon: 0.1, lower: -1, upper: 1, low: &low, high: &high)
      trace.add("ball", low + high)
      enclosures.centers(
        count: count, low: low, high: high, gamma: 1e-12, center: &center, spread: &spread)
      trace.add("centers", center + spread)
      let (bias, length): ([Double], [Double]) = (operands.values(), operands.radii())
      bias.withUnsafeBufferPointer { bias in
        length.withUnsafeBufferPointer { length in
          guard let bias = bias.baseAddress, let length = length.baseAddress else { return }
          var errors = plateau_sum_errors(
            bias: bias, length: length, reach: 0.1, gamma: 1e-12, tiny: 1e-300)
          for intersects in [false, true] {
            let isFinite = enclosures.sums(
              count: count, center: center, spread: spread, errors: &errors, intersects: intersects,
              low: &low, high: &high)
            trace.add("sums", low + high)
            trace.add("overflow", counts: [isFinite ? 0 : 1])
          }
        }
      }
      (low, high) = (operands.values(), operands.values())
      enclosures.sigmoid(count: count, low: &low, high: &high)
      trace.add("logistic function", low + high)
    }
  }

  @Test(arguments: LevelOperands.finite)
  func `sums of listed columns`(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      let (rows, inputs, outputs) = (3, 40, operands.count)
      let weights: [Double] = operands.values(outputs * inputs)
      let values: [Double] = operands.sparse(rows * inputs, density: 0.3)
      let padded = (outputs + 23) / 24 * 24
      let (panel, sums, magnitudes) = (
        RowBuffer<Double>(
          capacity: 1, columns: Int(plateau_panels_size(Int64(inputs), Int64(outputs)))),
        RowBuffer<Double>(capacity: 1, columns: padded),
        RowBuffer<Double>(capacity: 1, columns: padded)
      )
      plateau_pack_panels(
        Int64(inputs), Int64(outputs), weights, panel.pointer, sums.pointer, magnitudes.pointer)
      var panels = plateau_panels(
        inputs: Int64(inputs), outputs: Int64(outputs), weights: panel.pointer,
        sums: sums.pointer, magnitudes: magnitudes.pointer)
      var differences: [plateau_difference] = []
      var (starts, bases): ([Int64], [Double]) = ([0], [])
      for row in 0..<rows {
        let own = Array(values[row * inputs..<(row + 1) * inputs])
        for column in 1..<inputs where own[column] != own[0] {
          differences.append(
            plateau_difference(
              center: own[column] - own[0], spread: own[column].magnitude, column: Int64(column)))
        }
        starts.append(Int64(differences.count))
        bases += [own[0], own[0].magnitude]
      }
      var (centers, spreads) = (
        [Double](repeating: 0, count: rows * outputs), [Double](repeating: 0, count: rows * outputs)
      )
      table.enclosures.pointee.addDifferences(
        rows: rows, panels: &panels, bases: bases, starts: starts, differences: differences,
        centers: &centers, spreads: &spreads)
      trace.add("centers", centers)
      trace.add("spreads", spreads)
    }
  }

  @Test(arguments: LevelOperands.all)
  func projections(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      let count = operands.count
      let projections = table.projections.pointee
      let (proposal, point): ([Double], [Double]) = (operands.values(), operands.radii())
      let (weights, origin): ([Double], [Float]) = (operands.values(), operands.radii())
      var output = origin
      projections.containLinf(
        count: count, proposal, around: origin, epsilon: 0.1, lower: 0, upper: 8, into: &output)
      trace.add("contained", output)
      for isProportional in [false, true] {
        var (fixed, slope, move) = (0.0, 0.0, proposal)
        projections.reachTerms(
          count: count, point: point, weights: weights, side: -1, lower: 0, upper: 8, reach: 0.2,
          isProportional: isProportional, fixed: &fixed, slope: &slope)
        let length = projections.reachMove(
          count: count, point: point, weights: weights, side: 1, lower: 0, upper: 8, reach: 0.2,
          isProportional: isProportional, into: &move)
        trace.add("reach", [fixed, slope, length] + move)
      }
    }
  }

  @Test(arguments: LevelOperands.all)
  func searches(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      let count = operands.count
      let searches = table.searches.pointee
      let vectors: [[Double]] = (0..<3).map { _ in operands.values() }
      let (a, b, c) = (vectors[0], vectors[1], vectors[2])
      var (mask, direction, target) = (a, b, c)
      let steepest = searches.descend(
        count: count, point: a, gradient: b, lower: -1, upper: 1, mask: &mask, direction: &direction
      )
      trace.add("descent", [steepest] + mask + direction)
      var (product, square) = (0.0, 0.0)
      searches.curvature(count: count, a, b, mask: mask, product: &product, square: &square)
      trace.add(
        "sums",
        [
          searches.dot(count: count, a, b), searches.dotOfDifference(count: count, a, minus: c, b),
          product, square,
          searches.largestDifference(count: count, a, b),
        ])
      searches.subtract(count: count, c, from: a, into: &target)
      trace.add("difference", target)
      searches.addMasked(count: count, b, times: -0.3, mask: mask, to: &target)
      trace.add("masked sum", target)
      searches.advance(
        count: count, point: a, along: direction, step: 0.7, lower: -1, upper: 1, into: &target)
      trace.add("step", target)
      searches.advanceBetween(
        count: count, point: &target, way: a, origin: b, wayOfOrigin: c, bias: 0.1, overshoot: 1.05,
        lower: -1, upper: 1)
      trace.add("step between", target)
    }
  }
}
