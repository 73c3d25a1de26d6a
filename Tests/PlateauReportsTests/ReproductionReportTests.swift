import PlateauData
import PlateauExperiments
import PlateauGeometry
import PlateauReports
import Testing

@Suite("Reports of reproductions")
struct ReproductionReportTests {
  let record = Synthetic.record
  let html = Synthetic.page

  @Test func `the page is well formed, with headings in order and names only once`() {
    let outline = Outline(html)
    #expect(outline.problems.isEmpty)
    #expect(Set(outline.ids).count == outline.ids.count)
    #expect(outline.headings.first == 1)
    #expect(outline.headings.count { $0 == 1 } == 1)
    for (before, after) in zip(outline.headings, outline.headings.dropFirst()) {
      #expect(after <= before + 1)
    }
  }

  @Test func `the page loads nothing, and links only to its parts, its data and its sources`() {
    let outline = Outline(html)
    #expect(outline.sources.isEmpty)
    for name in ["script", "iframe", "img", "object", "form"] {
      #expect(!outline.elements.contains(name))
    }
    #expect(!html.holds("url(") && !html.holds("@import"))
    for link in outline.links where link.contains(":") {
      #expect(link == "data:," || link.hasPrefix("https://arxiv.org/abs/"))
    }
    for link in outline.links where link.hasPrefix("#") {
      #expect(outline.ids.contains(String(link.dropFirst())))
    }
    #expect(html.holds("default-src &#39;none&#39;"))
    #expect(html.utf8.count < 2_000_000)
  }

  @Test func `the first screen sets the flattering number beside the honest one`() throws {
    let sections = html.split(separator: "<section ")
    let screen = String(try #require(sections.first { $0.hasPrefix("id=\"answer\"") }))
    #expect(screen.holds("The answer at ε = 0.25"))
    #expect(
      screen.holds(
        "A usual attack on saturating-sigmoid ×\u{A0}300 reports a robust accuracy of "
          + "<strong class=\"naive\">87.4\u{A0}%</strong>. What withstands every attack is "
          + "<strong class=\"honest\">0.2\u{A0}%</strong>."))
    #expect(screen.holds("<rect class=\"bar\" width=\"87.4\" height=\"1\"/>"))
    #expect(screen.holds("artifact of floating-point arithmetic"))
    #expect(screen.holds("<h3>saturating-sigmoid</h3>"))
  }

  @Test func `the first table has naive, stable, swept and worst errors side by side`() {
    let row = """
      <th scope="row">saturating, gain\u{A0}300</th>
      <td class="number">3.3</td>
      <td class="number faint">7,650 / 7</td>
      <td class="number naive">7.9</td>
      <td class="number">68.8</td>
      <td class="number">94.4</td>
      <td class="number honest">98.1</td>
      <td class="number naive">12.6</td>
      <td class="number">68.8</td>
      <td class="number">94.4</td>
      <td class="number honest">99.8</td>
      """
    #expect(html.holds(row))
    #expect(html.holds("of all 10,000 test examples"))
    #expect(html.holds("on the first 1,000; its standard error is at most 1.6\u{A0}points"))
    #expect(html.holds("none is the paper’s"))
  }

  @Test func `the kurtosis of each layer is printed on its histogram`() throws {
    for model in record.models where model.training != .adversarial && model.gain == 1 {
      for layer in model.weights {
        let text = Wording.kurtosis(layer.distribution.excessKurtosis)
        #expect(html.holds("class=\"annotation\" text-anchor=\"end\">\(text)</text>"))
      }
    }
    let model = try #require(record.models.first)
    let share = try #require(model.activities[0].saturatedFraction)
    #expect(html.holds("\(Wording.percent(share)) saturated</text>"))
    #expect(html.holds("it rises in 3 of 3 layers of the sigmoid perceptron"))
  }

  @Test func `every claim has its verdict`() {
    for (mark, verdict) in [("◐", "masked"), ("✕", "fails"), ("✓", "holds"), ("?", "untestable")] {
      #expect(html.holds("\(mark) \(verdict)</span>"))
    }
    #expect(html.holds("data-label=\"Verdict\""))
  }

  @Test func `accuracy against epsilon needs two values of it`() {
    #expect(html.holds("id=\"epsilon\""))
    #expect(html.holds("Masked at some ε: saturating-sigmoid × 300."))
    var single = record
    for index in single.models.indices { single.models[index].robustness.removeLast(2) }
    let page = ReproductionReport(single).html
    #expect(!page.holds("id=\"epsilon\""))
    #expect(!page.holds("href=\"#epsilon\""))
    #expect(page.holds("The answer at ε = 0.1<"))
  }

  @Test func `names from a record cannot become markup`() {
    let evil = "</title><script>alert('x')</script>"
    var record = record
    for index in record.models.indices { record.models[index].name = evil }
    for index in record.models.indices { record.models[index].weights[0].name = evil }
    for index in record.models.indices { record.models[index].activities[0].name = evil }
    record.claims[0].claim = evil
    record.claims[0].naive = evil
    record.environment.data = evil
    record.environment.level = evil
    let html = ReproductionReport(record).html
    #expect(!html.holds("<script"))
    #expect(html.holds("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
    #expect(Outline(html).problems.isEmpty)
  }

  @Test func `a record with little in it makes a page as well`() {
    var record = record
    record.claims = []
    record.models[0].robustness = []
    record.models[0].weights = []
    record.models[1].activities = []
    record.models.removeAll { $0.training == .saturating }
    let html = ReproductionReport(record).html
    #expect(html.holds("This record holds no attack on a saturating sigmoid network."))
    #expect(html.holds("This record judges no claim."))
    #expect(Outline(html).problems.isEmpty)
    record.models = []
    #expect(Outline(ReproductionReport(record).html).problems.isEmpty)
  }

  @Test func `a vanilla network with a gain is shown as the control`() {
    #expect(!html.holds("Control. "))
    var record = record
    var control = record.models[0]
    (control.name, control.logitGain) = ("vanilla-sigmoid, logits × 30", 30)
    control.robustness[1] = Synthetic.robustness(0.25, Synthetic.masked)
    record.models.insert(control, at: 1)
    let page = ReproductionReport(record).html
    #expect(
      page.holds(
        "vanilla-sigmoid, logits ×\u{A0}30 has a naive FGSM accuracy of "
          + "<strong class=\"naive\">87.4\u{A0}%</strong> and a worst case of "
          + "<strong class=\"honest\">0.2\u{A0}%</strong>."))
    #expect(page.holds("<th scope=\"row\">vanilla, logits\u{A0}×\u{A0}30</th>"))
    #expect(Outline(page).problems.isEmpty)
  }

  @Test func `a quick reproduction says so`() {
    var full = record
    full.isQuick = false
    #expect(html.holds("Quick variant."))
    #expect(!ReproductionReport(full).html.holds("Quick variant."))
  }
}
