import PlateauGeometry
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Participation by random probes")
struct ProbeTests {
  let workers = Workers(threads: 2)

  private func network(_ index: Int) throws -> Network<Double> {
    ActivityStatisticsTests.network(try ActivityStatisticsTests.architectures[index]())
  }

  @Test(arguments: ActivityStatisticsTests.architectures.indices, [GradientRule.naive, .stable])
  func `its mean is the exact one within its standard error`(
    index: Int, rule: GradientRule
  ) throws {
    let network = try network(index)
    let inputs = ActivityStatisticsTests.inputs(120).converted(to: Double.self)
    for layer in network.architecture.hiddenWidths.indices {
      let exact = network.participation(
        of: .hiddenLayer(layer), at: inputs, rule: rule, workers: workers)
      let found = network.estimatedParticipation(
        ofHiddenLayer: layer, at: inputs, rule: rule, probes: 24, seed: 5, workers: workers)
      #expect(found.map { $0.directions == nil } == exact.map { $0.directions == nil })
      for part in [
        (\JacobianParticipation.directions, \JacobianParticipation.directionsError),
        (\.inputs, \.inputsError),
      ] {
        let differences = zip(found, exact).compactMap { found, exact in
          found[keyPath: part.0].flatMap { value in exact[keyPath: part.0].map { value - $0 } }
        }
        let errors = found.compactMap { $0[keyPath: part.1] }
        try #require(differences.count > 100 && errors.count == differences.count)
        let mean = differences.reduce(0, +) / Double(differences.count)
        let variance = errors.reduce(0) { $0 + $1 * $1 }
        // Four standard errors of the mean, and the rest of the jackknife's bias: of the order of
        // the squared relative error of one estimate over the number of probes.
        let scale = exact.compactMap { $0[keyPath: part.0] }.max() ?? 0
        #expect(
          abs(mean) <= 4 * variance.squareRoot() / Double(errors.count) + scale / (24 * 24))
        // The errors that are claimed are those that are made, but for what 120 examples show of a
        // variance: a factor of 2 in its root is far beyond.
        let made = differences.reduce(0) { $0 + $1 * $1 }
        #expect(made <= 4 * variance + 1e-18 && variance <= 4 * made + 1e-18)
      }
    }
  }

  @Test func `of one direction it is exact, and a zero Jacobian has none`() throws {
    let architecture = try Architecture(
      input: .vector(3), layers: [.dense(units: 4), .dense(units: 2)])
    // Rows that are multiples of one, of two inputs that matter equally.
    let rows: [Double] = [1, -1, 0, 2, -2, 0, -3, 3, 0, 5, -5, 0]
    let one = try Network<Double>(
      architecture, parameters: rows + Array(repeating: 0, count: 14))
    let inputs = Matrix<Double>(rows: 2, columns: 3, repeating: 1)
    for participation in one.estimatedParticipation(
      ofHiddenLayer: 0, at: inputs, rule: .stable, probes: 8, seed: 1, workers: workers)
    {
      // A ratio of sums of small integers, and a jackknife of equal numbers.
      #expect(abs((participation.directions ?? 0) - 1) <= 1e-13)
      #expect(abs((participation.inputs ?? 0) - 2) <= 1e-13)
      #expect(participation.directionsError ?? 1 <= 1e-13)
    }
    let none = try Network<Double>(architecture, parameters: Array(repeating: 0, count: 26))
    let empty = none.estimatedParticipation(
      ofHiddenLayer: 0, at: inputs, rule: .naive, probes: 8, seed: 1, workers: workers)
    #expect(
      empty == Array(repeating: JacobianParticipation(directions: nil, inputs: nil), count: 2))
  }

  @Test func `precisions agree, and every number of threads gives the same bits`() throws {
    let network = try network(2)
    let inputs = ActivityStatisticsTests.inputs(40)
    func found<Element: Scalar>(_ network: Network<Element>, _ threads: Int)
      -> [JacobianParticipation]
    {
      network.estimatedParticipation(
        ofHiddenLayer: 2, at: inputs.converted(), rule: .stable, probes: 16, seed: 2,
        workers: Workers(threads: threads))
    }
    let one = found(network, 1)
    #expect(found(network, 3) == one)
    // The same signs: what differs is rounding, 2⁻²⁴ times the condition of sums.
    for (single, double) in zip(found(Network<Float>(network), 2), one) {
      #expect(abs((single.directions ?? 0) / (double.directions ?? 1) - 1) < 1e-3)
      #expect(abs((single.inputs ?? 0) / (double.inputs ?? 1) - 1) < 1e-3)
    }
  }

  @Test func `the participation of activities is that of their covariance, on either side`() throws
  {
    var generator = SeededGenerator(seed: 8, purpose: "activities")
    // More than one block of the product.
    for (rows, columns) in [(40, 300), (300, 40), (150, 150)] {
      var values = Matrix<Double>(rows: rows, columns: columns)
      for index in values.elements.indices {
        values.elements[index] = generator.uniform() * Double(index % 7)
      }
      let found = try #require(ParticipationRatio.of(activities: values, workers: workers))
      let means = (0..<columns).map { column in
        (0..<rows).reduce(0) { $0 + values[$1, column] } / Double(rows)
      }
      var (trace, squares) = (0.0, 0.0)
      for first in 0..<columns {
        for second in 0..<columns {
          let product = (0..<rows).reduce(0.0) {
            $0 + (values[$1, first] - means[first]) * (values[$1, second] - means[second])
          }
          if first == second { trace += product }
          squares += product * product
        }
      }
      // Each product has an error of rows · 2⁻⁵³ of positive terms, far below the squares' sum.
      #expect(abs(found / (trace * trace / squares) - 1) <= 1e-12)
      #expect(ParticipationRatio.of(activities: values) == found)
    }
  }
}
