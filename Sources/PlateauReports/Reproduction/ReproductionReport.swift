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
      FilesSection().markup
    }
    element("footer") {
      "Plateau \(record.environment.plateau) made this page from reproduction.json; the same "
      "record makes the same page."
    }
  }
}
