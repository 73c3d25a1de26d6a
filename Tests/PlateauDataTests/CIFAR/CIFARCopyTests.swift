import PlateauData
import PlateauNumerics
import Testing

/// A copy decoded from JPEG, with the counts of the original but in another order.
@Suite("CIFAR-10", .enabled(if: Fixture.hasCIFAR, "needs ../shared/data/cifar10"))
struct CIFARCopyTests {
  @Test func `has the counts and classes that its authors state`() throws {
    let dataset = try Dataset.load(Fixture.cifar)
    #expect(dataset.training.count == 50_000)
    #expect(dataset.shape == InputShape(channels: 3, height: 32, width: 32))
    #expect(dataset.training.classCounts == Array(repeating: 5000, count: 10))
    #expect(dataset.test.classCounts == Array(repeating: 1000, count: 10))
  }

  @Test func `is told from the original where its labels are known`() throws {
    let results = try DatasetCatalog(places: []).verify(Fixture.cifar)
    #expect(results.map(\.part) == CIFARFolder.Part.allCases.map(\.rawValue))
    // The original would have no problem, and no result could confirm it.
    #expect(results.allSatisfy { $0.found != nil && $0.matches == nil })
    #expect(results.allSatisfy { $0.dataset == "cifar10" })
  }
}
