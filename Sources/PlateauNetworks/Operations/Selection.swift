public import PlateauNumerics

/// Numbers of some values in new places, and zeros.
///
/// It says in one way what concatenations, slices, transpositions, repetitions, paddings and
/// enlargements of images by repetition do.
public struct Selection: Sendable, Hashable {
  /// The shape of what it makes.
  public let shape: InputShape
  /// For each number that it makes, which of those that it takes it is; −1 is a zero.
  ///
  /// Both are counted in the order of channels, rows and columns, those of several values one value
  /// after the other.
  public let places: [Int]

  /// Creates a selection; places that do not fit are refused when an architecture is made.
  public init(shape: InputShape, places: [Int]) {
    self.shape = shape
    self.places = places
  }
}

extension Selection: OperationForm {
  package static var kind: String { "selection" }
  package var words: String { "selection (\(shape))" }
  package var operation: Operation { .selection(self) }
  package var arity: ClosedRange<Int> { 1...1 << 12 }
  package func isNonnegative(ofNonnegative takesNone: Bool) -> Bool { takesNone }

  package func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    let total = sources.reduce(0) { $0 + $1.shape.count }
    guard places.count == shape.count, places.allSatisfy({ (-1..<total).contains($0) }) else {
      throw NetworkError(
        "Layer \(position), \(words), has \(places.count) places from "
          + "\(places.min() ?? 0) to \(places.max() ?? 0); \(shape.count) are needed, from -1 to "
          + "\(total - 1).")
    }
    // Where each number of the sources lies in memory, as its source and its place there.
    var parts: [Int32] = []
    var inputs: [Int32] = []
    for (part, source) in sources.enumerated() {
      let isLast = builder.values[source.value].isChannelsLast
      for place in source.shape.places(isChannelsLast: isLast) {
        parts.append(Int32(part))
        inputs.append(Int32(place))
      }
    }
    var rows = [Place](repeating: .zero, count: shape.count)
    for (index, place) in shape.places(isChannelsLast: true).enumerated() where places[index] >= 0 {
      rows[place] = Place(part: parts[places[index]], input: inputs[places[index]])
    }
    builder.emit(
      .linear(Gather(rows: rows, widths: sources.map(\.shape.count))),
      with: sources.dropFirst().map(\.value), shape: shape, at: position)
  }
}

extension Selection: Codable {
  private enum Key: String, CodingKey { case shape, runs }

  /// Reads the shape and runs of places: first place, number, and step.
  ///
  /// - Throws: `DecodingError` where one is missing, or too many places are meant.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let shape = try container.decode(InputShape.self, forKey: .shape)
    let runs = try container.decode([[Int]].self, forKey: .runs)
    var places: [Int] = []
    for run in runs {
      guard run.count == 3, run[0].magnitude <= 1 << 40, run[2].magnitude <= 1 << 24,
        (1...max(1, shape.count - places.count)).contains(run[1])
      else {
        throw DecodingError.dataCorruptedError(
          forKey: .runs, in: container,
          debugDescription:
            "The run \(run) is none of a first place, a number and a step, or exceeds "
            + "the \(shape.count) numbers of the shape.")
      }
      places += (0..<run[1]).map { run[0] + $0 * run[2] }
    }
    self.init(shape: shape, places: places)
  }

  /// Writes what ``init(from:)`` reads.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(shape, forKey: .shape)
    var runs: [[Int]] = []
    for place in places {
      if let last = runs.last {
        let step = place - (last[0] + (last[1] - 1) * last[2])
        if last[1] == 1 || step == last[2] {
          runs[runs.count - 1] = [last[0], last[1] + 1, step]
          continue
        }
      }
      runs.append([place, 1, 0])
    }
    try container.encode(runs, forKey: .runs)
  }
}

extension InputShape {
  /// Where each number of an image, in the order of channels, rows and columns, lies in memory.
  func places(isChannelsLast: Bool) -> [Int] {
    let pixels = height * width
    guard isChannelsLast, channels > 1, pixels > 1 else { return Array(0..<count) }
    return (0..<count).map { $0 % pixels * channels + $0 / pixels }
  }
}

/// Where a number comes from: one of the sources, and the place in it; a negative source is a zero.
struct Place: Sendable {
  let part: Int32
  let input: Int32

  static let zero = Place(part: -1, input: 0)
}

/// Numbers of some values in new places, as they lie in memory.
struct Gather: LinearMap {
  let rows: [Place]
  /// The values in each source.
  let widths: [Int]
  let arithmetic: LinearArithmetic

  init(rows: [Place], widths: [Int]) {
    self.rows = rows
    self.widths = widths
    var isTaken = widths.map { Array(repeating: false, count: $0) }
    var isTakenTwice = false
    for row in rows where row.part >= 0 {
      let (part, input) = (Int(row.part), Int(row.input))
      isTakenTwice = isTakenTwice || isTaken[part][input]
      isTaken[part][input] = true
    }
    arithmetic = isTakenTwice ? .copies : .exact
  }

  func prepared<Element: Scalar>(for type: Element.Type) -> any PreparedMap<Element> {
    PreparedGather<Element>(self)
  }

  func forEachTerm<Element: Scalar>(
    of output: Int, _ parameters: UnsafePointer<Element>,
    _ body: (_ part: Int, _ input: Int, _ coefficient: Element) -> Void
  ) {
    let place = rows[output]
    if place.part >= 0 { body(Int(place.part), Int(place.input), 1) }
  }
}

private final class PreparedGather<Element: Scalar>: PreparedMap {
  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  private let map: Gather
  private let images = Element.images
  /// Of each number its source, and its place there.
  private let places: UnsafeMutablePointer<Int32>

  init(_ map: Gather) {
    self.map = map
    places = .allocate(capacity: max(1, 2 * map.rows.count))
    for (index, place) in map.rows.enumerated() {
      places[2 * index] = place.part
      places[2 * index + 1] = place.input
    }
  }

  deinit { places.deallocate() }

  func apply(
    _ sources: UnsafePointer<In>, _ parameters: In, _ scratch: Out, into output: Out, rows: Int,
    finish: (Range<Int>) -> Void
  ) {
    let count = map.rows.count
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: map.widths.count) { offsets in
      guard let base = offsets.baseAddress else { return }
      for row in 0..<rows {
        for part in 0..<map.widths.count { base[part] = Int64(row * map.widths[part]) }
        images.gather(
          count: count, places: places, sources: sources, offsets: base,
          into: output + row * count)
      }
    }
    finish(0..<rows)
  }

  func transpose(
    _ signal: In, _ parameters: In, _ scratch: Out, into target: Out, part: Int, rows: Int
  ) {
    let (count, width) = (map.rows.count, map.widths[part])
    target.clear(count: rows * width)
    for row in 0..<rows {
      images.scatterAdd(
        count: count, places: places, part: part, signal: signal + row * count,
        to: target + row * width)
    }
  }
}
