import PlateauNumerics

/// A dense layer as files have it.
struct DenseForm: OperationForm {
  let units: Int

  static var kind: String { "dense" }
  var words: String { "dense (\(units) units)" }
  var operation: Operation { .dense(units: units) }

  func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    let limit = NetworkLimits.width
    guard (1...limit).contains(units) else {
      throw NetworkError(
        "Layer \(position), dense, has \(units) units; give a number from 1 to \(limit).")
    }
    builder.order(channelsLast: false, at: position)
    let inputs = builder.shape.count
    try builder.checkParameters(inputs, units, at: position)
    let weight = builder.emit("weight", [units, inputs])
    let bias = builder.emit("bias", [units])
    builder.emit(
      .linear(Dense(inputs: inputs, outputs: units, weightOffset: weight, biasOffset: bias)),
      shape: InputShape(channels: units, height: 1, width: 1), at: position)
  }
}
