#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

import PlateauNumerics

/// The images that one targeted attack made on one network: a panel of Figure 5.
public struct TargetedPanel: Codable, Sendable, Hashable {
  /// The attack, and what it came to.
  public var record: TargetedRecord
  /// The number of classes: the columns.
  public var classCount: Int
  /// The number of channels of an image.
  public var channels: Int
  /// The height of an image in pixels.
  public var height: Int
  /// The width of an image in pixels.
  public var width: Int
  /// Levels from 0 to 255, image by image: for each source one towards every class, its own in the
  /// place of its class.
  public var pixels: Data
  /// Whether each image got the class of its column.
  public var isReached: [Bool]

  /// Creates a panel.
  ///
  /// - Precondition: there is an image and an answer for each source and class.
  public init(
    record: TargetedRecord, classCount: Int, channels: Int, height: Int, width: Int, pixels: Data,
    isReached: [Bool]
  ) {
    precondition(isReached.count == record.sources.count * classCount, "each image has an answer")
    precondition(pixels.count == isReached.count * channels * height * width, "each has pixels")
    self.record = record
    self.classCount = classCount
    self.channels = channels
    self.height = height
    self.width = width
    self.pixels = pixels
    self.isReached = isReached
  }

  /// Rounds the images of a finding to 256 levels.
  init(_ finding: TargetedFinding) {
    let images = finding.images
    var pixels: [UInt8] = []
    for row in images.sources.indices {
      for target in 0..<images.classCount { pixels += images.bytes(row: row, target: target) }
    }
    self.init(
      record: finding.record, classCount: images.classCount, channels: images.shape.channels,
      height: images.shape.height, width: images.shape.width, pixels: Data(pixels),
      isReached: images.isReached)
  }
}
