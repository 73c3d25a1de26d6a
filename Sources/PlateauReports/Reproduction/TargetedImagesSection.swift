import PlateauExperiments
import PlateauNetworks

/// Figure 5: the images that L-BFGS made, a panel for each network and gain, naive beside stable
/// beside swept.
struct TargetedImagesSection {
  let record: ReproductionRecord

  /// The panels of one network with one gain.
  private struct Group {
    var model: String
    var gain: Double
    var panels: [TargetedPanel]
  }

  var markup: Markup {
    let groups = groups
    guard !groups.isEmpty else { return .empty }
    return section("figure5", "Figure 5: adversarial images, by source and target") {
      element("figure") {
        for (place, group) in groups.enumerated() {
          element("h3", ["class": "panel-name"]) { name(group) }
          scrollBox("Figure 5, \(name(group))") {
            element("div", ["class": "mosaics"]) {
              for (number, panel) in group.panels.enumerated() {
                table(panel, id: "images-\(place)-\(number)")
              }
            }
          }
        }
        caption(groups)
      }
    }
  }

  private var groups: [Group] {
    record.panels.filter { !$0.isReached.isEmpty && $0.width > 0 && $0.height > 0 }
      .reduce(into: []) { groups, panel in
        let (model, gain) = (panel.record.model, panel.record.gain)
        if let place = groups.firstIndex(where: { $0.model == model && $0.gain == gain }) {
          groups[place].panels.append(panel)
        } else {
          groups.append(Group(model: model, gain: gain, panels: [panel]))
        }
      }
  }

  /// With the letter that the paper gives to vanilla and saturating networks.
  private func name(_ group: Group) -> String {
    let label = TargetedGroup.label(group.model, gain: group.gain, in: record)
    switch record.model(named: group.model)?.training {
    case .vanilla: return "A · \(label)"
    case .saturating: return "B · \(label)"
    default: return Wording.sentence(label)
    }
  }

  private func table(_ panel: TargetedPanel, id: String) -> Markup {
    let attack = panel.record
    let distortion = attack.meanDistortion.map { ", mean ℓ2 \(Wording.number($0, 2))" } ?? ""
    let reached = "\(Wording.count(attack.successes)) of \(Wording.count(attack.pairs)) reached"
    return ImageTable(
      id: id, title: Wording.sentence(Wording.gradient(attack.gradient)),
      annotation: reached + distortion,
      description: "Rows are the classes of the sources, columns the classes aimed at. "
        + description(attack),
      imageWidth: panel.width, imageHeight: panel.height, cells: cells(panel),
      rowNames: attack.sources.map { "\($0.label)" },
      columnNames: (0..<panel.classCount).map { "\($0)" }
    ).markup
  }

  private func description(_ attack: TargetedRecord) -> String {
    guard !attack.failures.isEmpty else { return "Every target was reached." }
    guard attack.failures.count <= 20 else {
      return "\(Wording.count(attack.failures.count)) targets were not reached."
    }
    let pairs = attack.failures.map { "\($0.source) → \($0.target)" }
    return "Not reached: \(pairs.joined(separator: ", "))."
  }

  /// The images, gray: of colors the mean.
  private func cells(_ panel: TargetedPanel) -> [ImageTable.Cell] {
    let size = panel.width * panel.height
    let pixels = [UInt8](panel.pixels)
    return panel.isReached.indices.map { place in
      let start = place * size * panel.channels
      let gray = (0..<size).map { pixel -> UInt8 in
        let sum = (0..<panel.channels).reduce(0) { $0 + Int(pixels[start + $1 * size + pixel]) }
        return UInt8((2 * sum + panel.channels) / (2 * panel.channels))
      }
      let source = panel.record.sources[place / panel.classCount]
      let isSource = place % panel.classCount == source.label
      return ImageTable.Cell(
        pixels: gray, isCrossed: !panel.isReached[place] && !isSource, isFramed: isSource)
    }
  }
}

// MARK: - Caption

extension TargetedImagesSection {
  private func caption(_ groups: [Group]) -> Markup {
    let iterations = Set(groups.flatMap { $0.panels.map(\.record.iterations) }).sorted()
    let attacks = Set(groups.flatMap { $0.panels.map(\.record.attack) }).sorted()
    return element("figcaption") {
      element("strong") { "What to see. " }
      "Rows are sources, framed in their own column, columns the classes aimed at; each image is what "
      Markup(Wording.list(attacks.map(Wording.attack)))
      " made in up to \(Wording.list(iterations.map(Wording.count))) iterations. A red ✕ says that "
      "this attack found no image that the network takes for the target, not that there is none: "
      "compare the panels of one row. "
      for group in groups { sentence(group) }
      "The images are in reproduction.json, under panels."
    }
  }

  private func sentence(_ group: Group) -> Markup {
    let failures = group.panels.map {
      "\(Wording.count($0.record.failures.count)) \(Wording.gradient($0.record.gradient))"
    }
    let label = TargetedGroup.label(group.model, gain: group.gain, in: record)
    return Markup("Crosses of \(label): \(failures.joined(separator: ", ")). ")
  }
}
