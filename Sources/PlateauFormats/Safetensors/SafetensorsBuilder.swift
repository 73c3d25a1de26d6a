import PlateauData
public import PlateauNumerics

/// The content of a safetensors file to be written.
///
/// The same content gives the same bytes: metadata is sorted by name, and tensors keep the order in
/// which they were added, those with wider values first so that every value is aligned.
public struct SafetensorsBuilder: Sendable {
  /// The text about the tensors.
  public var metadata: [String: String]
  private var tensors: [(name: String, type: TensorType, shape: [Int], bytes: [UInt8])] = []

  /// Creates the content of a file without tensors.
  public init(metadata: [String: String] = [:]) {
    self.metadata = metadata
  }

  /// Adds a tensor of floating-point numbers, F32 or F64.
  ///
  /// - Precondition: the values fill the shape, and the name is new.
  public mutating func add<Element: Scalar>(
    _ name: String, shape: [Int], values: some Collection<Element>
  ) {
    var bytes: [UInt8] = []
    if Element.self == Float.self {
      bytes.reserveCapacity(values.count * 4)
      for value in values { Self.append(Float(value).bitPattern, to: &bytes) }
    } else {
      bytes.reserveCapacity(values.count * 8)
      for value in values { Self.append(Double(value).bitPattern, to: &bytes) }
    }
    add(name, Element.self == Float.self ? .float : .double, shape, bytes)
  }

  /// Adds a tensor of 64-bit integers.
  ///
  /// - Precondition: the values fill the shape, and the name is new.
  public mutating func add(_ name: String, shape: [Int], integers: [Int]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(integers.count * 8)
    for value in integers { Self.append(UInt64(bitPattern: Int64(value)), to: &bytes) }
    add(name, .int64, shape, bytes)
  }

  private mutating func add(_ name: String, _ type: TensorType, _ shape: [Int], _ bytes: [UInt8]) {
    precondition(StoredTensor.size(type, shape) == bytes.count, "the values must fill the shape")
    precondition(name != "__metadata__", "the name is reserved")
    precondition(!tensors.contains { $0.name == name }, "each name is used once")
    tensors.append((name, type, shape, bytes))
  }

  /// The bytes of the file.
  public func encoded() -> [UInt8] {
    let ordered = TensorType.allCases.map(\.size).reduce(into: Set<Int>()) { $0.insert($1) }
      .sorted(by: >).flatMap { size in tensors.filter { $0.type.size == size } }
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }
        .map { JSONText.quoted($0.key) + ":" + JSONText.quoted($0.value) }
      members.append("\"__metadata__\":{" + pairs.joined(separator: ",") + "}")
    }
    var offset = 0
    for tensor in ordered {
      let end = offset + tensor.bytes.count
      members.append(
        JSONText.quoted(tensor.name) + ":{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":"
          + JSONText.array(tensor.shape) + ",\"data_offsets\":" + JSONText.array([offset, end])
          + "}")
      offset = end
    }
    var header = Array(("{" + members.joined(separator: ",") + "}").utf8)
    header.append(contentsOf: repeatElement(0x20, count: (8 - header.count % 8) % 8))
    var result: [UInt8] = []
    result.reserveCapacity(8 + header.count + offset)
    Self.append(UInt64(header.count), to: &result)
    result.append(contentsOf: header)
    for tensor in ordered { result.append(contentsOf: tensor.bytes) }
    return result
  }

  /// Writes the file under a name, in one step, replacing what is there.
  ///
  /// - Throws: `FormatError` with the system's reason; the old file is then intact.
  public func write(to path: String) throws(FormatError) {
    do {
      try AtomicFile.write(encoded(), to: path)
    } catch {
      throw FormatError(error)
    }
  }

  private static func append(
    _ bits: some FixedWidthInteger & BitwiseCopyable, to bytes: inout [UInt8]
  ) {
    withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
