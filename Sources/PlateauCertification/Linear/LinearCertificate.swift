public import PlateauData
public import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// The robustness of a network that is one dense layer, exactly.
///
/// The least value of z_y − z_k over a ball in the box has a closed form in ℓ∞,
///
/// v·x + b_y − b_k − Σᵢ [max(vᵢ, 0)·min(ε, xᵢ − l) + max(−vᵢ, 0)·min(ε, u − xᵢ)],  v = w_y − w_k,
///
/// and is the solution of a problem of one variable in ℓ2. It is computed as if in twice the
/// precision and rounded down: it differs from the exact value by a few units in its last place
/// and some n²·2⁻¹⁰⁴ of the sum of all magnitudes, and is never above. An example is certified
/// exactly if the exact value is above 0, but for that margin; a tie is an error.
public struct LinearCertificate: Sendable {
  private let classes: Int
  private let inputs: Int
  private let weights: [Double]
  private let biases: [Double]

  /// Prepares the certificate of a network.
  ///
  /// - Precondition: ``applies(to:)``.
  public init(_ network: Network<Double>) {
    precondition(Self.applies(to: network), "the network must be one dense layer")
    let tensors = network.architecture.layout.tensors
    classes = network.architecture.classCount
    inputs = network.architecture.input.count
    weights = Array(network[tensors[0]])
    biases = Array(network[tensors[1]])
  }

  /// Whether a network is one dense layer.
  ///
  /// Others without a nonlinearity are linear as well, but their products of weights would be
  /// rounded.
  public static func applies(to network: Network<Double>) -> Bool {
    network.architecture.stages.count == 1 && network.architecture.stages[0].isDense
  }

  /// What the logit of the true class exceeds every other one by, everywhere in the ball.
  ///
  /// - Parameters:
  ///   - examples: Inputs in the box, and their true classes.
  ///   - threat: The ball around each input, clipped to the box.
  ///   - workers: The threads; the result does not depend on their number.
  /// - Returns: For each example the least z_y − z_k over all k ≠ y and the ball, rounded down;
  ///   the example is robust if it is above 0. −∞ where numbers overflow.
  /// - Precondition: The examples have the network's input size and classes, and lie in the box.
  /// - Complexity: O(*classes* · *features*) for each example; only the
  ///   classes that can be closest take the full precision.
  public func margins(
    of examples: Examples, within threat: ThreatModel, workers: Workers
  ) -> [Double] {
    precondition(examples.inputs.columns == inputs, "examples must fit the input")
    precondition(examples.classCount == classes, "examples must have the network's classes")
    let result = RowBuffer<Double>(capacity: examples.count, columns: 1)
    workers.run(count: examples.count, by: 64) { range, _ in
      for index in range {
        let x = examples.inputs.row(index).map { Double($0) }
        precondition(x.allSatisfy(threat.bounds.contains), "inputs must lie in the box")
        result.pointer[index] = margin(x, examples.labels[index], threat)
      }
    }
    return result.matrix().elements
  }

  private func margin(_ x: [Double], _ label: Int, _ threat: ThreatModel) -> Double {
    weights.lend { weights in
      let problems = (0..<classes).filter { $0 != label }.map { other in
        LinearProblem(
          x: x, first: weights + label * inputs, second: weights + other * inputs,
          offsets: (biases[label], biases[other]))
      }
      // The full precision is for those that can be the least.
      let ordered = problems.map { (bound: $0.quickBound(threat), problem: $0) }
        .sorted { $0.bound < $1.bound }
      var least = Double.infinity
      for (bound, problem) in ordered where bound < least {
        least = min(
          least, threat.ball.minimum(of: problem, radius: threat.epsilon, box: threat.bounds))
      }
      return least
    }
  }
}
