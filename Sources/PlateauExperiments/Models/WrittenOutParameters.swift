/// The parameters of a network that its file does not hold.
///
/// A convolution in groups, or with a dilated kernel, is a convolution without, with zeros between;
/// a layer without biases one with biases of 0. Such numbers are no weights, and left out of all that
/// is said about weights. A zero that the file holds is one.
public struct WrittenOutParameters: Sendable, Hashable {
  /// Their places in the buffer of parameters, ascending.
  public let ranges: [Range<Int>]

  /// Under which key a safetensors file that was converted has them.
  static let key = "parameters.writtenOut"

  /// Takes places that ascend.
  public init(_ ranges: [Range<Int>]) {
    self.ranges = ranges.filter { !$0.isEmpty }
  }

  /// Reads the places from the metadata of a file; what is no list of places is no list.
  init(metadata: [String: String], count: Int) {
    var ranges: [Range<Int>] = []
    for part in (metadata[Self.key] ?? "").split(separator: ",") {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard ends.count == 2, let first = ends[0], let end = ends[1], first < end, end <= count,
        first >= ranges.last?.upperBound ?? 0
      else {
        ranges = []
        break
      }
      ranges.append(first..<end)
    }
    self.init(ranges)
  }

  /// The places as text.
  var text: String {
    ranges.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
  }

  /// Their number.
  public var count: Int { ranges.reduce(0) { $0 + $1.count } }

  /// The number of them in a part of the buffer.
  func count(in part: Range<Int>) -> Int {
    ranges.reduce(0) { $0 + $1.clamped(to: part).count }
  }

  /// The values of a part of the buffer that the file holds.
  ///
  /// - Parameters:
  ///   - part: A range of the buffer.
  ///   - parameters: The buffer.
  /// - Returns: The values in their order.
  func own(_ part: Range<Int>, of parameters: [Double]) -> [Double] {
    own(part).flatMap { parameters[$0] }
  }

  /// Where the parameters of a part lie that are the file's.
  func own(_ part: Range<Int>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var next = part.lowerBound
    for range in ranges {
      let gap = range.clamped(to: part)
      guard !gap.isEmpty else { continue }
      result.append(next..<gap.lowerBound)
      next = gap.upperBound
    }
    return result + [next..<part.upperBound]
  }

  /// The places in the classifier that a network with one output becomes, whose first logit is 0.
  ///
  /// - Parameters:
  ///   - start: Where the weights of its last layer begin.
  ///   - inputs: How many values that layer takes.
  /// - Returns: The places, with those of the logit that is always 0.
  func ofBinaryClassifier(lastLayerAt start: Int, inputs: Int) -> WrittenOutParameters {
    let (row, bias) = (start..<start + inputs, start + inputs)
    let before = ranges.map { $0.clamped(to: 0..<start) }
    let weights = ranges.map { $0.clamped(to: row) }
      .map { $0.lowerBound + inputs..<$0.upperBound + inputs }
    let hasBias = !ranges.contains { $0.contains(bias) }
    let biases = bias + inputs..<bias + inputs + (hasBias ? 1 : 2)
    return WrittenOutParameters(before + [row] + weights + [biases])
  }
}
