public import PlateauNumerics

/// What logits say of an example whose class is known.
///
/// A class wins if its logit is larger than all others. Of equal logits none wins, and none wins
/// against a NaN: an example is classified correctly only if its label wins. That is so in every
/// command, for the model as it is stored, evaluated in Double; training counts alike in its own
/// precision.
public enum Decision: String, Sendable, Hashable, Codable, CaseIterable {
  /// The label wins.
  case correct
  /// Another class has a larger logit than the label.
  case wrong
  /// No logit is larger than the label's, but another is equal: an error of the model.
  case tied
  /// The label does not win, and a logit is infinite or no number: an error of the model.
  case notFinite

  /// Whether a class has a larger logit than all others.
  ///
  /// - Parameters:
  ///   - winner: The class.
  ///   - logits: The logits of one example.
  ///   - classes: Their number.
  /// - Returns: Whether it wins.
  @inlinable
  public static func wins<Element: Scalar>(
    _ winner: Int, among logits: UnsafePointer<Element>, classes: Int
  ) -> Bool {
    let own = logits[winner]
    for other in 0..<classes where other != winner && !(own > logits[other]) { return false }
    return true
  }

  /// Decides on one example.
  ///
  /// - Parameters:
  ///   - logits: The logits of one example.
  ///   - classes: Their number.
  ///   - label: The true class.
  public init<Element: Scalar>(
    _ logits: UnsafePointer<Element>, classes: Int, label: Int
  ) {
    let all = 0..<classes
    if Self.wins(label, among: logits, classes: classes) {
      self = .correct
    } else if all.contains(where: { !logits[$0].isFinite }) {
      self = .notFinite
    } else {
      self = all.contains { logits[$0] > logits[label] } ? .wrong : .tied
    }
  }

  /// Decides on the logits of one example.
  ///
  /// - Precondition: the label is one of the classes.
  public init(_ logits: [Double], label: Int) {
    precondition(logits.indices.contains(label), "the label is a class")
    self.init(logits, classes: logits.count, label: label)
  }
}
