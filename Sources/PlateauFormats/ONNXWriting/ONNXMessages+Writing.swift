import PlateauNetworks
import PlateauNumerics
import SwiftProtobuf

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Scalar {
  /// The number of the type in ONNX files: FLOAT or DOUBLE.
  static var onnxType: Int32 { Self.self == Float.self ? 1 : 11 }
}

extension Window {
  /// The window as Conv, MaxPool and AveragePool have it.
  var attributes: [ONNXAttributeProto] {
    [
      .integers("kernel_shape", [height, width]),
      .integers("pads", [padding.top, padding.left, padding.bottom, padding.right]),
      .integers("strides", [verticalStride, horizontalStride]),
    ]
  }
}

extension Convolution {
  /// The convolution as Conv and ConvTranspose have it.
  var attributes: [ONNXAttributeProto] {
    var result = window.attributes
    if groups != 1 { result.append(.integer("group", groups)) }
    if dilation != Dilation() {
      result.append(.integers("dilations", [dilation.vertical, dilation.horizontal]))
    }
    return result
  }
}

extension ONNXAttributeProto {
  static func number(_ name: String, _ value: Float) -> ONNXAttributeProto {
    .with {
      $0.name = name
      $0.f = value
      $0.type = 1
    }
  }

  static func text(_ name: String, _ value: String) -> ONNXAttributeProto {
    .with {
      $0.name = name
      $0.s = Data(value.utf8)
      $0.type = 3
    }
  }

  static func integer(_ name: String, _ value: Int) -> ONNXAttributeProto {
    .with {
      $0.name = name
      $0.i = Int64(value)
      $0.type = 2
    }
  }

  static func integers(_ name: String, _ values: [Int]) -> ONNXAttributeProto {
    .with {
      $0.name = name
      $0.ints = values.map { Int64($0) }
      $0.type = 7
    }
  }
}

extension ONNXTensorProto {
  /// Numbers as raw bytes.
  static func numbers<Element: Scalar>(
    _ name: String, _ shape: [Int], _ values: some Collection<Element>
  ) -> ONNXTensorProto {
    let bytes =
      Element.self == Float.self
      ? data(values.map { Float($0).bitPattern.littleEndian })
      : data(values.map { Double($0).bitPattern.littleEndian })
    return tensor(name, shape, Element.onnxType, bytes)
  }

  /// Integers as raw bytes, of shape `[count]`.
  static func integers(_ name: String, _ values: [Int]) -> ONNXTensorProto {
    tensor(name, [values.count], 7, data(values.map { Int64($0).littleEndian }))
  }

  /// A number of 8 bits with a sign, without sides.
  static func byte(_ name: String, _ value: Int8) -> ONNXTensorProto {
    tensor(name, [], 3, data([value]))
  }

  private static func tensor(
    _ name: String, _ shape: [Int], _ type: Int32, _ bytes: Data
  ) -> ONNXTensorProto {
    .with {
      $0.name = name
      $0.dims = shape.map { Int64($0) }
      $0.dataType = type
      $0.rawData = bytes
    }
  }

  private static func data(_ bits: [some BitwiseCopyable]) -> Data {
    bits.withUnsafeBytes { Data($0) }
  }
}

extension ONNXValueInfoProto {
  /// A value for any number of examples.
  static func batch(_ name: String, _ sides: [Int], _ type: Int32) -> ONNXValueInfoProto {
    let open = ONNXTensorShapeProto.Dimension.with { $0.dimParam = "batch" }
    let fixed = sides.map { side in
      ONNXTensorShapeProto.Dimension.with { $0.dimValue = Int64(side) }
    }
    return .with {
      $0.name = name
      $0.type.tensorType.elemType = type
      $0.type.tensorType.shape.dim = [open] + fixed
    }
  }
}
