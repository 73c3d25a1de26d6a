public import PlateauNumerics

/// Adversarial images in rows of one source and columns of one target.
///
/// The image of a source and its own class is the source itself.
public struct TargetedImages: Sendable, Hashable {
  /// The images from which the attack set out: the rows, by class.
  public let sources: [TargetedSource]
  /// The number of classes: the columns.
  public let classCount: Int
  /// The shape of one image.
  public let shape: InputShape
  /// The images, of shape `[sources · classCount, features]`, in [0, 1]; where the target was not
  /// reached the last that the attack tried.
  public let pixels: Matrix<Float>
  /// Whether the network gives the image the class of its column, of shape `[sources · classCount]`.
  public let isReached: [Bool]

  /// Puts images together.
  ///
  /// - Precondition: there is an image of the shape and an answer for each source and class.
  public init(
    sources: [TargetedSource], classCount: Int, shape: InputShape, pixels: Matrix<Float>,
    isReached: [Bool]
  ) {
    precondition(pixels.rows == sources.count * classCount, "each source and class has an image")
    precondition(pixels.columns == shape.count, "images have the shape")
    precondition(isReached.count == pixels.rows, "each image is reached or not")
    self.sources = sources
    self.classCount = classCount
    self.shape = shape
    self.pixels = pixels
    self.isReached = isReached
  }

  /// The place of an image among ``pixels`` and ``isReached``.
  ///
  /// - Parameters:
  ///   - row: The place of the source among ``sources``.
  ///   - target: The class aimed at.
  /// - Returns: A row of ``pixels``.
  public func place(row: Int, target: Int) -> Int { row * classCount + target }

  /// An image in levels of gray 0...255, each value rounded to nearest.
  public func bytes(row: Int, target: Int) -> [UInt8] {
    pixels.row(place(row: row, target: target)).map {
      UInt8((max(0, min(1, $0)) * 255).rounded())
    }
  }
}
