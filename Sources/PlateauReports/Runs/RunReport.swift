public import PlateauExperiments

/// The report of one or several training runs: one page of HTML, and its data beside it.
///
/// It computes nothing, loads nothing and needs no script; the same runs give the same bytes.
public struct RunReport: Sendable {
  /// What a report needs to know of a run.
  public struct Run: Codable, Sendable, Hashable {
    /// The name, such as that of its folder.
    public var name: String
    /// The configuration, as YAML.
    public var configuration: String
    /// The epochs, in order.
    public var epochs: [EpochRecord]
    /// The weights of each layer, from the input on.
    public var weights: [LayerRecord]
    /// The attacks on the network; nil where it was not attacked.
    public var attacks: AttackReport?

    /// Puts together what is known of a run.
    public init(
      name: String, configuration: String, epochs: [EpochRecord], weights: [LayerRecord],
      attacks: AttackReport? = nil
    ) {
      self.name = name
      self.configuration = configuration
      self.epochs = epochs
      self.weights = weights
      self.attacks = attacks
    }
  }

  let runs: [Run]

  /// Prepares the report of some runs.
  ///
  /// - Precondition: There is at least one.
  public init(_ runs: [Run]) {
    precondition(!runs.isEmpty, "a report has a run")
    self.runs = runs
  }

  /// The page: complete, without scripts, and loading nothing.
  public var html: String {
    Page(title: "\(title) · Plateau", content: content).html
  }

  private var title: String { runs.count == 1 ? runs[0].name : "\(runs.count) training runs" }

  @MarkupBuilder private var content: Markup {
    element("header") {
      paragraph(
        runs.count == 1 ? "Plateau · training run" : "Plateau · training runs",
        className: "kicker")
      element("h1") { title }
      RunSummary(runs: runs).markup
    }
    element("main") {
      CurvesSection(runs: runs).markup
      RunWeightsSection(runs: runs).markup
      AttacksSection(runs: runs).markup
      ConfigurationsSection(runs: runs).markup
      FilesSection(files: files).markup
    }
    element("footer") { "Plateau \(plateauVersion) made this page; the same runs make the same." }
  }

  private var files: [(name: String, content: String)] {
    [
      ("runs.json", "everything on this page"),
      ("curves.csv", "one row for each epoch of each run"),
      ("weights.csv", "the histograms of the weights"),
    ] + (hasAttacks ? [("attacks.csv", "one row for each attack")] : [])
  }

  var hasAttacks: Bool { runs.contains { $0.attacks != nil } }
}
