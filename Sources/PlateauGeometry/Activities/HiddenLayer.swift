public import PlateauNetworks
public import PlateauNumerics

/// What a hidden layer does at some examples.
public struct HiddenLayer<Element: Scalar>: Sendable {
  /// The nonlinearity; nil where there is none.
  public let activation: Activation?
  /// What its units give, of shape `[examples, units]`.
  public let activities: Matrix<Element>
  /// What enters its nonlinearity, of shape `[examples, units]`.
  public let preActivations: Matrix<Element>

  /// The share of (unit, example) pairs on the flat part: the slope is at most 0.01 of the largest.
  ///
  /// 0 without a nonlinearity.
  public var saturatedFraction: Double {
    guard let activation, !preActivations.elements.isEmpty else { return 0 }
    let flat = preActivations.elements.count { activation.isSaturated(at: Double($0)) }
    return Double(flat) / Double(preActivations.elements.count)
  }
}

extension Network {
  /// The hidden layers at some examples, from the input on.
  ///
  /// - Parameters:
  ///   - inputs: Examples, of shape `[examples, features]`.
  ///   - workers: The threads to use; the result does not depend on their number.
  /// - Returns: A record of each hidden layer.
  /// - Precondition: `inputs.columns` is the size of the architecture's input.
  /// - Complexity: O(*examples* · *parameters*)
  public func hiddenLayers(
    at inputs: Matrix<Element>, workers: Workers
  ) -> [HiddenLayer<Element>] {
    let activities = hiddenActivities(of: inputs, workers: workers)
    let entering = hiddenPreActivations(of: inputs, workers: workers)
    return activities.indices.map {
      HiddenLayer(
        activation: architecture.hiddenActivations[$0], activities: activities[$0],
        preActivations: entering[$0])
    }
  }
}
