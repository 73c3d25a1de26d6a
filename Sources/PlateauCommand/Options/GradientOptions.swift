import ArgumentParser
import Plateau

/// How an attack computes its gradients.
struct GradientOptions: ParsableArguments {
  /// The rules by their words.
  enum Rule: String, WordArgument {
    case naive, stable, surrogate
  }

  @Option(
    help: ArgumentHelp(
      "naive (as a usual framework), stable, or surrogate (of the softened network); stable unless "
        + "given.",
      valueName: "rule"))
  var gradient: Rule?

  @Option(
    help: ArgumentHelp(
      "The softness T > 0 of a surrogate, or sweep for all of them, worst case by example.",
      valueName: "T|sweep"))
  var softness: String?

  @Option(help: ArgumentHelp("float or double.", valueName: "precision"))
  var precision: Precision = .double

  @Option(
    help: ArgumentHelp(
      "crossEntropy, margin or logitRatio, of attacks without a loss of their own; crossEntropy "
        + "unless given.", valueName: "loss"))
  var loss: LogitLoss?

  func validate() throws {
    guard softness == nil || gradient == .surrogate else {
      throw ValidationError("--softness needs --gradient surrogate.")
    }
    if let softness, !Self.isSweep(softness) { _ = try number(softness) }
  }

  private static func isSweep(_ text: String) -> Bool { text.lowercased() == "sweep" }

  private func number(_ text: String) throws -> Double {
    guard let value = Double(text), value > 0, value.isFinite else {
      throw ValidationError(
        "--softness is '\(text)'; give a positive number or 'sweep'.")
    }
    return value
  }

  /// The gradients of the plan; a surrogate without softness sweeps.
  func gradients() throws -> AttackPlan.Gradient {
    switch gradient ?? .stable {
    case .naive: return .rule(.naive)
    case .stable: return .rule(.stable)
    case .surrogate:
      guard let softness, !Self.isSweep(softness) else { return .sweep }
      return .rule(.surrogate(softness: try number(softness)))
    }
  }
}
