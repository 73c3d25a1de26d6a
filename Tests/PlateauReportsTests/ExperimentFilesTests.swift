import PlateauData
import PlateauExperiments
import PlateauGeometry
import PlateauReports
import Testing

@Suite("Files of figures")
struct ExperimentFilesTests {
  let record = Synthetic.complete
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try ReproductionReport(record).write(to: folder.path)
  }

  func lines(_ name: String) throws -> [Substring] {
    String(decoding: try FileBytes.read(folder.path(name)), as: UTF8.self).split(separator: "\r\n")
  }

  func cells(_ line: Substring) -> [Substring] {
    line.split(separator: ",", omittingEmptySubsequences: false)
  }

  @Test func `every table and figure with data has its file, in the list as well`() throws {
    let names = try Folder.names(in: folder.path)
    #expect(
      names == [
        "claims.csv", "figure1.csv", "figure2.csv", "figure3.csv", "figure4.csv", "figure6.csv",
        "figure7.csv", "index.html", "reproduction.json", "table1.csv", "table2.csv",
      ])
    for name in names where name != "index.html" {
      #expect(Synthetic.completePage.holds("<a href=\"\(name)\">\(name)</a>"))
    }
    #expect(Synthetic.completePage.holds("the images of Figure 5 (panels) included"))
    #expect(!Synthetic.page.holds("(panels)"))
  }

  @Test func `Table 2 has a row for each attack`() throws {
    let rows = try lines("table2.csv")
    #expect(rows.count == 1 + 4 * 9)
    #expect(
      rows[36] == "saturating-sigmoid,30.0,lbfgs,surrogate,double,1.0 4.0 16.0,1000,90,88,"
        + "\(88.0 / 90),3.0,0,0,90000")
  }

  @Test func `matrices have a row for each stimulus`() throws {
    let rows = try lines("figure3.csv").map(cells)
    #expect(rows.count == 1 + 3 * 3 * 30)
    #expect(rows[0].prefix(4) == ["network", "layer", "label", "stimulus1"])
    let matrix = record.geometry[1].dissimilarities[2]
    let first = 1 + 30 * 5
    #expect(rows[first][0] == "saturating-sigmoid" && rows[first][1] == "logits")
    for (row, label) in matrix.labels.enumerated() {
      #expect(rows[first + row][2] == "\(label)")
      let values = rows[first + row].dropFirst(3).compactMap { Double($0) }
      #expect(values == Array(matrix.values[row * 30..<(row + 1) * 30]))
    }
    #expect(try lines("figure7.csv").count == 1 + 2 * 3 * 30)
  }

  @Test func `paths have a row for each number, empty where it is lost`() throws {
    let rows = try lines("figure4.csv").map(cells)
    // Networks, paths, rules, points; two lengths, ten outputs and twice ten singular values.
    #expect(rows.count == 1 + 5 * 4 * 2 * 21 * 32)
    #expect(rows[0] == ["network", "path", "rule", "position", "quantity", "value"])
    let found = rows.filter {
      $0[0] == "saturating-sigmoid" && $0[1] == "1-7" && $0[4] == "log10_fisher"
    }
    let curves = record.geometry[1].paths[0]
    #expect(found.filter { $0[2] == "naive" }.map { Double($0[5]) } == curves.naive.fisher)
    #expect(found.filter { $0[2] == "stable" }.map { Double($0[5]) } == curves.stable.fisher)
    #expect(found.contains { $0[5].isEmpty })
  }

  @Test func `classifiers have a row each, with their line, and theory has one for each point`()
    throws
  {
    let rows = try lines("figure6.csv").map(cells)
    #expect(rows.count == 1 + 6 * 12 + 2 * 12)
    let linear = try #require(record.linear)
    let line = try #require(linear.sparse[1].line)
    let last = try #require(rows.last)
    let point = try #require(linear.sparse[1].points.last)
    #expect(last[0] == "sparse" && last[1] == "0.1" && last[2].isEmpty)
    #expect(
      last.suffix(8).map { Double($0) } == [
        point.excessKurtosis, point.normRatio, point.sparsity, point.cleanAccuracy,
        point.robustAccuracy, line.slope, line.intercept, line.rSquared,
      ])
    #expect(rows.count { $0[0] == "gaussian theory" } == 24)
  }

  @Test func `Table 1 has a row for each seed`() throws {
    let folder = try TemporaryFolder()
    try ReproductionReport(Synthetic.repeated()).write(to: folder.path)
    let rows = String(decoding: try FileBytes.read(folder.path("table1.csv")), as: UTF8.self)
      .split(separator: "\r\n").map(cells)
    #expect(rows.count == 1 + 3 * 7 * 3)
    #expect(Set(rows.dropFirst().map { $0[1] }) == ["7", "1", "2"])
  }
}
