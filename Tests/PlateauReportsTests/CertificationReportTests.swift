import PlateauData
import PlateauGeometry
import PlateauReports
import Testing

@testable import PlateauExperiments

@Suite("Reports with a study of certified networks")
struct CertificationReportTests {
  let record = Synthetic.certified
  let html = Synthetic.certifiedPage

  private func section() throws -> String {
    let sections = html.split(separator: "<section ")
    return String(try #require(sections.first { $0.hasPrefix("id=\"certified\"") }))
  }

  @Test func `the page is well formed, with the study before the methods`() {
    let outline = Outline(html)
    outline.expectWellFormed()
    let ids = outline.ids.filter { !$0.contains("-") }
    #expect(ids.suffix(5) == ["epsilon", "certified", "methods", "sources", "files"])
    #expect(html.holds("<a href=\"#certified\">Certified robustness</a>"))
    let style = String(html.split(separator: "</style>")[0])
    #expect(outline.classes.allSatisfy { style.holds(".\($0)") })
    #expect(ReproductionReport(record).html == html)
  }

  @Test func `without a study there is nothing of it`() {
    for page in [Synthetic.page, Synthetic.completePage, Synthetic.fullPage] {
      #expect(!page.holds("id=\"certified\"") && !page.holds("certification.csv"))
      #expect(!page.holds("CROWN") && !page.holds("Kendall"))
    }
  }

  @Test func `bars have three parts, and say them in words`() throws {
    let section = try section()
    #expect(
      section.holds(
        "<strong>Certified saturating</strong>: 88.0\u{A0}% certified, 3.0\u{A0}% undecided, "
          + "9.0\u{A0}% falsified"))
    #expect(section.holds("<rect class=\"bar honest\" x=\"0\" width=\"88\" height=\"1\"/>"))
    #expect(
      section.holds("<rect class=\"bar honest undecided\" x=\"88\" width=\"3\" height=\"1\"/>"))
    #expect(section.split(separator: "<rect class=\"bar honest\"").count == 1 + 10)
    #expect(
      section.holds(
        "Most is certified of certified-sigmoid, 90.0\u{A0}%; most is undecided of "
          + "adversarial-sigmoid, 70.0\u{A0}points."))
  }

  @Test func `the tables print the numbers of the record`() throws {
    let section = try section()
    #expect(
      section.holds(
        """
        <th scope="row">trained on interval bounds</th>
        <td class="number">97.0</td>
        <td class="number naive">95.0</td>
        <td class="number">92.0</td>
        <td class="number honest">90.0</td>
        <td class="number">90.0</td>
        <td class="number">45.0</td>
        <td class="number">2.0</td>
        <td class="number">8.0</td>
        """))
    // Kurtosis and stable share of two layers, kurtosis of the logits, and all hidden units.
    #expect(
      section.holds(
        """
        <th scope="row">vanilla</th>
        <td class="number">0.2</td>
        <td class="number">5.0</td>
        <td class="number">−0.5</td>
        <td class="number">5.0</td>
        <td class="number">0.1</td>
        <td class="number">15.0</td>
        <td class="number">3.0</td>
        <td class="number">5.0</td>
        """))
    #expect(section.holds("In percent of the first 1,000 test examples."))
    #expect(section.holds("one of the first 100 test examples."))
    #expect(
      section.holds("λ 0.0005 of sigmoid and 0.0005 of ReLU networks at the end."))
  }

  @Test func `correlations and their sentence follow from the record`() throws {
    let section = try section()
    let relations = try #require(record.certification).relations
    for relation in relations {
      let correlation = try #require(relation.correlation)
      let p = try #require(correlation.pValue)
      #expect(
        section.holds("\(Wording.number(correlation.tau, 2)) (\(Wording.number(p, 3)))</td>"))
    }
    // Mean kurtosis: −0.07, 1.5, 17, 4 and 6.3; saturating networks, the most kurtotic, have no proof.
    #expect(section.holds("is in no order beyond chance with certified accuracy (τ "))
    var other = record
    for index in [2, 7] {
      other.certification?.models[index].certifiedAccuracy = 0.95
      other.certification?.models[index].attackedAccuracy = 0.96
    }
    let study = try #require(other.certification)
    other.certification = CertificationStudyRecord(
      epsilon: study.epsilon, examples: study.examples, unitExamples: study.unitExamples,
      models: study.models)
    let page = ReproductionReport(other).html
    #expect(page.holds("rises with certified accuracy beyond chance (τ 0."))
    other.certification?.relations = []
    #expect(!ReproductionReport(other).html.holds("Kendall’s τ-b between"))
  }

  @Test func `its data are two files`() throws {
    let folder = try TemporaryFolder()
    try ReproductionReport(record).write(to: folder.path)
    func lines(_ name: String) throws -> [Substring] {
      String(decoding: try FileBytes.read(folder.path(name)), as: UTF8.self)
        .split(separator: "\r\n")
    }
    let networks = try lines("certification.csv")
    #expect(networks.count == 1 + 10 * 4)
    #expect(
      networks[4]
        == "vanilla-sigmoid,vanilla,sigmoid,0.1,1000,0.965,0.97,0.4,0.02,0.0,0.0,0.0,100,all,"
        + "\((0.2 - 0.5 + 0.1) / 3),\(0.05 + 0.1),\(0.05 - 0.02),0.05")
    #expect(networks[3].hasSuffix(",logits,0.1,,,"))
    let kurtosis = try lines("kurtosis.csv")
    #expect(kurtosis[0] == "activation,layer,accuracy,networks,tau,pValue")
    #expect(kurtosis.count == 1 + 36)
    #expect(kurtosis[36].hasPrefix("both,mean,certified,10,"))
    for name in ["certification.csv", "kurtosis.csv"] {
      #expect(html.holds("<a href=\"\(name)\">\(name)</a>"))
    }
  }

  @Test func `names from a record cannot become markup`() {
    let evil = "</title><script>alert('x')</script>"
    var record = record
    record.certification?.models[0].name = evil
    record.certification?.models[3].name = evil
    record.certification?.models[0].layers[0].name = evil
    record.certification?.relations[0].layer = evil
    record.certification?.models[5].layers = []
    let html = ReproductionReport(record).html
    #expect(!html.holds("<script"))
    #expect(Outline(html).problems.isEmpty)
  }

  @Test func `of nothing certified that is said`() {
    var record = record
    for index in 0..<10 { record.certification?.models[index].certifiedAccuracy = 0 }
    #expect(ReproductionReport(record).html.holds("Nothing is certified here."))
    record.certification?.models = []
    #expect(!ReproductionReport(record).html.holds("id=\"certified\""))
  }
}
