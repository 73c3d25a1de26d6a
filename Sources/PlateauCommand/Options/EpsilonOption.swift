import ArgumentParser
import Plateau

/// The option --epsilon, read in one way by every command.
enum EpsilonOption {
  /// One size, of a command that takes no more.
  static func one(_ text: String, of command: String) throws -> Double {
    if let value = EpsilonText.value(text) { return value }
    guard text.contains(",") else {
      throw ValidationError(
        "--epsilon is '\(text)'; give a number, 0 or more, such as 0.1 or 8/255.")
    }
    throw ValidationError(
      "--epsilon is '\(text)', but \(command) takes a single number. Give one of them; 'plateau "
        + "audit' takes several.")
  }

  /// Several sizes, each once.
  static func several(_ text: String) throws -> [Double] {
    var values: [Double] = []
    for part in EpsilonText.values(text) {
      guard let value = part.value, value > 0 else {
        throw ValidationError(
          "--epsilon has '\(part.text)'; give positive numbers, such as 0.1,0.25 or 8/255.")
      }
      guard !values.contains(value) else {
        throw ValidationError("--epsilon has '\(part.text)' twice; give each number once.")
      }
      values.append(value)
    }
    return values
  }

  /// Says on standard error where sizes are probably in other units than the data.
  static func doubt(_ threats: [ThreatModel], features: Int) {
    for threat in threats {
      guard let text = UnitDoubt.epsilon(threat, features: features) else { continue }
      StandardError.remark(.warning, text)
    }
  }
}
