import PlateauReports
import Testing

@Suite("Line plots")
struct LinePlotTests {
  @Test func `points that are not finite leave a gap`() {
    let values = [0, 1, Double.nan, 3, 4, .infinity]
    let points = values.enumerated().map { LinePlot.Point(x: Double($0), y: $1) }
    let curve = LinePlot.Curve(name: "loss", className: "run0", points: points)
    let scale = Scale.linear(0...5, from: 0, to: 50)
    #expect(LinePlot.path(curve, scale, scale).text == "M0 0L10 10M30 30L40 40")
  }

  @Test func `a point between gaps is a dot`() {
    let points = [Double.nan, 1, .nan, 3].enumerated().map {
      LinePlot.Point(x: Double($0), y: $1)
    }
    let curve = LinePlot.Curve(name: "loss", className: "run0", points: points)
    let scale = Scale.linear(0...5, from: 0, to: 50)
    #expect(LinePlot.path(curve, scale, scale).text == "M10 10H10M30 30H30")
  }

  @Test func `a bound is a staircase: it holds for everything smaller`() {
    let points = [(0, 4), (2, 3), (5, 1)].map { LinePlot.Point(x: $0, y: $1) }
    let curve = LinePlot.Curve(
      name: "proven", className: "clean", points: points, isStepped: true)
    let scale = Scale.linear(0...5, from: 0, to: 50)
    #expect(LinePlot.path(curve, scale, scale).text == "M0 40L0 30L20 30L20 10L50 10")
  }
}
