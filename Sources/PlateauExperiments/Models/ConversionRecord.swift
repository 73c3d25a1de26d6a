public import PlateauNumerics

/// What a conversion of a model wrote.
public struct ConversionRecord: Codable, Sendable, Hashable {
  /// What rounding changed.
  public struct Rounding: Codable, Sendable, Hashable {
    /// The number of parameters that are others now.
    public var changed: Int
    /// The largest difference of a parameter.
    public var largestChange: Double
    /// The tensor that it is in; nil where nothing changed.
    public var tensor: String?

    /// Creates a record.
    public init(changed: Int, largestChange: Double, tensor: String?) {
      self.changed = changed
      self.largestChange = largestChange
      self.tensor = tensor
    }
  }

  /// The file.
  public let path: String
  /// Its format.
  public let format: ModelFormat
  /// The precision of its parameters.
  public let precision: Precision
  /// Its size.
  public let bytes: Int
  /// The number of parameters, running means included.
  public let parameters: Int
  /// What rounding to the precision changed.
  public let rounding: Rounding
}
