public import RealModule

/// The number types that networks run in: `Float` and `Double`.
///
/// Generic code calls the requirements once per matrix, never once per element: each is one call
/// of the system BLAS or of a vectorised kernel.
public protocol Scalar: BinaryFloatingPoint, Real, Codable, Sendable, BitwiseCopyable {
}

extension Float: Scalar {}
extension Double: Scalar {}
