import PlateauNetworks
import PlateauNumerics

extension ONNXGraphBuilder {
  /// Multiplies values: number by number, or by a number for each channel.
  mutating func multiply(_ own: Value, by other: Value) {
    var names: [String] = []
    let isImage = own.shape != other.shape || own.isImage && other.isImage
    for source in [own, other] {
      value = source
      if isImage { unfold() } else { flatten() }
      names.append(value.name)
    }
    emit("Mul", names, shape: own.shape, isImage: isImage)
  }

  /// Multiplies matrices that lie one after the other.
  mutating func multiply(_ product: Operation.MatrixProductShape, _ own: Value, by other: Value) {
    let (groups, inner) = (product.groups, product.inner)
    let right =
      product.isTransposed ? [product.columns, inner] : [inner, product.columns]
    var names: [String] = []
    for (source, sides, suffix) in [
      (own, [product.rows, inner], "left"), (other, right, "right"),
    ] {
      value = source
      flatten()
      let shape = integers(suffix, [0, groups] + sides)
      emit("Reshape", [value.name, shape], shape: source.shape, isImage: false)
      names.append(value.name)
    }
    if product.isTransposed {
      emit(
        "Transpose", [names[1]], [.integers("perm", [0, 1, 3, 2])], shape: other.shape,
        isImage: false)
      names[1] = value.name
    }
    emit("MatMul", names, isImage: false)
    emit("Flatten", [value.name], [.integer("axis", 1)], isImage: false)
  }

  /// Takes the softmax of numbers that follow each other.
  mutating func softmax(of size: Int) {
    inGroups(of: size) { builder in
      builder.emit("Softmax", [builder.value.name], [.integer("axis", -1)], isImage: false)
    }
  }

  /// Takes the largest of numbers that follow each other.
  mutating func rank(_ ranking: Ranking) {
    let end = ranking.first + ranking.count
    let made = shape
    let groups = made.count / ranking.count
    inGroups(of: ranking.size) { builder in
      let count = builder.integers("count", [end])
      let all = InputShape(channels: groups * end, height: 1, width: 1)
      builder.emit(
        "TopK", [builder.value.name, count],
        [.integer("axis", -1), .integer("largest", 1), .integer("sorted", 1)], shape: all,
        isImage: false, others: ["places"])
      guard ranking.first > 0 else { return }
      let bounds = [("starts", ranking.first), ("ends", end), ("axes", -1)].map {
        builder.integers($0.0, [$0.1])
      }
      builder.emit("Slice", [builder.value.name] + bounds, isImage: false)
    }
  }

  /// Normalizes numbers that follow each other: by one node where its attribute can hold ε, which is in
  /// single precision, and means are taken off.
  mutating func normalize(_ normalization: LayerNormalization) {
    let (size, epsilon) = (normalization.size, normalization.epsilon)
    let isHeld = Element(Float(epsilon)) == Element(epsilon)
    inGroups(of: size) { builder in
      guard !isHeld || !normalization.isCentered else {
        let ones = builder.constant(
          "layers.\(builder.position).ones", [size], [Element](repeating: 1, count: size))
        return builder.emit(
          "LayerNormalization", [builder.value.name, ones],
          [.integer("axis", -1), .number("epsilon", Float(epsilon))], isImage: false)
      }
      if normalization.isCentered {
        let own = builder.value.name
        builder.emit("Sub", [own, builder.mean(of: own)], isImage: false)
      }
      let own = builder.value.name
      builder.emit("Mul", [own, own], isImage: false)
      let constant = builder.constant(
        "layers.\(builder.position).epsilon", [], [Element(epsilon)])
      builder.emit("Add", [builder.mean(of: builder.value.name), constant], isImage: false)
      builder.emit("Sqrt", [builder.value.name], isImage: false)
      builder.emit("Div", [own, builder.value.name], isImage: false)
    }
  }

  /// The means along the last axis.
  private mutating func mean(of name: String) -> String {
    emit(
      "ReduceMean", [name], [.integers("axes", [-1]), .integer("keepdims", 1)], isImage: false)
    return value.name
  }

  /// Sees the current value as rows of some size while a closure appends nodes.
  private mutating func inGroups(of size: Int, _ body: (inout Self) -> Void) {
    flatten()
    let count = value.shape.count
    if size < count {
      let shape = integers("groups", [0, count / size, size])
      emit("Reshape", [value.name, shape], shape: value.shape, isImage: false)
    }
    body(&self)
    if size < count { emit("Flatten", [value.name], [.integer("axis", 1)], isImage: false) }
  }
}
