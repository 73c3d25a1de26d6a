import PlateauNumerics
import Testing

@testable import PlateauNetworks

@Suite("Planes around a softmax")
struct SoftmaxPlanesTests {
  /// A box of random logits, from narrow to wide ones and far apart.
  private struct Box {
    var lower: [Double] = []
    var upper: [Double] = []

    init(size: Int, using generator: inout SeededGenerator) {
      let spread = [1.0, 10, 100, 900][Int(generator.next() % 4)]
      let width = [0, 1e-6, 0.1, 2, 50][Int(generator.next() % 5)]
      for _ in 0..<size {
        let middle = generator.uniform(-spread, spread)
        let half = width * generator.uniform()
        lower.append(middle - half)
        upper.append(middle + half)
      }
    }

    /// A point of it, often at ends.
    func point(using generator: inout SeededGenerator) -> [Double] {
      zip(lower, upper).map { low, high in
        switch generator.next() % 4 {
        case 0: low
        case 1: high
        default: min(high, low + (high - low) * generator.uniform())
        }
      }
    }
  }

  @Test(arguments: 1...6) func `contain the softmax at every point`(size: Int) {
    var generator = SeededGenerator(seed: 7, purpose: "softmax planes \(size)")
    let map = Softmax(groups: 1, size: size)
    var touched = 0
    for _ in 0..<500 {
      let box = Box(size: size, using: &generator)
      var (lower, upper) = (
        [Double](repeating: 0, count: size), [Double](repeating: 0, count: size)
      )
      for output in 0..<size {
        let intercepts = box.lower.withUnsafeBufferPointer { low in
          box.upper.withUnsafeBufferPointer { high in
            lower.withUnsafeMutableBufferPointer { below in
              upper.withUnsafeMutableBufferPointer { above in
                map.planes(
                  of: output, [(low.baseAddress!, high.baseAddress!)], lower: below.baseAddress!,
                  upper: above.baseAddress!)
              }
            }
          }
        }
        for _ in 0..<20 {
          let point = box.point(using: &generator)
          let largest = point.max() ?? 0
          let powers = point.map { Elementary.exp($0 - largest) }
          let value = powers[output] / powers.reduce(0, +)
          func plane(_ slopes: [Double], _ intercept: Double) -> (value: Double, room: Double) {
            let terms = zip(slopes, point).map { $0 * $1 }
            // What evaluating the plane and the softmax here can be off.
            let size = terms.reduce(intercept.magnitude) { $0 + $1.magnitude }
            return (terms.reduce(intercept, +), 0x1p-50 * (size + value))
          }
          let (low, high) = (plane(lower, intercepts.lower), plane(upper, intercepts.upper))
          #expect(low.value <= value + low.room, "\(box), \(point)")
          #expect(high.value >= value - high.room, "\(box), \(point)")
          if high.value - low.value < 1e-9 { touched += 1 }
        }
      }
    }
    // Narrow boxes leave next to nothing between both.
    #expect(touched > 500)
  }
}
