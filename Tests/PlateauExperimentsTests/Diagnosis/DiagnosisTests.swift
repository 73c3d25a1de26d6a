import PlateauData
import PlateauNumerics
import Testing

@testable import PlateauExperiments

@Suite("The diagnosis of a machine")
struct DiagnosisTests {
  private func speed(_ gigaflops: Double, share: Double = 1) -> ProductSpeed {
    ProductSpeed(precision: .float, gigaflops: gigaflops, expected: 100, share: share)
  }

  @Test func `a fast machine needs no warning`() {
    #expect(Diagnosis.warnings([speed(51)], .avx2, [.avx2, .portable]) == [])
  }

  @Test func `a level that is forced is named`() {
    #expect(
      Diagnosis.warnings([speed(90)], .avx2, [.avx512, .avx2, .portable]) == [
        "PLATEAU_LEVEL asks for 'avx2': products are slower than at 'avx512', with the same results. "
          + "Unset it."
      ])
  }

  @Test func `a processor without vectors is told`() {
    #expect(
      Diagnosis.warnings([], .portable, [.portable]) == [
        "This processor has no level of its own: products run portable code, some twenty times "
          + "slower. One with AVX2 and FMA, or an arm64, has."
      ])
  }

  @Test func `slow products have a likely cause`() {
    #expect(
      Diagnosis.warnings([speed(49, share: 0.5)], .avx2, [.avx2]) == [
        "Products in float run at 49 Gflop/s, where 100 are expected of 'avx2': other programs had "
          + "the processor for 50.0 % of the time. Stop them, or ask for fewer threads."
      ])
    #expect(
      Diagnosis.warnings([speed(20)], .avx2, [.avx2]) == [
        "Products in float run at 20 Gflop/s, where 100 are expected of 'avx2', although no other "
          + "program took the processor: it may be shared with other machines, emulated, or slowed "
          + "down by heat."
      ])
  }

  @Test func `this machine has a clock, memory and the built-in digits`() {
    let diagnosis = Diagnosis(data: DatasetCatalog())
    #expect((0.1..<20).contains(diagnosis.gigahertz))
    #expect(diagnosis.products.map(\.precision) == [.float, .double])
    #expect(diagnosis.products.allSatisfy { $0.gigaflops > 0 })
    #expect(diagnosis.level == ProcessorLevel.current.rawValue)
    #expect(diagnosis.memory.total.map { $0 > 1 << 28 } ?? true)
    #expect(diagnosis.data.contains { $0.name == "strokes" && $0.isFound && $0.folder == nil })
  }
}
