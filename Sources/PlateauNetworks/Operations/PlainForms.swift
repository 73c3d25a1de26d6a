import PlateauNumerics

/// An image read as a vector, as files have it.
struct FlattenForm: OperationForm {
  static var kind: String { "flatten" }
  var operation: Operation { .flatten }
  func isNonnegative(ofNonnegative takesNone: Bool) -> Bool { takesNone }
  var keepsPlaces: Bool { true }

  func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    builder.order(channelsLast: false, at: position)
    builder.shape = InputShape(channels: builder.shape.count, height: 1, width: 1)
  }
}

/// A reference to a value, as files have it.
struct IdentityForm: OperationForm {
  static var kind: String { "identity" }
  var operation: Operation { .identity }
  func isNonnegative(ofNonnegative takesNone: Bool) -> Bool { takesNone }
  var isModule: Bool { false }
  var keepsPlaces: Bool { true }

  func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {}
}

/// A nonlinearity as files have it.
struct ActivationForm: OperationForm {
  let function: Activation

  static var kind: String { "activation" }
  var words: String { "activation (\(function.rawValue))" }
  var operation: Operation { .activation(function) }
  func isNonnegative(ofNonnegative takesNone: Bool) -> Bool {
    function.function.isNonnegative || takesNone && function.function.keepsNonnegative
  }
  var isModule: Bool { false }
  var keepsPlaces: Bool { true }

  func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    builder.activate(function, at: position)
  }
}

/// A sum of values as files have it.
struct SumForm: OperationForm {
  static var kind: String { "sum" }
  var operation: Operation { .sum }
  func isNonnegative(ofNonnegative takesNone: Bool) -> Bool { takesNone }
  var arity: ClosedRange<Int> { 2...1 << 12 }
  var isModule: Bool { false }
  var keepsPlaces: Bool { true }

  func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    for (index, other) in sources.enumerated().dropFirst() {
      guard other.shape == builder.shape else {
        throw NetworkError(
          "Layer \(position), \(builder.layers[position]), adds \(other.shape), which "
            + "\(builder.layers[position].sources[index]) puts out, to \(builder.shape); both must "
            + "have the same shape.")
      }
    }
    let shape = builder.shape
    var own = sources[0]
    for other in sources.dropFirst() {
      // Both in the same order.
      let first = builder.ordered(own, channelsLast: true, at: position)
      let partner = builder.ordered(other, channelsLast: true, at: position)
      builder.take(StageBuilder.Output(value: first, shape: shape, isChannelsLast: true))
      builder.emit(
        .linear(Sum.pair(count: shape.count)), with: [partner], shape: shape, at: position)
      own = StageBuilder.Output(value: builder.current, shape: shape, isChannelsLast: true)
    }
  }
}
