import PlateauData

/// The content of a safetensors file: named tensors, and text about them.
///
/// The format is read strictly: lengths, types and places are checked against the size of the file
/// before anything is allocated for them, no two tensors share a byte, and every byte belongs to
/// one.
///
/// ```swift
/// let file = try SafetensorsFile.read("values.safetensors")
/// let logits: [Double] = try file.values(of: "logits")
/// ```
///
/// Source: Hugging Face, "safetensors", version 0.4, section "Format".
public struct SafetensorsFile: Sendable, Hashable {
  /// The largest header accepted, in bytes, as in the reference implementation.
  public static let largestHeader = 100_000_000

  /// What messages call the file: its path.
  public let name: String
  /// The text about the tensors.
  public let metadata: [String: String]
  /// What the header says of each tensor, in the order of their bytes.
  public let tensors: [StoredTensor]
  private let places: [String: Int]
  private let bytes: [UInt8]
  /// Where the bytes of tensors start.
  private let origin: Int

  /// Reads a file.
  ///
  /// - Throws: `FormatError` that names the file and says what in it is wrong.
  /// - Complexity: O(*size*); the file is held in memory.
  public static func read(_ path: String) throws(FormatError) -> SafetensorsFile {
    do {
      return try SafetensorsFile(parsing: try FileBytes.read(path), named: path)
    } catch let error as DataError {
      throw FormatError(error)
    } catch let error as FormatError {
      throw error
    } catch {
      throw FormatError(.system, "Cannot read '\(path)': \(error).")
    }
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: What messages call it.
  /// - Throws: `FormatError`, as for a file.
  public init(parsing bytes: [UInt8], named name: String) throws(FormatError) {
    let header = try SafetensorsHeader(parsing: bytes, named: name)
    self.name = name
    self.bytes = bytes
    metadata = header.metadata
    tensors = header.tensors
    origin = header.end
    places = Dictionary(
      uniqueKeysWithValues: header.tensors.enumerated().map { ($1.name, $0) })
  }

  /// What the header says of a tensor; nil where there is none of this name.
  public func tensor(_ name: String) -> StoredTensor? {
    places[name].map { tensors[$0] }
  }

  /// The bytes of a tensor, little-endian, rows one after the other.
  ///
  /// - Precondition: the tensor is one of this file.
  public func bytes(of tensor: StoredTensor) -> ArraySlice<UInt8> {
    precondition(self.tensor(tensor.name) == tensor, "a tensor of another file")
    return bytes[origin + tensor.range.lowerBound..<origin + tensor.range.upperBound]
  }

  /// What the header says of a tensor.
  ///
  /// - Throws: `FormatError` where there is none of this name.
  public func requiredTensor(_ name: String) throws(FormatError) -> StoredTensor {
    guard let tensor = tensor(name) else {
      throw FormatError(
        .mismatch,
        "'\(self.name)' has no tensor \(name.quotedForMessage); it has \(namesForMessage). "
          + "Check that it is the right file.")
    }
    return tensor
  }

  /// The names of the first tensors, for messages.
  private var namesForMessage: String {
    guard !tensors.isEmpty else { return "none" }
    let shown = tensors.prefix(8).map(\.name.quotedForMessage).joined(separator: ", ")
    return tensors.count > 8 ? "\(shown) and \(tensors.count - 8) more" : shown
  }
}
