extension Network {
  /// The network with the logits of every attention multiplied by a factor: the weights and biases that make
  /// the queries.
  ///
  /// A large factor makes each softmax of attention choose one token, as training with a penalty on its
  /// slope does, and its gradient small.
  ///
  /// - Parameter factor: The factor, finite.
  /// - Returns: The network; nil where a softmax before the logits does not take the product of what a layer
  ///   with weights makes, or there is none.
  /// - Complexity: O(parameters)
  public func multiplyingAttention(by factor: Element) -> Network? {
    let stages = architecture.stages
    guard architecture.hasSoftmaxes else { return nil }
    var result = self
    for softmax in architecture.softmaxStages {
      guard let queries = queries(before: stages[softmax].source) else { return nil }
      result.multiplyLayer(of: stages[queries], by: factor)
    }
    return result
  }

  /// The stage whose weights make the first factor of the product that makes a value.
  private func queries(before value: Int) -> Int? {
    let stages = architecture.stages
    func maker(_ value: Int) -> Int? { value > 0 ? value - 1 : nil }
    guard var stage = maker(value), stages[stage].nonlinear != nil,
      stages[stage].sources.count == 2
    else { return nil }
    repeat {
      guard let next = maker(stages[stage].source), stages[next].activation == nil,
        stages[next].linear != nil, stages[next].sources.count == 1
      else { return nil }
      stage = next
    } while stages[stage].weight == nil
    return stage
  }
}
