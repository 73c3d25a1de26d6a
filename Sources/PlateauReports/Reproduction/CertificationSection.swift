import PlateauExperiments
import PlateauNetworks

/// The study of certified networks: what is certified, falsified and undecided, and what weights and
/// units are like beside it.
struct CertificationSection {
  let study: CertificationStudyRecord?

  var markup: Markup {
    guard let study, !study.models.isEmpty else { return .empty }
    return section("certified", "Certified robustness") {
      element("p") {
        "Every example is "
        element("strong", ["class": "honest"]) { "certified" }
        " if bounds prove that nothing within ε = \(Wording.plain(study.epsilon)) of it is classified "
        "otherwise, "
        element("strong") { "falsified" }
        " if an attack found something that is, or it is wrong by itself, and "
        element("strong") { "undecided" }
        " if neither is the case. This study is not in the paper."
      }
      figure(study)
      CertificationTable(study: study).markup
      UnitsTable(study: study).markup
      KurtosisTable(study: study).markup
    }
  }

  private func figure(_ study: CertificationStudyRecord) -> Markup {
    element("figure") {
      ShareBars.legend.markup
      element("div", ["class": "cards"]) {
        for (activation, models) in study.models.groups {
          element("div") {
            element("h3", ["class": "panel-name"]) {
              "\(Wording.sentence(activation.word)) perceptrons"
            }
            ShareBars(
              bars: models.map { model in
                ShareBars.Bar(
                  label: Wording.sentence(model.training.word),
                  certified: model.certifiedAccuracy, attacked: model.attackedAccuracy)
              }
            ).markup
          }
        }
      }
      element("figcaption") {
        element("strong") { "What to see. " }
        "A bar is all \(Wording.count(study.examples)) examples. What is true of the undecided part, "
        "nobody knows: stronger bounds can certify some of it, stronger attacks falsify some. "
        widest(study)
      }
    }
  }

  /// The networks with the largest and the smallest certified share, and the largest gap.
  private func widest(_ study: CertificationStudyRecord) -> String {
    guard let best = study.models.max(by: { $0.certifiedAccuracy < $1.certifiedAccuracy }),
      let open = study.models.max(by: { $0.undecided < $1.undecided })
    else { return "" }
    guard best.certifiedAccuracy > 0 else { return "Nothing is certified here." }
    return "Most is certified of \(best.name), \(Wording.percent(best.certifiedAccuracy)); most is "
      + "undecided of \(open.name), \(Wording.points(open.undecided))."
  }
}
