public import PlateauNumerics

/// Random moves of the training images: windows cut out of a padded image, and mirror images.
///
/// An image is drawn anew in every epoch. Labels stay, and nothing but training sees the moved
/// images: validation and selection look at the images as they are.
///
/// Source: K. He, X. Zhang, S. Ren and J. Sun, "Deep Residual Learning for Image Recognition",
/// 2016, section 4.2, with 4 pixels on each side and mirror images on CIFAR-10.
public struct Augmentation: Sendable, Hashable {
  /// The pixels of zeros added on each side, in `0...16`, before a window of the image's own size
  /// is cut out, every one equally likely; 0 leaves images in place.
  public let crop: Int
  /// Whether an image is mirrored left to right with probability ½.
  public let flips: Bool

  /// The range of ``crop``.
  static let crops = 0...16

  /// Creates an augmentation.
  ///
  /// - Throws: `TrainingError` where the crop is not in `0...16`.
  public init(crop: Int = 0, flips: Bool = false) throws(TrainingError) {
    guard Self.crops.contains(crop) else {
      throw TrainingError(
        .invalid,
        "The crop of the augmentation is \(crop) pixels; it must be from \(Self.crops.lowerBound) "
          + "to \(Self.crops.upperBound).")
    }
    self.crop = crop
    self.flips = flips
  }

  /// Checks that images can be moved so far.
  ///
  /// - Parameter shape: The shape of an image.
  /// - Throws: `TrainingError` where the examples are vectors, or a window could miss the image.
  public func validate(for shape: InputShape) throws(TrainingError) {
    guard shape.height > 1 else {
      throw TrainingError(
        .mismatch,
        "The augmentation moves images, but the training examples have the shape \(shape), without "
          + "rows to move. Give images, or no augmentation.")
    }
    guard crop < min(shape.height, shape.width) else {
      throw TrainingError(
        .mismatch,
        "The crop of the augmentation is \(crop) pixels, but the training images have the shape "
          + "\(shape). Give fewer pixels than their shorter side.")
    }
  }

  /// The move of one example in one epoch, whatever happens to any other.
  ///
  /// - Parameters:
  ///   - seed: The seed of the run.
  ///   - epoch: The number of epochs done, below 2³¹.
  ///   - example: The index of the example, below 2³².
  /// - Returns: The move.
  func move(seed: UInt64, epoch: Int, example: Int) -> ImageMove {
    var generator = SeededGenerator(
      seed: seed, purpose: "augmentation", index: epoch << 32 | example)
    let mirrors = generator.next() >> 63 == 1
    guard crop > 0 else { return ImageMove(down: 0, right: 0, isMirrored: flips && mirrors) }
    return ImageMove(
      down: generator.below(2 * crop + 1) - crop, right: generator.below(2 * crop + 1) - crop,
      isMirrored: flips && mirrors)
  }
}
