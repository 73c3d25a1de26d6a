public import PlateauNumerics

/// Numbers of some values in new places, and zeros.
///
/// It says in one way what concatenations, slices, transpositions, repetitions, paddings and
/// enlargements of images by repetition do.
public struct Selection: Sendable, Hashable {
  /// The shape of what it makes.
  public let shape: InputShape
  /// ``places``, in half the memory: models have many of them.
  private let indices: [Int32]

  /// For each number that it makes, which of those that it takes it is; −1 is a zero.
  ///
  /// Both are counted in the order of channels, rows and columns, those of several values one value
  /// after the other.
  ///
  /// - Complexity: O(*count*)
  public var places: [Int] { indices.map { Int($0) } }

  /// Creates a selection; places that do not fit are refused when an architecture is made.
  public init(shape: InputShape, places: [Int]) {
    self.shape = shape
    indices = places.map { Int32(clamping: $0) }
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
    guard indices.count == shape.count,
      indices.allSatisfy({ $0 >= -1 && Int($0) < total })
    else {
      throw NetworkError(
        "Layer \(position), \(words), has \(indices.count) places from "
          + "\(indices.min() ?? 0) to \(indices.max() ?? 0); \(shape.count) are needed, from -1 to "
          + "\(total - 1).")
    }
    let rows = rows(of: sources)
    // What only sees numbers in another shape needs no stage.
    if sources.count == 1, total == rows.count,
      rows.indices.allSatisfy({ rows[$0].part == 0 && rows[$0].input == $0 })
    {
      (builder.shape, builder.isChannelsLast) = (shape, true)
      return
    }
    builder.emit(
      .linear(Gather(rows: rows, widths: sources.map(\.shape.count))),
      with: sources.dropFirst().map(\.value), shape: shape, at: position)
  }

  /// Returns where the numbers come from, as they lie in memory with channels last.
  private func rows(of sources: [StageBuilder.Output]) -> ContiguousArray<Place> {
    let origins = sources.map { MemoryOrder(of: $0.shape, isChannelsLast: $0.isChannelsLast) }
    let target = MemoryOrder(of: shape, isChannelsLast: true)
    return ContiguousArray(unsafeUninitializedCapacity: indices.count) { rows, initialized in
      for (index, place) in indices.enumerated() {
        var row = Place.zero
        if place >= 0 {
          var (part, input) = (0, Int(place))
          while input >= origins[part].count {
            input -= origins[part].count
            part += 1
          }
          row = Place(part: Int32(part), input: Int32(origins[part].place(of: input)))
        }
        rows.initializeElement(at: target.place(of: index), to: row)
      }
      initialized = indices.count
    }
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
    for place in indices.lazy.map({ Int($0) }) {
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

/// How the numbers of an image, counted in the order of channels, rows and columns, lie in memory.
private struct MemoryOrder {
  let count: Int
  private let pixels: Int
  private let channels: Int
  private let isTurned: Bool

  init(of shape: InputShape, isChannelsLast: Bool) {
    (count, channels, pixels) = (shape.count, shape.channels, shape.height * shape.width)
    isTurned = isChannelsLast && channels > 1 && pixels > 1
  }

  /// Where a number lies.
  func place(of index: Int) -> Int {
    guard isTurned else { return index }
    let (channel, pixel) = index.quotientAndRemainder(dividingBy: pixels)
    return pixel * channels + channel
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
  let rows: ContiguousArray<Place>
  /// The values in each source.
  let widths: [Int]
  let arithmetic: LinearArithmetic

  init(rows: ContiguousArray<Place>, widths: [Int]) {
    self.rows = rows
    self.widths = widths
    var starts: [Int] = []
    var total = 0
    for width in widths {
      starts.append(total)
      total += width
    }
    var isTaken = [Bool](repeating: false, count: total)
    var isTakenTwice = false
    for row in rows where row.part >= 0 {
      let place = starts[Int(row.part)] + Int(row.input)
      isTakenTwice = isTakenTwice || isTaken[place]
      isTaken[place] = true
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

  init(_ map: Gather) { self.map = map }

  /// Calls a closure with the source of each number and its place there, one after the other.
  private func withPlaces(_ body: (UnsafePointer<Int32>) -> Void) {
    map.rows.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      body(base.assumingMemoryBound(to: Int32.self))
    }
  }

  func apply(
    _ sources: UnsafePointer<In>, _ parameters: In, _ scratch: Out, into output: Out, rows: Int,
    finish: (Range<Int>) -> Void
  ) {
    let count = map.rows.count
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: map.widths.count) { offsets in
      guard let base = offsets.baseAddress else { return }
      withPlaces { places in
        for row in 0..<rows {
          for part in 0..<map.widths.count { base[part] = Int64(row * map.widths[part]) }
          images.gather(
            count: count, places: places, sources: sources, offsets: base,
            into: output + row * count)
        }
      }
    }
    finish(0..<rows)
  }

  func transpose(
    _ signal: In, _ parameters: In, _ scratch: Out, into target: Out, part: Int, rows: Int
  ) {
    let (count, width) = (map.rows.count, map.widths[part])
    target.clear(count: rows * width)
    withPlaces { places in
      for row in 0..<rows {
        images.scatterAdd(
          count: count, places: places, part: part, signal: signal + row * count,
          to: target + row * width)
      }
    }
  }
}
