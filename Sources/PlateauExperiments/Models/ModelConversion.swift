import PlateauData
import PlateauFormats
import PlateauNetworks
public import PlateauNumerics

/// Writes a model in the format that a file's name ends in.
///
/// ```swift
/// let record = try ModelConversion(LoadedModel("runs/sigmoid")).write(to: "model.onnx")
/// ```
public struct ModelConversion: Sendable {
  private let model: LoadedModel
  private let precision: Precision

  /// Prepares a conversion.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - precision: The precision of the parameters; by default that in which they are stored.
  public init(_ model: LoadedModel, precision: Precision? = nil) {
    self.model = model
    self.precision = precision ?? model.storedPrecision
  }

  /// Checks that a model can be written under a name.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - replaces: Whether a file of this name is replaced.
  /// - Returns: The format of the file.
  /// - Throws: `ExperimentError` where the name has another end, or there is such a file.
  @discardableResult
  public static func check(_ path: String, replaces: Bool = false) throws(ExperimentError)
    -> ModelFormat
  {
    guard let format = ModelFormat(path: path) else {
      throw ExperimentError(
        .model,
        "'\(path)' ends in no format of models: give a name that ends in '.onnx' or "
          + "'.safetensors'.")
    }
    guard replaces || !FileBytes.isFile(path) else {
      throw ExperimentError(
        .folder, "'\(path)' is there already. Replace it with --force, or choose another name.")
    }
    return format
  }

  /// Writes the file, in one step.
  ///
  /// Parameters are rounded to nearest where the precision is lower than that of the model. A
  /// safetensors file keeps the metadata of the model, and which parameters are written out; ONNX has
  /// none.
  ///
  /// - Parameters:
  ///   - path: The file; it ends in `.onnx` or `.safetensors`.
  ///   - replaces: Whether a file of this name is replaced.
  /// - Returns: What was written.
  /// - Throws: `ExperimentError` where the name has another end, there is such a file, or a parameter
  ///   is too large for the precision; `FormatError` where the network cannot be written or the
  ///   system refuses.
  public func write(to path: String, replaces: Bool = false) throws -> ConversionRecord {
    let format = try Self.check(path, replaces: replaces)
    var rounding = ConversionRecord.Rounding(changed: 0, largestChange: 0, tensor: nil)
    let bytes: [UInt8]
    var metadata = model.metadata
    if !model.writtenOut.ranges.isEmpty {
      metadata[WrittenOutParameters.key] = model.writtenOut.text
    }
    switch precision {
    case .double: bytes = try Self.encoded(model.network, format, metadata)
    case .float:
      let rounded = Network<Float>(model.network)
      rounding = try self.rounding(to: rounded)
      bytes = try Self.encoded(rounded, format, metadata)
    }
    try AtomicFile.write(bytes, to: path)
    return ConversionRecord(
      path: path, format: format, precision: precision, bytes: bytes.count,
      parameters: model.network.parameters.count, rounding: rounding)
  }

  private static func encoded<Element: Scalar>(
    _ network: Network<Element>, _ format: ModelFormat, _ metadata: [String: String]
  ) throws -> [UInt8] {
    switch format {
    case .onnx: try ONNXExport(network, version: plateauVersion).encoded()
    case .safetensors: try NetworkFile(network, metadata: metadata).safetensors().encoded()
    }
  }

  /// What single precision changes.
  private func rounding(to rounded: Network<Float>) throws(ExperimentError)
    -> ConversionRecord.Rounding
  {
    var result = ConversionRecord.Rounding(changed: 0, largestChange: 0, tensor: nil)
    for tensor in model.network.architecture.layout.tensors {
      for (place, index) in tensor.range.enumerated() {
        let exact = model.network.parameters[index]
        let change = (Double(rounded.parameters[index]) - exact).magnitude
        guard change.isFinite else {
          throw ExperimentError(
            .model,
            "Tensor '\(tensor.name)' of '\(model.path)' holds \(exact) at index \(place), which is too "
              + "large for float. Write it with --precision double.")
        }
        guard change > 0 else { continue }
        result.changed += 1
        guard change > result.largestChange else { continue }
        result.largestChange = change
        result.tensor = tensor.name
      }
    }
    return result
  }
}
