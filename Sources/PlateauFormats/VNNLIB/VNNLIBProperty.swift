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
/// What is read: `declare-const X_i Real` and `Y_j` (or `declare-fun X_i () Real`), and `assert` of
/// `<=`, `>=`, `=`, `and`, `or` over variables and numbers, which may be negative and have exponents.
/// Inputs are compared with numbers, outputs with numbers or each other. Numbers are taken as the decimals that they are:
/// both neighbors in double precision are kept, so that proofs can be of the larger region and
/// counterexamples of the smaller.
///
/// Source: S. Bak et al., "The Second International Verification of Neural Networks Competition
/// (VNN-COMP 2021): Summary and Results", 2021, section 3.
public struct VNNLIBProperty: Sendable, Hashable {
  /// Σ coefficient · Y ≤ bound, of at most two outputs.
  public struct Inequality: Sendable, Hashable {
    /// One output and its coefficient, 1 or −1.
    public struct Term: Sendable, Hashable {
      /// The index of the output.
      public let output: Int
      /// 1 or −1.
      public let coefficient: Double
    }

    /// The terms of the sum, each of another output; none where both sides were the same output.
    public let terms: [Term]
    /// The bound.
    public let bound: DecimalEnclosure
  }

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
    /// Its largest value, which is less.
    public let upper: Double
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

  /// The largest file accepted, in bytes.
  public static let largestFile = 1 << 28
  /// The most inequalities, of all regions together, that assertions may expand to.
  public static let mostInequalities = 1 << 20
  /// The most bounds of inputs, of all regions together.
  public static let mostBounds = 1 << 24

  /// Reads a file.
  ///
  /// - Throws: `FormatError` that names the file, the line and the column, and says what is wrong
  ///   there.
  /// - Complexity: O(*size*), and the size of the regions.
  public static func read(_ path: String) throws(FormatError) -> VNNLIBProperty {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path)
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
    var reader = VNNLIBReader(bytes, named: name)
    try reader.read()
    self.name = name
    inputs = reader.inputs.count
    outputs = reader.outputs.count
    var boxes = VNNLIBRegions(name: name, inputs: inputs)
    regions = try boxes.regions(of: reader.conjunctions())
    (emptyBoxes, emptyBox) = (boxes.emptyBoxes, boxes.emptyBox)
  }

  /// What there is to know of boxes that were left out; nil where there are none.
  ///
  /// Without any other box no input has to be looked at, and the property holds of every network.
  public var warning: String? {
    guard let emptyBox else { return nil }
    let finding =
      "X_\(emptyBox.input) is at least \(emptyBox.lower) and at most \(emptyBox.upper)"
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
