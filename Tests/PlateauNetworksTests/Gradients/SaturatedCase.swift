import GoldenValues
import PlateauFormats
import PlateauNetworks
import PlateauNumerics

/// A saturated network whose exact gradients are known; `Tests/Fixtures/gradients/make.py` says how.
struct SaturatedCase: Sendable {
  enum Name: String, Sendable {
    /// Hidden weights and biases times 30 and 300.
    case gain30, gain300
    /// Weights and biases of the last layer times 1000.
    case logits1000
  }

  /// The network in single precision; every number of it is one of double precision too.
  let network: Network<Float>
  let inputs: Matrix<Float>
  let labels: [Int]
  private let name: Name
  private let file: SafetensorsFile

  /// The exact gradient of one example, as mantissas and a power of two.
  struct Exact {
    let mantissas: [Double]
    let exponent: Int
    let condition: Double
  }

  init(_ name: Name) throws {
    self.name = name
    let file = try Fixture.read("gradients/saturated.safetensors")
    self.file = file
    let architecture = try Architecture.multilayerPerceptron(
      input: .vector(64), widths: [24, 16], activation: .sigmoid, classes: 10)
    let parameters = try architecture.layout.tensors.flatMap {
      try file.values(of: $0.name, as: Float.self)
    }
    let base = try Network(architecture, parameters: parameters)
    network =
      switch name {
      case .gain30: base.multiplyingHiddenLayers(by: 30)
      case .gain300: base.multiplyingHiddenLayers(by: 300)
      case .logits1000: base.multiplyingLogits(by: 1000)
      }
    inputs = try file.matrix(of: "inputs")
    labels = try file.integers(of: "\(name.rawValue).labels")
  }

  func exact(_ loss: LogitLoss) throws -> [Exact] {
    let prefix = "\(name.rawValue).\(loss.rawValue)"
    let mantissas: Matrix<Double> = try file.matrix(of: "\(prefix).mantissas")
    let exponents = try file.integers(of: "\(prefix).exponents")
    let conditions: [Double] = try file.values(of: "\(prefix).condition")
    return exponents.indices.map {
      Exact(
        mantissas: Array(mantissas.row($0)), exponent: exponents[$0], condition: conditions[$0])
    }
  }

  /// How far rounding can move a gradient computed by the stable rule, relative to its largest
  /// component, for a unit roundoff u.
  ///
  /// A product of n terms has an error of at most (n + 2) u Σ|terms|. Pre-activations so move by
  /// δz, which the next layer sees as slope · δz and a rounding of the activity. A log-slope moves
  /// by as much as its pre-activation and by 6 roundings of its own size, so that each path through
  /// the network has a relative error of the sum over layers of the largest such movement, and
  /// (n + 2) u for every product on the way back. Softmax adds twice the movement of the logits,
  /// and a rounding of the differences between them. Cancellation between paths multiplies all by
  /// the condition that the fixture holds.
  func bound(_ row: Int, _ exact: Exact, _ loss: LogitLoss, unit: Double) -> Double {
    let plain = PlainNetwork(network)
    var activity = inputs.row(row).map { Double($0) }
    var movement = activity.map { _ in 0.0 }
    var total = 0.0
    for stage in plain.stages {
      let count = Double(activity.count + 2)
      var z: [Double] = []
      var moved: [Double] = []
      for (weights, bias) in zip(stage.weight, stage.bias) {
        var terms = abs(bias)
        var inherited = 0.0
        for index in weights.indices {
          terms += abs(weights[index] * activity[index])
          inherited += abs(weights[index]) * movement[index]
        }
        z.append(zip(weights, activity).reduce(bias) { $0 + $1.0 * $1.1 })
        moved.append(count * unit * terms + inherited)
      }
      let largest = z.map { abs($0) }.max() ?? 0
      if stage.activation != nil {
        total += (moved.max() ?? 0) + 6 * unit * max(1, largest)
      } else if loss == .crossEntropy {
        total += 2 * (moved.max() ?? 0) + 8 * unit * largest
      }
      total += Double(z.count + 2) * unit
      activity = z.map { PlainNetwork.value(stage.activation, $0, nil) }
      movement = z.indices.map {
        PlainNetwork.slope(stage.activation, z[$0], 1) * moved[$0] + 6 * unit * abs(activity[$0])
      }
    }
    return exact.condition * total
  }
}
