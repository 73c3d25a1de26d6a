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
  /// What differs between the file and the network, in sentences.
  public let notes: [String]

  /// Reads a model.
  ///
  /// - Parameter path: A run folder, or a `.safetensors` or `.onnx` file.
  /// - Throws: `ExperimentError` where there is no model, `FormatError` where the file is not what
  ///   it should be.
  public init(_ path: String) throws {
    self.path = path
    if path.hasSuffix(".onnx"), !FileBytes.isFolder(path) {
      let file = try ONNXFile.read(path)
      network = try file.network()
      metadata = [:]
      notes = file.notes
    } else {
      let file = try NetworkFile<Double>.read(try Self.file(of: path))
      network = file.network
      metadata = file.metadata
      notes = []
    }
    guard network.architecture.classCount >= 2 else {
      throw ExperimentError(
        .model,
        "'\(path)' has a single output, but a classifier has one for each of at least 2 classes. "
          + "Export it with the logits of all classes.")
    }
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
