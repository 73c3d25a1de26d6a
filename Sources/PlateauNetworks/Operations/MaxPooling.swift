package import PlateauNumerics

/// The largest value of each window of each channel.
///
/// It is no linear map; where the winning pixels are known, it takes values from there.
package struct MaxPooling: Sendable {
  package let shape: PoolingShape

  /// Finds the largest values of each window, and the pixels where they are.
  ///
  /// - Parameters:
  ///   - source: Images, of shape `[rows, inputs]`.
  ///   - output: Receives `[rows, outputs]`.
  ///   - winners: Receives the winning pixels, of the output's shape, unless it is nil.
  ///   - rows: The images.
  package func apply<Element: Scalar>(
    _ source: UnsafePointer<Element>, into output: UnsafeMutablePointer<Element>,
    winners: UnsafeMutablePointer<Int32>?, rows: Range<Int>
  ) {
    let (inputs, outputs) = shape.counts
    withUnsafePointer(to: shape.parameters) { shape in
      for row in rows {
        Element.images.maxPool(
          shape, image: source + row * inputs, into: output + row * outputs,
          winners: winners.map { $0 + row * outputs })
      }
    }
  }

  /// Takes the values of winners that are known.
  package func gather<Element: Scalar>(
    _ source: UnsafePointer<Element>, _ winners: UnsafePointer<Int32>,
    into output: UnsafeMutablePointer<Element>, rows: Int
  ) {
    let (inputs, outputs) = shape.counts
    withUnsafePointer(to: shape.parameters) { shape in
      for row in 0..<rows {
        Element.images.poolGather(
          shape, image: source + row * inputs, winners: winners + row * outputs,
          into: output + row * outputs)
      }
    }
  }

  /// Carries signals to the winners.
  ///
  /// - Parameters:
  ///   - signal: Of shape `[rows · copies, outputs]`.
  ///   - winners: The winning pixels, of shape `[rows, outputs]`.
  ///   - target: Overwritten, of shape `[rows · copies, inputs]`.
  ///   - rows: The number of images.
  ///   - copies: The signals of each.
  package func transpose<Element: Scalar>(
    _ signal: UnsafePointer<Element>, _ winners: UnsafePointer<Int32>,
    into target: UnsafeMutablePointer<Element>, rows: Int, copies: Int = 1
  ) {
    let (inputs, outputs) = shape.counts
    target.clear(count: rows * copies * inputs)
    withUnsafePointer(to: shape.parameters) { shape in
      for row in 0..<rows * copies {
        Element.images.maxPoolBack(
          shape, signal: signal + row * outputs, winners: winners + row / copies * outputs,
          addingTo: target + row * inputs)
      }
    }
  }
}
