/// Orders of the numbers of an array whose sides are permuted.
enum Permutation {
  /// Where each number of the permuted array lies in the old one.
  static func order(_ sides: [Int], _ permutation: [Int]) -> [Int] {
    var strides = Array(repeating: 1, count: sides.count)
    for index in sides.indices.dropLast().reversed() {
      strides[index] = strides[index + 1] * sides[index + 1]
    }
    let count = permutation.reduce(1) { $0 * sides[$1] }
    return Array(unsafeUninitializedCapacity: count) { places, filled in
      filled = count
      guard count > 0 else { return }
      places[0] = 0
      // From the last axis on, each one repeats the places within it.
      var block = 1
      for axis in permutation.reversed() {
        for part in 1..<max(sides[axis], 1) {
          let (start, shift) = (part * block, part * strides[axis])
          for place in 0..<block { places[start + place] = places[place] + shift }
        }
        block *= sides[axis]
      }
    }
  }

  /// The order that undoes another one.
  static func inverse(of order: [Int]) -> [Int] {
    var result = order
    for (place, source) in order.enumerated() { result[source] = place }
    return result
  }
}

extension Permutation {
  /// Where the numbers of parts of an array along an axis lie; −1 for parts of zeros.
  static func parts(of sides: [Int], along axis: Int, _ parts: [Int]) -> [Int] {
    combined(
      sides.indices.map { $0 == axis ? parts : Array(0..<sides[$0]) }, of: sides)
  }

  /// Where the numbers of parts of an array along every axis lie; −1 for parts of zeros.
  static func combined(_ parts: [[Int]], of sides: [Int]) -> [Int] {
    var places = [0]
    for (axis, parts) in parts.enumerated() {
      places = places.flatMap { place in
        parts.map { place < 0 || $0 < 0 ? -1 : place * sides[axis] + $0 }
      }
    }
    return places
  }

  /// The parts that a slice takes of so many.
  static func parts(of size: Int, from start: Int, to end: Int, by step: Int) -> [Int] {
    func place(_ given: Int, _ range: ClosedRange<Int>) -> Int {
      let place = given < 0 ? max(given, -(1 << 30)) + size : given
      return min(max(place, range.lowerBound), range.upperBound)
    }
    return step > 0
      ? Array(stride(from: place(start, 0...size), to: place(end, 0...size), by: step))
      : Array(
        stride(from: place(start, -1...size - 1), to: place(end, -1...size - 1), by: step))
  }
}
