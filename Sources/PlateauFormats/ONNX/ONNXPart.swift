public import PlateauData

/// The part of an ONNX graph that is read: which value is its output, what its other inputs are, and what its
/// random nodes draw.
///
/// ```swift
/// let part = ONNXPart(output: "features", fixed: [try .init("mask", from: "mask.npy")])
/// let network = try ONNXFile.read("model.onnx", part: part).network()
/// ```
public struct ONNXPart: Sendable {
  /// An input that is the same for all examples.
  public struct FixedInput: Sendable {
    /// The name of the input.
    public let name: String
    /// Its value, for one example.
    public let array: NPYArray
    /// Where it comes from, for messages.
    public let source: String

    /// Fixes an input.
    public init(_ name: String, as array: NPYArray, from source: String) {
      (self.name, self.array, self.source) = (name, array, source)
    }

    /// Fixes an input to what a file holds: an npy file, or an npz file with an array of the input's
    /// name, or with one alone.
    ///
    /// - Throws: `DataError` that names the file and says what in it is wrong.
    public init(_ name: String, from path: String) throws(DataError) {
      guard path.hasSuffix(".npz") else {
        self.init(name, as: try NPYArray.read(path), from: path)
        return
      }
      let file = try NPZFile.read(path)
      let isOne = file.names.count == 1 && !file.contains(name)
      self.init(name, as: try file.array(isOne ? file.names[0] : name), from: path)
    }
  }

  /// The name of the value that is the output, or of the node that makes it; nil for the file's own.
  public var output: String?
  /// The inputs that are fixed.
  public var fixed: [FixedInput]
  /// How often nodes draw that draw at random; nil for ``RandomDraws/standardCount``.
  public var draws: Int?
  /// The seed of these draws; nil for 0.
  public var drawSeed: UInt64?

  /// Creates a part; by default the whole graph.
  public init(
    output: String? = nil, fixed: [FixedInput] = [], draws: Int? = nil, drawSeed: UInt64? = nil
  ) {
    (self.output, self.fixed) = (output, fixed)
    (self.draws, self.drawSeed) = (draws, drawSeed)
  }

  /// Whether nothing is chosen: it is the whole graph, and random nodes draw as they do by default.
  public var isWhole: Bool {
    output == nil && fixed.isEmpty && draws == nil && drawSeed == nil
  }
}
