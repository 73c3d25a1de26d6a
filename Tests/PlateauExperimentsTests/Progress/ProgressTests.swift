import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@testable import PlateauExperiments

@Suite("Progress of long commands")
struct ProgressTests {
  @Test func `a line has the share, what is done, and the time left`() {
    var line = ProgressLine()
    #expect(line.isEmpty)
    line.update(0, "pgd, ε 0.1", at: 100)
    #expect(line.plain(at: 100) == "0 %  pgd, ε 0.1")
    line.update(0.25, "pgd, ε 0.1", at: 130)
    #expect(line.plain(at: 130) == "25 %  pgd, ε 0.1  1 min 30 s left")
    // Between two reports the time goes on.
    #expect(line.plain(at: 150) == "25 %  pgd, ε 0.1  1 min 10 s left")
    #expect(line.plain(at: 500) == "25 %  pgd, ε 0.1  0 s left")
    #expect(
      line.live(at: 150)
        == "██████░░░░░░░░░░░░░░░░░░  1 min 10 s left  pgd, ε 0.1")
    line.update(1, "done", at: 220)
    #expect(line.plain(at: 220) == "100 %  done")
    #expect(line.live(at: 220) == String(repeating: "█", count: 24) + "  done")
  }

  @Test func `what is unknown is left out`() {
    var line = ProgressLine()
    line.update(nil, "activities", at: 3)
    #expect(line.plain(at: 90) == "activities" && line.secondsLeft(at: 90) == nil)
    #expect(line.live(at: 90) == String(repeating: "░", count: 24) + "  activities")
  }

  @Test func `the time left is that of the part since the beginning, or since the share fell`() {
    var line = ProgressLine()
    // Half of it was there already.
    line.update(0.5, "epoch 6", at: 0)
    line.update(0.6, "epoch 7", at: 10)
    // Shares are rounded.
    #expect(abs((line.secondsLeft(at: 10) ?? 0) - 40) < 1e-9)
    line.update(0.1, "another", at: 20)
    #expect(line.secondsLeft(at: 20) == nil)
    line.update(0.3, "another", at: 40)
    #expect(abs((line.secondsLeft(at: 40) ?? 0) - 70) < 1e-9)
  }

  @Test func `a log has lines soon at first, and rarely in what takes long`() {
    var pace = ProgressPace(at: 100)
    let due = (100..<250).filter { pace.isDue(at: Double($0)) }
    #expect(due == [105, 115, 135, 165, 195, 225])
    // A line that stays says enough for a while.
    pace.wait(from: 250)
    #expect(!pace.isDue(at: 279) && pace.isDue(at: 280))
    var fresh = ProgressPace(at: 0)
    fresh.wait(from: 4)
    #expect(!fresh.isDue(at: 8) && fresh.isDue(at: 9))
  }

  @Test func `a part trains and measures by what each takes, and never goes back`() {
    var share = PartShare(PartCost(training: 30, measuring: 10))
    share.train(to: 0.5)
    #expect(share.value == 0.375)
    share.update(.measuring("swept FGSM", share: 0.5))
    #expect(share.value == 0.875)
    share.update(.measuring("swept PGD", share: 0.25))
    #expect(share.value == 0.875)
    var known = PartShare(PartCost(training: 30, measuring: 10))
    known.update(.measuring("swept FGSM", share: 0.5))
    #expect(known.value == 0.5)
  }

  @Test func `work is counted by what is planned, and by what withstands`() {
    let meter = WorkMeter()
    meter.plan(100 * 10)
    meter.plan(300 * 10)
    #expect(meter.share == 0)
    meter.begin("first", work: 100, plannedFor: 10, on: 10)
    meter.advance(to: 0.5)
    #expect(meter.share == 500.0 / 4000 && meter.activity == "first, 5 of 10 examples")
    meter.finish()
    #expect(meter.share == 0.25)
    // Half of the examples are left.
    meter.begin("second", work: 300, plannedFor: 10, on: 5)
    #expect(meter.share == 1000.0 / 2500 && meter.activity == "second")
    meter.finish()
    #expect(meter.share == 1)
    meter.begin(phase: 0.5..<1, planning: 40)
    #expect(meter.share == 0.5)
  }

  @Test func `the work of an attack is its steps, queries or draws by start`() {
    #expect(FastGradientSign().work == 1)
    #expect(ProjectedGradientDescent(steps: 40, restarts: 5).work == 200)
    #expect(SquareAttack(queries: 5000).work == 5000)
    #expect(RandomNoise(draws: 1000).work == 1000)
    #expect(CarliniWagner(iterations: 70).work >= 70)
  }

  @Test func `attacks report shares that rise to the whole and change nothing`() throws {
    let data = SmallData.dataset()
    let architecture = try Architecture.multilayerPerceptron(
      input: SmallData.shape, widths: [8], activation: .tanh, classes: 3)
    var generator = SeededGenerator(seed: 1, purpose: "initialize")
    let network = Network<Double>(architecture, initializer: .uniformFanIn, using: &generator)
    let plan = AttackPlan(
      [.fgsm, .pgd], within: ThreatModel(norm: .lInfinity, epsilon: 0.05), steps: 5, restarts: 2)
    let study = try AttackStudy(
      network, on: data.test.prefix(40), workers: Workers(threads: 1))
    let meter = WorkMeter()
    var shares: [Double] = []
    meter.onAdvance = { shares.append(meter.share) }
    let watched = try #require(try study.run(plan, meter: meter))
    let plain = try #require(try study.run(plan))
    #expect(watched.map(\.result) == plain.map(\.result))
    #expect(shares.count > 4 && zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(meter.share == 1)
    meter.onAdvance = {}
  }
}
