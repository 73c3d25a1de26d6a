import Testing

@testable import PlateauNumerics

@Suite("Levels of the processor")
struct ProcessorLevelTests {
  @Test func `the fastest comes first, and portable code always runs`() {
    let available = ProcessorLevel.available
    #expect(available.last == .portable)
    #expect(available.count == Set(available).count)
    #expect(available.contains(.current))
  }

  @Test func `nothing asks for nothing`() throws {
    #expect(try ProcessorLevel.requested(nil) == nil)
    #expect(try ProcessorLevel.requested("") == nil)
    #expect(try ProcessorLevel.requested("portable") == .portable)
  }

  @Test func `a word that is no level is refused`() {
    let error = #expect(throws: LevelError.self) { try ProcessorLevel.requested("avx3") }
    #expect(
      error?.message
        == "PLATEAU_LEVEL is 'avx3', but takes avx512, avx2, neon, portable. Unset it for the "
        + "fastest.")
  }

  @Test func `a level of another processor is refused`() throws {
    let foreign = try #require(
      ProcessorLevel.allCases.first { !ProcessorLevel.available.contains($0) })
    let error = #expect(throws: LevelError.self) {
      try ProcessorLevel.requested(foreign.rawValue)
    }
    let names = ProcessorLevel.available.map(\.rawValue).joined(separator: ", ")
    #expect(
      error?.message
        == "PLATEAU_LEVEL is '\(foreign.rawValue)', which this processor does not run. It runs "
        + "\(names). Unset it for the fastest.")
  }
}
