import PlateauAttacks
import PlateauData
import PlateauExperiments
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@Suite("What attacks use of a plan")
struct AttackSettingTests {
  private static let workers = Workers(threads: 2)
  private static let image = InputShape(channels: 1, height: 4, width: 4)

  private static func network() throws -> Network<Double> {
    var generator = SeededGenerator(seed: 21, purpose: "settings")
    let architecture = try Architecture.multilayerPerceptron(
      input: image, widths: [10], activation: .sigmoid, classes: 4)
    let network = Network<Double>(architecture, initializer: .uniformFanIn, using: &generator)
    return try Network(architecture, parameters: network.parameters.map { $0 * 6 })
  }

  /// Random images of the classes that the network gives them.
  private static func examples(_ network: Network<Double>, _ count: Int) -> Examples {
    var generator = SeededGenerator(seed: 22, purpose: "images")
    let inputs = Matrix(
      rows: count, columns: image.count,
      elements: (0..<count * image.count).map { _ in Float(generator.uniform()) })
    let logits = network.logits(of: inputs.converted(to: Double.self), workers: workers)
    return Examples(
      inputs: inputs,
      labels: (0..<count).map { row in
        (0..<4).max { logits[row, $0] < logits[row, $1] } ?? 0
      }, classCount: 4, shape: image)
  }

  /// A plan with another value of a setting.
  private static func changed(_ plan: AttackPlan, _ setting: AttackPlan.Setting) -> AttackPlan {
    var plan = plan
    switch setting {
    case .gradient: plan.gradient = .rule(.surrogate(softness: 4))
    case .loss: plan.loss = .margin
    case .steps: plan.steps = 1
    case .restarts: plan.restarts = 3
    case .relativeStep: plan.relativeStep = 0.4
    case .decay: plan.decays = true
    case .smallest: plan.keepsSmallest = true
    case .everyStep: plan.leavesEarly = false
    }
    return plan
  }

  /// What attacks come to, and at what cost.
  private struct Trace: Hashable {
    let adversarial: [Float]
    let queries: [Int]
  }

  private static func trace(_ plan: AttackPlan, _ count: Int) throws -> Trace {
    let network = try network()
    let study = try AttackStudy(network, on: examples(network, count), workers: workers)
    let result = try #require(try study.run(plan)).first?.result
    return Trace(
      adversarial: result?.adversarial.elements ?? [],
      queries: result?.outcomes.map(\.queries) ?? [])
  }

  @Test(arguments: AttackPlan.Kind.allCases)
  func `is what changes their results`(kind: AttackPlan.Kind) throws {
    let isSuite = kind == .standard || kind == .thorough
    let count = isSuite ? 2 : 24
    let plan = AttackPlan(
      [kind], within: ThreatModel(norm: .lInfinity, epsilon: isSuite ? 0.3 : 0.1),
      steps: isSuite ? nil : kind == .hopSkipJump ? 500 : 12, restarts: 1)
    let before = try Self.trace(plan, count)
    for setting in AttackPlan.Setting.allCases {
      let after = try Self.trace(Self.changed(plan, setting), count)
      #expect((before != after) == kind.uses(setting), "\(setting)")
    }
  }

  @Test func `names are read whatever their capitals and marks`() {
    for kind in AttackPlan.Kind.allCases {
      #expect(AttackPlan.Kind(named: kind.rawValue) == kind)
      #expect(AttackPlan.Kind(named: kind.rawValue.uppercased()) == kind)
    }
    #expect(AttackPlan.Kind(named: "HopSkipJump") == .hopSkipJump)
    #expect(AttackPlan.Kind(named: "APGD_CE") == .apgdCrossEntropy)
    #expect(AttackPlan.Kind(named: "MIFGSM") == .momentum)
    #expect(AttackPlan.Kind(named: "magic") == nil && AttackPlan.Kind(named: "") == nil)
  }

  @Test func `near names are known`() {
    #expect(
      AttackPlan.Kind.near("apgd") == [.apgdCrossEntropy, .apgdLogitRatio, .apgdTargeted])
    #expect(AttackPlan.Kind.near("AutoAttack") == [.standard])
    #expect(AttackPlan.Kind.near("I-FGSM") == [.bim])
    #expect(AttackPlan.Kind.near("squar") == [.square])
    #expect(AttackPlan.Kind.near("sqaure") == [.square])
    #expect(AttackPlan.Kind.near("pgd40") == [.pgd])
    #expect(AttackPlan.Kind.near("magic") == [] && AttackPlan.Kind.near("") == [])
  }

  @Test func `records say which gradients were taken`() throws {
    let network = try Self.network()
    let study = try AttackStudy(network, on: Self.examples(network, 2), workers: Self.workers)
    let threat = ThreatModel(norm: .lInfinity, epsilon: 0.3)
    func records(_ kinds: [AttackPlan.Kind], _ gradient: AttackPlan.Gradient) throws
      -> [AttackRecord]
    {
      let plan = AttackPlan(kinds, within: threat, gradient: gradient)
      return try #require(try study.run(plan)).map(\.record)
    }
    let naive = try records([.fgsm, .square, .noise, .thorough], .rule(.naive))
    #expect(naive.map(\.gradient) == ["naive", "none", "none", "surrogate"])
    #expect(naive[1].title == "double square" && naive[0].title == "naive double fgsm")
    #expect(naive[3].softness?.isEmpty == false)
    let swept = try records([.standard, .fgsm], .sweep)
    #expect(swept.map(\.gradient) == ["surrogate", "surrogate"])
  }

  @Test func `a sweep softens every attack of the standard suite that takes gradients`() throws {
    // At a size where nothing breaks every attack meets every example.
    let plan = AttackPlan(
      [.standard], within: ThreatModel(norm: .lInfinity, epsilon: 1e-5), gradient: .sweep)
    var swept = plan
    swept.gradient = .rule(.stable)
    let (all, one) = (try Self.trace(plan, 1), try Self.trace(swept, 1))
    #expect(all.queries[0] > one.queries[0] + 1000)
  }
}
