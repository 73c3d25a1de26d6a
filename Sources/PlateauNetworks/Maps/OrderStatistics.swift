package import PlateauNumerics

/// The largest numbers of each group of those that lie one after the other, in descending order.
///
/// The softened map is the same: each of them moves with the number that it is.
package struct OrderStatistics: NonlinearMap {
  package let groups: Int
  /// The numbers of a group.
  let size: Int
  /// The places that are put out, counted from the largest, which has 0.
  let ranks: Range<Int>

  private var inputs: Int { groups * size }
  private var outputs: Int { groups * ranks.count }

  package var multiplyAdds: Int { inputs }
  package var scratchSize: Int { 0 }
  package var keepsPlaces: Bool { false }
  package var terms: Int { size }

  package init(groups: Int, size: Int, ranks: Range<Int>) {
    (self.groups, self.size, self.ranks) = (groups, size, ranks)
  }

  /// Calls a closure with the places in a group of those that are put out.
  private func withWinners<Element: Scalar>(
    of group: UnsafePointer<Element>, _ body: (UnsafeBufferPointer<Int32>) -> Void
  ) {
    // As doubles, which hold both: the same code selects, for every type.
    withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { numbers in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: size) { places in
        for place in 0..<size {
          numbers.initializeElement(at: place, to: group[place].widened)
          places.initializeElement(at: place, to: Int32(place))
        }
        PlaceSelector(numbers: UnsafeBufferPointer(numbers), places: places).arrange(ranks)
        body(UnsafeBufferPointer(rebasing: places[ranks]))
      }
    }
  }

  package func apply<Element: Scalar>(
    _ sources: UnsafePointer<UnsafePointer<Element>>, softness: Element?,
    _ scratch: UnsafeMutablePointer<Element>, into output: UnsafeMutablePointer<Element>, rows: Int
  ) {
    for group in 0..<rows * groups {
      let own = sources[0] + group * size
      withWinners(of: own) { winners in
        for (rank, place) in winners.enumerated() {
          output[group * ranks.count + rank] = own[Int(place)]
        }
      }
    }
  }

  package func transpose<Element: Scalar>(
    _ call: NonlinearGradient<Element>, part: Int, into target: UnsafeMutablePointer<Element>
  ) {
    target.update(repeating: 0, count: call.rows * call.copies * inputs)
    for row in 0..<call.rows {
      for group in 0..<groups {
        withWinners(of: call.sources[0] + row * inputs + group * size) { winners in
          for copy in row * call.copies..<(row + 1) * call.copies {
            let signal = call.signal + copy * outputs + group * ranks.count
            let result = target + copy * inputs + group * size
            for (rank, place) in winners.enumerated() { result[Int(place)] = signal[rank] }
          }
        }
      }
    }
  }

  // MARK: - Bounds

  package func forEachTerm(
    of output: Int, _ body: (_ term: Int, _ part: Int, _ input: Int) -> Void
  ) {
    forEachTerm(ofGroupsMaking: ranks.count, output, body)
  }

  /// The k-th largest rises with each number: its ends are those of all lower and of all upper ends.
  package func enclose(
    _ boxes: [(lower: UnsafePointer<Double>, upper: UnsafePointer<Double>)],
    lower: UnsafeMutablePointer<Double>, upper: UnsafeMutablePointer<Double>
  ) {
    for group in 0..<groups {
      for (ends, result) in [(boxes[0].lower, lower), (boxes[0].upper, upper)] {
        let own = ends + group * size
        withWinners(of: own) { winners in
          for (rank, place) in winners.enumerated() {
            result[group * ranks.count + rank] = own[Int(place)]
          }
        }
      }
    }
  }

  /// The number itself where it has its place whatever the others are; constants else.
  package func planes(
    of output: Int, _ boxes: [(lower: UnsafePointer<Double>, upper: UnsafePointer<Double>)],
    lower: UnsafeMutablePointer<Double>, upper: UnsafeMutablePointer<Double>
  ) -> (lower: Double, upper: Double) {
    let (group, rank) = output.quotientAndRemainder(dividingBy: ranks.count)
    let own = (lower: boxes[0].lower + group * size, upper: boxes[0].upper + group * size)
    for place in 0..<size { (lower[place], upper[place]) = (0, 0) }
    var ends = (0.0, 0.0)
    var winner = 0
    withWinners(of: own.lower) { winners in
      winner = Int(winners[rank])
      ends.0 = own.lower[winner]
    }
    withWinners(of: own.upper) { winners in ends.1 = own.upper[Int(winners[rank])] }
    var (above, below) = (0, 0)
    for place in 0..<size where place != winner {
      if own.lower[place] >= own.upper[winner] {
        above += 1
      } else if own.upper[place] <= own.lower[winner] {
        below += 1
      }
    }
    guard above == ranks.lowerBound + rank, above + below == size - 1 else { return ends }
    (lower[winner], upper[winner]) = (1, 1)
    return (0, 0)
  }

  package func gradient(
    _ signal: [ScaledValue], at sources: [UnsafePointer<Double>], softness: Double?, part: Int
  ) -> [ScaledValue] {
    var result = [ScaledValue](repeating: .zero, count: inputs)
    for group in 0..<groups {
      withWinners(of: sources[0] + group * size) { winners in
        for (rank, place) in winners.enumerated() {
          result[group * size + Int(place)] = signal[group * ranks.count + rank]
        }
      }
    }
    return result
  }
}

/// Places of numbers that are brought into descending order, as far as it is asked for.
private struct PlaceSelector {
  let numbers: UnsafeBufferPointer<Double>
  let places: UnsafeMutableBufferPointer<Int32>

  /// Whether a place comes before another: what is no number first, a larger number, or an equal one that
  /// is farther left.
  private func precedes(_ one: Int32, _ other: Int32) -> Bool {
    let (first, second) = (numbers[Int(one)], numbers[Int(other)])
    if first > second { return true }
    if first < second { return false }
    let (isNone, isOtherNone) = (first.isNaN, second.isNaN)
    return isNone == isOtherNone ? one < other : isNone
  }

  /// Brings some places into their order: those before them are then somewhere before.
  func arrange(_ range: Range<Int>) {
    part(at: range.lowerBound, of: 0..<places.count)
    if range.upperBound < places.count {
      part(at: range.upperBound, of: range.lowerBound..<places.count)
    }
    var sorted = UnsafeMutableBufferPointer(rebasing: places[range])
    sorted.sort(by: precedes)
  }

  /// Brings what belongs at a place of a range there: what comes before it lies before it.
  ///
  /// Source: C. A. R. Hoare, "Algorithm 65: Find", 1961.
  private func part(at place: Int, of range: Range<Int>) {
    var (low, high) = (range.lowerBound, range.upperBound - 1)
    while low < high {
      let pivot = middle(places[low], places[low + (high - low) / 2], places[high])
      var (left, right) = (low, high)
      while left <= right {
        while precedes(places[left], pivot) { left += 1 }
        while precedes(pivot, places[right]) { right -= 1 }
        guard left <= right else { break }
        places.swapAt(left, right)
        left += 1
        right -= 1
      }
      if place <= right {
        high = right
      } else if place >= left {
        low = left
      } else {
        return
      }
    }
  }

  /// The middle one of three places, against numbers that are in order already.
  private func middle(_ one: Int32, _ two: Int32, _ three: Int32) -> Int32 {
    let (first, second) = precedes(one, two) ? (one, two) : (two, one)
    if precedes(second, three) { return second }
    return precedes(first, three) ? three : first
  }
}
