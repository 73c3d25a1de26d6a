import PlateauNetworks
import PlateauNumerics

extension Activation {
  /// A number that is not above φ(z).
  ///
  /// ``Elementary/exp(_:)`` errs by less than 0.52 units in the last place, which is argued beside its
  /// code, and ``Elementary/tanh(_:)`` by at most 0.58 at a million arguments of each range. With the
  /// roundings around them that makes less than 2⁻⁵⁰ of the value; it is moved by 2⁻⁴⁹.
  @inline(__always)
  func lower(at z: Double) -> Double {
    switch self {
    case .sigmoid: max(0, Self.down(Self.sigmoid(z)))
    case .tanh: max(-1, Self.down(Elementary.tanh(z)))
    case .relu: max(0, z)
    case .clippedReLU: min(max(z, 0), 1)
    }
  }

  /// A number that is not below φ(z), in the same way.
  @inline(__always)
  func upper(at z: Double) -> Double {
    switch self {
    case .sigmoid: min(1, Self.up(Self.sigmoid(z)))
    case .tanh: min(1, Self.up(Elementary.tanh(z)))
    case .relu: max(0, z)
    case .clippedReLU: min(max(z, 0), 1)
    }
  }

  /// σ(z), with a small relative error on both sides.
  @inline(__always)
  private static func sigmoid(_ z: Double) -> Double {
    let e = Elementary.exp(-z.magnitude)
    return (z < 0 ? e : 1) / (1 + e)
  }

  // In the range of subnormal numbers an absolute error takes the place of a relative one.
  @inline(__always)
  private static func down(_ value: Double) -> Double {
    value - (value.magnitude * 0x1p-49 + 0x1p-1070)
  }

  @inline(__always)
  private static func up(_ value: Double) -> Double {
    value + (value.magnitude * 0x1p-49 + 0x1p-1070)
  }
}
