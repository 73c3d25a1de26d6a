import PlateauExperiments
import PlateauReports
import Testing

@Suite("Findings")
struct FindingTests {
  func finding(_ change: (inout Synthetic.Accuracies) -> Void) -> Finding {
    var accuracies = Synthetic.Accuracies.equal(0.5)
    change(&accuracies)
    return Finding(Synthetic.robustness(0.25, accuracies), testExamples: 10_000)
  }

  @Test func `a gap that stable gradients close is blamed on the arithmetic`() {
    let finding = finding { $0 = Synthetic.masked }
    #expect(finding.kind == .masked)
    #expect(
      finding.sentences == [
        "The strongest naive attack, PGD, leaves 85.2\u{A0}%, the worst case over all attacks "
          + "0.2\u{A0}%.",
        "Most of this robustness is an artifact of floating-point arithmetic: stable gradients in "
          + "double precision leave 18.3\u{A0}%.",
        "7,912 of 10,000 naive gradients are exactly zero.",
      ])
  }

  @Test func `zero gradients are of the examples that FGSM met`() {
    var record = Synthetic.robustness(0.25, Synthetic.masked)
    record.fgsmExamples = 8000
    let finding = Finding(record, testExamples: 10_000)
    #expect(
      finding.sentences.last == "7,912 of 8,000 naive gradients are exactly zero.")
  }

  @Test func `a gap that only softened networks close is blamed on the attack`() {
    let finding = finding {
      ($0.naiveFGSM, $0.naivePGD) = (0.834, 0.852)
      ($0.stableFGSM, $0.stablePGD) = (0.90, 0.71)
      ($0.sweptFGSM, $0.sweptPGD, $0.worst) = (0.40, 0.023, 0.02)
    }
    #expect(finding.kind == .masked)
    #expect(
      finding.sentences == [
        "The strongest naive attack, FGSM, leaves 83.4\u{A0}%, the worst case over all attacks "
          + "2.0\u{A0}%.",
        "Most of this robustness is an artifact of the attack, not a property of the network: "
          + "stable gradients in double precision still leave 71.0\u{A0}%, those of softened "
          + "networks 2.3\u{A0}%.",
      ])
  }

  @Test func `a gap below half of the robustness is not called most of it`() {
    let finding = finding { ($0.naiveFGSM, $0.naivePGD) = (0.65, 0.66) }
    #expect(finding.kind == .masked)
    #expect(
      finding.sentences[1]
        == "15.0 of these 65.0\u{A0}points are an artifact of floating-point arithmetic: stable "
        + "gradients in double precision leave 50.0\u{A0}%.")
  }

  @Test func `a gap that only more search closes is no fault of the gradients`() {
    let finding = finding {
      ($0.naiveFGSM, $0.naivePGD) = (0.80, 0.347)
      ($0.stableFGSM, $0.stablePGD) = (0.80, 0.347)
      ($0.sweptFGSM, $0.sweptPGD, $0.worst) = (0.75, 0.19, 0.19)
    }
    #expect(finding.kind == .overestimated && finding.word == "Overestimated")
    #expect(
      finding.sentences == [
        "The strongest naive attack, PGD, leaves 34.7\u{A0}%, the worst case over all attacks "
          + "19.0\u{A0}%.",
        "The gradients are sound, the usual attacks too weak: stable gradients in double precision "
          + "leave 34.7\u{A0}% with the same steps.",
      ])
  }

  @Test(arguments: [(0.6, Finding.Kind.masked), (0.599, .plausible)])
  func `ten points are enough to be masked`(naive: Double, kind: Finding.Kind) {
    // 0.6 − 0.5 is less than 0.1 in Double: the rule allows for that.
    #expect(finding { ($0.naiveFGSM, $0.naivePGD) = (naive, naive) }.kind == kind)
  }

  @Test(arguments: [(0.1, Finding.Kind.broken), (0.101, .plausible)])
  func `ten percent and less is broken`(worst: Double, kind: Finding.Kind) {
    #expect(finding { $0 = .equal(worst) }.kind == kind)
  }

  @Test func `a network that naive attacks break is not called masked`() {
    let finding = finding {
      $0 = .equal(0.09)
      $0.worst = 0.01
    }
    #expect(finding.word == "Broken")
    #expect(
      finding.sentences == [
        "The worst case leaves 1.0\u{A0}%, and naive attacks already say so: FGSM leaves "
          + "9.0\u{A0}%."
      ])
  }

  @Test func `what no attack broke is a measurement, and survivors without gradient are named`() {
    let finding = finding { $0.inconclusive = 1234 }
    #expect(
      finding.sentences == [
        "The strongest naive attack, FGSM, and the worst case agree within 10 points: 50.0\u{A0}% "
          + "and 50.0\u{A0}%.",
        "That no attack here broke the rest is a measurement, not a proof.",
        "Of 1,234 survivors nothing can be said: their gradient was exactly zero at every start.",
      ])
  }
}
