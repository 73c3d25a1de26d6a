/// An ONNX file made by hand, in which everything can be wrong.
///
/// Unchanged, it is the network 2-3-2 with a sigmoid.
struct ONNXBytes {
  struct Tensor {
    var name: String
    var sides: [Int64]
    var type: Int64 = 1
    /// Written as raw bytes of single precision, unless there are others.
    var values: [Float] = []
    var raw: [UInt8]?
    /// Further fields, encoded.
    var extra: [UInt8] = []

    var bytes: [UInt8] {
      let raw =
        raw
        ?? values.flatMap { value in
          withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
        }
      return sides.flatMap { Self.number(1, $0) } + Self.number(2, type) + Self.text(8, name)
        + (raw.isEmpty ? [] : Self.block(9, raw)) + extra
    }
  }

  struct Node {
    var operation: String
    var inputs: [String]
    var output: String
    /// Outputs after the first.
    var others: [String] = []
    var name = ""
    var domain = ""
    /// Attributes, encoded.
    var attributes: [[UInt8]] = []

    var bytes: [UInt8] {
      inputs.flatMap { Tensor.text(1, $0) } + Tensor.text(2, output)
        + others.flatMap { Tensor.text(2, $0) } + Tensor.text(3, name)
        + Tensor.text(4, operation) + attributes.flatMap { Tensor.block(5, $0) }
        + Tensor.text(7, domain)
    }

    /// An attribute that is an integer.
    static func attribute(_ name: String, integer: Int64) -> [UInt8] {
      Tensor.text(1, name) + Tensor.number(3, integer) + Tensor.number(20, 2)
    }

    /// An attribute that is a list of integers.
    static func attribute(_ name: String, integers: [Int64]) -> [UInt8] {
      Tensor.text(1, name) + integers.flatMap { Tensor.number(8, $0) } + Tensor.number(20, 7)
    }

    /// An attribute that is a number.
    static func attribute(_ name: String, number: Float) -> [UInt8] {
      Tensor.text(1, name) + [2 << 3 | 5]
        + withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) } + Tensor.number(20, 1)
    }

    /// An attribute that is a list of numbers.
    static func attribute(_ name: String, numbers: [Float]) -> [UInt8] {
      let fields = numbers.flatMap { number -> [UInt8] in
        [7 << 3 | 5] + withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) }
      }
      return Tensor.text(1, name) + fields + Tensor.number(20, 6)
    }

    /// An attribute that is a list of texts.
    static func attribute(_ name: String, texts: [String]) -> [UInt8] {
      Tensor.text(1, name) + texts.flatMap { Tensor.text(9, $0) } + Tensor.number(20, 8)
    }

    /// An attribute that is text.
    static func attribute(_ name: String, text: String) -> [UInt8] {
      Tensor.text(1, name) + Tensor.text(4, text) + Tensor.number(20, 3)
    }
  }

  /// The sides of the input; a negative one is written as a name.
  var input: [Int64] = [-1, 2]
  var inputType: Int64 = 1
  var inputs = ["x"]
  var outputs = ["y"]
  var opset: Int64? = 17
  var tensors = [
    Tensor(name: "w0", sides: [3, 2], values: [1, 2, 3, 4, 5, 6]),
    Tensor(name: "b0", sides: [3], values: [7, 8, 9]),
    Tensor(name: "w1", sides: [2, 3], values: [1, 2, 3, 4, 5, 6]),
    Tensor(name: "b1", sides: [2], values: [0, 1]),
  ]
  var nodes = [
    Node(
      operation: "Gemm", inputs: ["x", "w0", "b0"], output: "a", name: "first",
      attributes: [Node.attribute("transB", integer: 1)]),
    Node(operation: "Sigmoid", inputs: ["a"], output: "h"),
    Node(
      operation: "Gemm", inputs: ["h", "w1", "b1"], output: "y", name: "last",
      attributes: [Node.attribute("transB", integer: 1)]),
  ]

  var bytes: [UInt8] {
    let shape = input.flatMap { side in
      Tensor.block(1, side < 0 ? Tensor.text(2, "n") : Tensor.number(1, side))
    }
    let type = Tensor.block(1, Tensor.number(1, inputType) + Tensor.block(2, shape))
    let graph =
      nodes.flatMap { Tensor.block(1, $0.bytes) } + Tensor.text(2, "g")
      + tensors.flatMap { Tensor.block(5, $0.bytes) }
      + inputs.flatMap { Tensor.block(11, Tensor.text(1, $0) + Tensor.block(2, type)) }
      + outputs.flatMap { Tensor.block(12, Tensor.text(1, $0)) }
    let version = opset.map { Tensor.block(8, Tensor.text(1, "") + Tensor.number(2, $0)) } ?? []
    return Tensor.number(1, 8) + Tensor.text(2, "hand") + Tensor.block(7, graph) + version
  }
}

// MARK: - Protocol buffers

extension ONNXBytes.Tensor {
  static func number(_ field: UInt64, _ value: Int64) -> [UInt8] {
    varint(field << 3) + varint(UInt64(bitPattern: value))
  }

  static func block(_ field: UInt64, _ bytes: [UInt8]) -> [UInt8] {
    varint(field << 3 | 2) + varint(UInt64(bytes.count)) + bytes
  }

  /// The fields of a tensor that keeps its values in another file.
  static func external(_ entries: [(String, String)]) -> [UInt8] {
    entries.flatMap { block(13, text(1, $0.0) + text(2, $0.1)) } + number(14, 1)
  }

  static func text(_ field: UInt64, _ text: String) -> [UInt8] { block(field, Array(text.utf8)) }

  private static func varint(_ value: UInt64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
