import PlateauNetworks
import PlateauNumerics

/// The parameters of a layer, in the order of a network's buffer.
///
/// Large tensors are not read before a network is made of them, in its own precision.
struct ONNXParameters: Hashable {
  private indirect enum Part: Hashable, Sendable {
    case numbers([Double])
    /// A tensor as it lies in the file.
    case tensor(ONNXTensor, count: Int)
    /// A matrix that the file has by columns of the network's.
    case transposed(ONNXTensor, rows: Int, columns: Int)
    /// The rows of a matrix, each times its own factor.
    case scaled(Part, factors: [Double])

    var count: Int {
      switch self {
      case .numbers(let numbers): numbers.count
      case .tensor(_, let count): count
      case .transposed(_, let rows, let columns): rows * columns
      case .scaled(let part, _): part.count
      }
    }

    /// Whether its numbers are in memory.
    var isWrittenOut: Bool {
      if case .numbers = self { true } else { false }
    }
  }

  private var parts: [Part]

  /// How many there are.
  var count: Int { parts.reduce(0) { $0 + $1.count } }

  init(_ numbers: [Double] = []) { parts = numbers.isEmpty ? [] : [.numbers(numbers)] }

  private init(_ parts: [Part]) { self.parts = parts }

  /// A tensor as it lies in the file.
  ///
  /// - Throws: `FormatError` where its shape is impossible.
  init(_ tensor: ONNXTensor) throws(FormatError) {
    parts = [.tensor(tensor, count: try tensor.shape().reduce(1, *))]
  }

  /// A matrix that the file has transposed, of shape `[columns, rows]`.
  init(transposing tensor: ONNXTensor, rows: Int, columns: Int) {
    parts = [.transposed(tensor, rows: rows, columns: columns)]
  }

  /// Some parameters after others.
  static func + (first: ONNXParameters, second: ONNXParameters) -> ONNXParameters {
    ONNXParameters(first.parts + second.parts)
  }

  /// All of them, widened exactly.
  ///
  /// - Throws: `FormatError` where a tensor does not hold what it should.
  func numbers() throws(FormatError) -> [Double] {
    if case .numbers(let numbers)? = parts.first, parts.count == 1 { return numbers }
    var result: [Double] = []
    result.reserveCapacity(count)
    for part in parts { result += try Self.values(part) }
    return result
  }

  /// Changes them as numbers.
  mutating func change(
    _ change: (inout [Double]) -> Void
  ) throws(FormatError) {
    var numbers = try numbers()
    change(&numbers)
    parts = [.numbers(numbers)]
  }

  /// Adds to the last ones.
  mutating func addToLast(_ numbers: [Double]) throws(FormatError) {
    guard case .numbers(var last)? = parts.last, last.count >= numbers.count else {
      return try change { all in Self.add(numbers, to: &all) }
    }
    Self.add(numbers, to: &last)
    parts[parts.count - 1] = .numbers(last)
  }

  private static func add(_ numbers: [Double], to all: inout [Double]) {
    let start = all.count - numbers.count
    for (index, number) in numbers.enumerated() { all[start + index] += number }
  }

  /// Multiplies each row of the first numbers, and of those after them, by its own factor.
  ///
  /// - Parameters:
  ///   - factors: A factor for each row.
  ///   - start: How many numbers lie in the first matrix; the rest is another one of as many rows.
  /// - Throws: `FormatError` where a tensor does not hold what it should.
  mutating func scaleRows(
    by factors: [Double], splitAt start: Int
  ) throws(FormatError) {
    let starts = parts.indices.map { parts[..<$0].reduce(0) { $0 + $1.count } }
    guard start == count || starts.contains(start) else {
      return try change { all in
        Self.scale(&all, 0..<start, by: factors)
        Self.scale(&all, start..<all.count, by: factors)
      }
    }
    // Each side of the cut by itself: a matrix in one part stays in the file.
    let cut = starts.firstIndex(of: start) ?? parts.count
    parts =
      try Self.scaled(Array(parts[..<cut]), by: factors)
      + Self.scaled(Array(parts[cut...]), by: factors)
  }

  private static func scaled(
    _ parts: [Part], by factors: [Double]
  ) throws(FormatError) -> [Part] {
    guard let part = parts.first else { return [] }
    if parts.count == 1, !part.isWrittenOut { return [.scaled(part, factors: factors)] }
    var numbers = try ONNXParameters(parts).numbers()
    scale(&numbers, numbers.indices, by: factors)
    return [.numbers(numbers)]
  }

  private static func scale(
    _ numbers: inout [Double], _ range: Range<Int>, by factors: [Double]
  ) {
    let columns = range.count / factors.count
    for (row, factor) in factors.enumerated() {
      let start = range.lowerBound + row * columns
      for place in start..<start + columns { numbers[place] *= factor }
    }
  }

  private static func values(_ part: Part) throws(FormatError) -> [Double] {
    if case .numbers(let numbers) = part { return numbers }
    var failure: FormatError?
    let values = [Double](unsafeUninitializedCapacity: part.count) { buffer, count in
      guard let target = buffer.baseAddress else { return }
      do throws(FormatError) {
        try read(part, into: target)
        count = part.count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return values
  }

  // MARK: - In a precision

  /// Writes all of them, rounded to nearest.
  ///
  /// - Throws: `FormatError` where a tensor does not hold what it should, or a number that is not
  ///   finite.
  func read<Element: Scalar>(into target: UnsafeMutablePointer<Element>) throws(FormatError) {
    var target = target
    for part in parts {
      try Self.read(part, into: target)
      target += part.count
    }
  }

  private static func read<Element: Scalar>(
    _ part: Part, into target: UnsafeMutablePointer<Element>
  ) throws(FormatError) {
    switch part {
    case .numbers(let numbers):
      for (index, number) in numbers.enumerated() { target[index] = Element(number) }
    case .tensor(let tensor, let count): try read(tensor, count, into: target)
    case .transposed(let tensor, let rows, let columns):
      let stored = RowBuffer<Element>(capacity: columns, columns: rows)
      try read(tensor, rows * columns, into: stored.pointer)
      Element.images.channelsFirst(
        channels: rows, pixels: columns, of: stored.pointer, into: target)
    case .scaled(let part, let factors):
      try read(part, into: target)
      scale(target, columns: part.count / factors.count, by: factors)
    }
  }

  /// Multiplies the rows of a matrix, each product rounded once.
  private static func scale<Element: Scalar>(
    _ matrix: UnsafeMutablePointer<Element>, columns: Int, by factors: [Double]
  ) {
    for (row, factor) in factors.enumerated() {
      let numbers = matrix + row * columns
      let rounded = Element(factor)
      if Double(rounded) == factor {
        Element.kernels.scale(count: columns, values: numbers, by: rounded)
      } else {
        for column in 0..<columns {
          numbers[column] = Element(Double(numbers[column]) * factor)
        }
      }
    }
  }

  private static func read<Element: Scalar>(
    _ tensor: ONNXTensor, _ count: Int, into target: UnsafeMutablePointer<Element>
  ) throws(FormatError) {
    try tensor.read(0..<count, into: target)
    guard !Element.kernels.allFinite(count: count, of: target) else { return }
    for index in 0..<count where !target[index].isFinite {
      throw tensor.notFinite(Double(target[index]), at: index)
    }
  }

  /// Calls a closure with some of them, part by part and widened exactly.
  ///
  /// - Parameters:
  ///   - range: Which of them.
  ///   - body: Receives the numbers one after the other.
  /// - Throws: `FormatError` where a tensor does not hold what it should.
  func forEachPart(
    of range: Range<Int>, _ body: ([Double]) -> Void
  ) throws(FormatError) {
    var start = 0
    for part in parts {
      let own = range.clamped(to: start..<start + part.count)
      defer { start += part.count }
      guard !own.isEmpty else { continue }
      let places = own.lowerBound - start..<own.upperBound - start
      switch part {
      case .numbers(let numbers): body(Array(numbers[places]))
      case .tensor(let tensor, _): try tensor.forEachPart(of: places, body)
      // Its numbers are in order only once all of them are read.
      case .transposed: body(Array(try Self.values(part)[places]))
      case .scaled(.tensor(let tensor, let count), let factors):
        let columns = count / factors.count
        var place = places.lowerBound
        try tensor.forEachPart(of: places) { numbers in
          body(numbers.enumerated().map { $1 * factors[(place + $0) / columns] })
          place += numbers.count
        }
      case .scaled: body(Array(try Self.values(part)[places]))
      }
    }
  }
}
