public import PlateauExperiments

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

  private static let files = [
    (name: "reproduction.json", content: "everything that was measured, every attack included"),
    ("table1.csv", "Table 1 with PGD, one row for each network and ε, as fractions"),
    ("figure1.csv", "the histograms of the weights of every network"),
    ("figure2.csv", "the histograms of the activities of every network"),
    ("claims.csv", "the claims with their measurements and verdicts"),
  ]

  @MarkupBuilder private var content: Markup {
    HeaderSection(record: record).markup
    element("main") {
      AnswerSection(record: record).markup
      ClaimsSection(claims: record.claims).markup
      ErrorTableSection(record: record).markup
      WeightsSection(record: record).markup
      ActivitiesSection(record: record).markup
      EpsilonSection(record: record).markup
      MethodsSection(record: record).markup
      FilesSection(files: Self.files).markup
    }
    element("footer") {
      "Plateau \(record.environment.plateau) made this page from reproduction.json; the same "
      "record makes the same page."
    }
  }
}
