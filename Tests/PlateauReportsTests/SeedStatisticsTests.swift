import PlateauReports
import Testing

@Suite("Statistics over seeds")
struct SeedStatisticsTests {
  @Test func `mean and deviation are those of a sample`() {
    let statistics = SeedStatistics([1, 2, 3, 4])
    #expect(statistics.mean == 2.5)
    // Squares of 1.5, 0.5, 0.5 and 1.5 are 5, over 3.
    #expect(statistics.deviation == (5.0 / 3).squareRoot())
    #expect(SeedStatistics([0.25, 0.25]).deviation == 0)
  }

  @Test func `one seed has no deviation`() {
    let statistics = SeedStatistics([0.97])
    #expect(statistics.deviation == nil && statistics.count == 1)
    #expect(statistics.percent == "97.0\u{A0}%")
  }

  @Test func `several are written with their deviation`() {
    #expect(SeedStatistics([0.96, 0.98]).percent == "97.0\u{A0}±\u{A0}1.4\u{A0}%")
  }

  @Test func `headline numbers are means over seeds`() throws {
    let record = Synthetic.repeated()
    let html = ReproductionReport(record).html
    // 87.4 and ±2 points, 0.2 and ±0.1; the deviation of (0, 2, −2) is 2.
    #expect(html.holds("<strong class=\"naive\">87.4\u{A0}±\u{A0}2.0\u{A0}%</strong>"))
    #expect(html.holds("<strong class=\"honest\">0.2\u{A0}±\u{A0}0.1\u{A0}%</strong>"))
    #expect(html.holds("it is masked in 3 of 3 seeds."))
    #expect(html.holds("± is the standard deviation over 3 seeds."))
    #expect(
      html.holds("3.3<span class=\"deviation\"> ±\u{A0}0.4</span></td>"))
    #expect(html.holds("<dt>Seeds</dt>"))
    #expect(html.holds("7, 1 and 2; figures, Table 2 and claims are of 7"))
    #expect(Outline(html).problems.isEmpty)
  }

  @Test func `with one seed nothing is said of deviations`() {
    #expect(!Synthetic.page.holds("±"))
    #expect(Synthetic.page.holds("<dt>Seed</dt>"))
  }
}
