import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@testable import PlateauAttacks

@Suite("The square attack")
struct SquareAttackTests {
  let examples = Toy.examples(100, seed: 3)
  let one = Workers(threads: 1)

  @Test func `windows shrink in the published steps, rescaled to the queries`() {
    let full = SquareAttack(queries: 10_000)
    let places = [0, 10, 11, 51, 201, 501, 1001, 2001, 4001, 6001, 8001, 9999]
    let halvings = [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]
    for (place, halving) in zip(places, halvings) {
      #expect(full.share(of: place) == 0.8 / Double(1 << halving))
    }
    let short = SquareAttack(queries: 100)
    // The query 1 stands for number 100 of 10,000.
    #expect(short.share(of: 1) == 0.2)
    #expect(short.share(of: 99) == 0.8 / 512)
  }

  @Test func `a square vector is an image, another a row of pixels`() {
    let square = PixelGrid(.vector(784))
    #expect(square.height == 28 && square.width == 28)
    #expect(square.size(covering: 0.8) == PixelGrid.Size(height: 25, width: 25))
    #expect(square.size(covering: 0.001) == PixelGrid.Size(height: 1, width: 1))
    let line = PixelGrid(.vector(10))
    #expect(line.height == 1 && line.width == 10)
    #expect(line.size(covering: 0.8) == PixelGrid.Size(height: 1, width: 8))
    let color = PixelGrid(InputShape(channels: 3, height: 8, width: 4))
    #expect(color.index(2, 7, 3) == 95)
    #expect(color.size(covering: 0.8) == PixelGrid.Size(height: 6, width: 4))
  }

  @Test(arguments: [(5, 5), (3, 3), (1, 5), (5, 1), (1, 1), (3, 7)])
  func `a pattern has length 1, and a bump beside a dent`(height: Int, width: Int) {
    let pattern = WindowPattern(PixelGrid.Size(height: height, width: width))
    for isUpright in [true, false] {
      let values = pattern.values(isUpright: isUpright)
      #expect(values.count == height * width)
      // A sum of 21 squares errs by a few units of 2⁻⁵³.
      #expect((values.reduce(0) { $0 + $1 * $1 } - 1).magnitude < 1e-14)
      if values.count > 1 { #expect(values.contains { $0 > 0 } && values.contains { $0 < 0 }) }
    }
  }

  @Test func `against a linear classifier it finds all that one step finds, within a few`() throws {
    let network = try Toy.linear()
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.1)
    // FGSM is not exact with three classes, but PGD on the margin nearly is.
    let exact = ProjectedGradientDescent(steps: 20, restarts: 1)(
      network, on: examples, within: threat, options: AttackOptions(loss: .margin), workers: one)
    let found = SquareAttack(queries: 400)(network, on: examples, within: threat, workers: one)
    #expect(exact.successes > 20 && exact.survivors.count > 20)
    #expect((found.successes - exact.successes).magnitude <= 3)
  }

  @Test func `under ℓ2 it finds most of what gradients find, without any`() throws {
    let network = try Toy.network(.tanh)
    let threat = ThreatModel(norm: .l2, epsilon: 0.3)
    let exact = ProjectedGradientDescent(steps: 20, restarts: 1)(
      network, on: examples, within: threat, options: AttackOptions(loss: .margin), workers: one)
    let found = SquareAttack(queries: 600)(network, on: examples, within: threat, workers: one)
    #expect(exact.successes > 20)
    #expect(found.successes >= exact.successes * 8 / 10)
  }

  @Test func `it spends its queries on survivors and no more`() throws {
    let network = try Toy.linear()
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.05)
    let result = SquareAttack(queries: 50)(network, on: examples, within: threat, workers: one)
    #expect(!result.survivors.isEmpty)
    for outcome in result.outcomes where !outcome.isBroken {
      // The starting point, every change, and the proposal at the end.
      #expect(outcome.queries == 52)
    }
    #expect(result.outcomes.allSatisfy { $0.queries <= 52 })
  }

  @Test func `a target is reached where there is room`() throws {
    let network = try Toy.network(.sigmoid)
    let targets = examples.labels.map { ($0 + 1) % 3 }
    let result = SquareAttack(queries: 300)(
      network, on: examples, within: ThreatModel(norm: .lInfinity, epsilon: 0.4),
      goal: .targeted(targets), workers: one)
    #expect(result.successes > 60)
  }
}
