import PlateauFormats
import PlateauNetworks
import PlateauNumerics

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A network of `Tests/Fixtures/onnx-out`: an architecture, and parameters by a formula of integers
/// that `networks.py` there has, too.
struct SeededNetwork: Decodable, Sendable {
  let architecture: Architecture
  let seed: UInt64
  let precision: Precision
  /// Whether the bytes of its ONNX file are kept.
  let golden: Bool

  /// What other tools computed.
  static let values = Result {
    try SafetensorsFile.read(Fixture.path("onnx-out/values.safetensors"))
  }

  init(_ name: String) throws {
    let data = try Data(contentsOf: URL(filePath: Fixture.path("onnx-out/networks.json")))
    let all = try JSONDecoder().decode([String: Entry].self, from: data)
    guard let network = all[name]?.network else { throw FormatError(.missing, name) }
    self = network
  }

  /// One entry of the file: a network, or what is told of a model of PyTorch.
  private struct Entry: Decodable {
    let network: SeededNetwork?

    private enum Key: CodingKey { case architecture }

    init(from decoder: any Decoder) throws {
      let isNetwork = try decoder.container(keyedBy: Key.self).contains(.architecture)
      network = isNetwork ? try SeededNetwork(from: decoder) : nil
    }
  }

  /// The network in a precision, by default with parameters that it has exactly.
  func network<Element: Scalar>(of type: Element.Type = Element.self) throws -> Network<Element> {
    var parameters: [Double] = []
    for tensor in architecture.layout.tensors {
      for index in tensor.range {
        let rough = Double(Int(Self.hash(seed, index) >> 20) - 1 << 11) * 0x1p-11
        if tensor.isWeight {
          // About 2/√inputs, as a power of 2.
          let exponent = (0...).first { 1 << (2 * $0) >= tensor.fanIn } ?? 0
          var value = Self.fine(seed, index)
          if precision == .double { value += Self.fine(seed + 500, index) * 0x1p-26 }
          parameters.append(value * 2 / Double(1 << exponent))
        } else {
          let isOne = tensor.name.hasSuffix("weight") || tensor.name.hasSuffix("running_var")
          parameters.append((isOne ? 1 : 0) + rough / 2)
        }
      }
    }
    return try Network(architecture, parameters: parameters.map { Element($0) })
  }

  /// Multiples of 2⁻²³ from −1 to below 1.
  private static func fine(_ seed: UInt64, _ index: Int) -> Double {
    Double(Int(hash(seed, index) >> 8) - 1 << 23) * 0x1p-23
  }

  /// The finalizer of MurmurHash3 of a counter.
  private static func hash(_ seed: UInt64, _ index: Int) -> UInt32 {
    var h = UInt32(truncatingIfNeeded: UInt64(index) &+ seed &* 0x9E37_79B9)
    h ^= h >> 16
    h &*= 0x85EB_CA6B
    h ^= h >> 13
    h &*= 0xC2B2_AE35
    return h ^ h >> 16
  }
}
