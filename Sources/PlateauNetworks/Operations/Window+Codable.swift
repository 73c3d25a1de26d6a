extension Window: Codable {
  private enum Key: String, CodingKey { case size, stride, padding }

  /// Reads `size` and `stride`, both of height and width, and `padding`: top, left, bottom, right.
  ///
  /// - Throws: `DecodingError` where one is missing or has another number of values.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func numbers(_ key: Key, _ count: Int) throws -> [Int] {
      let result = try container.decode([Int].self, forKey: key)
      guard result.count == count else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: container.codingPath + [key],
            debugDescription: "\(result.count) numbers stand where \(count) are needed."))
      }
      return result
    }
    let (size, stride) = (try numbers(.size, 2), try numbers(.stride, 2))
    let sides = try numbers(.padding, 4)
    self.init(
      height: size[0], width: size[1], verticalStride: stride[0], horizontalStride: stride[1],
      padding: Padding(top: sides[0], left: sides[1], bottom: sides[2], right: sides[3]))
  }

  /// Writes `size`, `stride` and `padding`.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode([height, width], forKey: .size)
    try container.encode([verticalStride, horizontalStride], forKey: .stride)
    try container.encode(
      [padding.top, padding.left, padding.bottom, padding.right], forKey: .padding)
  }
}
