import GoldenValues
import PlateauGeometry
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Participation ratios")
struct ParticipationTests {
  let workers = Workers(threads: 2)

  @Test func `equal weights all count, one that outweighs all counts alone`() {
    #expect(ParticipationRatio.of(weights: [2, 2, 2, 0]) == 3)
    #expect(ParticipationRatio.of(weights: [1e300, 1, 1]) == 1)
    #expect(ParticipationRatio.of(weights: [0, 0]) == nil)
    #expect(ParticipationRatio.of(weights: []) == nil)
    // (1 + 2)² / (1 + 4), where squares would underflow.
    #expect(abs((ParticipationRatio.of(weights: [1e-300, 2e-300]) ?? 0) - 1.8) < 1e-15)
    let tiny = [ScaledValue(3, exponent: -9000), ScaledValue(3, exponent: -9000), .zero]
    #expect(ParticipationRatio.of(singularValues: tiny) == 2)
    #expect(ParticipationRatio.of(singularValues: [.zero]) == nil)
  }

  @Test func `the covariance of independent units has their number`() {
    // Corners of a square: two units of equal variance, without correlation, and one constant.
    let corners = Matrix<Double>(
      rows: 4, columns: 3, elements: [0, 0, 7, 0, 1, 7, 1, 0, 7, 1, 1, 7])
    #expect(abs((ParticipationRatio.of(activities: corners) ?? 0) - 2) < 1e-15)
    // Copies of one unit.
    let copies = Matrix<Double>(rows: 3, columns: 2, elements: [0, 0, 1, 2, 3, 6])
    #expect(abs((ParticipationRatio.of(activities: copies) ?? 0) - 1) < 1e-15)
    #expect(
      ParticipationRatio.of(activities: Matrix<Double>(rows: 5, columns: 2, repeating: 0.1)) == nil)
  }

  @Test func `it is that of the covariance's eigenvalues`() {
    var generator = SeededGenerator(seed: 1, purpose: "activities")
    for (rows, columns) in [(30, 6), (6, 30)] {
      var centered = Matrix<Double>(rows: rows, columns: columns)
      for index in centered.elements.indices { centered.elements[index] = generator.uniform() }
      let ratio = ParticipationRatio.of(activities: centered)
      for column in 0..<columns {
        let mean = (0..<rows).reduce(0) { $0 + centered[$1, column] } / Double(rows)
        for row in 0..<rows { centered[row, column] -= mean }
      }
      let expected = ParticipationRatio.of(singularValues: centered.singularValues())
      #expect(abs((ratio ?? 0) / (expected ?? 1) - 1) < 1e-12)
    }
  }

  @Test(arguments: goldenNames, [JacobianOutput.hiddenLayer(0), .logits, .probabilities])
  func `that of a Jacobian is that of its singular values and of its columns`(
    name: String, output: JacobianOutput
  ) throws {
    let golden = try GoldenCase<Double>(name)
    for rule in [GradientRule.naive, .stable] {
      let found = golden.network.participation(
        of: output, at: golden.inputs, rule: rule, workers: workers)
      let jacobian = golden.network.jacobian(
        of: output, at: golden.inputs, rule: rule, workers: workers)
      for (index, participation) in found.enumerated() {
        let rows = jacobian[example: index]
        let values = rows.mantissas.singularValues(exponents: rows.exponents)
        let directions = ParticipationRatio.of(singularValues: values) ?? 0
        #expect(abs((participation.directions ?? 0) / directions - 1) < 1e-11)
        let columns = (0..<64).map { column in
          (0..<jacobian.outputs).reduce(ScaledValue.zero) {
            let value = ScaledValue(rows.mantissas[$1, column], exponent: rows.exponents[$1])
            return $0 + value * value
          }
        }
        let largest = columns.max() ?? .zero
        let inputs = ParticipationRatio.of(weights: columns.map { ($0 / largest).value }) ?? 0
        #expect(abs((participation.inputs ?? 0) / inputs - 1) < 1e-11)
        #expect(inputs >= 1 && inputs <= 64)
      }
    }
  }

  @Test func `one input that matters is one, and a zero Jacobian has none`() throws {
    let architecture = try Architecture(input: .vector(3), layers: [.dense(units: 2)])
    let one = try Network<Float>(architecture, parameters: [0, 5, 0, 0, 2, 0, 0, 0])
    let inputs = Matrix<Float>(rows: 1, columns: 3, elements: [1, 1, 1])
    let found = one.participation(of: .logits, at: inputs, rule: .stable, workers: workers)
    #expect(found == [JacobianParticipation(directions: 1, inputs: 1)])
    let none = try Network<Float>(architecture, parameters: [0, 0, 0, 0, 0, 0, 1, 2])
    let empty = none.participation(of: .logits, at: inputs, rule: .naive, workers: workers)
    #expect(empty == [JacobianParticipation(directions: nil, inputs: nil)])
  }

  @Test func `single precision agrees, and every number of threads gives the same bits`() throws {
    let golden = try GoldenCase<Float>("mlp-sigmoid-saturated")
    let double = try GoldenCase<Double>("mlp-sigmoid-saturated")
    for output in [JacobianOutput.hiddenLayer(1), .probabilities] {
      let one = golden.network.participation(
        of: output, at: golden.inputs, rule: .stable, workers: Workers(threads: 1))
      let exact = double.network.participation(
        of: output, at: double.inputs, rule: .stable, workers: workers)
      for (a, b) in zip(one, exact) {
        #expect(abs((a.directions ?? 0) / (b.directions ?? 1) - 1) < 1e-3)
        #expect(abs((a.inputs ?? 0) / (b.inputs ?? 1) - 1) < 1e-3)
      }
      for threads in [2, 4] {
        let other = golden.network.participation(
          of: output, at: golden.inputs, rule: .stable, workers: Workers(threads: threads))
        #expect(other == one)
      }
    }
  }

  @Test func `the saturated fraction is that of slopes below a hundredth`() throws {
    let golden = try GoldenCase<Double>("mlp-sigmoid-saturated")
    let layers = golden.network.hiddenLayers(at: golden.inputs, workers: workers)
    for layer in layers {
      // σ(1 − σ) ≤ 0.0025 where |z| is at least 5.98.
      let flat = layer.activities.elements.count { $0 * (1 - $0) <= 0.0025 }
      #expect(layer.saturatedFraction == Double(flat) / Double(layer.activities.elements.count))
      #expect(flat > 0)
    }
  }
}
