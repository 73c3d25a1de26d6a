import CPlateauKernels
import GoldenValues
import PlateauFormats
import PlateauNumerics
import Testing

@Suite("Boxes that hold in real arithmetic")
struct EnclosureKernelTests {
  @Test func `the logistic function lies between its bounds, which are close`() throws {
    let file = try Fixture.read("kernels/kernels.safetensors")
    let arguments: [Double] = try file.values(of: "arguments")
    let high: [Double] = try file.values(of: "sigmoid.high")
    let low: [Double] = try file.values(of: "sigmoid.low")
    var (lower, upper) = (arguments, arguments)
    LevelTable.enclosures.sigmoid(count: arguments.count, low: &lower, high: &upper)
    for index in arguments.indices {
      // The reference is high + low; both differences of neighbors are exact.
      let comment = "\(arguments[index])" as Comment
      #expect(lower[index] - high[index] <= low[index], comment)
      #expect(upper[index] - high[index] >= low[index], comment)
      #expect(upper[index] - lower[index] <= high[index] * 0x1p-47 + 0x1p-1068, comment)
    }
  }

  @Test func `the logistic function is bounded at ends, too`() {
    var lower: [Double] = [-.greatestFiniteMagnitude, -800, -745.2, 0, 40, 800]
    var upper = lower
    LevelTable.enclosures.sigmoid(count: lower.count, low: &lower, high: &upper)
    #expect(lower[..<3].allSatisfy { $0 == 0 } && upper[..<3].allSatisfy { $0 > 0 })
    #expect(lower[3] < 0.5 && upper[3] > 0.5)
    #expect(lower[4...].allSatisfy { $0 < 1 } && upper[4...].allSatisfy { $0 == 1 })
  }

  @Test func `balls are rounded to the next numbers and clipped`() {
    let x = [0, 0.1, 0.3, 0.7, 1, 0x1p-1074]
    for epsilon in [0, 0.1, 0x1p-1074] {
      var (low, high) = (x, x)
      LevelTable.enclosures.ball(
        count: x.count, around: x, epsilon: epsilon, lower: 0, upper: 1, low: &low, high: &high)
      for index in x.indices {
        let (below, above) = (x[index] - epsilon, x[index] + epsilon)
        #expect(low[index] == max(0, epsilon == 0 ? below : below.nextDown))
        #expect(high[index] == min(1, epsilon == 0 ? above : above.nextUp))
      }
    }
  }

  @Test func `numbers outside, and none, are not within`() {
    let inside = (0..<37).map { Double($0) / 36 }
    #expect(LevelTable.enclosures.allWithin(count: 37, inside, lower: 0, upper: 1))
    for bad in [-0x1p-1074, 1.0.nextUp, .nan, .infinity] {
      for place in [0, 17, 36] {
        var values = inside
        values[place] = bad
        #expect(!LevelTable.enclosures.allWithin(count: 37, values, lower: 0, upper: 1))
      }
    }
  }

  @Test func `a sum that overflows is reported, and no other`() {
    let zeros = [Double](repeating: 0, count: 11)
    for bad in [Double.infinity, -.infinity, .nan, .greatestFiniteMagnitude] {
      for place in [0, 5, 10] {
        var (centers, low, high) = (zeros, zeros, zeros)
        centers[place] = bad
        let isFinite = zeros.withUnsafeBufferPointer { zeros in
          guard let base = zeros.baseAddress else { return true }
          var errors = plateau_sum_errors(
            bias: base, length: base, reach: 0, gamma: 1e-13, tiny: 1e-300)
          return LevelTable.enclosures.sums(
            count: 11, center: centers, spread: base, errors: &errors, intersects: false, low: &low,
            high: &high)
        }
        #expect(!isFinite)
        #expect(low.indices.allSatisfy { (low[$0] == 0 && high[$0] == 0) == ($0 == place) })
      }
    }
  }

  @Test(arguments: [1, 23, 24, 25, 200])
  func `products with listed columns are those of all`(_ outputs: Int) {
    let (rows, inputs) = (3, 40)
    var generator = SeededGenerator(seed: 3, purpose: "panels")
    let weights = (0..<outputs * inputs).map { _ in generator.uniform(-1, 1) }
    // Mostly the first number, and one row without any other.
    let values = (0..<rows * inputs).map { index in
      index >= inputs && index % inputs > 0 && generator.below(4) == 0 ? generator.uniform() : 0.25
    }
    let size = Int(plateau_panels_size(Int64(inputs), Int64(outputs)))
    let (panel, sum, magnitude) = (
      RowBuffer<Double>(capacity: 1, columns: size),
      RowBuffer<Double>(capacity: 1, columns: outputs + 24),
      RowBuffer<Double>(capacity: 1, columns: outputs + 24)
    )
    plateau_pack_panels(
      Int64(inputs), Int64(outputs), weights, panel.pointer, sum.pointer, magnitude.pointer)
    var panels = plateau_panels(
      inputs: Int64(inputs), outputs: Int64(outputs), weights: panel.pointer, sums: sum.pointer,
      magnitudes: magnitude.pointer)
    var differences = [plateau_difference](
      repeating: plateau_difference(), count: rows * inputs)
    var starts: [Int64] = [0]
    for row in 0..<rows {
      let end = Int(starts[row])
      let own = Array(values[row * inputs..<(row + 1) * inputs])
      let count = differences.withUnsafeMutableBufferPointer { list in
        list.baseAddress.map { plateau_list_differences(Int64(inputs), own, own, $0 + end) } ?? -1
      }
      #expect(Int(count) == own.count { $0 != 0.25 })
      starts.append(Int64(end) + count)
    }
    let bases = [Double](repeating: 0.25, count: 2 * rows)
    var (centers, spreads) = (
      [Double](repeating: .nan, count: rows * outputs),
      [Double](repeating: .nan, count: rows * outputs)
    )
    LevelTable.enclosures.addDifferences(
      rows: rows, panels: &panels, bases: bases, starts: starts, differences: differences,
      centers: &centers, spreads: &spreads)
    for row in 0..<rows {
      for unit in 0..<outputs {
        let terms = (0..<inputs).map { weights[unit * inputs + $0] * values[row * inputs + $0] }
        let all = terms.reduce(0) { $0 + $1.magnitude }
        // Less than 2 · 40 roundings of sums of magnitudes, the first number's counted thrice.
        let tolerance = 100 * 0x1p-53 * (all + 2 * 0.25 * Double(inputs))
        #expect(abs(centers[row * outputs + unit] - terms.reduce(0, +)) <= tolerance)
        #expect(abs(spreads[row * outputs + unit] - all) <= tolerance)
      }
    }
  }
}
