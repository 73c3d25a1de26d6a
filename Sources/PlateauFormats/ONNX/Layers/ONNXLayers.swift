import PlateauNetworks
import PlateauNumerics

/// The layers that a graph turns into, each with the layers that it takes.
///
/// They are put in a row, as a network has them, only at the end: until then it does not matter which
/// comes last, and a value may be taken any number of times.
struct ONNXLayers {
  /// A layer with its parameters, in the order of a network's buffer.
  struct Piece {
    /// What it does.
    var operation: Operation
    var parameters: ONNXParameters
    /// The places of those that the file does not hold, ascending: what its node means is written
    /// out with them.
    var writtenOut: [Range<Int>] = []
    /// The layers that it takes; nil stands for the input.
    let sources: [Int?]
    /// The shape that it puts out.
    let shape: InputShape
    /// The node that it was made for, for messages.
    let node: String
    /// Whether the file holds its parameters for another layer, of another draw.
    var isRepeated = false
    /// Whether none of the values that it puts out can be negative.
    var isNonnegative = false
  }

  /// The shape of the input.
  let input: InputShape
  private(set) var pieces: [Piece] = []
  /// Whether layers are appended for another draw than the first.
  var areRepeated = false
  /// How many layers take each.
  private var takers: [Int] = []

  init(input: InputShape) { self.input = input }

  /// The shape in which a layer puts out its value; nil stands for the input.
  func shape(of layer: Int?) -> InputShape { layer.map { pieces[$0].shape } ?? input }

  /// Whether what a layer puts out is never negative.
  func isNonnegative(_ layer: Int?) -> Bool { layer.map { pieces[$0].isNonnegative } ?? false }

  /// Whether no layer takes what another puts out.
  func isUntaken(_ layer: Int) -> Bool { takers[layer] == 0 }

  /// Appends a layer that takes what another puts out.
  ///
  /// - Returns: Its index.
  mutating func append(
    _ operation: Operation, _ parameters: [Double] = [], writtenOut: [Range<Int>] = [],
    after source: Int?, shape: InputShape, for node: String
  ) -> Int {
    append(
      operation, ONNXParameters(parameters), writtenOut: writtenOut, after: source, shape: shape,
      for: node)
  }

  /// Appends a layer that takes what another puts out, with parameters that may be the file's.
  ///
  /// - Returns: Its index.
  mutating func append(
    _ operation: Operation, _ parameters: ONNXParameters, writtenOut: [Range<Int>] = [],
    after source: Int?, shape: InputShape, for node: String
  ) -> Int {
    append(
      Piece(
        operation: operation, parameters: parameters, writtenOut: writtenOut, sources: [source],
        shape: shape, node: node))
  }

  /// Appends a nonlinearity.
  mutating func append(_ function: Activation, after source: Int?, for node: String) -> Int {
    append(.activation(function), after: source, shape: shape(of: source), for: node)
  }

  /// Appends the sum of what two layers of the same shape put out.
  mutating func append(sumOf first: Int?, _ second: Int?, for node: String) -> Int {
    append(
      Piece(
        operation: .sum, parameters: ONNXParameters(), sources: [first, second],
        shape: shape(of: first),
        node: node))
  }

  /// Appends numbers of layers in new places.
  mutating func append(_ selection: Selection, of sources: [Int?], for node: String) -> Int {
    append(
      Piece(
        operation: .selection(selection), parameters: ONNXParameters(), sources: sources,
        shape: selection.shape,
        node: node))
  }

  /// Appends a layer without parameters that takes what several put out, and puts out the shape of the
  /// first unless another is given.
  ///
  /// - Returns: Its index.
  mutating func append(
    _ operation: Operation, of sources: [Int?], shape: InputShape? = nil, for node: String
  ) -> Int {
    append(
      Piece(
        operation: operation, parameters: ONNXParameters(), sources: sources,
        shape: shape ?? self.shape(of: sources[0]), node: node))
  }

  /// Makes a vector of an image.
  ///
  /// - Returns: The layer that puts it out; the same one for a vector.
  mutating func flatten(_ source: Int?, for node: String) -> Int? {
    let shape = shape(of: source)
    guard shape.height * shape.width > 1 else { return source }
    return append(
      .flatten, after: source, shape: InputShape(channels: shape.count, height: 1, width: 1),
      for: node)
  }

  private mutating func append(_ piece: Piece) -> Int {
    var piece = piece
    piece.isNonnegative = isNonnegative(piece)
    piece.isRepeated = areRepeated
    for case let source? in piece.sources { takers[source] += 1 }
    pieces.append(piece)
    takers.append(0)
    return pieces.count - 1
  }

  /// Changes a layer.
  mutating func change(_ index: Int, _ change: (inout Piece) -> Void) {
    change(&pieces[index])
    pieces[index].isNonnegative = isNonnegative(pieces[index])
  }

  /// Whether a layer never puts out anything negative.
  private func isNonnegative(_ piece: Piece) -> Bool {
    let takesNone = piece.sources.allSatisfy { isNonnegative($0) }
    return piece.operation.isNonnegative(ofNonnegative: takesNone)
  }
}
