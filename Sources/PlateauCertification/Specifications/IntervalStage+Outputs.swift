import PlateauNumerics

// Functionals of outputs are begun behind the last stage: a dense layer, or a copy.
extension IntervalStage {
  /// The bias of an output.
  func bias(ofOutput output: Int) -> Double { weights?.biases[output] ?? 0 }

  /// Adds a multiple of an output's row to coefficients of what the last stage takes.
  func add(_ factor: Double, timesRow output: Int, to target: UnsafeMutablePointer<Double>) {
    guard let values = matrix?.weights else {
      map?.forEachTerm(of: output) { _, input, weight in target[input] += factor * weight }
      return
    }
    for column in 0..<inputs { target[column] += factor * values[output * inputs + column] }
  }

  /// An output of the last stage at what it takes, rounded to nearest.
  func output(_ output: Int, at point: UnsafeMutablePointer<Double>) -> Double {
    var sum = bias(ofOutput: output)
    if let values = matrix?.weights {
      for column in 0..<inputs { sum += values[output * inputs + column] * point[column] }
    } else {
      map?.forEachTerm(of: output) { _, input, weight in sum += weight * point[input] }
    }
    return sum
  }
}

extension BoundWorkspace {
  /// A number not below the magnitude of an output of the last stage, without its bias.
  func size(ofOutput output: Int, example: Int) -> Double {
    let last = network.lastStage
    if let sizes = sizes[last.value - 1] { return sizes[example, output] }
    var size = 0.0
    last.map?.forEachTerm(of: output) { _, input, _ in
      size = magnitudes[last.source][example, input]
    }
    return size
  }
}
