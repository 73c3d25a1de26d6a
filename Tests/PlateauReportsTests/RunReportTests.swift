import PlateauData
import PlateauExperiments
import PlateauReports
import Testing

@Suite("Reports of training runs")
struct RunReportTests {
  let attacked = Synthetic.run("attacked", epochs: 30, isAttacked: true)
  let short = Synthetic.run("short", epochs: 12, isAttacked: false)

  @Test func `a run has its curves, weights, attacks and configuration`() {
    let html = RunReport([attacked]).html
    let outline = Outline(html)
    #expect(outline.problems.isEmpty)
    #expect(Set(outline.ids).count == outline.ids.count)
    #expect(html.holds("<h1>attacked</h1>"))
    for name in ["Loss", "Penalty weight λ", "Saturated fraction", "Validation accuracy"] {
      #expect(html.holds("aria-label=\"\(name)\""))
    }
    // No run records it.
    #expect(!html.holds("Validation accuracy under attack"))
    #expect(html.holds("attacked: from 70.0\u{A0}% in epoch 1 to 99.0\u{A0}% in epoch 30"))
    #expect(html.holds("<pre>seed: 7\ntraining:\n  epochs: 30\n</pre>"))
    #expect(html.holds("<td class=\"number\">92.1\u{A0}%</td>"))
    #expect(html.holds("<strong class=\"honest\">1.9\u{A0}%</strong>"))
    #expect(html.holds("The difference is not robustness."))
    #expect(outline.links.contains("attacks.csv"))
  }

  @Test func `several runs share their plots and have a legend`() {
    let html = RunReport([attacked, short]).html
    #expect(html.holds("<h1>2 training runs</h1>"))
    #expect(html.holds("class=\"legend\""))
    #expect(html.holds("<span>short</span>"))
    #expect(
      html.holds("class=\"curve run0 dash0\"") && html.holds("class=\"curve run1 dash1\""))
    #expect(Outline(html).problems.isEmpty)
  }

  @Test func `attacks of different sizes are not compared`() {
    var run = attacked
    run.attacks?.attacks[1].epsilon = 0.3
    let html = RunReport([run]).html
    #expect(!html.holds("The difference is not robustness."))
    #expect(!html.holds("according to the strongest naive"))
  }

  @Test func `names and configurations cannot become markup`() {
    var run = attacked
    (run.name, run.configuration) = ("<script>", "</pre><script>")
    run.attacks?.model = "\"><script>"
    run.attacks?.attacks[0].gradient = "<script>"
    let html = RunReport([run, short]).html
    #expect(!html.holds("<script"))
    #expect(Outline(html).problems.isEmpty)
  }

  @Test func `files are the page and its data`() throws {
    let folder = try TemporaryFolder()
    try RunReport([attacked, short]).write(to: folder.path("all"))
    #expect(
      try Folder.names(in: folder.path("all"))
        == ["attacks.csv", "curves.csv", "index.html", "runs.json", "weights.csv"])
    let curves = String(decoding: try FileBytes.read(folder.path("all/curves.csv")), as: UTF8.self)
      .split(separator: "\r\n")
    #expect(curves.count == 1 + 30 + 12)
    #expect(curves[1].hasPrefix("attacked,1,391,1.08,1.05,"))
    #expect(curves[42].hasPrefix("short,12,4692,"))

    try RunReport([short]).write(to: folder.path("short"))
    #expect(
      try Folder.names(in: folder.path("short"))
        == ["curves.csv", "index.html", "runs.json", "weights.csv"])
    #expect(!RunReport([short]).html.holds("attacks.csv"))
  }
}
