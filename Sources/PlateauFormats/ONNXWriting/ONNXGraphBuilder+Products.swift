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
    flatten()
    let count = value.shape.count
    if size < count {
      let shape = integers("groups", [0, count / size, size])
      emit("Reshape", [value.name, shape], shape: value.shape, isImage: false)
    }
    emit("Softmax", [value.name], [.integer("axis", -1)], isImage: false)
    if size < count { emit("Flatten", [value.name], [.integer("axis", 1)], isImage: false) }
  }
}
