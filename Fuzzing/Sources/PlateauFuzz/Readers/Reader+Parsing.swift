import Plateau

extension Reader {
  /// Reads an input as far as the package ever does.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: What messages call it; its ending says what it is.
  /// - Throws: what the reader throws.
  func parse(_ bytes: [UInt8], named name: String) throws {
    switch self {
    case .onnx: _ = try ONNXFile(parsing: bytes, named: name).network()
    case .safetensors: try Self.readTensors(bytes, name)
    case .numpy where name.hasSuffix(".npz"): try Self.readArchive(bytes, name)
    case .numpy: try Self.read(NPYArray(parsing: bytes, named: name))
    case .idx where name.contains(".bin"): try Self.readRecords(bytes, name)
    case .idx:
      _ = try IDXFile(
        parsing: bytes, named: name, dimensionCount: name.hasPrefix("images") ? 3 : 1)
    case .vnnlib: _ = try VNNLIBProperty(parsing: bytes, named: name)
    case .yaml: _ = try RunConfiguration(parsing: bytes, named: name)
    }
  }

  private static func readRecords(_ bytes: [UInt8], _ name: String) throws {
    let limit = CIFARFile.largestCount * CIFARFile.recordLength
    let records =
      name.hasSuffix(".gz") ? try Gzip.decompressed(bytes, named: name, limit: limit) : bytes
    _ = try CIFARFile(parsing: records, named: name).labels
  }

  private static func readTensors(_ bytes: [UInt8], _ name: String) throws {
    let file = try SafetensorsFile(parsing: bytes, named: name)
    for tensor in file.tensors where tensor.type.isFloatingPoint {
      _ = try file.values(of: tensor.name, as: Float.self)
      _ = try file.values(of: tensor.name, as: Double.self)
    }
    // Files of other tools do not say which nonlinearity they have.
    let isDescribed = file.metadata.keys.contains { $0.hasPrefix("plateau.") }
    _ = try NetworkFile<Float>(file, activation: isDescribed ? nil : .tanh)
  }

  private static func readArchive(_ bytes: [UInt8], _ name: String) throws {
    let file = try NPZFile(parsing: bytes, named: name)
    for array in file.names { try read(try file.array(array)) }
    _ = try file.dataset()
  }

  private static func read(_ array: NPYArray) throws {
    _ = array.floats()
    _ = array.doubles()
    // Fractions are none, which is no fault of the file.
    _ = try? array.integers()
    _ = try array.matrix(as: Float.self)
  }
}
