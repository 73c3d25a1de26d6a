import PlateauGeometry
import PlateauReports
import Testing

@Suite("Histogram plots")
struct HistogramPlotTests {
  /// Counts 0, 1, 10, 10, 0, 100 in bins from 0 to 6.
  let histogram = Histogram(
    of: zip([1.5, 2.5, 3.5, 5.5], [1, 10, 10, 100]).flatMap { Array(repeating: $0, count: $1) },
    in: 0...6, bins: 6)

  @Test func `the outline steps at the counts, and empty bins leave a gap`() {
    let x = Scale.linear(0...6, from: 0, to: 60)
    // From 0.5 to 500, three decades of 100 pixels: 1 stands at log10(1/0.5) · 100 = 30.1.
    let y = Scale.logarithmic(0.5...500, from: 300, to: 0)
    let path = HistogramPlot.path(histogram, x, y)
    #expect(
      path.text == "M10 300V269.9H20V169.9H30H40V300ZM50 300V69.9H60V300Z")
  }

  @Test func `a histogram without values draws nothing`() {
    let empty = Histogram(of: [Double](), in: 0...1, bins: 4)
    let x = Scale.linear(0...1, from: 0, to: 60)
    let y = Scale.logarithmic(0.5...2, from: 300, to: 0)
    #expect(HistogramPlot.path(empty, x, y).text.isEmpty)
  }
}
