import PlateauNumerics

/// Products of the numbers of two values as files have them.
struct ProductForm: OperationForm {
  static var kind: String { "product" }
  var operation: Operation { .product }
  var arity: ClosedRange<Int> { 2...2 }
  var isModule: Bool { false }
  var isNonlinear: Bool { true }
  func isNonnegative(ofNonnegative takesNone: Bool) -> Bool { takesNone }

  func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    let (shape, factor) = (sources[0].shape, sources[1].shape)
    let isGate =
      factor.channels == shape.channels && factor.height == 1 && factor.width == 1
    guard factor == shape || isGate else {
      throw NetworkError(
        "Layer \(position), product, multiplies \(shape) by \(factor), which "
          + "\(builder.layers[position].sources[1]) puts out; that must have the same shape, or a "
          + "number for each channel.")
    }
    let own = builder.ordered(sources[0], channelsLast: true, at: position)
    let partner = builder.ordered(sources[1], channelsLast: true, at: position)
    builder.take(
      StageBuilder.Output(value: own, shape: sources[0].shape, isChannelsLast: true))
    builder.emit(
      .nonlinear(ElementwiseProduct(count: shape.count, period: factor.count)), with: [partner],
      shape: shape, at: position)
  }
}

/// Products of matrices as files have them.
struct MatrixProductForm: OperationForm {
  let product: Operation.MatrixProductShape

  static var kind: String { "matrixProduct" }
  var words: String {
    let (g, m, k, n) = (product.groups, product.rows, product.inner, product.columns)
    return "matrixProduct (\(g) of \(m)×\(k) by \(k)×\(n))"
  }
  var operation: Operation { .matrixProduct(product) }
  var arity: ClosedRange<Int> { 2...2 }
  var isModule: Bool { false }
  var isNonlinear: Bool { true }
  func isNonnegative(ofNonnegative takesNone: Bool) -> Bool { takesNone }

  init(product: Operation.MatrixProductShape) { self.product = product }

  init(from decoder: any Decoder) throws {
    product = try Operation.MatrixProductShape(from: decoder)
  }

  func encode(to encoder: any Encoder) throws { try product.encode(to: encoder) }

  func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    let sides = [product.groups, product.rows, product.inner, product.columns]
    // Products of sides in range cannot overflow then.
    let isPossible = sides.allSatisfy { (1...1 << 15).contains($0) }
    let counts = isPossible ? (product.first, product.second, product.made) : (0, 0, 0)
    guard isPossible, counts.2 <= NetworkLimits.width, sources[0].shape.count == counts.0,
      sources[1].shape.count == counts.1
    else {
      throw NetworkError(
        "Layer \(position), \(words), takes \(sources[0].shape) and \(sources[1].shape), which have "
          + "other numbers of values, or makes too many.")
    }
    let own = builder.ordered(sources[0], channelsLast: false, at: position)
    let partner = builder.ordered(sources[1], channelsLast: false, at: position)
    builder.take(
      StageBuilder.Output(value: own, shape: sources[0].shape, isChannelsLast: false))
    builder.emit(
      .nonlinear(
        MatrixProduct(
          groups: product.groups, rows: product.rows, inner: product.inner,
          columns: product.columns, isTransposed: product.isTransposed)),
      with: [partner], shape: InputShape(channels: counts.2, height: 1, width: 1), at: position,
      isChannelsLast: false)
  }
}

/// A softmax of groups of numbers as files have it.
struct SoftmaxForm: OperationForm {
  let size: Int

  static var kind: String { "softmax" }
  var words: String { "softmax (of \(size))" }
  var operation: Operation { .softmax(size: size) }
  var isModule: Bool { false }
  var isNonlinear: Bool { true }
  func isNonnegative(ofNonnegative takesNone: Bool) -> Bool { true }

  func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError) {
    let groups = try builder.groups(of: size, at: position)
    builder.order(channelsLast: false, at: position)
    builder.emit(
      .nonlinear(Softmax(groups: groups, size: size)),
      shape: InputShape(channels: groups * size, height: 1, width: 1), at: position,
      isChannelsLast: false)
  }
}
