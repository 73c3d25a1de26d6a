/// What of a network is differentiated with respect to its input.
public enum JacobianOutput: Sendable, Hashable {
  /// The activity of a hidden layer, counted from 0 at the input; of images channels, then rows,
  /// then columns.
  case hiddenLayer(Int)
  /// The logits.
  case logits
  /// The softmax of the logits.
  case probabilities
}

extension Architecture {
  /// The number of values of an output.
  ///
  /// - Precondition: a hidden layer is one that there is.
  public func count(of output: JacobianOutput) -> Int { stages[topStage(output)].outputs }

  /// The stage that makes an output.
  func topStage(_ output: JacobianOutput) -> Int {
    guard case .hiddenLayer(let index) = output else { return stages.count - 1 }
    precondition(hiddenStages.indices.contains(index), "there is no such hidden layer")
    return hiddenStages[index]
  }

  /// The number of values that the signals of the Jacobian of an output have at one example, in every
  /// stage on the way to the input.
  ///
  /// The memory that ``Network/jacobian(of:at:rule:workers:)`` needs beside its result for each
  /// thread is the larger of this and 64 MB of doubles.
  ///
  /// - Precondition: a hidden layer is one that there is.
  public func signalCount(of output: JacobianOutput) -> Int {
    count(of: output) * valueCount(upTo: topStage(output))
  }
}
