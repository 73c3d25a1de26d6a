import PlateauFormats
import PlateauNumerics
import Testing

@Suite("Reading safetensors")
struct SafetensorsReadingTests {
  @Test("Every type written by the reference implementation is read exactly")
  func types() throws {
    let file = try SafetensorsFile.read(Fixture.path("safetensors/types.safetensors"))
    #expect(
      file.metadata == ["maker": "a \"quoted\" text", "unicode": "σ(z) ≥ 0\n"])
    #expect(file.tensors.count == 12)
    #expect(
      try file.values(of: "f64", as: Double.self) == [
        1.5, -2.25, 1e300, Double.leastNonzeroMagnitude,
      ])
    #expect(try file.values(of: "f64", as: Float.self) == [1.5, -2.25, .infinity, 0])
    #expect(
      try file.values(of: "f32", as: Float.self) == [0.1, -.greatestFiniteMagnitude, 0x1p-149])
    #expect(try file.values(of: "f32", as: Double.self)[0] == Double(Float(0.1)))
    let half: [Float] = try file.values(of: "f16")
    #expect(half == [1, -65504, 0x1p-24, .infinity, 0])
    #expect(half[4].sign == .minus)
    #expect(try file.values(of: "bf16", as: Float.self)[..<2] == [1, -3.140625])
    #expect(try file.integers(of: "i64") == [.min, .max, -1])
    #expect(try file.integers(of: "i32") == [-1 << 31, 7])
    #expect(try file.integers(of: "i16") == [-300, 300])
    #expect(try file.integers(of: "i8") == [-128, 127])
    #expect(try file.integers(of: "u8") == [0, 255])
    #expect(try file.integers(of: "bool") == [1, 0])
    #expect(file.tensor("scalar")?.shape == [])
    #expect(try file.values(of: "scalar", as: Double.self) == [2.5])
    #expect(file.tensor("empty")?.shape == [0, 3])
    #expect(try file.values(of: "empty", as: Float.self).isEmpty)
    #expect(try file.matrix(of: "f64", as: Double.self)[1, 0] == 1e300)
    #expect(try file.matrix(of: "f32", as: Float.self).rows == 1)
  }

  @Test("Golden values can be read")
  func golden() throws {
    let file = try SafetensorsFile.read(Fixture.path("golden/mlp-tanh/values.safetensors"))
    let logits: Matrix<Double> = try file.matrix(of: "logits")
    #expect(logits.rows == 16 && logits.columns == 10)
    #expect(try file.integers(of: "labels").allSatisfy((0..<10).contains))
  }

  @Test("Half precision is widened exactly, over all its bit patterns")
  func everyHalf() throws {
    let patterns = Array(UInt16.min...UInt16.max)
    let header = #"{"h":{"dtype":"F16","shape":[65536],"data_offsets":[0,131072]}}"#
    var bytes = Fixture.bytes(header: header)
    for pattern in patterns { bytes += [UInt8(pattern & 0xff), UInt8(pattern >> 8)] }
    let values: [Float] = try SafetensorsFile(parsing: bytes, named: "h").values(of: "h")
    for (pattern, value) in zip(patterns, values) {
      let exponent = Int(pattern >> 10 & 0x1f)
      let fraction = Float(pattern & 0x3ff)
      guard exponent < 31 else { continue }
      let scale = Float(sign: .plus, exponent: max(exponent, 1) - 25, significand: 1)
      let magnitude = (fraction + (exponent == 0 ? 0 : 1024)) * scale
      #expect(value.magnitude == magnitude && (value.sign == .minus) == (pattern >= 0x8000))
    }
    #expect(values[0x7c00] == .infinity && values[0xfc00] == -.infinity && values[0x7e00].isNaN)
  }

  @Test("What is written is read again, the same bits in any precision")
  func roundTrip() throws {
    var builder = SafetensorsBuilder(metadata: ["b": "2", "a": "\u{1}\"\\\n\t"])
    builder.add("small", shape: [3], values: [Float(0.1), -0.0, .nan])
    builder.add("wide", shape: [1, 2], values: [0.1, Double.leastNonzeroMagnitude])
    builder.add("whole", shape: [2], integers: [.min, 5])
    let bytes = builder.encoded()
    #expect(bytes == builder.encoded())
    #expect(bytes[..<8].first.map { Int($0) % 8 } == 0)
    let file = try SafetensorsFile(parsing: bytes, named: "f")
    #expect(file.metadata == builder.metadata)
    #expect(file.tensors.map(\.name) == ["wide", "whole", "small"])
    let small: [Float] = try file.values(of: "small")
    #expect(small.map(\.bitPattern) == [Float(0.1), -0.0, .nan].map(\.bitPattern))
    #expect(try file.values(of: "wide", as: Double.self) == [0.1, Double.leastNonzeroMagnitude])
    #expect(try file.integers(of: "whole") == [.min, 5])
  }

  @Test("A file without tensors is valid")
  func empty() throws {
    #expect(try SafetensorsFile(parsing: Fixture.bytes(header: "{}"), named: "f").tensors.isEmpty)
    #expect(
      try SafetensorsFile(parsing: SafetensorsBuilder().encoded(), named: "f").tensors.isEmpty)
  }

  @Test("A missing tensor, a wrong type and a wrong number of dimensions are named")
  func wrongRequests() throws {
    let file = try SafetensorsFile.read(Fixture.path("safetensors/foreign.safetensors"))
    func message(_ body: () throws -> Void) -> String? {
      Fixture.message(body)?.replacing(file.name, with: "F")
    }
    #expect(
      message { _ = try file.values(of: "x", as: Float.self) }
        == "'F' has no tensor 'x'; it has 'layers.0.bias', 'layers.0.weight', 'layers.1.bias', "
        + "'layers.1.weight'. Check that it is the right file.")
    #expect(
      message { _ = try file.integers(of: "layers.0.bias") }
        == "Tensor 'layers.0.bias' of 'F' holds F32; integers are needed. Convert it.")
    let types = try SafetensorsFile.read(Fixture.path("safetensors/types.safetensors"))
    #expect(
      Fixture.message { _ = try types.values(of: "i64", as: Float.self) }
        == "Tensor 'i64' of '\(types.name)' holds I64; floating-point numbers (F64, F32, F16 or "
        + "BF16) are needed. Convert it.")
    #expect(
      Fixture.message { _ = try types.matrix(of: "scalar", as: Float.self) }
        == "Tensor 'scalar' of '\(types.name)' has shape []; a matrix has 2 dimensions. Check its "
        + "name.")
  }
}
