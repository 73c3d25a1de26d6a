public import PlateauNetworks
public import PlateauNumerics

import PlateauData
import SwiftProtobuf

/// A feed-forward network in an ONNX file, as other tools export it.
///
/// Read are Gemm, MatMul, Conv, BatchNormalization, MaxPool, AveragePool, their global forms, ReduceMean,
/// ReduceSum, ReduceMax, Clip, all nonlinearities of `Activation`, arithmetic with constants, Einsum of one
/// value, CumSum, sums, Max and Min of branches, choices by constants, and what moves numbers: Concat, Split,
/// Slice, Gather, Pad, Expand, Tile, Resize, DepthToSpace, SpaceToDepth, Transpose and what only changes
/// shapes; functions that the file defines itself are written out, and nodes of constants alone computed. With
/// weights in single, half or double precision, of operation sets 7 to 28. Everything else is refused, all
/// nodes by name at once.
///
/// ```swift
/// let network = try ONNXFile.read("model.onnx").network()
/// ```
///
/// Of a graph with several inputs all but one are fixed, and of several outputs one is chosen, with an
/// ``ONNXPart``. Where the file and the network differ, ``notes`` say so: a softmax or a sigmoid at the end is
/// left out.
/// ``interface`` is what undoes it: the order of the file's own inputs, and the function that its
/// logits go through.
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
  /// The shape of one example as the network takes it, without the batch.
  public let input: InputShape
  /// The file's own inputs and outputs.
  public let interface: ModelInterface
  /// The layers, from the input to the logits.
  public let layers: [Layer]
  /// What differs between the file and the network, in sentences.
  public let notes: [String]
  /// What is drawn for nodes that draw at random; nil without any.
  public let draws: RandomDraws?
  /// The places in a network's buffer of parameters that the file does not hold, ascending: zeros
  /// between groups and in dilated kernels, and biases of layers that have none.
  public let writtenOut: [Range<Int>]
  /// The parameters of each layer, in the order of a network's buffer.
  let parameters: [ONNXParameters]

  /// The versions of the standard operations that are read.
  static let operationSets: ClosedRange<Int64> = 7...28

  /// Reads a file, and the values that it keeps in other files of its folder.
  ///
  /// One compressed by gzip is read as it is, up to 2 GiB of content, without other files.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - part: What of its graph is read.
  /// - Returns: The network of the file.
  /// - Throws: `FormatError` that names the node or tensor and says what is wrong.
  /// - Complexity: O(*nodes*); large tensors stay in the file until a network is made of them.
  public static func read(
    _ path: String, part: ONNXPart = ONNXPart()
  ) throws(FormatError) -> ONNXFile {
    let bytes: [UInt8]
    // A compressed file is read as a whole, and alone.
    var folder: ONNXFolder?
    do throws(DataError) {
      let file = try OpenFile(path)
      // Messages of protocol buffers end at 2 GiB.
      let limit = Int(Int32.max)
      guard file.size <= limit else {
        throw DataError(
          .unsupported,
          "'\(path)' has \(file.size) bytes; at most \(limit) are read. Give a smaller file.")
      }
      if Gzip.isGzip(try file.bytes(from: 0, count: min(file.size, 2))) {
        let packed = try file.bytes(from: 0, count: file.size)
        bytes = try Gzip.decompressed(packed, named: path, limit: limit)
      } else if let message = try ONNXOutline.message(of: file) {
        folder = ONNXFolder(of: file)
        bytes = message
      } else {
        // What is no message is told with all its bytes.
        bytes = try file.bytes(from: 0, count: min(file.size, PyTorchFile.headLength))
      }
    } catch {
      throw FormatError(error)
    }
    return try ONNXFile(parsing: bytes, named: path, in: folder, part: part)
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file; values in other files are refused.
  ///   - name: What messages call it.
  ///   - part: What of its graph is read.
  /// - Throws: `FormatError`, as for a file.
  public init(
    parsing bytes: [UInt8], named name: String, part: ONNXPart = ONNXPart()
  ) throws(FormatError) {
    try self.init(parsing: bytes, named: name, in: nil, part: part)
  }

  private init(
    parsing bytes: [UInt8], named name: String, in folder: ONNXFolder?, part: ONNXPart
  ) throws(FormatError) {
    let model = try Self.model(bytes, name)
    let version = try Self.operationSet(of: model, name)
    let proto = try ONNXLocalFunctions.writtenOut(model, in: name)
    let graph = try ONNXGraph(
      proto, in: name, output: part.output, draws: try Self.drawCount(of: part, name))
    let draws = try Self.draws(of: graph, part, name)
    let translation = try ONNXImport.translation(
      of: proto, graph, in: name, folder: folder, operationSet: version,
      fixed: part.fixed, draws: draws)
    let row = translation.row
    try Self.check(row.parameters, of: draws, name)
    self.name = name
    producer = [model.producerName, model.producerVersion].filter { !$0.isEmpty }
      .joined(separator: " ")
    precision = translation.precision
    input = translation.layers.input
    interface = ModelInterface(
      input: InputArrangement(sides: translation.inputSides, places: translation.places),
      output: translation.output.sides, ending: translation.output.ending)
    layers = row.layers
    parameters = row.parameters
    notes = translation.notes + (draws.map { [$0.sentence] } ?? [])
    self.draws = draws
    writtenOut = row.writtenOut
  }

  private static func model(_ bytes: [UInt8], _ name: String) throws(FormatError) -> ONNXModelProto
  {
    var options = BinaryDecodingOptions()
    options.discardUnknownFields = true
    let model: ONNXModelProto
    do {
      model = try ONNXModelProto(serializedBytes: bytes, options: options)
    } catch {
      guard !PyTorchFile.isOne(bytes.prefix(PyTorchFile.headLength)) else {
        throw FormatError(.unsupported, "'\(name)' is a file of PyTorch. \(PyTorchFile.remedy)")
      }
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

  private static func operationSet(
    of model: ONNXModelProto, _ name: String
  ) throws(FormatError) -> Int {
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
    return Int(version)
  }
}
