import Foundation
import GoldenValues
import PlateauNumerics
import Testing

@Suite("Seeded generators")
struct SeededGeneratorTests {
  /// A stream made by `Tests/Fixtures/random/make.py`, an implementation of its own.
  struct Stream: Decodable {
    let seed: UInt64
    let purpose: String
    let index: Int
    let outputs: [UInt64]
    let permutation: [Int]
    let below: [Int]

    var generator: SeededGenerator { SeededGenerator(seed: seed, purpose: purpose, index: index) }
  }

  static func streams() throws -> [Stream] {
    let path = Fixture.path("random/streams.json")
    return try JSONDecoder().decode(
      [Stream].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test func `give the numbers of a second implementation`() throws {
    let streams = try Self.streams()
    #expect(streams.count == 48)
    for stream in streams {
      var generator = stream.generator
      #expect(stream.outputs.map { _ in generator.next() } == stream.outputs)
      generator = stream.generator
      #expect(generator.permutation(10) == stream.permutation)
      for (bound, expected) in zip([1, 3, 1 << 62 + 1], stream.below) {
        var generator = stream.generator
        #expect(generator.below(bound) == expected)
      }
      generator = stream.generator
      #expect(generator.uniform() == Double(stream.outputs[0] >> 11) / 0x1p53)
    }
  }

  @Test func `streams of other seeds, purposes and indices differ`() throws {
    let streams = try Self.streams()
    // A stream that starts within another would share an output with it.
    let outputs = streams.flatMap(\.outputs)
    #expect(Set(outputs).count == outputs.count)
    var a = SeededGenerator(seed: 3, purpose: "attack", index: 1)
    var b = SeededGenerator(seed: 3, purpose: "attack1")
    var c = SeededGenerator(seed: 4, purpose: "attack", index: 1)
    var differing = 0
    let count = 1000
    for _ in 0..<count {
      let values = (a.next(), b.next(), c.next())
      differing += (values.0 ^ values.1).nonzeroBitCount + (values.0 ^ values.2).nonzeroBitCount
    }
    // Half of 128,000 bits, with a standard deviation of 179.
    #expect(abs(differing - 64 * count) < 5 * 179)
  }

  @Test func `a copy, and one read back from JSON, go on alike`() throws {
    var generator = SeededGenerator(seed: 9, purpose: "copy")
    _ = generator.next()
    var copy = generator
    var decoded = try JSONDecoder().decode(
      SeededGenerator.self, from: JSONEncoder().encode(generator))
    let next = generator.next()
    #expect(copy.next() == next)
    #expect(decoded.next() == next)
  }

  @Test func `uniform numbers fill their range evenly`() {
    var generator = SeededGenerator(seed: 10)
    var counts = [Int](repeating: 0, count: 20)
    let count = 20_000
    for _ in 0..<count {
      let value = generator.uniform(-3, 5)
      #expect(value >= -3 && value < 5)
      counts[Int((value + 3) / 8 * 20)] += 1
    }
    // χ² of 19 degrees of freedom: above 43.8 once in 1000 generators.
    let expected = Double(count) / 20
    let statistic = counts.reduce(0.0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    #expect(statistic < 43.8)
  }

  @Test(arguments: [1, 2, 7, 10, 1000, 3 << 60])
  func `integers below a bound are without bias`(bound: Int) {
    var generator = SeededGenerator(seed: 11)
    var counts = [Int](repeating: 0, count: min(bound, 10))
    let count = 10_000
    for _ in 0..<count {
      let value = generator.below(bound)
      #expect(value >= 0 && value < bound)
      counts[min(9, Int(Double(value) / Double(bound) * Double(counts.count)))] += 1
    }
    let expected = Double(count) / Double(counts.count)
    let statistic = counts.reduce(0.0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    // χ² of at most 9 degrees of freedom: above 27.9 once in 1000 generators.
    #expect(statistic < 27.9)
  }

  @Test func `a permutation holds every index once, all equally likely`() {
    var generator = SeededGenerator(seed: 12)
    for count in [0, 1, 2, 5, 100] {
      #expect(generator.permutation(count).sorted() == Array(0..<count))
    }
    var seen: [[Int]: Int] = [:]
    for _ in 0..<6000 { seen[generator.permutation(3), default: 0] += 1 }
    // 1000 of each of 6, with a standard deviation of 29.
    #expect(seen.count == 6)
    #expect(seen.values.allSatisfy { abs($0 - 1000) < 145 })
  }

  @Test func `a permutation in place is that of the same state`() {
    var generator = SeededGenerator(seed: 13)
    var order = [9, 9, 9, 9, 9, 9]
    var copy = generator
    generator.fillPermutation(&order)
    #expect(order == copy.permutation(6))
  }

  @Test func `normal numbers have the moments of the normal distribution`() {
    var generator = SeededGenerator(seed: 14)
    let count = 40_000
    let values = (0..<count).map { _ in generator.normal() }
    func moment(_ power: Int) -> Double {
      values.reduce(0) { sum, value in
        sum + (0..<power).reduce(1.0) { product, _ in product * value }
      } / Double(count)
    }
    // Standard deviations of the means: √(1, 2, 15, 96) / 200.
    #expect(abs(moment(1)) < 5 * 0.005)
    #expect(abs(moment(2) - 1) < 5 * 0.0071)
    #expect(abs(moment(3)) < 5 * 0.0194)
    #expect(abs(moment(4) - 3) < 5 * 0.049)
    #expect(values.allSatisfy { $0.isFinite })
  }
}
