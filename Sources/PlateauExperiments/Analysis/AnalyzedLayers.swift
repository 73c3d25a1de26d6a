import PlateauData
import PlateauGeometry
import PlateauNetworks
import PlateauNumerics

/// The activities of every layer at the examples of an analysis, the logits included.
struct AnalyzedLayers {
  let names: [String]
  let logits: Matrix<Double>
  let jacobianInputs: Matrix<Double>
  let stimuli: Int
  /// Of hidden layers and the logits.
  private let activities: [Matrix<Double>]
  private let analysis: Analysis
  private let hidden: [HiddenLayer<Double>]
  private let narrow: Network<Float>

  init(_ analysis: Analysis) {
    self.analysis = analysis
    let (network, examples, workers) = (analysis.network, analysis.examples, analysis.workers)
    let inputs = examples.inputs.converted(to: Double.self)
    let hidden = network.hiddenLayers(at: inputs, workers: workers)
    let logits = network.logits(of: inputs, workers: workers)
    let stimuli = min(analysis.plan.stimuli, examples.count)
    self.hidden = hidden
    self.logits = logits
    self.stimuli = stimuli
    names = hidden.indices.map { "layer \($0 + 1)" } + ["logits"]
    narrow = Network<Float>(network)
    jacobianInputs = inputs.rows(0..<min(analysis.plan.jacobianExamples, examples.count))
    activities = hidden.map(\.activities) + [logits]
  }

  /// Refuses activities that overflowed.
  func check(_ model: String) throws(ExperimentError) {
    for (name, values) in zip(names, activities) {
      guard let index = values.elements.firstIndex(where: { !$0.isFinite }) else { continue }
      throw ExperimentError(
        .model,
        "The activities of '\(model)' are not finite: unit \(index % values.columns) of \(name) is "
          + "\(values.elements[index]) at example \(index / values.columns). Give a model whose "
          + "weights do not overflow.")
    }
  }

  /// The dissimilarity matrix of every layer.
  func dissimilarities() -> [DissimilarityMatrix] {
    activities.map {
      DissimilarityMatrix(
        of: $0.rows(0..<stimuli), labels: Array(analysis.examples.labels.prefix(stimuli)),
        workers: analysis.workers)
    }
  }

  func record(_ index: Int, _ classes: DissimilarityMatrix) -> LayerGeometry {
    let isHidden = index < hidden.count
    let activities = activities[index]
    let weights = Distribution.symmetric(
      analysis.network.architecture.weights(ofLayer: index).flatMap { analysis.network[$0] })
    let output = isHidden ? JacobianOutput.hiddenLayer(index) : .logits
    return LayerGeometry(
      name: names[index], units: activities.columns, weights: weights,
      weightKurtosisStandardError: weights.excessKurtosisStandardError,
      activities: Distribution(of: activities.elements),
      saturatedFraction: isHidden ? hidden[index].saturatedFraction : nil,
      activityDimensions: ParticipationRatio.of(activities: activities),
      withinClasses: classes.meanWithinClasses, betweenClasses: classes.meanBetweenClasses,
      naive: JacobianSummary(
        narrow.participation(
          of: output, at: jacobianInputs.converted(), rule: .naive, workers: analysis.workers)),
      stable: JacobianSummary(
        analysis.network.participation(
          of: output, at: jacobianInputs, rule: .stable, workers: analysis.workers)))
  }
}
