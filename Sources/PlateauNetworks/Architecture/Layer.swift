/// One layer of an architecture, as data.
public enum Layer: Sendable, Hashable {
  /// y = W·x + b, with W of shape `[units, inputs]`.
  case dense(units: Int)
  /// A nonlinearity, applied to every unit.
  case activation(Activation)
  /// An image read as a vector: channels, then rows, then columns.
  case flatten
}

extension Layer: Codable {
  private enum Key: String, CodingKey { case kind, units, function }

  private enum Kind: String, Codable { case dense, activation, flatten }

  /// Reads a layer from an object with a `kind`.
  ///
  /// - Throws: `DecodingError` for an unknown kind or a missing value.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(Kind.self, forKey: .kind) {
    case .dense: self = .dense(units: try container.decode(Int.self, forKey: .units))
    case .activation:
      self = .activation(try container.decode(Activation.self, forKey: .function))
    case .flatten: self = .flatten
    }
  }

  /// Writes a layer as an object with a `kind`.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .dense(let units):
      try container.encode(Kind.dense, forKey: .kind)
      try container.encode(units, forKey: .units)
    case .activation(let function):
      try container.encode(Kind.activation, forKey: .kind)
      try container.encode(function, forKey: .function)
    case .flatten:
      try container.encode(Kind.flatten, forKey: .kind)
    }
  }
}

extension Layer: CustomStringConvertible {
  /// The layer in a few words, as messages name it.
  public var description: String {
    switch self {
    case .dense(let units): "dense (\(units) units)"
    case .activation(let function): "activation (\(function.rawValue))"
    case .flatten: "flatten"
    }
  }
}
