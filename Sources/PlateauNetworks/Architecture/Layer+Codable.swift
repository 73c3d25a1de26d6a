extension Layer: Codable {
  private enum Key: String, CodingKey {
    case kind, units, function, channels, window, bias, countsPadding, means, deviations, epsilon
    case layer
  }

  private enum Kind: String, Codable {
    case dense, convolution, maxPooling, averagePooling, globalAveragePooling, flatten, activation
    case normalization, batchNormalization, output, add
  }

  /// Reads a layer from an object with a `kind`.
  ///
  /// - Throws: `DecodingError` for an unknown kind or a missing value.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(Kind.self, forKey: .kind) {
    case .dense: self = .dense(units: try container.decode(Int.self, forKey: .units))
    case .convolution:
      self = .convolution(
        Convolution(
          channels: try container.decode(Int.self, forKey: .channels),
          window: try container.decode(Window.self, forKey: .window),
          hasBias: try container.decodeIfPresent(Bool.self, forKey: .bias) ?? true))
    case .maxPooling:
      self = .maxPooling(Pooling(window: try container.decode(Window.self, forKey: .window)))
    case .averagePooling:
      self = .averagePooling(
        Pooling(
          window: try container.decode(Window.self, forKey: .window),
          countsPadding: try container.decode(Bool.self, forKey: .countsPadding)))
    case .globalAveragePooling: self = .globalAveragePooling
    case .flatten: self = .flatten
    case .activation:
      self = .activation(try container.decode(Activation.self, forKey: .function))
    case .normalization: self = .normalization(try ChannelNormalization(from: decoder))
    case .batchNormalization:
      self = .batchNormalization(epsilon: try container.decode(Double.self, forKey: .epsilon))
    case .output: self = .output(layer: try container.decode(Int.self, forKey: .layer))
    case .add: self = .add(layer: try container.decode(Int.self, forKey: .layer))
    }
  }

  /// Writes a layer as an object with a `kind`.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(kind, forKey: .kind)
    switch self {
    case .dense(let units): try container.encode(units, forKey: .units)
    case .convolution(let convolution):
      try container.encode(convolution.channels, forKey: .channels)
      try container.encode(convolution.window, forKey: .window)
      if !convolution.hasBias { try container.encode(false, forKey: .bias) }
    case .maxPooling(let pooling): try container.encode(pooling.window, forKey: .window)
    case .averagePooling(let pooling):
      try container.encode(pooling.window, forKey: .window)
      try container.encode(pooling.countsPadding, forKey: .countsPadding)
    case .activation(let function): try container.encode(function, forKey: .function)
    case .normalization(let normalization): try normalization.encode(to: encoder)
    case .batchNormalization(let epsilon): try container.encode(epsilon, forKey: .epsilon)
    case .output(let layer), .add(let layer): try container.encode(layer, forKey: .layer)
    case .globalAveragePooling, .flatten: break
    }
  }

  private var kind: Kind {
    switch self {
    case .dense: .dense
    case .convolution: .convolution
    case .maxPooling: .maxPooling
    case .averagePooling: .averagePooling
    case .globalAveragePooling: .globalAveragePooling
    case .flatten: .flatten
    case .activation: .activation
    case .normalization: .normalization
    case .batchNormalization: .batchNormalization
    case .output: .output
    case .add: .add
    }
  }
}

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
