/// What of a network is differentiated with respect to its input.
public enum JacobianOutput: Sendable, Hashable {
  /// The activity of a hidden layer, counted from 0 at the input.
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

  /// The last stage that an output depends on.
  func topStage(_ output: JacobianOutput) -> Int {
    guard case .hiddenLayer(let index) = output else { return stages.count - 1 }
    precondition((0..<stages.count - 1).contains(index), "there is no such hidden layer")
    return index
  }
}
