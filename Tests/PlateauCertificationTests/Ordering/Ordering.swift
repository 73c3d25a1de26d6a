import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

/// Interval bounds, linear ones, those with optimized slopes, and what networks do at points.
enum Ordering {
  static let methods: [CertificationMethod] = [.interval, .crown, .alphaCROWN]

  /// Compares the methods with each other and with values at points of the ball.
  ///
  /// Values near 100 of sums of some hundred products are computed to some 10⁻¹¹.
  static func check(
    _ network: Network<Double>, _ examples: Examples, within threat: ThreatModel
  ) throws {
    let margins = methods.map {
      Certificate.margins(network, examples, within: threat, method: $0, workers: Cases.workers)
    }
    for row in 0..<examples.count {
      #expect(margins[0][row] <= margins[1][row] && margins[1][row] <= margins[2][row])
    }
    let centers = examples.inputs.converted(to: Double.self)
    let layers = [nil, AlphaOptimization(iterations: 5, hiddenIterations: 3)].map {
      LinearBounds(network, optimization: $0).layers(
        of: centers, within: threat, workers: Cases.workers)
    }
    let intervals = IntervalBounds(network).layers(
      of: centers, within: threat, workers: Cases.workers)
    for (tight, loose) in zip(layers[0] + layers[1], intervals + layers[0]) {
      for (a, b) in zip(tight.lower.elements, loose.lower.elements) {
        #expect(a >= b - 1e-11 * (1 + b.magnitude))
      }
      for (a, b) in zip(tight.upper.elements, loose.upper.elements) {
        #expect(a <= b + 1e-11 * (1 + b.magnitude))
      }
    }
    var generator = SeededGenerator(seed: 6, purpose: "samples")
    for trial in 0..<30 {
      let points = points(of: centers, threat, atCorners: trial % 2 == 0, &generator)
      let logits = network.logits(of: points, workers: Cases.workers)
      for (margin, bound) in zip(Cases.margins(logits, examples.labels), margins[2]) {
        #expect(margin >= bound - 1e-11)
      }
      let values = network.hiddenPreActivations(of: points, workers: Cases.workers) + [logits]
      for (values, bounds) in zip(values, layers[1]) {
        for index in values.elements.indices {
          #expect(values.elements[index] >= bounds.lower.elements[index] - 1e-11)
          #expect(values.elements[index] <= bounds.upper.elements[index] + 1e-11)
        }
      }
    }
  }

  /// Points of the ball and the box.
  static func points(
    of centers: Matrix<Double>, _ threat: ThreatModel, atCorners: Bool,
    _ generator: inout SeededGenerator
  ) -> Matrix<Double> {
    var points = centers
    for row in 0..<points.rows {
      var steps = (0..<points.columns).map { _ in
        atCorners ? Double(generator.below(2)) * 2 - 1 : generator.uniform() * 2 - 1
      }
      if threat.norm == .l2 {
        let length = steps.reduce(0) { $0 + $1 * $1 }.squareRoot()
        steps = steps.map { $0 / max(length, 1) }
      }
      for column in 0..<points.columns {
        let moved = points[row, column] + threat.epsilon * steps[column]
        points[row, column] = min(max(moved, threat.bounds.lowerBound), threat.bounds.upperBound)
      }
    }
    return points
  }
}
