import PlateauCertification
import PlateauNetworks
import PlateauNumerics

/// Small problems for branch and bound.
enum SplitCases {
  static let settings = SplitSettings(restarts: 4, attackSteps: 20)

  /// A perceptron of given matrices, row by row, and biases.
  static func network(
    _ layers: [(weights: [Double], biases: [Double])], inputs: Int,
    _ activation: Activation = .relu
  ) throws -> Network<Double> {
    let widths = layers.dropLast().map(\.biases.count)
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(inputs), widths: widths, activation: activation,
      classes: layers[layers.count - 1].biases.count)
    return try Network(architecture, parameters: layers.flatMap { $0.weights + $0.biases })
  }

  static func box(_ low: Double, _ high: Double, _ count: Int) -> VerificationProblem.Region {
    .box(
      lower: Array(repeating: low...low, count: count),
      upper: Array(repeating: high...high, count: count))
  }

  /// Output `output` · sign ≤ bound.
  static func atMost(_ bound: Double, _ output: Int = 0, sign: Double = 1) -> OutputInequality {
    OutputInequality([.init(output: output, coefficient: sign)], atMost: bound...bound)
  }

  static func verify(
    _ network: Network<Double>, _ region: VerificationProblem.Region,
    _ conjunctions: [[OutputInequality]], method: CertificationMethod = .complete,
    inputLimit: Int = 5, seconds: Double = 60
  ) -> VerificationResult {
    var settings = Self.settings
    settings.method = method
    settings.inputLimit = inputLimit
    settings.timeout = .seconds(seconds)
    return BranchAndBound(network, settings: settings)
      .verify(VerificationProblem(region, unsafe: conjunctions), workers: Cases.workers)
  }
}
