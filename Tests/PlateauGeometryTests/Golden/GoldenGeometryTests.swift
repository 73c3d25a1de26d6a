import GoldenValues
import PlateauGeometry
import PlateauNetworks
import PlateauNumerics
import RealModule
import Testing

@Suite("Golden geometry")
struct GoldenGeometryTests {
  let workers = Workers(threads: 2)
  static let rules = [GradientRule.naive, .stable]

  @Test(arguments: goldenNames, rules)
  func `the Jacobian of the logits agrees`(name: String, rule: GradientRule) throws {
    let golden = try GoldenCase<Double>(name)
    let jacobian = golden.network.jacobian(
      of: .logits, at: golden.inputs, rule: rule, workers: workers)
    #expect(jacobian.outputs == 10 && jacobian.examples == 16)
    let expected = try golden.values("jacobian.logits")
    #expect(relativeError(jacobian.values.elements, expected) <= 1e-12)
    let single = try GoldenCase<Float>(name)
    let found = single.network.jacobian(
      of: .logits, at: single.inputs, rule: rule, workers: workers)
    #expect(relativeError(found.values.elements, expected) <= 1e-4)
  }

  @Test(arguments: goldenNames, rules)
  func `singular values agree`(name: String, rule: GradientRule) throws {
    let golden = try GoldenCase<Double>(name)
    for (output, tensor) in [
      (JacobianOutput.logits, "singular_values.logits"),
      (.probabilities, "singular_values.probabilities"),
    ] {
      let expected = try golden.values(tensor)
      let found = golden.network.singularValues(
        of: output, at: golden.inputs, rule: rule, workers: workers)
      if output == .logits || rule == .naive {
        let jacobian = golden.network.jacobian(
          of: output, at: golden.inputs, rule: rule, workers: workers)
        #expect(jacobian.singularValues(workers: workers) == found)
      }
      for (row, values) in found.enumerated() {
        // Relative to the largest of the example.
        let reference = Array(expected[row * 10..<row * 10 + 10])
        #expect(relativeError(values.map(\.value), reference) <= 1e-9, "\(tensor), example \(row)")
        if output == .probabilities && rule == .stable { #expect(values[9] == .zero) }
      }
    }
  }

  @Test(arguments: goldenNames, rules)
  func `length elements agree`(name: String, rule: GradientRule) throws {
    let golden = try GoldenCase<Double>(name)
    let path = InterpolationPath(
      from: Array(golden.inputs.row(0)), to: Array(golden.inputs.row(1)), count: 11)
    let points = golden.network.geometry(along: path, rule: rule, workers: workers)
    #expect(points.map(\.position) == path.positions && points.count == 11)
    let euclidean = points.map(\.euclideanLength.value)
    #expect(
      relativeError(euclidean, try golden.values("length_element.euclidean_logits")) <= 1e-9)
    // Where naive arithmetic cancels, golden values did too: they are its results in Double.
    let fisher = points.map(\.fisherLength.value)
    #expect(relativeError(fisher, try golden.values("length_element.fisher")) <= 1e-9)
  }

  @Test(arguments: goldenNames, rules)
  func `outputs and singular values along a path are those at its points`(
    name: String, rule: GradientRule
  ) throws {
    let golden = try GoldenCase<Double>(name)
    let path = InterpolationPath(
      from: Array(golden.inputs.row(2)), to: Array(golden.inputs.row(5)), count: 7)
    let points = golden.network.geometry(along: path, rule: rule, workers: workers)
    let logits = golden.network.logits(of: path.inputs, workers: workers)
    #expect(points.flatMap(\.logits) == logits.elements)
    for point in points {
      #expect(abs(point.probabilities.reduce(0, +) - 1) < 1e-14)
      for (p, log) in zip(point.probabilities, point.logProbabilities) {
        #expect(abs(Double.exp(log) - p) <= 1e-14)
      }
    }
    for (output, values) in [
      (JacobianOutput.logits, points.map(\.logitSingularValues)),
      (.probabilities, points.map(\.probabilitySingularValues)),
    ] {
      let expected = golden.network.singularValues(
        of: output, at: path.inputs, rule: rule, workers: workers)
      #expect(values == expected)
    }
  }

  @Test(arguments: goldenNames) func `dissimilarity matrices agree`(name: String) throws {
    let golden = try GoldenCase<Double>(name)
    let layers = golden.network.hiddenLayers(at: golden.inputs, workers: workers)
    for (index, layer) in layers.enumerated() {
      let expected = try golden.values("rdm.\(index)")
      let matrix = DissimilarityMatrix(
        of: layer.activities, labels: golden.labels, ordersByClass: false, workers: workers)
      #expect(relativeError(matrix.values.elements, expected) <= 1e-9)
      let ordered = DissimilarityMatrix(
        of: layer.activities, labels: golden.labels, workers: workers)
      #expect(ordered.labels == golden.labels.sorted())
      let permuted = ordered.order.flatMap { row in
        ordered.order.map { expected[row * 16 + $0] }
      }
      #expect(relativeError(ordered.values.elements, permuted) <= 1e-9)
    }
  }

  @Test(arguments: goldenNames) func `the kurtosis of weights agrees`(name: String) throws {
    let golden = try GoldenCase<Double>(name)
    let found = golden.network.architecture.layout.tensors.filter(\.isWeight).map {
      Distribution(of: Array(golden.network[$0])).excessKurtosis ?? .nan
    }
    #expect(relativeError(found, try golden.values("excess_kurtosis")) <= 1e-9)
  }
}
