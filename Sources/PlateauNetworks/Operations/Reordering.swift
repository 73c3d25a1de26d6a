package import PlateauNumerics

/// An image with its channels brought from the first place to the last, or back.
package struct Reordering: LinearMap {
  let image: InputShape
  let toLast: Bool

  package var arithmetic: LinearArithmetic { .exact }

  package func prepared<Element: Scalar>(for type: Element.Type) -> any PreparedMap<Element> {
    PreparedReordering<Element>(self)
  }

  package func forEachTerm<Element: Scalar>(
    of output: Int, _ parameters: UnsafePointer<Element>,
    _ body: (_ part: Int, _ input: Int, _ coefficient: Element) -> Void
  ) {
    let (channels, pixels) = (image.channels, image.height * image.width)
    body(
      0,
      toLast
        ? output % channels * pixels + output / channels
        : output % pixels * channels + output / pixels, 1)
  }
}

private final class PreparedReordering<Element: Scalar>: PreparedMap {
  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  private let map: Reordering
  private let images = Element.images

  init(_ map: Reordering) { self.map = map }

  func apply(
    _ sources: UnsafePointer<In>, _ parameters: In, _ scratch: Out, into output: Out, rows: Int,
    finish: (Range<Int>) -> Void
  ) {
    move(sources[0], output, rows, toLast: map.toLast)
    finish(0..<rows)
  }

  func transpose(
    _ signal: In, _ parameters: In, _ scratch: Out, into target: Out, part: Int, rows: Int
  ) {
    move(signal, target, rows, toLast: !map.toLast)
  }

  private func move(_ source: In, _ target: Out, _ rows: Int, toLast: Bool) {
    let (image, count) = (map.image, map.image.count)
    let pixels = image.height * image.width
    for row in 0..<rows {
      let (source, target) = (source + row * count, target + row * count)
      if toLast {
        images.channelsLast(channels: image.channels, pixels: pixels, of: source, into: target)
      } else {
        images.channelsFirst(channels: image.channels, pixels: pixels, of: source, into: target)
      }
    }
  }
}
