import CPlateauKernels
import PlateauNumerics
import Testing

@Suite("Kernels of bounds, projections and searches have the same bits at every level")
struct LevelRowTests {
  @Test(arguments: LevelOperands.all)
  func `rows of linear bounds`(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      let (size, count) = (operands.count, Int64(operands.count))
      let bounds = table.bounds.pointee
      let lines = (0..<4).map { _ in operands.values(size) as [Double] }
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
      through { bounds.relax(count, $0, &m, &sums) }
      trace.add("relaxed", m + sums)
      m = operands.values()
      through { bounds.relax_pair(count, $0, &m, &d, &sums) }
      trace.add("relaxed pair", m + d + sums)
      (m, d) = (operands.values(), operands.values())
      through { bounds.relax_split(count, $0, &m, &d, &sums) }
      trace.add("relaxed split pair", m + d + sums)
      bounds.concretize(count, m, lines[0], radius, error, &sums)
      trace.add("in a box", sums)
      bounds.concretize_split(count, m, d, lines[0], radius, error, &sums)
      trace.add("pair in a box", sums)
      bounds.concretize_ball(count, m, lines[0], &sums)
      trace.add("in a ball", sums)
      var corner = d
      bounds.corner(count, m, lines[0], radius, &corner)
      trace.add("corner", corner)
      bounds.expand_pair(count, &m, &d)
      trace.add("expanded pair", m + d)
    }
  }

  @Test(arguments: LevelOperands.all)
  func enclosures(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      let count = Int64(operands.count)
      let enclosures = table.enclosures.pointee
      let x: [Double] = operands.values()
      var (low, high, center, spread) = (x, x, x, x)
      trace.add("within", counts: [enclosures.all_within(count, x, -1, 1)])
      enclosures.ball(count, x, 0.1, -1, 1, &low, &high)
      trace.add("ball", low + high)
      enclosures.centers(count, low, high, 1e-12, &center, &spread)
      trace.add("centers", center + spread)
      let (bias, length): ([Double], [Double]) = (operands.values(), operands.radii())
      bias.withUnsafeBufferPointer { bias in
        length.withUnsafeBufferPointer { length in
          guard let bias = bias.baseAddress, let length = length.baseAddress else { return }
          var errors = plateau_sum_errors(
            bias: bias, length: length, reach: 0.1, gamma: 1e-12, tiny: 1e-300)
          for intersects: Int32 in 0...1 {
            let isLost = enclosures.sums(
              count, center, spread, &errors, intersects, &low, &high)
            trace.add("sums", low + high)
            trace.add("overflow", counts: [isLost])
          }
        }
      }
      (low, high) = (operands.values(), operands.values())
      enclosures.sigmoid(count, &low, &high)
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
      table.enclosures.pointee.add_differences(
        Int64(rows), &panels, bases, starts, differences, &centers, &spreads)
      trace.add("centers", centers)
      trace.add("spreads", spreads)
    }
  }

  @Test(arguments: LevelOperands.all)
  func projections(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      let count = Int64(operands.count)
      let projections = table.projections.pointee
      let (proposal, point): ([Double], [Double]) = (operands.values(), operands.radii())
      let (weights, origin): ([Double], [Float]) = (operands.values(), operands.radii())
      var output = origin
      projections.contain_linf(count, proposal, origin, 0.1, 0, 8, &output)
      trace.add("contained", output)
      for isProportional: Int32 in 0...1 {
        var (fixed, slope, move) = (0.0, 0.0, proposal)
        projections.reach_terms(
          count, point, weights, -1, 0, 8, 0.2, isProportional, &fixed, &slope)
        let length = projections.reach_move(
          count, point, weights, 1, 0, 8, 0.2, isProportional, &move)
        trace.add("reach", [fixed, slope, length] + move)
      }
    }
  }

  @Test(arguments: LevelOperands.all)
  func searches(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      let count = Int64(operands.count)
      let searches = table.searches.pointee
      let vectors: [[Double]] = (0..<3).map { _ in operands.values() }
      let (a, b, c) = (vectors[0], vectors[1], vectors[2])
      var (mask, direction, target) = (a, b, c)
      let steepest = searches.descend(count, a, b, -1, 1, &mask, &direction)
      trace.add("descent", [steepest] + mask + direction)
      var (product, square) = (0.0, 0.0)
      searches.curvature(count, a, b, mask, &product, &square)
      trace.add(
        "sums",
        [
          searches.dot(count, a, b), searches.dot_of_difference(count, a, c, b), product, square,
          searches.largest_difference(count, a, b),
        ])
      searches.subtract(count, a, c, &target)
      trace.add("difference", target)
      searches.add_masked(count, -0.3, b, mask, &target)
      trace.add("masked sum", target)
      searches.advance(count, a, direction, 0.7, -1, 1, &target)
      trace.add("step", target)
      searches.advance_between(count, &target, a, b, c, 0.1, 1.05, -1, 1)
      trace.add("step between", target)
    }
  }
}
