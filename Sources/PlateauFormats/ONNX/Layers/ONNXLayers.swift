import PlateauNetworks
import PlateauNumerics

/// The layers that a graph turns into, gathered one by one.
struct ONNXLayers {
  /// A layer with its parameters, in the order of a network's buffer.
  struct Piece {
    var layer: Layer
    var parameters: [Double]
    /// The shape that it puts out.
    let shape: InputShape
    /// The node that it was made for, for messages.
    let node: String
  }

  /// The shape of the input, as far as it is known: a vector can turn out to be an image.
  private(set) var input: InputShape
  /// Where each value of the input lies in the file's own; nil where both orders are the same.
  private(set) var inputPlaces: [Int]?
  private var isInputSettled = false
  private(set) var pieces: [Piece] = []

  init(input: InputShape) { self.input = input }

  /// The last layer; nil stands for the input.
  var last: Int? { pieces.isEmpty ? nil : pieces.count - 1 }

  /// The shape in which a layer puts out its value.
  func shape(of layer: Int?) -> InputShape { layer.map { pieces[$0].shape } ?? input }

  /// Takes the input as an image of other sides, in an order of its values, as long as no layer has
  /// it otherwise.
  ///
  /// - Parameters:
  ///   - shape: The sides.
  ///   - places: Where each value lies in the file's input; nil for that order.
  /// - Returns: Whether it has those sides and that order now.
  mutating func settleInput(_ shape: InputShape, places: [Int]? = nil) -> Bool {
    guard !isInputSettled else { return shape == input && places == inputPlaces }
    guard shape.count == input.count, places.map({ $0.count == shape.count }) ?? true else {
      return false
    }
    (input, inputPlaces) = (shape, places)
    isInputSettled = true
    return true
  }

  /// Appends a layer that takes what another puts out.
  ///
  /// - Returns: Its index.
  mutating func append(
    _ layer: Layer, _ parameters: [Double] = [], after source: Int?, shape: InputShape,
    for node: String
  ) -> Int {
    if source == nil { isInputSettled = true }
    goOn(from: source, for: node)
    pieces.append(Piece(layer: layer, parameters: parameters, shape: shape, node: node))
    return pieces.count - 1
  }

  /// Appends a nonlinearity; a copy comes between where there is no layer that it can follow.
  mutating func append(_ function: Activation, after source: Int?, for node: String) -> Int {
    let source = canCarryActivation(source) ? source : copy(source, for: node)
    return append(.activation(function), after: source, shape: shape(of: source), for: node)
  }

  /// Appends a layer that changes nothing.
  mutating func copy(_ source: Int?, for node: String) -> Int {
    let shape = shape(of: source)
    return append(
      .normalization(
        ChannelNormalization(
          means: Array(repeating: 0, count: shape.channels),
          deviations: Array(repeating: 1, count: shape.channels))),
      after: source, shape: shape, for: node)
  }

  /// Appends the sum of what two layers put out.
  ///
  /// - Precondition: both are layers, and their shapes are the same.
  mutating func append(sumOf first: Int, _ second: Int, for node: String) -> Int {
    // The later one is most likely the last: nothing has to go back to it.
    append(
      .add(layer: min(first, second)), after: max(first, second), shape: shape(of: first), for: node
    )
  }

  /// Makes a vector of an image.
  ///
  /// - Returns: The layer that puts it out; nil for an input that is one already.
  mutating func flatten(_ source: Int?, for node: String) -> Int? {
    let shape = shape(of: source)
    guard shape.height * shape.width > 1 else { return source }
    return append(
      .flatten, after: source, shape: InputShape(channels: shape.count, height: 1, width: 1),
      for: node)
  }

  /// Changes the last layer.
  mutating func changeLast(_ change: (inout Piece) -> Void) {
    change(&pieces[pieces.count - 1])
  }

  private mutating func goOn(from source: Int?, for node: String) {
    guard source != last else { return }
    // The importer copies an input that is used twice.
    guard let source else { preconditionFailure("the input is used once") }
    pieces.append(
      Piece(
        layer: .output(layer: source), parameters: [], shape: pieces[source].shape, node: node))
  }

  private func canCarryActivation(_ source: Int?) -> Bool {
    guard let source, source == last else { return false }
    switch pieces[source].layer {
    case .activation, .flatten, .output: return false
    default: return true
    }
  }
}
