import ArgumentParser
import Plateau

/// How an attack computes its gradients.
struct GradientOptions: ParsableArguments {
  enum Rule: String, ExpressibleByArgument, CaseIterable {
    case naive, stable, surrogate
  }

  @Option(
    help: ArgumentHelp(
      "naive (as a usual framework), stable, or surrogate (of the softened network).",
      valueName: "rule"))
  var gradient: Rule = .stable

  @Option(
    help: ArgumentHelp(
      "The softness T > 0 of a surrogate, or sweep for all of them, worst case by example.",
      valueName: "T|sweep"))
  var softness: String?

  @Option(help: ArgumentHelp("float or double.", valueName: "precision"))
  var precision: Precision = .double

  @Option(help: ArgumentHelp("crossEntropy or margin.", valueName: "loss"))
  var loss: LogitLoss = .crossEntropy

  func validate() throws {
    guard softness == nil || gradient == .surrogate else {
      throw ValidationError("--softness needs --gradient surrogate.")
    }
    if let softness, softness != "sweep" { _ = try number(softness) }
  }

  private func number(_ text: String) throws -> Double {
    guard let value = Double(text), value > 0, value.isFinite else {
      throw ValidationError(
        "--softness is '\(text)'; give a positive number or 'sweep'.")
    }
    return value
  }

  /// The gradients of the plan; a surrogate without softness sweeps.
  func gradients() throws -> AttackPlan.Gradient {
    switch gradient {
    case .naive: return .rule(.naive)
    case .stable: return .rule(.stable)
    case .surrogate:
      guard let softness, softness != "sweep" else { return .sweep }
      return .rule(.surrogate(softness: try number(softness)))
    }
  }
}
