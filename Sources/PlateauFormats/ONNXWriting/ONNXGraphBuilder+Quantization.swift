import PlateauNetworks
import PlateauNumerics

extension ONNXGraphBuilder {
  /// The current value with levels: as 8 bits, where it has 256 of them in single precision, which
  /// alone QuantizeLinear takes; as a quotient, rounded and clipped, else.
  mutating func quantize(_ scale: Double, _ low: Double, _ high: Double) {
    let (isImage, layer) = (value.isImage, value.index)
    let size = constant("quantized.\(scale)", [], [Element(scale)])
    guard Element.self == Float.self, high - low == 255, let zero = Int8(exactly: -128 - low) else {
      let least = constant("quantized.\(low)", [], [Element(low)])
      let most = constant("quantized.\(high)", [], [Element(high)])
      emit("Div", [value.name, size], isImage: isImage, layer: layer)
      emit("Round", [value.name], isImage: isImage, layer: layer)
      emit("Clip", [value.name, least, most], isImage: isImage, layer: layer)
      emit("Mul", [value.name, size], isImage: isImage, layer: layer)
      return
    }
    let point = byte("quantized.zero.\(zero)", zero)
    for operation in ["QuantizeLinear", "DequantizeLinear"] {
      emit(operation, [value.name, size, point], isImage: isImage, layer: layer)
    }
  }
}
