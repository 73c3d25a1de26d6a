/// What a file says about one of its tensors.
public struct StoredTensor: Sendable, Hashable {
  /// The name, unique in the file.
  public let name: String
  /// The type of the values.
  public let type: TensorType
  /// The size of each dimension; none for a single value.
  public let shape: [Int]
  /// Where the values lie among the bytes after the header.
  public let range: Range<Int>

  /// The number of values.
  public var count: Int { range.count / type.size }
}
