/// Whether one part of a dataset is what it should be.
public struct Verification: Sendable, Hashable {
  /// The dataset: `mnist`, `cifar10`, `strokes`.
  public let dataset: String
  /// The part: the name of a file without compression, or `content`.
  public let part: String
  /// The file that was read; nil where it is missing, or the dataset has no files.
  public let path: String?
  /// The SHA-256 that the part should have; nil where none is recorded.
  public let expected: String?
  /// The SHA-256 that it has; nil where it cannot be read.
  public let found: String?
  /// Why it cannot be read, or how it is known to be another where no checksum is recorded.
  public let problem: String?

  /// Whether it is what it should be; nil where that is not recorded.
  public var matches: Bool? { expected.map { $0 == found } }
}
