extension ONNXNode {
  /// The value of a Constant node, which may keep it in another file of a folder.
  func constant(in folder: ONNXFolder?) throws(FormatError) -> ONNXTensor {
    guard inputs.isEmpty, proto.attribute.count == 1 else {
      throw malformed(
        "has \(inputs.count) inputs and \(proto.attribute.count) attributes; it takes its value "
          + "and nothing else")
    }
    let attribute = proto.attribute[0]
    var tensor = ONNXTensorProto()
    switch (attribute.name, attribute.type) {
    case ("value", 4): tensor = attribute.t
    case ("value_float", 1):
      tensor.dataType = ONNXType.float.code
      tensor.floatData = [attribute.f]
    case ("value_floats", 6):
      tensor.dataType = ONNXType.float.code
      tensor.dims = [Int64(attribute.floats.count)]
      tensor.floatData = attribute.floats
    case ("value_int", 2):
      tensor.dataType = ONNXType.int64.code
      tensor.int64Data = [attribute.i]
    case ("value_ints", 7):
      tensor.dataType = ONNXType.int64.code
      tensor.dims = [Int64(attribute.ints.count)]
      tensor.int64Data = attribute.ints
    default:
      throw unsupported(
        "has its value in \(attribute.name.quotedForMessage) of type \(attribute.type)",
        "Save it as an initializer.")
    }
    return ONNXTensor(tensor, label, folder: folder)
  }
}
