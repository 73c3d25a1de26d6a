public import PlateauExperiments
import PlateauNetworks

/// The report of a reproduction: one page of HTML, and its data beside it.
///
/// It computes nothing. What it states in words follows by rule from the record, so that other
/// measurements make other sentences; the same record gives the same bytes.
public struct ReproductionReport: Sendable {
  let record: ReproductionRecord

  /// Prepares the report of a record.
  public init(_ record: ReproductionRecord) {
    self.record = record
  }

  /// The page: complete, without scripts, and loading nothing.
  public var html: String {
    Page(title: "How robust are saturating networks? · Plateau", content: content).html
  }

  /// The sections in order, each with its name in the navigation; without what the record has no data
  /// of.
  private var sections: [(id: String, name: String, markup: Markup)] {
    let distributions = DistributionSections(record: record)
    return [
      ("answer", "Answer", AnswerSection(record: record).markup),
      ("claims", "Claims", ClaimsSection(claims: record.claims).markup),
      ("table1", "Table 1", ErrorTableSection(record: record).markup),
      ("table2", "Table 2", TargetedTableSection(record: record).markup),
      ("figure1", "Figure 1", distributions.figure1),
      ("figure2", "Figure 2", distributions.figure2),
      (
        "figure3", "Figure 3",
        DissimilaritySection(record: record, activation: .sigmoid, number: 3).markup
      ),
      ("figure4", "Figure 4", PathsSection(record: record).markup),
      ("figure5", "Figure 5", TargetedImagesSection(record: record).markup),
      ("figure6", "Figure 6", LinearSection(record: record).markup),
      (
        "figure7", "Figure 7",
        DissimilaritySection(record: record, activation: .relu, number: 7).markup
      ),
      ("figure8", "Figure 8", distributions.figure8),
      ("epsilon", "Accuracy against ε", EpsilonSection(record: record).markup),
      (
        "certified", "Certified robustness",
        CertificationSection(study: record.certification).markup
      ),
      (
        "modern", "Transformers and depthwise networks",
        ModernSection(record: record).markup
      ),
      ("methods", "Methods", MethodsSection(record: record).markup),
      ("files", "Files", FilesSection(files: contents).markup),
    ].filter { $0.markup != .empty }
  }

  private var content: Markup {
    let sections = sections
    return Markup(joining: [
      HeaderSection(record: record, places: sections.map { ($0.id, $0.name) }).markup,
      element("main") { Markup(joining: sections.map(\.markup)) },
      element("footer") {
        "Plateau \(record.environment.plateau) made this page from reproduction.json; the same "
        "record makes the same page."
      },
    ])
  }
}
