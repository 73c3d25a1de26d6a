import PlateauData
import PlateauNumerics
import Testing

@Suite("MNIST", .enabled(if: Fixture.hasMNIST, "needs ../shared/data/mnist"))
struct MNISTTests {
  @Test func `has the counts and classes that its authors state`() throws {
    let dataset = try Dataset.load(Fixture.mnist)
    #expect(dataset.training.count == 60_000)
    #expect(dataset.test.count == 10_000)
    #expect(dataset.shape == InputShape(channels: 1, height: 28, width: 28))
    #expect(
      dataset.training.classCounts
        == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
    #expect(dataset.test.classCounts == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
    #expect(dataset.training.labels.prefix(5) == [5, 0, 4, 1, 9])
    // Computed with NumPy: each byte divided by 255 in single precision.
    #expect(
      dataset.checksum == "99b6de5ee6afdb5c7242f090d9afbd76db8632c2709125e1aeb295b84ab79d12")
  }

  @Test func `matches the checksums on record`() throws {
    let catalog = DatasetCatalog(
      places: [DatasetCatalog.Place(path: Fixture.mnist, origin: "a test")])
    let results = try catalog.verify("mnist")
    #expect(results.map(\.part) == IDXFolder.Part.allCases.map(\.rawValue))
    for result in results {
      #expect(result.matches == true)
      #expect(result.problem == nil)
    }
  }
}
