package import PlateauNumerics

/// A linear map A of the values that a stage takes, and a bias for each channel of what it makes.
///
/// Passes derive everything from what is here: A·x, |A|·x and Aᵀ·δ by ``prepared(for:)``, errors from
/// ``arithmetic``, single sums from ``forEachTerm(of:_:_:)``. A new linear map is one conformance.
package protocol LinearMap: Sendable {
  /// Where the weights lie; nil without any.
  var weight: Range<Int>? { get }
  /// Where the bias of each output channel lies; nil without any.
  var bias: Range<Int>? { get }
  /// Where all parameters lie, running means included.
  var parameters: [Range<Int>] { get }
  /// How its sums are rounded.
  var arithmetic: LinearArithmetic { get }
  /// The products that it adds up for one example, those with zeros around an image included.
  var multiplyAdds: Int { get }
  /// Whether it takes a vector of all values to a vector by a matrix.
  var isDense: Bool { get }
  /// Of batch normalization, where its parameters lie: training does not run it by running means.
  var batchStatistics: NormalizationOffsets? { get }

  /// Where the weights lie that outputs of a channel are made with.
  ///
  /// By default they are a row of a matrix with one for each channel.
  ///
  /// - Parameters:
  ///   - channel: The channel.
  ///   - channels: How many there are.
  /// - Returns: One range, or several.
  func weights(of channel: Int, among channels: Int) -> [Range<Int>]

  /// The tiles in which the gradient of its parameters is made.
  ///
  /// - Parameters:
  ///   - stage: The stage that it belongs to.
  ///   - size: About how many weights a tile is to have, where there can be several.
  /// - Returns: Tiles that cover all trained parameters; none where there are none.
  func tiles(of stage: Int, size: Int) -> [WeightTile]

  /// The map with memory for its parameters as passes read them.
  func prepared<Element: Scalar>(for type: Element.Type) -> any PreparedMap<Element>

  /// Calls a closure for each product of the sum that makes an output, without its bias.
  ///
  /// - Parameters:
  ///   - output: The place of the output, in memory.
  ///   - parameters: Those of the network.
  ///   - body: Receives which of the sources it is of, the place in it, and the coefficient; the sum
  ///     is to be divided by ``divisor(of:)`` afterwards.
  func forEachTerm<Element: Scalar>(
    of output: Int, _ parameters: UnsafePointer<Element>,
    _ body: (_ part: Int, _ input: Int, _ coefficient: Element) -> Void)

  /// What the sum that makes an output is divided by; 1 mostly.
  func divisor(of output: Int) -> Int
}

extension LinearMap {
  package var weight: Range<Int>? { nil }
  package var bias: Range<Int>? { nil }
  package var parameters: [Range<Int>] { [weight, bias].compactMap { $0 } }
  package var multiplyAdds: Int { 0 }
  package var isDense: Bool { false }
  package var batchStatistics: NormalizationOffsets? { nil }

  package func weights(of channel: Int, among channels: Int) -> [Range<Int>] {
    weight.map { weight in
      let width = weight.count / channels
      let start = weight.lowerBound + channel * width
      return [start..<start + width]
    } ?? []
  }

  package func tiles(of stage: Int, size: Int) -> [WeightTile] { [] }
  package func divisor(of output: Int) -> Int { 1 }
}

/// How the sums of a linear map are rounded: what bounds of its results rest on.
package enum LinearArithmetic: Sendable {
  /// Not at all: every output is one of the inputs, or 0.
  case exact
  /// Not at all either, but an input may be taken several times.
  case copies
  /// Once: every output is the sum of two inputs.
  case pairs
  /// Sums of at most so many inputs, times a positive number.
  case averages(terms: Int)
  /// Differences from the mean of so many inputs.
  case differences(terms: Int)
  /// Sums of so many products with weights of both signs.
  case products(terms: Int)
  /// A factor and a shift for each channel, which are themselves rounded.
  case channels(ChannelMap)
}
