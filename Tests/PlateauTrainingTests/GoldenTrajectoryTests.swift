import GoldenValues
import PlateauNetworks
import PlateauNumerics
import Testing

@testable import PlateauTraining

@Suite("Golden trajectories of optimizers")
struct GoldenTrajectoryTests {
  /// The optimizers of the golden values, by their name there.
  static let optimizers: [(name: String, optimizer: Optimizer)] = [
    ("sgd", .sgd(rate: 0.1, momentum: 0.9)), ("rmsprop", .rmsprop()), ("adam", .adam()),
  ]

  func stepper<Element: Scalar>(
    _ golden: GoldenCase<Element>, _ optimizer: Optimizer, threads: Int = 2
  ) -> TrainingStepper<Element> {
    let stepper = TrainingStepper(
      golden.network, optimizer: optimizer, capacity: golden.inputs.rows,
      workers: Workers(threads: threads))
    stepper.pass.inputs.load(golden.inputs, rows: 0..<golden.inputs.rows)
    for (row, label) in golden.labels.enumerated() { stepper.pass.labels[row] = Int32(label) }
    return stepper
  }

  func follow<Element: Scalar>(_ type: Element.Type, _ name: String) throws {
    let golden = try GoldenCase<Element>(name)
    for (prefix, optimizer) in Self.optimizers {
      let stepper = stepper(golden, optimizer)
      var losses: [Double] = []
      for _ in 0..<5 {
        let statistics = stepper.takeStep(
          rows: golden.inputs.rows, unitWeight: golden.penaltyWeight, load: { _, _ in })
        losses.append(statistics.examples.loss)
      }
      #expect(stepper.step == 5)
      // The statistics are those before each step.
      #expect(relativeError([losses[0]], try golden.values("loss")) <= golden.tolerance)
      let network = stepper.network
      for (tensor, expected) in zip(
        network.architecture.layout.tensors, try golden.parameters("\(prefix).5."))
      {
        let error = relativeError(Array(network[tensor]), expected.values)
        #expect(error <= golden.tolerance, "\(prefix), \(expected.name)")
        // Five steps have moved every tensor by much more than the tolerance.
        let start = relativeError(Array(golden.network[tensor]), expected.values)
        #expect(start > 5 * golden.tolerance, "\(prefix), \(expected.name)")
      }
    }
  }

  @Test(arguments: goldenNames)
  func `five steps of each agree in every parameter`(name: String) throws {
    try follow(Float.self, name)
    try follow(Double.self, name)
  }

  func trajectory<Element: Scalar>(
    _ type: Element.Type, _ optimizer: Optimizer, threads: Int
  ) throws -> [Element] {
    let golden = try GoldenCase<Element>("mlp-sigmoid")
    let stepper = stepper(golden, optimizer, threads: threads)
    for _ in 0..<3 {
      _ = stepper.takeStep(rows: 16, unitWeight: 0.37, load: { _, _ in })
    }
    return stepper.snapshot
  }

  @Test func `steps are the same bits with 1, 2 and 4 threads`() throws {
    for (_, optimizer) in Self.optimizers {
      let single = try trajectory(Float.self, optimizer, threads: 1)
      let double = try trajectory(Double.self, optimizer, threads: 1)
      for threads in [2, 4] {
        #expect(try trajectory(Float.self, optimizer, threads: threads) == single)
        #expect(try trajectory(Double.self, optimizer, threads: threads) == double)
      }
    }
  }

  @Test func `a step whose loss is not finite changes nothing`() throws {
    let golden = try GoldenCase<Double>("mlp-relu")
    let stepper = stepper(golden, .adam())
    stepper.pass.inputs[3, 0] = .nan
    let statistics = stepper.takeStep(rows: 16, unitWeight: 0, load: { _, _ in })
    #expect(!statistics.examples.loss.isFinite)
    #expect(stepper.step == 0)
    #expect(stepper.network == golden.network)
    #expect(stepper.isFinite)
  }
}
