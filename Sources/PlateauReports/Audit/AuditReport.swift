public import PlateauData
public import PlateauExperiments

/// The report of an audit: one page of HTML.
///
/// It computes nothing, loads nothing and needs no script; the same records give the same bytes.
public struct AuditReport: Sendable {
  let records: [AuditRecord]

  /// Prepares the report of one audit.
  ///
  /// - Parameter records: One for each epsilon, ascending.
  /// - Precondition: There is at least one.
  public init(_ records: [AuditRecord]) {
    precondition(!records.isEmpty, "a report has a record")
    self.records = records
  }

  /// The page: complete, without scripts, and loading nothing.
  public var html: String {
    Page(title: "Audit of \(records[0].model) · Plateau", content: content).html
  }

  /// Writes the page as `index.html`, with `attacks.csv`, `checks.csv` and `examples.csv` beside it.
  ///
  /// Files of these names are replaced, each as a whole.
  ///
  /// - Parameter folder: The folder, made where it is missing.
  /// - Throws: `DataError` where a file cannot be written.
  public func write(to folder: String) throws(DataError) {
    let tables = AuditTables(records: records)
    var files = ReportFolder()
    files.add("attacks.csv", tables.attacks.text)
    files.add("checks.csv", tables.checks.text)
    files.add("examples.csv", tables.examples.text)
    files.add("index.html", html)
    try files.write(to: folder)
  }

  @MarkupBuilder private var content: Markup {
    element("header") {
      paragraph("Plateau · audit", className: "kicker")
      element("h1") { "Is the robustness of \(records[0].model) real?" }
      paragraph(
        "\(Wording.count(records[0].examples)) examples of \(records[0].data), "
          + "\(Wording.percent(records[0].cleanAccuracy)) classified correctly without an attack.")
    }
    element("main") {
      for record in records { VerdictSection(record: record).markup }
      SecurityCurveSection(records: records).markup
      ProofsSection(records: records).markup
      for record in records { AuditAttacksSection(record: record).markup }
      for record in records { ChecksSection(record: record).markup }
      rules
      FilesSection(files: [
        ("attacks.csv", "one row for each attack"), ("checks.csv", "one row for each check"),
        ("examples.csv", "one row for each example and ε"),
      ]).markup
    }
    element("footer") { "Plateau \(plateauVersion) made this page; the same audit makes the same." }
  }

  private var rules: Markup {
    let gap = Wording.number(100 * AuditThresholds.maskedGap, 0)
    return section("rules", "How the verdict is reached") {
      paragraph(
        "The first that holds, at each ε; a certified example that an attack broke, or data that "
          + "cannot be the model's, make everything inconclusive:")
      element("ol") {
        element("li") {
          "ROBUST: bounds prove at least half of the examples that are classified correctly."
        }
        element("li") {
          "MASKED: the lowest accuracy that naive float attacks report exceeds the worst case by "
          "\(gap) points or more, and gradients are at fault: they are zero, or repairing the "
          "arithmetic, softening the network or doing without gradients closes half of the gap or "
          "\(gap) points."
        }
        element("li") {
          "OVERESTIMATED: the same gap, but the gradients are sound, and stronger search closes it."
        }
        element("li") {
          "BROKEN: the worst case is \(Wording.percent(AuditThresholds.brokenAccuracy)) or less."
        }
        element("li") {
          "INCONCLUSIVE: a check fails, so the attacks cannot be trusted; or the model only answers "
          "queries, which find less than gradients."
        }
        element("li") {
          "PLAUSIBLE: none of these. No attack here broke the rest, which is no proof."
        }
      }
    }
  }
}
