import PlateauNumerics

/// A dense layer with the nonlinearity that follows it: the unit in which passes work.
struct DenseStage: Sendable, Hashable {
  /// The index in tensor names: the position among all layers but activations.
  let index: Int
  let inputs: Int
  let outputs: Int
  /// Offsets into the buffer of parameters.
  let weight: Int
  let bias: Int
  var activation: Activation?

  var parameterCount: Int { outputs * inputs + outputs }
}

extension Architecture {
  /// The largest number of values that a layer may have, far beyond any real one: sizes are then
  /// multiplied without overflow.
  package static let largestWidth = 1 << 24

  /// The largest number of parameters, 8 TB of doubles, so that their sums never overflow.
  static let largestParameterCount = 1 << 40

  static func stages(input: InputShape, layers: [Layer]) throws(NetworkError) -> [DenseStage] {
    guard input.count <= largestWidth else {
      throw NetworkError(
        "The input \(input) has \(input.count) values; at most \(largestWidth) are possible.")
    }
    var stages: [DenseStage] = []
    var width = input.count
    var offset = 0
    // Names of tensors count layers as PyTorch modules do in which activations are functions.
    var index = 0
    for (position, layer) in layers.enumerated() {
      switch layer {
      case .dense(let units):
        guard (1...largestWidth).contains(units) else {
          throw NetworkError(
            "Layer \(position), dense, has \(units) units; give a number from 1 to "
              + "\(largestWidth).")
        }
        stages.append(
          DenseStage(
            index: index, inputs: width, outputs: units, weight: offset,
            bias: offset + width * units))
        offset += width * units + units
        guard offset <= largestParameterCount else {
          throw NetworkError(
            "Layer \(position), dense (\(units) units), brings the number of parameters to "
              + "\(offset); at most \(largestParameterCount) are possible. Make layers smaller.")
        }
        width = units
        index += 1
      case .activation(let function):
        guard let last = stages.last, last.activation == nil else {
          throw NetworkError(
            "Layer \(position), \(layer), must follow a dense layer directly; "
              + "\(position == 0 ? "it is the first" : "before it stands \(layers[position - 1])")."
          )
        }
        stages[stages.count - 1].activation = function
      case .flatten:
        index += 1
      }
    }
    guard let last = stages.last, last.activation == nil else {
      throw NetworkError(
        "The last layer must be dense, without an activation: attacks need logits. "
          + "Found \(layers.last.map(String.init(describing:)) ?? "no layer at all").")
    }
    guard last.outputs >= 2 else {
      throw NetworkError("The last layer has 1 unit; a classifier needs at least 2 classes.")
    }
    return stages
  }
}
