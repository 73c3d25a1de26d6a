import Foundation
import PlateauExperiments
import Testing

@Suite("The demo")
struct DemoTests {
  /// The folder of a finished quick reproduction, as `make check-demo` makes one.
  static let folder = ProcessInfo.processInfo.environment["PLATEAU_DEMO"]

  @Test(.enabled(if: folder != nil, "needs a quick reproduction in the folder PLATEAU_DEMO"))
  func `has the claims and the verdicts that it always had`() throws {
    let folder = try #require(Self.folder)
    let record = try ReproductionFolder(folder).readRecord()
    #expect(record.isQuick && record.seed == 0 && record.environment.data == "strokes")
    try ClaimTable.expect(record.claims, in: "demo.txt")
  }
}
