import PlateauData

/// A property in the format of the verification competition: inputs, and what outputs must not be
/// for them.
///
/// The file's assertions describe counterexamples. They are brought into the form of regions: boxes
/// of inputs, for each of which the outputs are *unsafe* where all inequalities of one of its
/// conjunctions hold. The property holds if no region has an unsafe output.
///
/// ```swift
/// let property = try VNNLIBProperty.read("property.vnnlib")
/// print(property.regions.count, property.inputs, property.outputs)
/// ```
///
/// What is read of version 1 of the format: `declare-const X_i Real` and `Y_j` (or
/// `declare-fun X_i () Real`), and `assert` of `<=`, `<`, `>=`, `>`, `=`, `!=` and `distinct`, joined by
/// `and`, `or`, `not`, `=>` and `let`. Inputs are compared with numbers; of outputs any sums of multiples
/// with each other, written with `+`, `-` and `*`. Of version 2: one `declare-network` with an input and
/// an output of real elements, `X[0,1]`.
///
/// Numbers are taken as the decimals that they are: both neighbors in double precision are kept, so that
/// proofs can be of the larger region and counterexamples of the smaller.
///
/// Source: S. Bak et al., "The Second International Verification of Neural Networks Competition
/// (VNN-COMP 2021): Summary and Results", 2021, section 3.
public struct VNNLIBProperty: Sendable, Hashable {
  /// A box of inputs, and the outputs that are unsafe there.
  public struct Region: Sendable, Hashable {
    /// The least value of each input.
    public let lower: [DecimalEnclosure]
    /// The largest value of each input.
    public let upper: [DecimalEnclosure]
    /// The inputs that are one decimal each, which is no number in double precision.
    public let fixed: Set<Int>
    /// The conjunctions, of which one suffices; one that is empty is always fulfilled.
    public let conjunctions: [[Inequality]]
  }

  /// A box without inputs: one of them has its bounds the wrong way round.
  public struct EmptyBox: Sendable, Hashable {
    /// The index of the input.
    public let input: Int
    /// Its least value.
    public let lower: Double
    /// Its largest value, which is less, or the same where one of them is outside itself.
    public let upper: Double
    /// Whether the least value is outside itself.
    public let isLowerStrict: Bool
    /// Whether the largest value is outside itself.
    public let isUpperStrict: Bool
  }

  /// What messages call the file: its path.
  public let name: String
  /// The number of inputs declared.
  public let inputs: Int
  /// The number of outputs declared.
  public let outputs: Int
  /// The regions; none where the assertions contradict each other.
  public let regions: [Region]
  /// How many boxes were left out because they are empty.
  public let emptyBoxes: Int
  /// The first of them.
  public let emptyBox: EmptyBox?

  /// What messages call its inputs.
  private let inputNames: VNNLIBNames

  /// The largest file accepted, in bytes, compressed or not.
  public static let largestFile = 1 << 28
  /// The most comparisons that assertions may expand to beyond those that are written in the file: what
  /// is written takes memory in proportion to the file, products of disjunctions do not.
  public static let mostInequalities = 1 << 20
  /// The most bounds of inputs, of all regions together.
  public static let mostBounds = 1 << 24

  /// Reads a file, compressed by gzip or not, whatever its name is.
  ///
  /// - Throws: `FormatError` that names the file, the line and the column, and says what is wrong
  ///   there.
  /// - Complexity: O(*size*), and the size of the regions.
  public static func read(_ path: String) throws(FormatError) -> VNNLIBProperty {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path, limit: largestFile)
    } catch {
      throw FormatError(error)
    }
    return try VNNLIBProperty(parsing: bytes, named: path)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: What messages call it.
  /// - Throws: `FormatError`, as `read`.
  public init(parsing bytes: [UInt8], named name: String) throws(FormatError) {
    guard bytes.count <= Self.largestFile else {
      throw FormatError(
        .unsupported,
        "'\(name)' has \(bytes.count) bytes; properties of at most \(Self.largestFile) are read.")
    }
    var reader = VNNLIBReader(try Self.inflated(bytes, named: name), named: name)
    try reader.read()
    self.name = name
    inputs = reader.inputs.count
    outputs = reader.outputs.count
    inputNames = reader.inputs.names
    let conjunctions = try reader.conjunctions()
    if !conjunctions.isEmpty { try reader.checkBounds() }
    // Where there is no case, nothing is made of the inputs.
    var boxes = VNNLIBRegions(reader, inputs: conjunctions.isEmpty ? 0 : inputs)
    regions = try boxes.regions(of: conjunctions)
    (emptyBoxes, emptyBox) = (boxes.emptyBoxes, boxes.emptyBox)
  }

  /// The text of a file, which may be compressed.
  private static func inflated(
    _ bytes: [UInt8], named name: String
  ) throws(FormatError) -> [UInt8] {
    guard Gzip.isGzip(bytes) else { return bytes }
    do throws(DataError) {
      return try Gzip.decompressed(bytes, named: name, limit: largestFile)
    } catch {
      throw FormatError(error)
    }
  }

  /// What there is to know of boxes that were left out, and of contradictions; nil where there are none.
  ///
  /// Without any other box no input has to be looked at, and the property holds of every network.
  public var warning: String? {
    guard let emptyBox else {
      return regions.isEmpty
        ? "The assertions of '\(name)' contradict each other whatever the network puts out, so that "
          + "'unsat' says nothing of it. Correct them." : nil
    }
    let (above, below) = (
      emptyBox.isLowerStrict ? "more than" : "at least",
      emptyBox.isUpperStrict ? "less than" : "at most"
    )
    let finding =
      "\(inputNames[emptyBox.input]) is \(above) \(emptyBox.lower) and \(below) \(emptyBox.upper)"
    guard !regions.isEmpty else {
      return
        "The box of '\(name)' is empty, so that 'unsat' says nothing of the network: \(finding). "
        + "Correct its bounds."
    }
    let all = regions.count + emptyBoxes
    return
      "Of \(all) boxes of '\(name)' \(emptyBoxes == 1 ? "1 is" : "\(emptyBoxes) are") empty and "
      + "left out; in the first of these \(finding)."
  }

  /// Checks that a network has as many inputs and outputs as are declared.
  ///
  /// - Throws: `FormatError` with both sizes.
  public func check(inputs: Int, outputs: Int, of model: String) throws(FormatError) {
    func check(_ found: Int, _ needed: Int, _ what: String) throws(FormatError) {
      guard found != needed else { return }
      throw FormatError(
        .mismatch,
        "'\(name)' declares \(found) \(what)\(found == 1 ? "" : "s"), but '\(model)' has "
          + "\(needed). Give the network that the property is of.")
    }
    try check(self.inputs, inputs, "input")
    try check(self.outputs, outputs, "output")
  }
}
