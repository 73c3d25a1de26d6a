import Foundation
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauTesting
import Testing

@testable import PlateauExperiments

@Suite("Targeted attacks on a saturated network")
struct TargetedStudyTests {
  private static let plan: TargetedPlan = {
    var plan = TargetedPlan(isQuick: true)
    plan.iterations = 30
    return plan
  }()
  private static let kinds = ["gradient-descent", "gradient-sign", "lbfgs"]

  private let answer: KnownAnswer
  private let network: Network<Double>

  /// The known answer is a network with hidden layers multiplied by 30.
  init() throws {
    answer = try KnownAnswers.saturated()
    network = try #require(answer.network)
  }

  private func run(gain: Double, threads: Int = 2) throws -> [TargetedFinding] {
    let study = try TargetedStudy(
      network, named: "saturated", gain: gain, on: answer.examples, plan: Self.plan,
      workers: Workers(threads: threads))
    return try #require(try study.run())
  }

  @Test(arguments: [1.0 / 30, 1]) func `are recorded as their images show`(gain: Double) throws {
    let findings = try run(gain: gain)
    #expect(findings.map(\.record.attack) == Self.kinds.flatMap { [$0, $0, $0] })
    #expect(
      findings.map(\.record.gradient)
        == (0..<3).flatMap { _ in ["naive", "stable", "surrogate"] })
    let attacked = network.multiplyingHiddenLayers(by: gain)
    for finding in findings {
      let (record, images) = (finding.record, finding.images)
      #expect(record.pairs == 6 && record.successes + record.failures.count == 6)
      #expect(record.gain == gain && record.model == "saturated")
      #expect(record.precision == (record.gradient == "naive" ? .float : .double))
      let logits = attacked.logits(of: images.pixels.converted(), workers: Workers(threads: 1))
      var distances: [Double] = []
      for (row, source) in record.sources.enumerated() {
        let original = answer.examples.inputs.row(source.example)
        for target in 0..<3 {
          let place = images.place(row: row, target: target)
          let scores = Array(logits.row(place))
          let winner = scores.indices.filter { scores[$0] == scores.max() }
          #expect(images.isReached[place] == (winner == [target]))
          guard target != source.label else {
            #expect(images.pixels.row(place).elementsEqual(original))
            continue
          }
          let isFailure = record.failures.contains {
            $0.source == source.label && $0.target == target
          }
          #expect(images.isReached[place] != isFailure)
          guard !isFailure else { continue }
          let squares = zip(images.pixels.row(place), original).reduce(0.0) {
            $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
          }
          distances.append(squares.squareRoot())
        }
      }
      #expect(images.pixels.elements.allSatisfy { (0...1).contains($0) })
      #expect(record.successes == distances.count)
      if let mean = record.meanDistortion {
        let expected = distances.reduce(0, +) / Double(distances.count)
        // Sums of 64 squares and 6 roots, in another order.
        #expect((mean / expected - 1).magnitude < 70 * 0x1p-52)
      } else {
        #expect(distances.isEmpty)
      }
    }
  }

  @Test func `reach with softened gradients what naive ones miss`() throws {
    let records = try run(gain: 1).map(\.record)
    for attack in Self.kinds {
      let of = { (gradient: String) in
        records.first { $0.attack == attack && $0.gradient == gradient }
      }
      let (naive, stable, swept) = (
        try #require(of("naive")), try #require(of("stable")), try #require(of("surrogate"))
      )
      #expect(swept.successes >= stable.successes)
      #expect(Set(swept.failures).isSubset(of: stable.failures))
      #expect(swept.seconds >= stable.seconds && swept.queries >= stable.queries)
      #expect(swept.softness?.isEmpty == false && stable.softness == nil)
      #expect(naive.successes < 6 && swept.successes == 6, "\(attack)")
    }
  }

  @Test func `are the same for any number of threads, and survive JSON`() throws {
    func timeless(_ findings: [TargetedFinding]) -> [TargetedFinding] {
      findings.map {
        var record = $0.record
        record.seconds = 0
        return TargetedFinding(record: record, images: $0.images)
      }
    }
    let findings = timeless(try run(gain: 1, threads: 1))
    #expect(try findings == timeless(run(gain: 1, threads: 3)))
    let records = findings.map(\.record)
    let copy = try JSONDecoder().decode(
      [TargetedRecord].self, from: try JSONEncoder().encode(records))
    #expect(copy == records)
  }

  @Test func `stop where the observer says so`() throws {
    let study = try TargetedStudy(
      network, named: "saturated", on: answer.examples, plan: Self.plan,
      workers: Workers(threads: 1))
    var names: [String] = []
    let findings = try study.run {
      names.append($0)
      return $0 != "gradient-sign, stable"
    }
    #expect(findings == nil && names.last == "gradient-sign, stable")
    #expect(names.first == "gradient-descent, naive")
  }

  @Test func `need examples of the network's shape`() {
    let error = #expect(throws: ExperimentError.self) {
      try TargetedStudy(
        network, named: "saturated", on: SmallData.examples(10, seed: 1), plan: Self.plan,
        workers: Workers(threads: 1))
    }
    #expect(
      error?.message.hasPrefix("The examples are 1×4×4, 16 values each, but the network") == true)
  }
}
