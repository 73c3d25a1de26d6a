import PlateauNumerics
import Testing

@testable import PlateauNetworks

@Suite("Nonlinear maps")
struct NonlinearMapTests {
  private let maps: [(name: String, map: any NonlinearMap, inputs: [Int], outputs: Int)] = [
    ("product", ElementwiseProduct(count: 12, period: 12), [12, 12], 12),
    ("gate", ElementwiseProduct(count: 12, period: 3), [12, 3], 12),
    (
      "matrices", MatrixProduct(groups: 2, rows: 3, inner: 2, columns: 4, isTransposed: false),
      [12, 16], 24
    ),
    (
      "transposed", MatrixProduct(groups: 2, rows: 3, inner: 2, columns: 4, isTransposed: true),
      [12, 16], 24
    ),
    ("softmax", Softmax(groups: 3, size: 4), [12], 12),
    ("normalization", Normalization(groups: 3, size: 4, epsilon: 1e-5), [12], 12),
    ("largest", OrderStatistics(groups: 2, size: 6, ranks: 0..<3), [12], 6),
    ("fourth", OrderStatistics(groups: 2, size: 6, ranks: 3..<4), [12], 2),
    ("length", Normalization(groups: 2, size: 6, epsilon: 0), [12], 12),
  ]

  private func values(
    _ count: Int, _ scale: Double, _ generator: inout SeededGenerator
  ) -> [Double] {
    (0..<count).map { _ in scale * generator.uniform(-1, 1) }
  }

  /// The gradient by kernels, with its power of two; nil computes as usual frameworks do.
  private func gradient<Element: Scalar>(
    _ map: any NonlinearMap, _ sources: [[Element]], _ signal: [Element], part: Int,
    isStable: Bool
  ) -> [ScaledValue] {
    var target = [Element](repeating: 0, count: sources[part].count)
    var scratch = [Element](repeating: 0, count: map.scratchSize + 1)
    let powers = UnsafeMutablePointer<Int64>.allocate(capacity: 2)
    powers.initialize(repeating: 0, count: 2)
    defer { powers.deallocate() }
    let buffers = (sources + [signal]).map { source in
      let buffer = RowBuffer<Element>(capacity: 1, columns: source.count)
      buffer.pointer.update(from: source, count: source.count)
      return buffer
    }
    buffers.dropLast().map { UnsafePointer($0.pointer) }.withUnsafeBufferPointer { pointers in
      scratch.withUnsafeMutableBufferPointer { scratch in
        guard let scratch = scratch.baseAddress, let pointers = pointers.baseAddress else { return }
        map.transpose(
          NonlinearGradient(
            signal: UnsafePointer(buffers[sources.count].pointer), sources: pointers,
            scratch: scratch, rows: 1, copies: 1, softness: nil,
            exponents: isStable ? powers : nil, flushed: powers + 1),
          part: part, into: &target)
      }
    }
    let exponent = powers[0]
    return target.map { ScaledValue(Double($0), exponent: Int(exponent)) }
  }

  /// The largest difference relative to the largest number.
  private func error(_ result: [ScaledValue], _ expected: [ScaledValue]) -> Double {
    let largest = expected.map(\.magnitude).max() ?? .zero
    guard largest != .zero else { return result.allSatisfy { $0 == .zero } ? 0 : .infinity }
    return zip(result, expected).reduce(0) { worst, pair in
      max(worst, ((pair.0 - pair.1) / largest).value.magnitude)
    }
  }

  @Test("Stable gradients are those of exact arithmetic, however small the values")
  func stableGradients() {
    var generator = SeededGenerator(seed: 1, purpose: "nonlinear maps")
    for (name, map, inputs, outputs) in maps {
      for scale in [1, 1e-20, 1e20, 1e-35, 300] {
        // Products of values in single precision cannot be larger.
        if ["product", "gate", "matrices", "transposed"].contains(name), scale == 300 { continue }
        let sources = inputs.map { values($0, scale, &generator) }
        let signal = values(outputs, 1, &generator)
        let singles = sources.map { $0.map { Float($0) } }
        for part in inputs.indices {
          let buffers = sources.map { source in
            let buffer = RowBuffer<Double>(capacity: 1, columns: source.count)
            buffer.pointer.update(from: source, count: source.count)
            return buffer
          }
          let exact = map.gradient(
            signal.map { ScaledValue($0) }, at: buffers.map { UnsafePointer($0.pointer) },
            softness: nil, part: part)
          let double = gradient(map, sources, signal, part: part, isStable: true)
          // Sums of at most 12 products, and exponentials of differences up to 600.
          #expect(error(double, exact) < 1e-12, "\(name), \(scale), \(part), double")
          let rounded = singles.map { $0.map { Double($0) } }
          let roundedBuffers = rounded.map { source in
            let buffer = RowBuffer<Double>(capacity: 1, columns: source.count)
            buffer.pointer.update(from: source, count: source.count)
            return buffer
          }
          let roundedSignal = signal.map { Float($0) }
          let expected = map.gradient(
            roundedSignal.map { ScaledValue(Double($0)) },
            at: roundedBuffers.map { UnsafePointer($0.pointer) }, softness: nil, part: part)
          let single = gradient(map, singles, roundedSignal, part: part, isStable: true)
          // Logarithms of up to 600 in single precision are off by 2⁻¹⁵.
          #expect(error(single, expected) < 2e-4, "\(name), \(scale), \(part), float")
        }
      }
    }
  }

  @Test("A saturated softmax loses its naive gradient, and keeps the stable one")
  func saturatedSoftmax() {
    let map = Softmax(groups: 1, size: 3)
    let z: [Float] = [400, 0, -100]
    let signal: [Float] = [0, 1, 1]
    let naive = gradient(map, [z], signal, part: 0, isStable: false)
    #expect(naive.allSatisfy { $0 == .zero })
    let stable = gradient(map, [z], signal, part: 0, isStable: true)
    // p₁ ≈ e⁻⁴⁰⁰ moves from the first to the second.
    let expected = -400 / Elementary.log(10.0)
    #expect((stable[1].log10 - expected).magnitude < 1e-3)
    #expect((stable[0].log10 - expected).magnitude < 1e-3)
    #expect(stable[0].significand < 0 && stable[1].significand > 0)
  }

  @Test("Planes hold at corners and within boxes, as do ranges")
  func planes() {
    var generator = SeededGenerator(seed: 2, purpose: "planes")
    for (name, map, inputs, outputs) in maps {
      for trial in 0..<60 {
        let width = [0, 1e-6, 0.1, 1, 10][trial % 5]
        let centers = inputs.map { values($0, [1, 5, 30][trial % 3], &generator) }
        let boxes = centers.map { centers in
          let box = (
            RowBuffer<Double>(capacity: 1, columns: centers.count),
            RowBuffer<Double>(capacity: 1, columns: centers.count)
          )
          for (index, center) in centers.enumerated() {
            box.0.pointer[index] = center - width * generator.uniform()
            box.1.pointer[index] = center + width * generator.uniform()
          }
          return box
        }
        let ends = boxes.map { (UnsafePointer($0.0.pointer), UnsafePointer($0.1.pointer)) }
        let named = ends.map { (lower: $0.0, upper: $0.1) }
        let slopes = RowBuffer<Double>(capacity: 2, columns: map.terms)
        let range = RowBuffer<Double>(capacity: 2, columns: outputs)
        map.enclose(named, lower: range.row(0), upper: range.row(1))
        let points = (0..<24).map { sample in
          zip(centers, named).map { centers, box in
            centers.indices.map { index in
              let share = sample % 2 == 0 ? generator.uniform().rounded() : generator.uniform()
              return box.lower[index] + share * (box.upper[index] - box.lower[index])
            }
          }
        }
        let made = points.map { point in value(map, point, outputs) }
        for output in 0..<outputs {
          let intercepts = map.planes(
            of: output, named, lower: slopes.row(0), upper: slopes.row(1))
          for (point, made) in zip(points, made) {
            var (below, above) = (intercepts.lower, intercepts.upper)
            var size = made[output].magnitude
            map.forEachTerm(of: output) { term, part, input in
              below += slopes[0, term] * point[part][input]
              above += slopes[1, term] * point[part][input]
              size +=
                max(slopes[0, term].magnitude, slopes[1, term].magnitude)
                * point[part][input].magnitude
            }
            let slack = 1e-14 * (size + 1)
            #expect(below <= made[output] + slack && above >= made[output] - slack, "\(name)")
            #expect(range[0, output] <= made[output] + slack, "\(name)")
            #expect(range[1, output] >= made[output] - slack, "\(name)")
          }
        }
      }
    }
  }

  private func value(_ map: any NonlinearMap, _ point: [[Double]], _ outputs: Int) -> [Double] {
    let buffers = point.map { source in
      let buffer = RowBuffer<Double>(capacity: 1, columns: source.count)
      buffer.pointer.update(from: source, count: source.count)
      return buffer
    }
    var result = [Double](repeating: 0, count: outputs)
    var scratch = [Double](repeating: 0, count: map.scratchSize + 1)
    buffers.map { UnsafePointer($0.pointer) }.withUnsafeBufferPointer { pointers in
      guard let pointers = pointers.baseAddress else { return }
      map.apply(pointers, softness: nil, &scratch, into: &result, rows: 1)
    }
    return result
  }
}
