/// What an attack tries to make the model say.
public enum AttackGoal: Sendable, Hashable {
  /// Any class but the true one, which must win strictly.
  case untargeted
  /// A class for each example, which must win strictly.
  case targeted([Int])
}
