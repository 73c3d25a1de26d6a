/// One targeted attack on one network: its record, and the images that it made.
public struct TargetedFinding: Sendable, Hashable {
  /// The summary.
  public let record: TargetedRecord
  /// The images, one for each source and class.
  public let images: TargetedImages
}
