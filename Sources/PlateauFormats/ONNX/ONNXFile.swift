public import PlateauNumerics

import PlateauData
import SwiftProtobuf

/// A network of dense layers in an ONNX file, as other tools export it.
///
/// Read are plain chains of Gemm, MatMul, Add, Relu, Sigmoid, Tanh, Flatten, Reshape, Identity and
/// Constant, in single or double precision, of operation sets 7 to 28. Everything else is refused
/// by name.
///
/// ```swift
/// let network = try ONNXFile.read("model.onnx").network()
/// ```
///
/// Source: ONNX, "Open Neural Network Exchange Intermediate Representation Specification", IR
/// version 13, and "Operator Schemas".
public struct ONNXFile: Sendable, Hashable {
  /// What messages call the file: its path.
  public let name: String
  /// The program that wrote it, such as `pytorch 2.4.0`; empty where the file does not say.
  public let producer: String
  /// The precision that weights are stored in.
  public let precision: Precision
  /// The shape of one example, without the batch.
  public let input: InputShape
  /// The layers, from the input on, as the file has them: a nonlinearity may come last.
  public let layers: [ONNXLayer]
  /// The node that made the last layer, for messages.
  let lastNode: String

  /// The versions of the standard operations that are read.
  static let operationSets: ClosedRange<Int64> = 7...28

  /// Reads a file.
  ///
  /// - Throws: `FormatError` that names the node or tensor and says what is wrong.
  /// - Complexity: O(*size*); the file is held in memory.
  public static func read(_ path: String) throws(FormatError) -> ONNXFile {
    let bytes: [UInt8]
    do {
      // Messages of protocol buffers end at 2 GiB.
      bytes = try FileBytes.read(path, limit: Int(Int32.max))
    } catch {
      throw FormatError(error)
    }
    return try ONNXFile(parsing: bytes, named: path)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: What messages call it.
  /// - Throws: `FormatError`, as for a file.
  public init(parsing bytes: [UInt8], named name: String) throws(FormatError) {
    let model = try Self.model(bytes, name)
    try Self.checkVersions(of: model, name)
    var chain = try ONNXChain(model.graph, in: name)
    for (index, node) in model.graph.node.enumerated() {
      try chain.append(ONNXNode(node, index: index, in: name))
    }
    try chain.checkOutput(of: model.graph)
    self.name = name
    producer = [model.producerName, model.producerVersion].filter { !$0.isEmpty }
      .joined(separator: " ")
    precision = chain.precision
    input = chain.input.input
    layers = chain.layers
    lastNode = chain.lastNode
  }

  private static func model(_ bytes: [UInt8], _ name: String) throws(FormatError) -> ONNXModelProto
  {
    var options = BinaryDecodingOptions()
    options.discardUnknownFields = true
    let model: ONNXModelProto
    do {
      model = try ONNXModelProto(serializedBytes: bytes, options: options)
    } catch {
      throw FormatError(
        .malformed,
        "'\(name)' is no ONNX file: its bytes are no message of protocol buffers. Check that it is "
          + "the right file, and copy it again.")
    }
    guard model.hasGraph else {
      throw FormatError(
        .malformed, "'\(name)' is no ONNX file: it holds no graph. Check that it is the right file."
      )
    }
    return model
  }

  private static func checkVersions(
    of model: ONNXModelProto, _ name: String
  ) throws(FormatError) {
    let versions = model.opsetImport.filter { ["", "ai.onnx"].contains($0.domain) }.map(\.version)
    guard let version = versions.first else {
      throw FormatError(
        .malformed,
        "'\(name)' does not say the version of its operations (opset_import). Export it again.")
    }
    guard operationSets.contains(version) else {
      throw FormatError(
        .unsupported,
        "'\(name)' has operations of opset \(version); \(operationSets.lowerBound) to "
          + "\(operationSets.upperBound) are read. Export it with one of them.")
    }
  }
}
