import PlateauData
import PlateauRobustness

/// That no attack broke an example which a bound certifies: if one did, a bound or an attack is wrong.
struct CertificationCheck {
  /// The name of the network.
  let model: String
  /// The ℓ∞ radius of attacks and bounds.
  let epsilon: Double
  /// What was attacked and bounded.
  let examples: Examples

  /// The balls.
  var threat: ThreatModel { ThreatModel(norm: .lInfinity, epsilon: epsilon) }

  /// Compares bounds with attacks.
  ///
  /// - Parameters:
  ///   - margins: A lower bound of the margin of each example.
  ///   - method: What the bounds are called.
  ///   - standing: The examples that withstand every attack.
  /// - Throws: `ExperimentError` of code `contradiction`, which names the first that is in both.
  func check(
    _ margins: [Double], by method: String, standing: Set<Int>
  ) throws(ExperimentError) {
    precondition(margins.count == examples.count, "each example has a bound")
    guard let index = margins.indices.first(where: { margins[$0] > 0 && !standing.contains($0) })
    else { return }
    throw ExperimentError(
      .contradiction,
      "An attack broke test example \(index), of class \(examples.labels[index]), of "
        + "'\(model)' at ε \(epsilon), but \(method) certify it with a margin of \(margins[index]). "
        + "One of both is wrong, which is an error of Plateau: report it with this message and the "
        + "network's 'model.safetensors'.")
  }
}
