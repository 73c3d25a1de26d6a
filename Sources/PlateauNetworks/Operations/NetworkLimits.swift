/// The sizes beyond which no network goes.
enum NetworkLimits {
  /// The largest number of values that a layer may have, far beyond any real one: sizes are then
  /// multiplied without overflow.
  static let width = 1 << 24

  /// The largest number of parameters, 8 TB of doubles, so that their sums never overflow.
  static let parameterCount = 1 << 40
}
