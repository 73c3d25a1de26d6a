import PlateauCertification
import PlateauData
import PlateauReports
import Testing

@testable import PlateauExperiments

@Suite("Reports of audits")
struct AuditReportTests {
  let records = [Synthetic.audit(0.1), Synthetic.audit(0.25)]
  var html: String { AuditReport(records).html }

  @Test func `the page is well formed, and each class has a style`() {
    let outline = Outline(html)
    outline.expectWellFormed()
    #expect(outline.sources.isEmpty)
    let style = String(html.split(separator: "</style>")[0])
    #expect(outline.classes.filter { !style.holds(".\($0)") }.isEmpty)
  }

  @Test func `what is proven stands beside what attacks leave, with the gap`() {
    #expect(
      html.holds(
        """
        <th scope="row">0.1</th>
        <td>CROWN</td>
        <td class="number">70.0\u{A0}%</td>
        <td class="number">50.0\u{A0}%</td>
        <td class="number">20.0\u{A0}points</td>
        <td class="number">5</td>
        <td class="number">3</td>
        <td class="number">2</td>
        """))
    #expect(html.holds("Proven is 50.0\u{A0}% (CROWN)."))
  }

  @Test func `undecided examples are named, those closest to a proof first`() {
    #expect(
      html.holds(
        "At ε = 0.25 undecided are 6 (margin at least −0.13), 5 (margin at least −0.50)."))
  }

  @Test func `curves are of the attacks on all examples at every epsilon, each once`() {
    var records = records
    records[0].attacks += [records[0].attacks[1], records[0].attacks[1]]
    records[0].attacks[3].name = "square"
    let page = AuditReport(records).html
    #expect(page.ranges(of: "<span>stable double pgd</span>").count == 1)
    #expect(!page.holds("<span>stable double square</span>"))
  }

  @Test func `each method has its words`() {
    func page(_ record: AuditRecord) -> String { AuditReport([record]).html }
    #expect(page(Synthetic.audit(0.1, method: .interval)).holds("<td>interval bounds</td>"))
    #expect(page(Synthetic.audit(0.1, method: .alphaCROWN)).holds("<td>α-CROWN</td>"))
    #expect(page(Synthetic.audit(0.1, method: .complete)).holds("<td>branch and bound</td>"))
    #expect(
      page(Synthetic.audit(0.1, method: .interval, isExact: true))
        .holds("<td>exact, the network is linear</td>"))
    // Records of versions that did not say how were made by intervals.
    #expect(page(Synthetic.audit(0.1, method: nil)).holds("<td>interval bounds</td>"))
  }

  @Test func `each verdict has its rule, and says what its causes are of`() {
    for verdict in Verdict.allCases {
      #expect(html.holds("\(verdict.rawValue): "))
    }
    var record = Synthetic.audit(0.1)
    record.causes = ["11.3 points by adaptive steps (AutoPGD)"]
    for (verdict, words) in [
      (Verdict.overestimated, "What the usual attacks were too weak for:"),
      (.masked, "What hid the difference:"),
      (.inconclusive, "Why nothing can be concluded:"),
      (.inconclusive, "What is likely to be wrong with the data, the likeliest first:"),
    ] {
      record.verdict = verdict
      record.checks = [
        CheckRecord(.cleanAccuracy, words.contains("data") ? .fail : .pass, "evidence")
      ]
      let page = AuditReport([record]).html
      #expect(page.holds("At ε = 0.1: \(verdict.rawValue)") && page.holds(words))
      #expect(page.holds("11.3 points by adaptive steps (AutoPGD)"))
    }
    record.ties = 19
    #expect(
      AuditReport([record]).html.holds(
        "19 of 10 examples are tied: the label has the largest logit together with another class, "
          + "counted as an error."))
  }

  @Test func `a contradiction is the first thing said`() {
    var record = Synthetic.audit(0.1)
    record.certification?.contradictions = [
      .init(index: 3, margin: 0.6, attack: "stable double pgd")
    ]
    let page = AuditReport([record]).html
    #expect(page.holds("1 certified examples were broken all the same, the first is 3"))
    #expect(!html.holds("broken all the same"))
  }

  @Test func `tables have a row for each example`() throws {
    let folder = try TemporaryFolder()
    try AuditReport(records).write(to: folder.path)
    let bytes = try FileBytes.read(folder.path("examples.csv"))
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
    #expect(lines.count == 21)
    #expect(lines[0] == "epsilon,index,label,answer,margin,attack")
    #expect(lines[1] == "0.1,0,0,certified,0.9,")
    #expect(lines[8] == "0.1,7,1,falsified,-3.0,stable double pgd")
  }
}
