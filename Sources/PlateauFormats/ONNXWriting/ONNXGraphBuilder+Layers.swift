import PlateauNetworks
import PlateauNumerics
import SwiftProtobuf

extension ONNXGraphBuilder {
  mutating func appendDense() throws(FormatError) {
    flatten()
    let weight = try parameter("weight")
    let bias = try parameter("bias")
    emit("Gemm", [value.name, weight, bias], [.integer("transB", 1)], isImage: false)
  }

  mutating func append(_ convolution: Convolution) throws(FormatError) {
    unfold()
    emit("Conv", try inputs(of: convolution), convolution.attributes, isImage: true)
  }

  mutating func append(_ transposed: TransposedConvolution) throws(FormatError) {
    unfold()
    var attributes = transposed.convolution.attributes
    if transposed.extraRows != 0 || transposed.extraColumns != 0 {
      attributes.append(
        .integers("output_padding", [transposed.extraRows, transposed.extraColumns]))
    }
    emit(
      "ConvTranspose", try inputs(of: transposed.convolution), attributes, isImage: true)
  }

  /// What the node of a convolution takes.
  private mutating func inputs(of convolution: Convolution) throws(FormatError) -> [String] {
    let inputs = [value.name, try parameter("weight")]
    return convolution.hasBias ? inputs + [try parameter("bias")] : inputs
  }

  mutating func appendPooling(_ operation: String, _ attributes: [ONNXAttributeProto]) {
    unfold()
    emit(operation, [value.name], attributes, isImage: true)
  }

  mutating func activate(_ function: Activation) {
    let form = function.function.onnx
    if let levels = form.levels { return quantize(levels.scale, levels.low, levels.high) }
    let constants = form.constants.map { constant($0.name, [], [Element($0.value)]) }
    var attributes = form.attributes.filter { $0.value != $0.default }
      .map { ONNXAttributeProto.number($0.name, Float($0.value)) }
    if let word = form.word, word.value != word.default {
      attributes.append(.text(word.name, word.value))
    }
    let taken = value
    if form.rate != 1 {
      let rate = constant("layers.\(taken.index).rate", [], [Element(form.rate)])
      emit("Mul", [value.name, rate], isImage: value.isImage, layer: value.index)
    }
    emit(
      form.operation, [value.name] + constants, attributes, isImage: value.isImage,
      layer: value.index)
    if form.rate != 1 {
      let rate = constant("layers.\(taken.index).divisor", [], [Element(form.rate)])
      emit("Div", [value.name, rate], isImage: value.isImage, layer: value.index)
    }
    if form.isGate {
      emit("Mul", [taken.name, value.name], isImage: value.isImage, layer: value.index)
    }
  }

  mutating func appendNormalization(_ normalization: ChannelNormalization) throws(FormatError) {
    // Constants stretch along rows and columns; of a vector along its one axis.
    let isImage = value.isImage
    let channels = normalization.means.count
    let shape = isImage ? [channels, 1, 1] : [channels]
    let means = constant(
      "layers.\(index).means", shape, try numbers(normalization.means, "means") { _ in true })
    let deviations = constant(
      "layers.\(index).deviations", shape,
      try numbers(normalization.deviations, "deviations") { $0 != 0 })
    emit("Sub", [value.name, means], isImage: isImage)
    emit("Div", [value.name, deviations], isImage: isImage)
  }

  mutating func appendBatchNormalization(_ epsilon: Double) throws(FormatError) {
    // The second axis is that of channels; an input that is a vector has one channel.
    if value.shape.channels == 1, value.shape.width > 1 { unfold() }
    let single = Float(epsilon)
    guard single > 0, single.isFinite else {
      throw outOfRange("an epsilon of \(epsilon)", as: "float, the precision of ONNX's attributes")
    }
    let inputs = [
      value.name, try parameter("weight"), try parameter("bias"), try parameter("running_mean"),
      try parameter("running_var"),
    ]
    emit("BatchNormalization", inputs, [.number("epsilon", single)], isImage: value.isImage)
  }

  mutating func add(_ other: Value) {
    let own = value
    guard own.isImage != other.isImage else {
      return emit("Add", [own.name, other.name], isImage: own.isImage, layer: own.index)
    }
    // Both have the same values; one of them has an axis for each side.
    let (image, vector) = own.isImage ? (own, other) : (other, own)
    value = image
    flatten(layer: image.index)
    emit("Add", [vector.name, value.name], isImage: false, layer: own.index)
  }

  /// Numbers of values in new places: those one after the other, and a zero, by their indices.
  mutating func select(_ selection: Selection, of sources: [Value]) {
    var names: [String] = []
    for source in sources {
      value = source
      flatten()
      names.append(value.name)
    }
    let total = sources.reduce(0) { $0 + $1.shape.count }
    let all = InputShape(channels: total, height: 1, width: 1)
    if names.count > 1 { emit("Concat", names, [.integer("axis", 1)], shape: all, isImage: false) }
    if selection.places.contains(-1) {
      let pads = integers("pads", [0, 0, 0, 1])
      let padded = InputShape(channels: total + 1, height: 1, width: 1)
      emit("Pad", [value.name, pads], shape: padded, isImage: false)
    }
    let shape = selection.shape
    let flat = InputShape(channels: shape.count, height: 1, width: 1)
    let places = integers("places", selection.places.map { $0 < 0 ? total : $0 })
    emit("Gather", [value.name, places], [.integer("axis", 1)], shape: flat, isImage: false)
    if shape.height * shape.width > 1 {
      value = Value(
        name: value.name, shape: shape, isImage: false, index: value.index)
      unfold()
    }
  }

  /// Constants of a layer in the precision of the network.
  private func numbers(
    _ values: [Double], _ what: String, _ isInRange: (Element) -> Bool
  ) throws(FormatError) -> [Element] {
    var result: [Element] = []
    for value in values {
      let rounded = Element(value)
      guard rounded.isFinite, isInRange(rounded) else {
        throw outOfRange("\(value) among its \(what)", as: Element.precisionName)
      }
      result.append(rounded)
    }
    return result
  }

  private func outOfRange(_ finding: String, as precision: String) -> FormatError {
    FormatError(
      .unsupported,
      "Layer \(position), \(network.architecture.layers[position]), has \(finding), which is out of "
        + "the range of \(precision). Change it, or write the network as safetensors.")
  }
}
