import PlateauData
import PlateauExperiments
import PlateauGeometry
import PlateauReports
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("Files of reports")
struct ReproductionFilesTests {
  static let names = [
    "claims.csv", "figure1.csv", "figure2.csv", "index.html", "reproduction.json", "table1.csv",
  ]

  func text(_ path: String) throws -> String {
    String(decoding: try FileBytes.read(path), as: UTF8.self)
  }

  @Test func `the same record gives the same bytes, in a folder that is made`() throws {
    let folder = try TemporaryFolder()
    let paths = ["a/b", "c"].map(folder.path)
    for path in paths { try ReproductionReport(Synthetic.record).write(to: path) }
    try ReproductionReport(Synthetic.record).write(to: paths[0])
    #expect(try Folder.names(in: paths[0]) == Self.names)
    for name in Self.names {
      #expect(
        try FileBytes.read("\(paths[0])/\(name)") == FileBytes.read("\(paths[1])/\(name)"))
    }
  }

  @Test func `the JSON holds the whole record`() throws {
    let folder = try TemporaryFolder()
    let record = Synthetic.record
    try ReproductionReport(record).write(to: folder.path)
    let bytes = try FileBytes.read(folder.path("reproduction.json"))
    #expect(try JSONDecoder().decode(ReproductionRecord.self, from: Data(bytes)) == record)
    let found = try text(folder.path("reproduction.json"))
    #expect(found.hasPrefix("{\"claims\":["))
  }

  @Test func `the tables have one row for each thing`() throws {
    let folder = try TemporaryFolder()
    let record = Synthetic.record
    try ReproductionReport(record).write(to: folder.path)
    func lines(_ name: String) throws -> [Substring] {
      try text(folder.path(name)).split(separator: "\r\n")
    }
    let table = try lines("table1.csv")
    #expect(table.count == 1 + 7 * 3)
    let columns = [
      "network", "seed", "family", "training", "activation", "gain", "logitGain", "epsilon",
      "testExamples", "fgsmExamples", "cleanError", "naiveFGSMError", "stableFGSMError",
      "sweptFGSMError", "naiveFGSMZeroGradients", "stableFGSMZeroGradients", "worstCaseExamples",
      "worstCaseCleanError", "naivePGDError", "stablePGDError", "sweptPGDError",
      "sweptPGDInconclusive", "worstCaseError", "certifiedError", "finding",
    ]
    #expect(table[0] == columns.joined(separator: ","))
    let row = try #require(
      table.first { $0.hasPrefix("saturating-sigmoid × 300,") && $0.contains(",0.25,") })
    let cells = row.split(separator: ",", omittingEmptySubsequences: false)
    #expect(
      cells.prefix(10) == [
        "saturating-sigmoid × 300", "7", "mlp", "saturating", "sigmoid", "300.0", "1.0", "0.25",
        "10000", "10000",
      ])
    // The error is 1 − 0.874, in Double.
    #expect(Double(cells[11]) == 1 - 0.874)
    #expect(cells.suffix(4).first == "0" && cells.suffix(2) == ["", "masked"])

    let weights = try lines("figure1.csv")
    #expect(weights[0] == "network,layer,excessKurtosis,lower,upper,count")
    #expect(weights.count == 1 + 7 * 3 * 61)
    let counts = weights.dropFirst().prefix(61).compactMap {
      $0.split(separator: ",").last.flatMap { Int($0) }
    }
    #expect(counts == record.models[0].weights[0].distribution.histogram.counts)
    let activities = try lines("figure2.csv")
    #expect(activities[0] == "network,layer,saturatedFraction,lower,upper,count")
    #expect(activities.count == 1 + 7 * 2 * 61)
    #expect(activities[61].split(separator: ",")[4] == "1.0")

    let claims = try text(folder.path("claims.csv"))
    #expect(claims.hasPrefix("claim,measure,naive,stable,proven,verdict\r\n\"A saturating"))
    #expect(claims.hasSuffix("in the brain.,Needs recordings of neurons.,,,,untestable\r\n"))
  }

  @Test func `a number that JSON cannot hold is named before anything is written`() throws {
    let folder = try TemporaryFolder()
    var record = Synthetic.record
    record.models[0].cleanAccuracy = .nan
    let error = #expect(throws: DataError.self) {
      try ReproductionReport(record).write(to: folder.path("new"))
    }
    #expect(
      error?.message == "Cannot write 'reproduction.json': a number in the record is not finite, "
        + "which JSON cannot hold. Measure again, or repair the record.")
    #expect(!FileBytes.isFolder(folder.path("new")))
  }

  @Test func `a folder that is a file is refused`() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write(text: "", to: folder.path("file"))
    let error = #expect(throws: DataError.self) {
      try ReproductionReport(Synthetic.record).write(to: folder.path("file"))
    }
    #expect(
      error?.message
        == "Cannot create the folder '\(folder.path("file"))': Not a directory. A part "
        + "of the path is a file; choose another folder.")
  }
}
