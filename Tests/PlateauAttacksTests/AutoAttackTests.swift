import GoldenValues
import PlateauAttacks
import PlateauData
import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

/// A transformer trained on MNIST whose attention logits are multiplied by 30, beside what PyTorch and
/// AutoAttack made of it in single precision: `Scripts/attention-attack --fixture`.
@Suite("Saturated attention beside AutoAttack")
struct AutoAttackTests {
  private struct Fixtures {
    let network: Network<Float>
    let examples: Examples
    let threat: ThreatModel
    let logits: [Double]
    let correct: [Int]
    let lost: [Int]
    /// The examples that AutoAttack leaves robust.
    let robust: [Int]

    init() throws {
      network = try NetworkFile<Float>.read(
        Fixture.path("attention/transformer.safetensors")
      ).network
      let arrays = try NPZFile.read(Fixture.path("attention/examples.npz"))
      let pixels: Matrix<Float> = try arrays.array("x").matrix()
      examples = Examples(
        inputs: Matrix(
          rows: pixels.rows, columns: pixels.columns, elements: pixels.elements.map { $0 / 255 }),
        labels: try arrays.array("y").integers(), classCount: 10,
        shape: InputShape(channels: 1, height: 28, width: 28))
      threat = ThreatModel(
        norm: .lInfinity, epsilon: try arrays.array("epsilon").doubles()[0])
      logits = try arrays.array("logits").doubles()
      func flags(_ name: String) throws -> [Int] {
        try arrays.array(name).doubles().enumerated().filter { $0.element != 0 }.map(\.offset)
      }
      correct = try flags("correct")
      lost = try flags("lost")
      robust = try flags("robust")
    }
  }

  @Test func `logits and lost gradients are those of PyTorch`() throws {
    let fixtures = try Fixtures()
    let workers = Workers(threads: 2)
    let network = fixtures.network
    let logits = network.logits(of: fixtures.examples.inputs, workers: workers)
    let largest = fixtures.logits.map(\.magnitude).max() ?? 0
    // Attention times 30: a last place of single precision grows through two blocks.
    for (ours, theirs) in zip(logits.elements, fixtures.logits) {
      #expect((Double(ours) - theirs).magnitude <= 1e-4 * largest)
    }
    let gradient = network.inputGradient(
      of: .crossEntropy, at: fixtures.examples.inputs, labels: fixtures.examples.labels,
      rule: .naive, workers: workers)
    let lost = (0..<fixtures.examples.count).filter { row in
      gradient.values.row(row).allSatisfy { $0 == 0 }
    }
    #expect(lost == fixtures.lost)
  }

  @Test func `the suite leaves no more robust than AutoAttack`() throws {
    let fixtures = try Fixtures()
    let network = Network<Double>(fixtures.network)
    let workers = Workers(threads: 2)
    let softnesses = SoftnessSweep.softnesses(
      of: network, on: fixtures.examples.inputs, workers: workers)
    let result = AttackSequence(AttackSuite.thorough(softnesses: softnesses))(
      network, on: fixtures.examples, within: fixtures.threat, workers: workers)
    #expect(fixtures.correct.count == 47 && fixtures.robust.count == 10)
    #expect(result.survivors.count <= fixtures.robust.count)
  }
}
