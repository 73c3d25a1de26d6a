import PlateauData
import PlateauExperiments
import PlateauGeometry
import PlateauReports
import Testing

@Suite("Reports of full reproductions")
struct FullReportTests {
  let record = Synthetic.full
  let html = Synthetic.fullPage

  func section(_ id: String, of html: String? = nil) throws -> String {
    let sections = (html ?? self.html).split(separator: "<section ")
    return String(try #require(sections.first { $0.hasPrefix("id=\"\(id)\"") }))
  }

  @Test func `the page is well formed, with Figure 8 after Figure 7`() {
    let outline = Outline(html)
    outline.expectWellFormed()
    let ids = outline.ids.filter { !$0.contains("-") }
    #expect(
      ids == [
        "answer", "claims", "table1", "table2", "figure1", "figure2", "figure3", "figure4",
        "figure5", "figure6", "figure7", "figure8", "epsilon", "modern", "methods", "sources",
        "files",
      ])
    let style = String(html.split(separator: "</style>")[0])
    #expect(outline.classes.allSatisfy { style.holds(".\($0)") })
    #expect(html.utf8.count < 3_000_000)
  }

  @Test func `without convolutional networks there is nothing of them`() {
    for page in [Synthetic.page, Synthetic.completePage] {
      #expect(!page.holds("figure8") && !page.holds("CNN") && !page.holds("onvolutional"))
      #expect(page.holds("A reproduction of the perceptron experiments of "))
    }
    #expect(html.holds("A reproduction of the experiments of "))
    #expect(html.holds("<dt>Variant</dt>\n<dd>full</dd>"))
  }

  @Test func `Table 1 has them in groups, and says on how many examples they were attacked`() throws
  {
    let table = try section("table1")
    let groups = ["Sigmoid perceptrons", "ReLU perceptrons", "Sigmoid CNNs", "ReLU CNNs"]
    let places = groups.compactMap { table.firstRange(of: ">\($0)</th>")?.lowerBound }
    #expect(places.count == 4 && places == places.sorted())
    #expect(table.split(separator: "<th scope=\"row\">").count == 1 + record.models.count)
    #expect(
      table.holds("of all 10,000 test examples; FGSM errors of CNNs are of the first 1,500. The"))
    #expect(
      table.holds(
        "on the first 1,000; its standard error is at most 1.6\u{A0}points; of CNNs, whose "
          + "gradients cost more, on the first 250: its standard error is at most 3.2\u{A0}points. "
      ))
  }

  @Test func `Table 2 names them, and its note their iterations`() throws {
    let table = try section("table2")
    #expect(table.holds("Vanilla ReLU CNN</th>"))
    #expect(table.holds("Saturating sigmoid CNN, gain\u{A0}30</th>"))
    // 18 and 88 of 90.
    #expect(
      table.holds(
        "<li>saturating sigmoid CNN, gain\u{A0}30: gradient descent reaches 20.0\u{A0}% naively, "
          + "97.8\u{A0}% over the sweep</li>"))
    #expect(table.holds("up to 1,000 iterations, of CNNs up to 120; distortion"))
  }

  @Test func `the answer and Figures 1 to 7 are of perceptrons`() throws {
    for id in ["answer", "figure1", "figure2", "figure3", "figure4", "figure5", "figure7"] {
      #expect(try section(id) == section(id, of: Synthetic.completePage))
    }
  }

  @Test func `Figure 8 has weights and activities of both nonlinearities`() throws {
    let figure = try section("figure8")
    for name in ["A · sigmoid CNN", "B · ReLU CNN", ">sigmoid CNN", ">ReLU CNN"] {
      #expect(figure.holds("\(name)</h3>"))
    }
    #expect(figure.holds("on the first 250 test examples. The layout"))
    let shown = record.models.filter {
      $0.family == .cnn && $0.training != .adversarial && $0.isAsTrained
    }
    #expect(shown.count == 4)
    for model in shown {
      for layer in model.weights {
        #expect(
          figure.holds(
            "class=\"annotation\" text-anchor=\"end\">"
              + "\(Wording.kurtosis(layer.distribution.excessKurtosis))</text>"))
      }
      for layer in model.activities {
        let share = try #require(layer.saturatedFraction)
        #expect(figure.holds("\(Wording.percent(share)) saturated</text>"))
      }
    }
    // Four layers of weights and three of activities of four networks.
    #expect(figure.split(separator: "<svg ").count == 1 + 4 * (4 + 3))
    #expect(figure.holds("it rises in 4 of 4 layers of the sigmoid CNN"))
    #expect(figure.holds("Over all layers of the ReLU CNN: vanilla 58.3\u{A0}%"))
  }

  @Test func `transformers and depthwise networks have a table of their own`() throws {
    let table = try section("modern")
    let groups = ["ReLU depthwise CNNs", "ReLU vision transformers"]
    let places = groups.compactMap { table.firstRange(of: ">\($0)</th>")?.lowerBound }
    #expect(places.count == 2 && places == places.sorted())
    #expect(table.split(separator: "<th scope=\"row\">").count == 1 + 3)
    #expect(
      table.holds("Vanilla, attention\u{A0}×\u{A0}30</th>")
        || table.holds("vanilla, attention\u{A0}×\u{A0}30</th>"))
    #expect(table.holds("<td class=\"number\">12.5</td>"))
    #expect(table.holds("on the first 250 test examples"))
    for page in [Synthetic.page, Synthetic.completePage] { #expect(!page.holds("id=\"modern\"")) }
  }

  @Test func `the methods say what was done with fewer examples, and what was not`() throws {
    let methods = try section("methods")
    #expect(methods.holds("FGSM meets the first 1,500 test examples"))
    #expect(
      methods.holds(
        "the first 250. Over the sweep PGD has 1 start, and targeted attacks take up to 120 steps"))
    #expect(methods.holds("Their geometry was not measured"))
    #expect(methods.holds("<td>1×28×28-32×28×28-32×14×14-64×14×14-64×7×7-128-10</td>"))
    var measured = record
    measured.convolutional?.measuresGeometry = true
    let page = ReproductionReport(measured).html
    #expect(!page.holds("Their geometry was not measured"))
  }

  @Test func `data of Figure 8 is a file of its own`() throws {
    let folder = try TemporaryFolder()
    try ReproductionReport(record).write(to: folder.path)
    func lines(_ name: String) throws -> [Substring] {
      String(decoding: try FileBytes.read(folder.path(name)), as: UTF8.self)
        .split(separator: "\r\n")
    }
    let rows = try lines("figure8.csv")
    #expect(
      rows[0] == "network,values,layer,excessKurtosis,saturatedFraction,lower,upper,count")
    // Of seven networks, in 61 bins each.
    #expect(rows.count == 1 + 7 * (4 + 3) * 61)
    let first = record.models[7]
    let counts = rows[1...61].compactMap { $0.split(separator: ",").last.flatMap { Int($0) } }
    #expect(counts == first.weights[0].distribution.histogram.counts)
    let last = rows[1 + (4 + 2) * 61].split(separator: ",", omittingEmptySubsequences: false)
    #expect(last[0] == "vanilla-sigmoid-cnn" && last[1] == "activities" && last[2] == "layer 3")
    #expect(last[3] == "" || Double(last[3]) != nil)
    #expect(Double(last[4]) == first.activities[2].saturatedFraction)
    // The others are as without them.
    for (name, count) in [("figure1.csv", 7 * 3 * 61), ("figure2.csv", 7 * 2 * 61)] {
      #expect(try lines(name).count == 1 + count)
    }
    let errors = try lines("table1.csv")
    #expect(errors.count == 1 + 14 * 3)
    #expect(errors.last?.hasPrefix("saturating-relu-cnn,7,cnn,saturating,relu,") == true)
    #expect(html.holds("<a href=\"figure8.csv\">figure8.csv</a>"))
  }
}
