/// What a mark stands for; the style sheet gives each its color in light and dark.
enum Ink: String, Hashable {
  /// Without an attack.
  case clean
  /// What a usual evaluation reports.
  case naive
  /// What withstands every attack.
  case honest
  case vanilla
  case adversarial
  case saturating

  /// The classes of one of several runs; dashes tell apart what has the same color.
  static func run(_ index: Int) -> String { "run\(index % 6) dash\((index + index / 6) % 6)" }
}
