/// The floating-point format that a computation runs in.
public enum Precision: String, Sendable, Hashable, Codable, CaseIterable {
  /// IEEE single precision, what frameworks train and attack in.
  case float
  /// IEEE double precision.
  case double
}
