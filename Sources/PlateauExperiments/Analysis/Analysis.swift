public import PlateauData
public import PlateauGeometry
public import PlateauNetworks
public import PlateauNumerics

/// Measures the geometry of a network: weights, activities, dissimilarities, Jacobians and paths.
///
/// ```swift
/// let analysis = try Analysis(network, on: digits.test, plan: AnalysisPlan(classes: 10))
/// if let finding = try analysis.run(model: "mine", data: "mnist") {
///   print(finding.record.layers[0].weights.excessKurtosis ?? 0)
/// }
/// ```
public struct Analysis: Sendable {
  /// The record, with the arrays behind it.
  public struct Finding: Sendable {
    /// The record.
    public let record: AnalysisRecord
    /// The dissimilarity matrix of every layer, from the input on; the last one is of the logits.
    public let dissimilarities: [DissimilarityMatrix]
    /// The paths, in the order of the record.
    public let paths: [Path]
  }

  /// The geometry along a path, as a usual framework sees it and as it is.
  public struct Path: Sendable {
    /// In Float, naive.
    public let naive: [PathPoint]
    /// In Double, stable.
    public let stable: [PathPoint]
  }

  let network: Network<Double>
  let examples: Examples
  let plan: AnalysisPlan
  let writtenOut: WrittenOutParameters
  let workers: Workers

  /// Prepares an analysis.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - examples: The examples it is measured at; at least one.
  ///   - plan: What is measured; by default what suits the number of classes.
  ///   - writtenOut: The parameters that are none of its file, and not counted as weights.
  ///   - workers: The threads; results do not depend on their number.
  /// - Throws: `ExperimentError` where the examples do not fit the network.
  public init(
    _ network: Network<Double>, on examples: Examples, plan: AnalysisPlan? = nil,
    without writtenOut: WrittenOutParameters = .init([]), workers: Workers = Workers()
  ) throws(ExperimentError) {
    try AttackStudy.check(network.architecture, examples)
    self.network = network
    self.examples = examples
    self.plan = plan ?? AnalysisPlan(classes: network.architecture.classCount)
    self.writtenOut = writtenOut
    self.workers = workers
  }

  /// The number of parts that it tells of.
  public var parts: Int { 1 + 2 * (network.architecture.hiddenWidths.count + 1) + plan.pairs.count }

  /// Runs it.
  ///
  /// - Parameters:
  ///   - model: The name of the model, for the record.
  ///   - data: The name of the data, for the record.
  ///   - observe: Called before each part with its name; returning false stops.
  /// - Returns: What was found; nil if it was stopped.
  /// - Throws: `ExperimentError` where the network's activities are not finite.
  public func run(
    model: String, data: String, _ observe: (String) -> Bool = { _ in true }
  ) throws(ExperimentError) -> Finding? {
    guard observe("activities") else { return nil }
    let layers = try AnalyzedLayers(self, model: model)
    var dissimilarities: [DissimilarityMatrix] = []
    var records: [LayerGeometry] = []
    for index in layers.names.indices {
      guard observe("dissimilarities of \(layers.names[index])") else { return nil }
      let patterns = layers.patterns(index)
      dissimilarities.append(patterns.dissimilarities)
      guard observe("Jacobian of \(layers.names[index])") else { return nil }
      records.append(layers.record(index, patterns))
    }
    let ends = PathEnds(examples, logits: layers.activities.logits)
    var pathRecords: [PathRecord] = []
    var paths: [Path] = []
    for pair in plan.pairs {
      guard observe("path \(pair.source) → \(pair.target)") else { return nil }
      guard let source = ends.example(of: pair.source), let target = ends.example(of: pair.target)
      else { continue }
      let path = geometry(from: source, to: target)
      paths.append(path)
      pathRecords.append(
        PathRecord(
          source: pair.source, target: pair.target, sourceExample: source, targetExample: target,
          points: plan.points, naive: .init(path.naive), stable: .init(path.stable)))
    }
    let record = AnalysisRecord(
      model: model, data: data, examples: examples.count,
      jacobianExamples: layers.jacobianInputs.rows, stimuli: layers.stimuli,
      dimensionExamples: layers.dimensionExamples, layers: records, paths: pathRecords)
    return Finding(record: record, dissimilarities: dissimilarities, paths: paths)
  }

  private func geometry(from source: Int, to target: Int) -> Path {
    let path = InterpolationPath(
      from: Array(examples.inputs.row(source)), to: Array(examples.inputs.row(target)),
      count: plan.points)
    let wide = InterpolationPath(
      from: path.source.map { Double($0) }, to: path.target.map { Double($0) }, count: plan.points)
    return Path(
      naive: Network<Float>(network).geometry(along: path, rule: .naive, workers: workers),
      stable: network.geometry(along: wide, rule: .stable, workers: workers))
  }
}
