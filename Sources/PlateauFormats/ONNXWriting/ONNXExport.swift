import PlateauData
public import PlateauNetworks
public import PlateauNumerics
import SwiftProtobuf

/// A network as an ONNX file for other tools, from the input to the logits.
///
/// The graph takes `input`, of shape `[batch, channels, height, width]`, or `[batch, values]` where
/// an example is a vector, and makes `logits`, of shape `[batch, classes]`; the size of a batch is
/// left open. Parameters keep their names and their bits, and nodes are named after their layer:
/// `layers.0.weight` belongs to `layers.0.conv`.
///
/// ```swift
/// try ONNXExport(network).write(to: "model.onnx")
/// ```
///
/// The graph computes what the network does, up to the order of sums. The format holds the ε of
/// batch normalization in single precision, for networks in double precision, too, which changes the
/// slope of its map by at most 3e-8 of itself.
///
/// A network in double precision gives a file in double precision, which is valid but which not
/// every runtime computes: ONNX Runtime 1.32 has no kernel for convolutions and averages of doubles
/// on processors. Export `Network<Float>(network)` for those.
///
/// Source: ONNX, "Open Neural Network Exchange Intermediate Representation Specification", IR
/// version 8, and "Operator Schemas", operation set 17.
public struct ONNXExport<Element: Scalar>: Sendable {
  /// The network.
  public let network: Network<Element>
  /// The version of the program that writes the file; empty to leave it out.
  public let version: String

  /// Prepares a file.
  public init(_ network: Network<Element>, version: String = "") {
    self.network = network
    self.version = version
  }

  /// Writes the file under a name, in one step, replacing what is there.
  ///
  /// - Throws: `FormatError`, as for bytes, or with the system's reason; an old file is then intact.
  public func write(to path: String) throws(FormatError) {
    let bytes = try encoded()
    do {
      try AtomicFile.write(bytes, to: path)
    } catch {
      throw FormatError(error)
    }
  }

  /// The bytes of the file, the same for the same network.
  ///
  /// - Throws: `FormatError` that names the tensor, where the network holds a number that is not
  ///   finite, or a constant of a layer is out of range in its precision; and where the file would
  ///   exceed the 2 GiB that the format allows.
  /// - Complexity: O(*parameters*); three copies of them are in memory.
  public func encoded() throws(FormatError) -> [UInt8] {
    try Self.checkSize(of: network.architecture)
    var builder = ONNXGraphBuilder(network)
    for layer in network.architecture.layers { try builder.append(layer) }
    var model = ONNXModelProto()
    model.irVersion = 8
    model.producerName = "plateau"
    model.producerVersion = version
    let sets = network.architecture.layers.map { layer in
      if case .activation(let function) = layer.operation {
        function.function.onnx.operationSet
      } else {
        1
      }
    }
    model.opsetImport = [.with { $0.version = Int64(max(17, sets.max() ?? 1)) }]
    model.graph = builder.finished()
    do {
      return try model.serializedBytes()
    } catch {
      throw FormatError(
        .unsupported,
        "The network \(network.architecture.summary) cannot be written as ONNX: \(error).")
    }
  }
}

extension ONNXExport {
  /// Checks that a file stays within what a message of protocol buffers may hold.
  package static func checkSize(of architecture: Architecture) throws(FormatError) {
    // More than names, shapes and attributes of any layer take, and beyond them its constants.
    let constants = architecture.layers.reduce(0) { sum, layer in
      guard case .normalization(let constants) = layer.operation else { return sum }
      return sum + 2 * constants.means.count
    }
    let values = architecture.layout.count + constants
    let size = values * MemoryLayout<Element>.size + architecture.layers.count * 1024 + 1024
    guard size <= Int(Int32.max) else {
      throw FormatError(
        .unsupported,
        "The network \(architecture.summary) has \(architecture.layout.count) parameters, "
          + "\(size) bytes as \(Element.precisionName); an ONNX file ends at \(Int32.max). Write it as "
          + "safetensors, or make its layers smaller.")
    }
  }
}
