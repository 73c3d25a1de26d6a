import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

@testable import PlateauExperiments

@Suite("Clean accuracies that can be")
struct CleanAccuracyTests {
  @Test func `binomial tails are those of the definition`() {
    // 0.3⁴ and 1 − 0.7⁴ of four tries.
    #expect((Binomial(trials: 4, probability: 0.3).atLeast(4) - 0.0081).magnitude < 1e-15)
    #expect((Binomial(trials: 4, probability: 0.3).atLeast(1) - 0.7599).magnitude < 1e-14)
    #expect((Binomial(trials: 4, probability: 0.3).atMost(0) - 0.2401).magnitude < 1e-14)
    for probability in [0, 0.2, 1] {
      #expect(Binomial(trials: 9, probability: probability).atLeast(0) == 1)
      #expect(Binomial(trials: 9, probability: probability).atMost(9) == 1)
    }
    #expect(Binomial(trials: 9, probability: 0).atLeast(1) == 0)
    #expect(Binomial(trials: 9, probability: 1).atMost(8) == 0)
    #expect(Binomial(trials: 0, probability: 0.5).atLeast(0) == 1)
  }

  /// Logits that give each example an answer, with a difference that makes a confidence.
  private func clean(
    _ labels: [Int], _ answers: [Int], classes: Int, difference: Double = 5
  ) -> CleanAccuracy {
    let logits = answers.flatMap { answer in
      (0..<classes).map { $0 == answer ? difference : 0 }
    }
    let matrix = Matrix(rows: labels.count, columns: classes, elements: logits)
    return CleanAccuracy(
      Decisions(matrix, labels: labels), labels: labels, classes: classes)
  }

  @Test func `a guess is not as good as a model that works, and few examples prove nothing`() {
    let labels = (0..<100).map { $0 % 10 }
    func right(_ count: Int) -> CleanAccuracy {
      clean(labels, labels.enumerated().map { $0 < count ? $1 : ($1 + 1) % 10 }, classes: 10)
    }
    #expect(right(0).isAtChance && right(10).isAtChance && right(15).isAtChance)
    #expect(!right(25).isAtChance && !right(97).isAtChance)
    for count in 1...3 {
      let few = Array(labels.prefix(count))
      #expect(!clean(few, few, classes: 10).isAtChance)
      #expect(!clean(few, few.map { $0 + 1 }, classes: 10).isAtChance)
    }
    #expect(clean([0, 1, 2, 3], [1, 2, 3, 4], classes: 10).isAtChance)
    #expect(!clean([0, 1, 2, 3], [0, 2, 3, 4], classes: 10).isAtChance)
  }

  @Test func `a constant answer is a guess, whatever share of the data it gets right`() {
    let labels = (0..<200).map { $0 < 180 ? 0 : 1 }
    let constant = clean(labels, labels.map { _ in 0 }, classes: 2)
    #expect(constant.accuracy == 0.9 && (constant.chance - 0.9).magnitude < 1e-12)
    #expect(constant.isAtChance)
    // As often right, but it knows the rarer class.
    let knowing = clean(labels, (0..<200).map { $0 < 160 ? 0 : 1 }, classes: 2)
    #expect(knowing.accuracy == 0.9 && !knowing.isAtChance)
    // Of one class alone nobody can tell a guess.
    let single = clean(labels.map { _ in 1 }, (0..<200).map { $0 < 4 ? 0 : 1 }, classes: 2)
    #expect(single.accuracy == 0.98 && single.chance == 0.5 && !single.isAtChance)
  }

  @Test func `confidence alone makes no data implausible`() {
    let labels = (0..<300).map { $0 % 10 }
    let answers = labels.enumerated().map { $0 % 100 < 73 ? $1 : ($1 + 3) % 10 }
    let sure = clean(labels, answers, classes: 10, difference: 1000)
    #expect(sure.confidence == 1 && sure.accuracy == 0.73)
    #expect(!sure.isBelowConfidence)
    let half = labels.enumerated().map { $0 % 100 < 40 ? $1 : ($1 + 3) % 10 }
    let doubted = clean(labels, half, classes: 10, difference: 1000)
    #expect(doubted.isBelowConfidence && doubted.ordering == 0.5)
  }

  @Test func `the order of leads is the share of pairs of a right and a wrong answer`() throws {
    // Right with leads 1 to 12, wrong with 6.5 and nine below all.
    let leads = (1...12).map(Double.init) + [6.5] + Array(repeating: 0.5, count: 9)
    let logits = leads.flatMap { [$0, 0.0] }
    let labels = leads.indices.map { $0 < 12 ? 0 : 1 }
    let clean = CleanAccuracy(
      Decisions(Matrix(rows: 22, columns: 2, elements: logits), labels: labels), labels: labels,
      classes: 2)
    #expect(clean.correct == 12)
    let ordering = try #require(clean.ordering)
    #expect((ordering - (9 * 12 + 6) / 120.0).magnitude < 1e-12)
  }

  @Test func `what is counted is said`() {
    let labels = (0..<20).map { $0 % 2 }
    let found = clean(labels, labels.map { 1 - $0 }, classes: 2, difference: 1000)
    #expect(
      found.evidence
        == "0 of 20 examples are classified correctly, 0.0 %; a guess gets 50.0 %, and the model is "
        + "100.0 % sure of its answers")
  }
}
