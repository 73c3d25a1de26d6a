public import PlateauNumerics

/// How the arrays of an npz file become inputs.
public struct ArrayFormat: Sendable, Hashable {
  /// The range of every input value, in the data's own units, each end rounded to single precision.
  ///
  /// Bytes are divided by 255 where it is 0...1; in any other range all values, integers too, stay
  /// as they are.
  public let bounds: ClosedRange<Double>
  /// The shape that a model takes, to which arrays of other arrangements are reordered; nil takes
  /// every array as it is.
  public let shape: InputShape?
  /// How an example lies in the input of the model's own file; nil where it lies as the network has
  /// it.
  public let own: InputArrangement?

  /// Creates a format.
  ///
  /// - Parameters:
  ///   - bounds: The range of every input value.
  ///   - shape: The shape that a model takes.
  ///   - own: How an example lies in the input of the model's own file.
  /// - Precondition: the bounds are finite in single precision, and differ.
  public init(
    bounds: ClosedRange<Double> = 0...1, shape: InputShape? = nil, own: InputArrangement? = nil
  ) {
    let (lower, upper) = (Float(bounds.lowerBound), Float(bounds.upperBound))
    precondition(lower.isFinite && upper.isFinite && lower < upper, "bounds are finite and differ")
    self.bounds = Double(lower)...Double(upper)
    self.shape = shape
    self.own = own
  }

  /// Whether inputs lie in [0, 1].
  public var isUnitRange: Bool { bounds == 0...1 }

  /// The range in messages.
  var boundsText: String { Self.text(Float(bounds.lowerBound), Float(bounds.upperBound)) }

  private static func text(_ lower: Float, _ upper: Float) -> String {
    "[\(short(lower)), \(short(upper))]"
  }

  /// A number without a fraction of zero.
  static func short(_ value: Float) -> String {
    value == value.rounded() && value.magnitude < 1e7 ? "\(Int(value))" : "\(value)"
  }
}
