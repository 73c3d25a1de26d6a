import PlateauData
import PlateauNumerics
import Testing

@Suite("The built-in digits")
struct StrokesTests {
  static let digits = Strokes.dataset(training: 400, test: 100, workers: Workers(threads: 2))
  let digits = Self.digits

  /// The bytes of an image.
  private func bytes(_ index: Int) -> [Int] {
    digits.training.inputs.row(index).map { Int(($0 * 255).rounded()) }
  }

  @Test func `are the same bits on every machine`() {
    #expect(
      digits.checksum == "e9a2fc8f47dbc6f1f118d79f293e72ab8df19b859401a737d88462c8d32c5f91")
  }

  // Drawing all of them takes minutes without optimization; `make test` also verifies them with the
  // command in release.
  #if !DEBUG
  @Test func `are by default the same bits on every machine`() {
    let digits = Strokes.dataset()
    #expect(digits.training.count == 60_000)
    #expect(digits.test.count == 10_000)
    #expect(digits.checksum == Strokes.checksum)
  }
  #endif

  @Test(arguments: [1, 3])
  func `do not depend on the number of threads`(threads: Int) {
    let other = Strokes.dataset(training: 400, test: 100, workers: Workers(threads: threads))
    #expect(other.training == digits.training)
    #expect(other.test == digits.test)
  }

  @Test func `do not depend on how many are made`() {
    let fewer = Strokes.dataset(training: 65, test: 3)
    #expect(fewer.training == digits.training.prefix(65))
    #expect(fewer.test == digits.test.prefix(3))
    let none = Strokes.dataset(training: 0, test: 1)
    #expect(none.training.isEmpty)
    #expect(none.test == digits.test.prefix(1))
  }

  @Test func `differ between seeds, and between training and test`() {
    let other = Strokes.dataset(seed: 1, training: 100, test: 0)
    for index in 0..<100 {
      let image = digits.training.inputs.row(index)
      #expect(image != other.training.inputs.row(index))
      #expect(image != digits.test.inputs.row(index))
    }
  }

  @Test func `have the form of MNIST`() {
    #expect(digits.name == "strokes")
    #expect(digits.shape == InputShape(channels: 1, height: 28, width: 28))
    #expect(digits.classCount == 10)
    let steps = Set((0...255).map { Float($0) / 255 })
    #expect(digits.training.inputs.elements.allSatisfy { steps.contains($0) })
  }

  @Test func `show each class about equally often`() {
    // The count of a class is binomial with mean 40 and standard deviation 6: five of them.
    #expect(digits.training.classCounts.allSatisfy { (10...70).contains($0) })
  }

  @Test func `fill a square of 20 pixels and leave the rest empty`() {
    for index in 0..<digits.training.count {
      let image = bytes(index)
      let rows = (0..<28).filter { row in image[row * 28..<row * 28 + 28].contains { $0 > 0 } }
      let columns = (0..<28).filter { column in
        stride(from: column, to: 784, by: 28).contains { image[$0] > 0 }
      }
      let height = rows[rows.count - 1] - rows[0] + 1
      let width = columns[columns.count - 1] - columns[0] + 1
      #expect(max(height, width) == 20, "image \(index) is \(width)×\(height)")
      #expect(image.contains { $0 > 200 }, "image \(index) is faint")
    }
  }

  @Test func `have their center of mass on the middle pixel`() {
    var stopped: [Int] = []
    for index in 0..<digits.training.count {
      let image = bytes(index)
      let mass = image.reduce(0, +)
      let across = image.indices.reduce(0) { $0 + image[$1] * ($1 % 28) }
      let down = image.indices.reduce(0) { $0 + image[$1] * ($1 / 28) }
      // Ink moves by whole pixels, so half a pixel may remain: |2·moment − 28·mass| ≤ mass.
      #expect(abs(2 * across - 28 * mass) <= mass, "image \(index)")
      guard abs(2 * down - 28 * mass) > mass else { continue }
      stopped.append(index)
      #expect(image.suffix(28).contains { $0 > 0 }, "image \(index) had room below")
    }
    // Of 10,000 images 27 reach the lower edge before: two of these 400.
    #expect(stopped.map { digits.training.labels[$0] } == [7, 7])
  }

  @Test func `have as much ink as MNIST`() {
    // The mean over 10,000 images is 0.128, as over MNIST's 0.131; that of 400 varies by 0.0022,
    // since the standard deviation of an image's mean is 0.045.
    let elements = digits.training.inputs.elements
    let mean = elements.reduce(0) { $0 + Double($1) } / Double(elements.count)
    #expect(abs(mean - 0.128) < 0.01)
  }
}
