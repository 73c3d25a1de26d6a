import PlateauNumerics
import Testing

@testable import PlateauNetworks

@Suite("Order statistics")
struct OrderStatisticsTests {
  private func ranked<Element: Scalar>(
    _ values: [Element], _ ranking: Ranking
  ) -> (values: [Element], gradient: [Element]) {
    let map = OrderStatistics(
      groups: values.count / ranking.size, size: ranking.size,
      ranks: ranking.first..<ranking.first + ranking.count)
    let count = values.count / ranking.size * ranking.count
    let source = RowBuffer<Element>(capacity: 1, columns: values.count)
    source.pointer.update(from: values, count: values.count)
    let signal = RowBuffer<Element>(capacity: 1, columns: count)
    for index in 0..<count { signal.pointer[index] = Element(Double(index + 1)) }
    var result = [Element](repeating: 0, count: count)
    var gradient = [Element](repeating: -1, count: values.count)
    var scratch: [Element] = [0]
    let flushed = UnsafeMutablePointer<Int64>.allocate(capacity: 1)
    defer { flushed.deallocate() }
    withUnsafePointer(to: UnsafePointer(source.pointer)) { sources in
      map.apply(sources, softness: nil, &scratch, into: &result, rows: 1)
      scratch.withUnsafeMutableBufferPointer { scratch in
        guard let scratch = scratch.baseAddress else { return }
        map.transpose(
          NonlinearGradient(
            signal: UnsafePointer(signal.pointer), sources: sources, scratch: scratch, rows: 1,
            copies: 1, softness: nil, exponents: nil, flushed: flushed),
          part: 0, into: &gradient)
      }
    }
    return (result, gradient)
  }

  @Test func `they are those of sorting, for values of which many are the same`() {
    var generator = SeededGenerator(seed: 1, purpose: "order statistics")
    for trial in 0..<200 {
      let size = 1 + generator.below(40)
      let values = (0..<3 * size).map { _ in Float(generator.below(1 + trial % 30)) / 8 }
      let first = generator.below(size)
      let ranking = Ranking(size: size, first: first, count: 1 + generator.below(size - first))
      let made = ranked(values, ranking)
      let range = first..<first + ranking.count
      var (expected, gradient) = ([Float](), [Float](repeating: 0, count: values.count))
      for group in 0..<3 {
        // Sorting keeps those that are the same in their order.
        let order = (0..<size).sorted {
          let (one, other) = (values[group * size + $0], values[group * size + $1])
          return one > other || one == other && $0 < $1
        }
        for place in order[range] {
          expected.append(values[group * size + place])
          gradient[group * size + place] = Float(expected.count)
        }
      }
      #expect(made.values == expected)
      #expect(made.gradient == gradient)
    }
  }

  @Test func `what is no number comes first, and infinities have their places`() {
    let values: [Double] = [1, .nan, -.infinity, .infinity, 0]
    let all = ranked(values, Ranking(size: 5, count: 5)).values
    #expect(all[0].isNaN && Array(all[1...]) == [.infinity, 1, 0, -.infinity])
  }

  @Test func `a number whose place is known is a line, others are constants`() {
    let map = OrderStatistics(groups: 1, size: 3, ranks: 0..<3)
    let ends = [[5, 0, 1], [6, 2, 3]].map { values in
      let buffer = RowBuffer<Double>(capacity: 1, columns: 3)
      buffer.pointer.update(from: values, count: 3)
      return buffer
    }
    let slopes = RowBuffer<Double>(capacity: 2, columns: 3)
    let box = [(lower: UnsafePointer(ends[0].pointer), upper: UnsafePointer(ends[1].pointer))]
    let found = (0..<3).map { output in
      let ends = map.planes(of: output, box, lower: slopes.row(0), upper: slopes.row(1))
      return (0..<3).map { slopes[0, $0] } + [ends.lower, ends.upper]
    }
    #expect(found == [[1, 0, 0, 0, 0], [0, 0, 0, 1, 3], [0, 0, 0, 0, 2]])
  }

  @Test func `sizes that do not fit are refused`() throws {
    func message(_ ranking: Ranking) -> String? {
      do throws(NetworkError) {
        _ = try Architecture(input: .vector(6), layers: [Layer(.ranking(ranking))])
        return nil
      } catch { return error.message }
    }
    #expect(message(Ranking(size: 3, first: 1, count: 2)) == nil)
    #expect(
      message(Ranking(size: 4, count: 1))?.contains("whose 6 values are no multiple of 4") == true)
    #expect(
      message(Ranking(size: 3, first: 2, count: 2))
        == "Layer 0, ranking (2 of 3, from place 2 on), puts out places that it does not have; they must "
        + "be among 0 to 2.")
    #expect(
      message(Ranking(size: 3, first: .max, count: .max))?.contains("that it does not have") == true
    )
  }
}
