/// A format of files that hold a network.
public enum ModelFormat: String, Sendable, Hashable, Codable, CaseIterable {
  /// Hugging Face's format of named tensors; the architecture is in its metadata.
  case safetensors
  /// Open Neural Network Exchange.
  case onnx

  /// The format that a file has by the end of its name; nil for another end.
  public init?(path: String) {
    guard let format = Self.allCases.first(where: { path.hasSuffix("." + $0.rawValue) }) else {
      return nil
    }
    self = format
  }
}
