import PlateauExperiments
import PlateauNumerics

/// The attacks at one epsilon, in the order they ran.
struct AuditAttacksSection {
  let record: AuditRecord

  var markup: Markup {
    let epsilon = Wording.plain(record.epsilon)
    return section("attacks-\(epsilon)", "Attacks at ε = \(epsilon)") {
      scrollBox("Attacks at ε = \(epsilon)") {
        element("table", ["class": "numbers"]) {
          element("thead") {
            element("tr") {
              for name in ["Attack", "gradient", "precision"] {
                element("th", ["scope": "col"]) { name }
              }
              for name in ["examples", "robust accuracy", "successes", "zero gradients"] {
                element("th", ["scope": "col", "class": "number"]) { name }
              }
            }
          }
          element("tbody") { for attack in record.attacks { row(attack) } }
        }
      }
      paragraph(
        "An attack on fewer than all examples ran on those that withstood the attacks above it; its "
          + "robust accuracy is that of all so far.",
        className: "note")
    }
  }

  private func row(_ attack: AttackRecord) -> Markup {
    let softness = (attack.softness ?? []).map(Wording.short)
    let gradient =
      softness.isEmpty
      ? attack.gradient : "\(attack.gradient), T = \(softness.joined(separator: ", "))"
    return element("tr") {
      element("th", ["scope": "row"]) { attack.name }
      element("td") { gradient }
      element("td") { attack.precision.rawValue }
      for number in [
        Wording.count(attack.examples ?? record.examples), Wording.percent(attack.robustAccuracy),
        Wording.count(attack.successes), Wording.count(attack.zeroGradients),
      ] {
        element("td", ["class": "number"]) { number }
      }
    }
  }
}
