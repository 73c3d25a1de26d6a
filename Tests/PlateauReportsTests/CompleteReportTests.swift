import PlateauExperiments
import PlateauGeometry
import PlateauNetworks
import PlateauReports
import Testing

@Suite("Reports with every figure")
struct CompleteReportTests {
  let record = Synthetic.complete
  let html = Synthetic.completePage

  func section(_ id: String) throws -> String {
    let sections = html.split(separator: "<section ")
    return String(try #require(sections.first { $0.hasPrefix("id=\"\(id)\"") }))
  }

  static let added = ["table2", "figure3", "figure4", "figure5", "figure6", "figure7"]

  @Test func `sections are in order, each in the navigation`() {
    let ids = Outline(html).ids.filter { !$0.contains("-") }
    #expect(
      ids == [
        "answer", "claims", "table1", "table2", "figure1", "figure2", "figure3", "figure4",
        "figure5", "figure6", "figure7", "epsilon", "methods", "sources", "files",
      ])
    for id in ids { #expect(html.holds("<a href=\"#\(id)\">")) }
  }

  @Test func `the page is well formed, small and loads nothing`() {
    let outline = Outline(html)
    outline.expectWellFormed()
    #expect(outline.sources.isEmpty)
    for link in outline.links where link.contains(":") {
      let isAllowed = ["data:,", "data:image/png;base64,", "https://arxiv.org/abs/"]
        .contains { link.hasPrefix($0) }
      #expect(isAllowed || link == "https://doi.org/10.3389/neuro.06.004.2008")
    }
    #expect(html.utf8.count < 3_000_000)
    #expect(ReproductionReport(record).html == html)
  }

  @Test func `every class has a style`() {
    let style = String(html.split(separator: "</style>")[0])
    let unknown = Outline(html).classes.filter { !style.holds(".\($0)") }
    #expect(unknown.isEmpty)
  }

  @Test func `without data there are no sections`() {
    for id in Self.added {
      #expect(!Synthetic.page.holds("id=\"\(id)\""))
      #expect(!Synthetic.page.holds("href=\"#\(id)\""))
      #expect(!Synthetic.page.holds("\(id).csv"))
    }
  }

  @Test func `Table 2 prints the rates and distortions of the record`() throws {
    let table = try section("table2")
    // 9, 7 and 88 of 90.
    #expect(
      table.holds(
        """
        <th scope="row">L-BFGS</th>
        <td class="number naive">10.0</td>
        <td class="number">7.8</td>
        <td class="number honest">97.8</td>
        <td class="number">3.00</td>
        <td class="number">3.00</td>
        <td class="number">3.00</td>
        <td class="number faint">81 / 0</td>
        """))
    #expect(table.holds("Saturating sigmoid, gain\u{A0}30</th>"))
    #expect(
      table.holds(
        "<li>saturating sigmoid, gain\u{A0}30: gradient descent reaches 10.0\u{A0}% naively, "
          + "97.8\u{A0}% over the sweep</li>"))
    #expect(!table.holds("<li>vanilla sigmoid: "))
    #expect(table.holds("90 pairs") && table.holds("up to 1,000 iterations"))
  }

  @Test func `matrices print how classes separate, and the caption counts layers`() throws {
    let figure = try section("figure3")
    for geometry in record.geometry.prefix(2) {
      for layer in geometry.analysis.layers {
        let ratio = try #require(layer.separation)
        #expect(figure.holds("between ÷ within = \(Wording.number(ratio, 2))</text>"))
      }
    }
    #expect(
      figure.holds(
        "From vanilla to saturating this ratio rises in 3 of 3 layers (2.00 → 3.50; 2.00 → 3.50; 2.00 → 3.50)."
      ))
    #expect(!figure.holds("Every pixel is the mean"))
    #expect(try section("figure7").holds("ReLU perceptron"))
  }

  @Test func `paths say what naive arithmetic loses`() throws {
    let figure = try section("figure4")
    // Fisher's length of the saturating sigmoid is 0.5 − 12·|s − ½|: below −5 beyond |s − ½| = 0.458.
    #expect(figure.holds("naive Fisher: 2 lost of 21</text>"))
    #expect(
      figure.holds(
        "loses Fisher’s length element at 8 of 84 of saturating-sigmoid and 80 of 84 of "
          + "saturating-sigmoid × 300."))
    // Its mean is 0.5 minus 0.524 times the depth: |s − ½| is 0.262 on average.
    #expect(
      figure.holds("sigmoid: 0.5 (vanilla); −2.6 (saturating); −30.9 (saturating, gain\u{A0}300)."))
    #expect(figure.holds("naive Fisher: none of 21 lost</text>"))
    // One singular value, set wrong by two powers of ten.
    #expect(figure.holds("naive ∂p/∂x: 1 off by 10× of 189</text>"))
    #expect(figure.holds("ReLU perceptron (not in the paper)"))
    #expect(figure.holds("aria-label=\"Figure 4, saturating-sigmoid\" tabindex=\"0\""))
    #expect(
      figure.holds("that for 1 goes from 99.0\u{A0}% to 0.0\u{A0}%; that for 7 goes from 0.0"))
  }

  @Test func `points at which a map is constant are counted in the caption`() throws {
    #expect(!html.holds("Left out of these means"))
    var record = record
    // The first and the last of the 21 points of one path of four.
    for place in [0, 20] { record.geometry[4].paths[0].stable.fisher[place] = nil }
    let html = ReproductionReport(record).html
    #expect(
      html.holds(
        "Left out of these means are points at which the map is exactly constant: 2 of 84 "
          + "(saturating). "))
  }

  @Test func `images cross out what was not reached`() throws {
    let figure = try section("figure5")
    #expect(figure.holds("B · saturating sigmoid, gain\u{A0}30</h3>"))
    #expect(figure.holds("9 of 90 reached, mean ℓ2 3.00</text>"))
    #expect(
      figure.holds(
        "Crosses of saturating sigmoid, gain\u{A0}30: 81 naive float32, 83 stable, 2 swept. "))
    // Two strokes for each failure: 2 + 4 + 2 of vanilla, and 6 + 8 + 2, 49 + 51 + 2, 81 + 83 + 2.
    let strokes = figure.split(separator: "class=\"cross\" d=\"").dropFirst().map { piece in
      piece.prefix { $0 != "\"" }.count { $0 == "M" }
    }
    #expect(strokes == [2, 4, 2, 6, 8, 2, 49, 51, 2, 81, 83, 2].map { 2 * $0 })
  }

  @Test func `linear classifiers have their line, the largest epsilon first`() throws {
    let figure = try section("figure6")
    let linear = try #require(record.linear)
    for experiment in linear.gaussian + linear.ranked + linear.sparse {
      let rSquared = try #require(experiment.line?.rSquared)
      #expect(figure.holds("R² = \(Wording.number(rSquared, 2))</text>"))
    }
    let first = try #require(figure.firstRange(of: "ε = 0.1</text>")?.lowerBound)
    let second = try #require(figure.firstRange(of: "ε = 0.05</text>")?.lowerBound)
    #expect(first < second)
    let slope = try #require(linear.gaussian[1].line?.slope)
    #expect(
      figure.holds(
        "(a) At ε = 0.1 dots are roughly along a rising line: "
          + "\(Wording.number(100 * slope, 2))\u{A0}percentage points for each unit of γ₂"))
    #expect(figure.split(separator: "<circle class=\"scatter honest\"").count == 1 + 6 * 12)
    #expect(figure.split(separator: "<circle class=\"scatter clean\"").count == 1 + 4 * 12)
  }

  @Test func `what is proven stands in Table 1 and below the curves`() throws {
    let table = try section("table1")
    #expect(table.holds("<th scope=\"col\" class=\"number proven\">proven</th>"))
    // Half of a worst case of 0.002: an error of 99.9.
    #expect(table.holds("<td class=\"number proven\">99.9</td>"))
    #expect(try section("epsilon").holds("class=\"proven-area\""))
    #expect(!Synthetic.page.holds("number proven"))
    #expect(!Synthetic.page.holds("class=\"proven-area\""))
  }

  @Test func `names from a record cannot become markup`() {
    let evil = "</title><script>alert('x')</script>"
    var record = record
    record.geometry[0].dissimilarities[0].name = evil
    record.geometry[1].analysis.stimuli = 0
    for index in record.targeted.indices { record.targeted[index].model = evil }
    for index in record.targeted.indices { record.targeted[index].attack = evil }
    record.panels[0].record.model = evil
    record.panels[0].record.gradient = evil
    let html = ReproductionReport(record).html
    #expect(!html.holds("<script"))
    #expect(Outline(html).problems.isEmpty)
  }

  @Test func `records with little in them make pages as well`() {
    var record = record
    record.models.removeAll { $0.activation == .relu }
    record.geometry[0].paths = []
    record.geometry[1].dissimilarities = []
    record.targeted = [record.targeted[1]]
    record.panels = [record.panels[2]]
    record.linear?.gaussian = []
    record.linear?.sparse[0].points = []
    let html = ReproductionReport(record).html
    #expect(Outline(html).problems.isEmpty)
    #expect(!html.holds("id=\"figure7\""))
    #expect(html.holds("id=\"figure3\"") && html.holds("id=\"figure4\""))
    #expect(!html.holds("(a) At ε"))
    #expect(html.holds("<td class=\"number naive\">–</td>"))
  }
}
