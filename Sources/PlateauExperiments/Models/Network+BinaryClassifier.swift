public import PlateauNetworks
import PlateauNumerics

extension Network {
  /// The classifier of two classes that a network with one output z is: its logits are 0 and z.
  ///
  /// A sigmoid at the very end is left out: it is above 0.5 where z is above 0.
  ///
  /// - Returns: The classifier, and whether a sigmoid was left out.
  /// - Throws: `NetworkError` where there is more than one output.
  public func binaryClassifier() throws(NetworkError) -> (network: Network, isSigmoid: Bool) {
    guard architecture.classCount == 1 else {
      throw NetworkError(
        "The network has \(architecture.classCount) outputs; a classifier of two classes is made of "
          + "one.")
    }
    var layers = architecture.layers
    var parameters = parameters
    /// The weights of the last layer, which is dense and has one unit, and its bias.
    func removeLast() -> [Element] {
      layers.removeLast()
      let count = (layers.isEmpty ? architecture.input : architecture.layerShapes[layers.count - 1])
        .count
      let last = Array(parameters.suffix(count + 1))
      parameters.removeLast(count + 1)
      return last
    }
    var last = layers.last == .dense(units: 1) ? removeLast() : nil
    // Files of before have a dense layer that copies what a sigmoid puts out.
    var isSigmoid = last == [1, 0] && layers.last == .activation(.sigmoid)
    if last == nil { isSigmoid = layers.last == .activation(.sigmoid) }
    if isSigmoid {
      layers.removeLast()
      if layers.last == .dense(units: 1) { last = removeLast() }
    }
    if let last {
      layers.append(.dense(units: 2))
      parameters +=
        Array(repeating: 0, count: last.count - 1) + last.dropLast() + [0] + last.suffix(1)
    } else {
      layers.append(
        Layer(
          .selection(
            Selection(shape: InputShape(channels: 2, height: 1, width: 1), places: [-1, 0]))))
    }
    return (
      try Network(
        Architecture(input: architecture.input, layers: layers), parameters: parameters), isSigmoid
    )
  }
}
