import PlateauNumerics

extension PoolingShape {
  /// The pixels of the image in each window, in scan order, for each output.
  var windows: [[Int]] {
    (0..<outHeight * outWidth).map { output in
      let top = output / outWidth * strideHeight - padding.top
      let left = output % outWidth * strideWidth - padding.left
      return (top..<top + kernelHeight).filter { (0..<height).contains($0) }.flatMap { y in
        (left..<left + kernelWidth).filter { (0..<width).contains($0) }.map { y * width + $0 }
      }
    }
  }

  var count: Int { height * width * channels }
  var outCount: Int { outHeight * outWidth * channels }

  /// Shapes with each special case of the kernels, and some drawn at random.
  static let examples: [PoolingShape] = {
    var shapes = [
      PoolingShape(height: 6, width: 8, channels: 32, kernelHeight: 2, kernelWidth: 2),
      PoolingShape(height: 7, width: 5, channels: 33, kernelHeight: 2, kernelWidth: 2),
      PoolingShape(height: 6, width: 6, channels: 1, kernelHeight: 2, kernelWidth: 2),
      // Overlapping, and with gaps.
      PoolingShape(
        height: 5, width: 6, channels: 17, kernelHeight: 2, kernelWidth: 2, strideHeight: 1,
        strideWidth: 1),
      PoolingShape(
        height: 8, width: 8, channels: 8, kernelHeight: 2, kernelWidth: 2, strideHeight: 3,
        strideWidth: 4),
      // Square windows of two inside, narrower ones at the border.
      PoolingShape(
        height: 5, width: 6, channels: 16, kernelHeight: 2, kernelWidth: 2,
        padding: ImagePadding(1)),
      PoolingShape(
        height: 9, width: 9, channels: 16, kernelHeight: 3, kernelWidth: 3, strideHeight: 2,
        strideWidth: 2, padding: ImagePadding(1), countsPadding: false),
      PoolingShape(
        height: 7, width: 6, channels: 5, kernelHeight: 4, kernelWidth: 3, strideHeight: 2,
        strideWidth: 1, padding: ImagePadding(top: 3, left: 0, bottom: 1, right: 2)),
      PoolingShape(height: 8, width: 7, channels: 33, kernelHeight: 8, kernelWidth: 7),
      PoolingShape(height: 1, width: 1, channels: 3, kernelHeight: 1, kernelWidth: 1),
    ]
    var generator = SeededGenerator(seed: 11, purpose: "pooling shapes")
    while shapes.count < 40 {
      func draw(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + generator.below(range.count)
      }
      let (kernelHeight, kernelWidth) = (draw(1...4), draw(1...4))
      let padding = ImagePadding(
        top: draw(0...kernelHeight - 1), left: draw(0...kernelWidth - 1),
        bottom: draw(0...kernelHeight - 1), right: draw(0...kernelWidth - 1))
      let (height, width) = (draw(1...9), draw(1...9))
      guard height + padding.top + padding.bottom >= kernelHeight,
        width + padding.left + padding.right >= kernelWidth
      else { continue }
      shapes.append(
        PoolingShape(
          height: height, width: width, channels: draw(1...40), kernelHeight: kernelHeight,
          kernelWidth: kernelWidth, strideHeight: draw(1...4), strideWidth: draw(1...4),
          padding: padding, countsPadding: draw(0...1) == 1))
    }
    return shapes
  }()
}
