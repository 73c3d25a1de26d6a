/// The geometry of a network at some examples, as `plateau analyze --json` prints it.
///
/// What needs gradients is there twice: `naive` in Float as a usual framework rounds, `stable` in
/// Double with exponents.
public struct AnalysisRecord: Codable, Sendable, Hashable {
  /// The model, as it was named.
  public var model: String
  /// The dataset.
  public var data: String
  /// The number of examples that activities are taken at.
  public var examples: Int
  /// The number of the first examples that Jacobians are taken at.
  public var jacobianExamples: Int
  /// The number of the first examples that dissimilarities are taken of.
  public var stimuli: Int
  /// The number of the first examples that the dimensions of activities are taken at: all of them, or
  /// as many as memory has room for in the widest layer; nil in older records, of all.
  public var dimensionExamples: Int?
  /// The layers from the input on; the last one gives the logits.
  public var layers: [LayerGeometry]
  /// The paths.
  public var paths: [PathRecord]
}
