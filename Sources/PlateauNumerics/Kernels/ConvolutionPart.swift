/// A part of a convolution with groups or dilations that is a plain convolution by itself: of some
/// channels, and of rows and columns at equal distances.
package struct ConvolutionPart: Sendable {
  /// Which of the groups it belongs to.
  package let group: Int
  /// What it takes of the image, and its plain convolution; nil where it sees only padding.
  package let source: (slice: ImageSlice, shape: ConvolutionShape)?
  /// What it makes of the output.
  package let target: ImageSlice
}

/// Rows, columns and channels of an image, at equal distances.
package struct ImageSlice: Hashable, Sendable {
  /// Some of the rows, or columns.
  package struct Line: Hashable, Sendable {
    package let first: Int
    package let step: Int
    package let count: Int
  }

  package let rows: Line
  package let columns: Line
  package let channels: Range<Int>

  /// The shape of what it holds.
  package var shape: InputShape {
    InputShape(channels: channels.count, height: rows.count, width: columns.count)
  }

  /// Copies what it holds of an image with channels last.
  package func gather<Element>(
    _ image: UnsafePointer<Element>, of shape: InputShape,
    into target: UnsafeMutablePointer<Element>
  ) {
    var target = target
    forEachPixel(of: shape) { place in
      target.update(from: image + place, count: channels.count)
      target += channels.count
    }
  }

  /// Writes to an image with channels last what it holds of it.
  package func scatter<Element>(
    _ source: UnsafePointer<Element>, into image: UnsafeMutablePointer<Element>,
    of shape: InputShape
  ) {
    var source = source
    forEachPixel(of: shape) { place in
      (image + place).update(from: source, count: channels.count)
      source += channels.count
    }
  }

  @inline(__always)
  private func forEachPixel(of shape: InputShape, _ body: (Int) -> Void) {
    for row in 0..<rows.count {
      let start = (rows.first + row * rows.step) * shape.width
      for column in 0..<columns.count {
        body((start + columns.first + column * columns.step) * shape.channels + channels.lowerBound)
      }
    }
  }
}

extension ConvolutionShape {
  /// The plain convolutions that it is made of.
  ///
  /// A dilation of *d* sees every *d*-th row, and so is a convolution of these alone; outputs whose
  /// windows begin at rows that leave the same rest see the same ones.
  package var parts: [ConvolutionPart] {
    let rows = Side(
      size: input.height, kernel: kernelHeight, stride: strideHeight, dilation: dilationHeight,
      before: padding.top, outputs: outputHeight
    ).parts
    let columns = Side(
      size: input.width, kernel: kernelWidth, stride: strideWidth, dilation: dilationWidth,
      before: padding.left, outputs: outputWidth
    ).parts
    return (0..<groups).flatMap { group in
      rows.flatMap { row in columns.map { part(group, row, $0) } }
    }
  }

  private func part(_ group: Int, _ row: Side.Part, _ column: Side.Part) -> ConvolutionPart {
    let target = ImageSlice(
      rows: row.target, columns: column.target,
      channels: group * groupFilters..<(group + 1) * groupFilters)
    guard row.source.count > 0, column.source.count > 0 else {
      return ConvolutionPart(group: group, source: nil, target: target)
    }
    let slice = ImageSlice(
      rows: row.source, columns: column.source,
      channels: group * groupChannels..<(group + 1) * groupChannels)
    let shape = ConvolutionShape(
      input: slice.shape, filters: groupFilters, kernel: (kernelHeight, kernelWidth),
      stride: (row.stride, column.stride),
      padding: ImagePadding(
        top: row.before, left: column.before, bottom: row.after, right: column.after))
    return ConvolutionPart(group: group, source: (slice, shape), target: target)
  }
}

/// One side of a convolution.
private struct Side {
  let size: Int
  let kernel: Int
  let stride: Int
  let dilation: Int
  let before: Int
  let outputs: Int

  /// Outputs whose windows see the same rows, and these.
  struct Part {
    let target: ImageSlice.Line
    let source: ImageSlice.Line
    let stride: Int
    let before: Int
    let after: Int
  }

  var parts: [Part] {
    let classes = dilation / Self.divisor(stride, dilation)
    return (0..<min(classes, outputs)).map { first in
      let count = (outputs - first + classes - 1) / classes
      return part(ImageSlice.Line(first: first, step: classes, count: count))
    }
  }

  private func part(_ target: ImageSlice.Line) -> Part {
    let stride = stride / Self.divisor(stride, dilation)
    // Where the first window begins, among the rows that it sees.
    let start = target.first * self.stride - before
    let rest = (start % dilation + dilation) % dilation
    let begin = (start - rest) / dilation
    // The rows from there to the end of the last window, those outside the image included.
    let needed = (target.count - 1) * stride + kernel
    let there = (size - rest + dilation - 1) / dilation
    let before = max(0, -begin)
    let first = max(0, begin)
    let count = max(0, min(there - first, needed - before))
    return Part(
      target: target,
      source: ImageSlice.Line(first: rest + first * dilation, step: dilation, count: count),
      stride: stride, before: before, after: max(0, needed - before - count))
  }

  private static func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
}
