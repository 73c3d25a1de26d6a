import PlateauData
import PlateauFormats
public import PlateauNetworks
public import PlateauNumerics

/// A network read from a run folder or a file, with what it says about its making.
public struct LoadedModel: Sendable {
  /// The path that was given.
  public let path: String
  /// The network; parameters stored in single precision are widened exactly.
  public let network: Network<Double>
  /// What the file says about itself.
  public let metadata: [String: String]

  /// Reads a model.
  ///
  /// - Parameter path: A run folder, or a `.safetensors` or `.onnx` file.
  /// - Throws: `ExperimentError` where there is no model, `FormatError` where the file is not what
  ///   it should be.
  public init(_ path: String) throws {
    self.path = path
    guard !path.hasSuffix(".onnx") || FileBytes.isFolder(path) else {
      network = try ONNXFile.read(path).network()
      metadata = [:]
      return
    }
    let file = try NetworkFile<Double>.read(try Self.file(of: path))
    network = file.network
    metadata = file.metadata
  }

  /// The configuration it was trained by; nil for a model from elsewhere.
  public var configuration: String? { metadata["run.configuration"] }

  /// The dataset it was trained on; nil for a model from elsewhere.
  public var data: String? { metadata["run.data"] }

  private static func file(of path: String) throws -> String {
    guard FileBytes.isFolder(path) else {
      guard path.hasSuffix(".safetensors") || !FileBytes.isFile(path) else {
        throw ExperimentError(
          .model,
          "'\(path)' is no model: models are run folders and files that end in '.safetensors' or "
            + "'.onnx'.")
      }
      return path
    }
    let folder = RunFolder(path)
    guard !folder.isFinished else { return folder.model }
    guard folder.holdsRun else {
      throw ExperimentError(
        .model,
        "The folder '\(path)' holds no run: it has no 'config.yaml'. Give a folder that "
          + "'plateau train' wrote, or a file that ends in '.safetensors' or '.onnx'.")
    }
    throw ExperimentError(
      .model,
      "The run in '\(path)' is not finished: it has no 'model.safetensors'. Continue it with "
        + "'plateau train --output \(path) --resume'.")
  }
}
