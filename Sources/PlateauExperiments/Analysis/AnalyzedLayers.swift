import PlateauData
import PlateauGeometry
import PlateauNetworks
import PlateauNumerics

/// The layers of a network at the examples of an analysis, the logits included.
///
/// The activities of one layer at a time are in memory, of a bounded number of examples.
struct AnalyzedLayers {
  let names: [String]
  let activities: ActivityStatistics
  let jacobianInputs: Matrix<Double>
  let stimuli: Int
  let dimensionExamples: Int
  private let analysis: Analysis
  private let narrow: Network<Float>

  /// What the activities themselves were needed for.
  struct Patterns {
    let dissimilarities: DissimilarityMatrix
    let dimensions: Double?
  }

  /// Describes the activities at all examples.
  ///
  /// - Throws: `ExperimentError` where they overflow.
  init(_ analysis: Analysis, model: String) throws(ExperimentError) {
    self.analysis = analysis
    let (network, examples, plan) = (analysis.network, analysis.examples, analysis.plan)
    let widths = network.architecture.hiddenWidths + [network.architecture.classCount]
    names = widths.indices.map { $0 < widths.count - 1 ? "layer \($0 + 1)" : "logits" }
    do {
      activities = try network.activityStatistics(at: examples.inputs, workers: analysis.workers)
    } catch {
      throw ExperimentError(error, of: "'\(model)'", layers: widths.count - 1)
    }
    stimuli = min(plan.stimuli, examples.count)
    dimensionExamples = min(
      examples.count, max(2, plan.largestActivities / (widths.max() ?? 1)))
    narrow = Network<Float>(network)
    jacobianInputs = examples.inputs.rows(0..<min(plan.jacobianExamples, examples.count))
      .converted()
  }

  /// Compares the activities of a layer.
  func patterns(_ index: Int) -> Patterns {
    let activities = analysis.network.activities(
      ofLayer: index, at: analysis.examples.inputs, count: max(stimuli, dimensionExamples),
      workers: analysis.workers)
    activities.count = stimuli
    let dissimilarities = DissimilarityMatrix(
      of: activities.matrix(), labels: Array(analysis.examples.labels.prefix(stimuli)),
      workers: analysis.workers)
    activities.count = dimensionExamples
    return Patterns(
      dissimilarities: dissimilarities,
      dimensions: ParticipationRatio.of(centering: activities, workers: analysis.workers))
  }

  func record(_ index: Int, _ patterns: Patterns) -> LayerGeometry {
    let network = analysis.network
    let weights = Distribution.symmetric(self.weights(ofLayer: index))
    let layer = activities.layers[index]
    return LayerGeometry(
      name: names[index], units: layer.distribution.count / activities.logits.rows,
      weights: weights, weightKurtosisStandardError: weights.excessKurtosisStandardError,
      activities: layer.distribution, saturatedFraction: layer.saturatedFraction,
      activityDimensions: patterns.dimensions,
      withinClasses: patterns.dissimilarities.meanWithinClasses,
      betweenClasses: patterns.dissimilarities.meanBetweenClasses,
      naive: jacobian(index, of: narrow, rule: .naive),
      stable: jacobian(index, of: network, rule: .stable))
  }

  /// The weights of one layer that the file holds; where it has none, those of the nearest before it,
  /// or else after it.
  private func weights(ofLayer index: Int) -> [Double] {
    let (parameters, writtenOut) = (analysis.network.parameters, analysis.writtenOut)
    let layers = analysis.network.architecture.weightsByLayer.map { tensors in
      tensors.flatMap { writtenOut.own($0.range, of: parameters) }
    }
    let nearest = layers[...index].last { !$0.isEmpty } ?? layers[index...].first { !$0.isEmpty }
    return nearest ?? [0]
  }

  private func jacobian<Element: Scalar>(
    _ index: Int, of network: Network<Element>, rule: GradientRule
  ) -> JacobianSummary {
    let (plan, workers) = (analysis.plan, analysis.workers)
    let inputs = jacobianInputs.converted(to: Element.self)
    let isHidden = index < names.count - 1
    let output = isHidden ? JacobianOutput.hiddenLayer(index) : .logits
    if isHidden, network.architecture.signalCount(of: output) > plan.largestJacobian {
      return JacobianSummary(
        network.estimatedParticipation(
          ofHiddenLayer: index, at: inputs, rule: rule, probes: plan.probes, seed: plan.seed,
          workers: workers), probes: plan.probes)
    }
    return JacobianSummary(
      network.participation(of: output, at: inputs, rule: rule, workers: workers))
  }
}
