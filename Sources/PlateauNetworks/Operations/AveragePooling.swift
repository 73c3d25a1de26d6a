package import PlateauNumerics

/// The mean of each window of each channel.
package struct AveragePooling: LinearMap {
  package let shape: PoolingShape

  package var arithmetic: LinearArithmetic {
    .averages(terms: shape.kernelHeight * shape.kernelWidth)
  }

  package func prepared<Element: Scalar>(for type: Element.Type) -> any PreparedMap<Element> {
    PreparedAverage<Element>(shape)
  }

  package func forEachTerm<Element: Scalar>(
    of output: Int, _ parameters: UnsafePointer<Element>,
    _ body: (_ part: Int, _ input: Int, _ coefficient: Element) -> Void
  ) {
    let window = shape.window(output / shape.channels)
    for row in window.rows {
      for column in window.columns {
        let pixel = row * shape.width + column
        body(0, pixel * shape.channels + output % shape.channels, 1)
      }
    }
  }

  package func divisor(of output: Int) -> Int {
    guard !shape.countsPadding else { return shape.kernelHeight * shape.kernelWidth }
    let window = shape.window(output / shape.channels)
    return window.rows.count * window.columns.count
  }
}

extension PoolingShape {
  /// The rows and columns of the image that an output pixel's window holds.
  package func window(_ pixel: Int) -> (rows: Range<Int>, columns: Range<Int>) {
    let top = pixel / outWidth * strideHeight - padding.top
    let left = pixel % outWidth * strideWidth - padding.left
    return (
      max(top, 0)..<min(top + kernelHeight, height), max(left, 0)..<min(left + kernelWidth, width)
    )
  }

  /// The values of the image, and those of what the pooling makes.
  var counts: (inputs: Int, outputs: Int) {
    (height * width * channels, outHeight * outWidth * channels)
  }
}

private final class PreparedAverage<Element: Scalar>: PreparedMap {
  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  private let shape: PoolingShape
  private let images = Element.images

  init(_ shape: PoolingShape) { self.shape = shape }

  func apply(
    _ sources: UnsafePointer<In>, _ parameters: In, _ scratch: Out, into output: Out, rows: Int,
    finish: (Range<Int>) -> Void
  ) {
    let (inputs, outputs) = shape.counts
    withUnsafePointer(to: shape.parameters) { shape in
      for row in 0..<rows {
        images.averagePool(shape, image: sources[0] + row * inputs, into: output + row * outputs)
      }
    }
    finish(0..<rows)
  }

  func transpose(
    _ signal: In, _ parameters: In, _ scratch: Out, into target: Out, part: Int, rows: Int
  ) {
    let (inputs, outputs) = shape.counts
    target.clear(count: rows * inputs)
    withUnsafePointer(to: shape.parameters) { shape in
      for row in 0..<rows {
        images.averagePoolBack(
          shape, signal: signal + row * outputs, addingTo: target + row * inputs)
      }
    }
  }
}
