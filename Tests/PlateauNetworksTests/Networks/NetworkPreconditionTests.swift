import PlateauNetworks
import PlateauNumerics
import Testing

/// What would read or write outside the memory of a pass must stop before it.
@Suite("Programming errors with networks")
struct NetworkPreconditionTests {
  static func network() throws -> Network<Float> { try RandomCase<Float>.perceptron(.relu).network }

  @Test func `inputs of another width stop the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = try Self.network().inputGradient(
        of: .margin, at: Matrix(rows: 2, columns: 7), labels: [0, 0], rule: .naive,
        workers: Workers(threads: 1))
    }
    await #expect(processExitsWith: .failure) {
      _ = try Self.network().logits(
        of: Matrix(rows: 2, columns: 9), workers: Workers(threads: 1))
    }
  }

  @Test func `labels that are no classes stop the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = try Self.network().parameterGradient(
        at: Matrix(rows: 1, columns: 8), labels: [4], penaltyWeights: [0, 0],
        workers: Workers(threads: 1))
    }
    await #expect(processExitsWith: .failure) {
      _ = try Self.network().inputGradient(
        of: .margin, at: Matrix(rows: 1, columns: 8), labels: [-1], rule: .naive,
        workers: Workers(threads: 1))
    }
  }

  @Test func `a penalty for a layer that is not there stops the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = try Self.network().parameterGradient(
        at: Matrix(rows: 1, columns: 8), labels: [1], penaltyWeights: [0.1],
        workers: Workers(threads: 1))
    }
  }

  @Test func `a softness that is not positive stops the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = try Self.network().inputGradient(
        of: .margin, at: Matrix(rows: 1, columns: 8), labels: [1],
        rule: .surrogate(softness: 0), workers: Workers(threads: 1))
    }
    await #expect(processExitsWith: .failure) {
      _ = try Self.network().inputGradient(
        of: .margin, at: Matrix(rows: 1, columns: 8), labels: [1],
        rule: .surrogate(softness: .nan), workers: Workers(threads: 1))
    }
  }

  @Test func `what fits does not`() async {
    await #expect(processExitsWith: .success) {
      let network = try Self.network()
      let inputs = Matrix<Float>(rows: 1, columns: 8)
      let workers = Workers(threads: 1)
      _ = network.parameterGradient(
        at: inputs, labels: [3], penaltyWeights: [0.1, 0], workers: workers)
      _ = network.inputGradient(
        of: .margin, at: inputs, labels: [1], rule: .surrogate(softness: 1e-300), workers: workers)
    }
  }
}
