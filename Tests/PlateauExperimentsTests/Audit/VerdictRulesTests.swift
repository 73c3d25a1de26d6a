import Testing

@testable import PlateauExperiments

@Suite("Verdict rules")
struct VerdictRulesTests {
  private func verdict(
    clean: Double = 0.96, certified: Double? = nil, naive: Double, worst: Double,
    hasGradientFault: Bool = true, failed: Bool = false
  ) -> Verdict {
    VerdictRules.verdict(
      clean: clean, certified: certified, naive: naive, worst: worst,
      hasGradientFault: hasGradientFault, failed: failed)
  }

  @Test func `robust needs half of the clean accuracy proven`() {
    #expect(verdict(certified: 0.48, naive: 0.9, worst: 0.5) == .robust)
    #expect(verdict(certified: 0.479, naive: 0.9, worst: 0.5) == .masked)
    #expect(verdict(certified: 0, naive: 0.05, worst: 0.05) == .broken)
    // Nothing classified correctly and nothing certified is not robust.
    #expect(verdict(clean: 0, certified: 0, naive: 0, worst: 0) == .broken)
  }

  @Test func `masked begins at a gap of exactly ten points`() {
    #expect(verdict(naive: 0.6, worst: 0.5) == .masked)
    #expect(verdict(naive: 0.599, worst: 0.5) == .plausible)
    #expect(verdict(naive: 0.1, worst: 0) == .masked)
  }

  @Test func `without a fault of the gradients the same gap is overestimated`() {
    #expect(verdict(naive: 0.6, worst: 0.5, hasGradientFault: false) == .overestimated)
    #expect(
      verdict(naive: 0.6, worst: 0.5, hasGradientFault: false, failed: true) == .overestimated)
    #expect(verdict(naive: 0.1, worst: 0, hasGradientFault: false) == .overestimated)
    // A fault without a gap is none that hid anything.
    #expect(verdict(naive: 0.599, worst: 0.5) == .plausible)
    #expect(verdict(naive: 0.599, worst: 0.5, hasGradientFault: false) == .plausible)
  }

  @Test func `where only queries could be asked nothing is plausible`() {
    func verdict(worst: Double, failed: Bool = false) -> Verdict {
      VerdictRules.verdict(
        clean: 0.96, certified: nil, naive: worst, worst: worst, hasGradientFault: false,
        failed: failed, hasGradients: false)
    }
    #expect(verdict(worst: 0.9) == .inconclusive)
    #expect(verdict(worst: 0.9, failed: true) == .inconclusive)
    #expect(verdict(worst: 0.1) == .broken)
  }

  @Test func `half of a gap, or ten points of it, is a substantial part`() {
    #expect(AuditThresholds.isSubstantial(0.06, of: 0.12))
    #expect(!AuditThresholds.isSubstantial(0.059, of: 0.12))
    #expect(AuditThresholds.isSubstantial(0.1, of: 0.6))
    #expect(!AuditThresholds.isSubstantial(0.099, of: 0.6))
  }

  @Test func `data that cannot be the model's make everything inconclusive`() {
    for (certified, naive, worst) in [(0.9, 0.9, 0.9), (0, 0.9, 0), (0, 0.05, 0.05)] {
      #expect(
        VerdictRules.verdict(
          clean: 0.9, certified: certified, naive: naive, worst: worst, hasGradientFault: true,
          failed: true, isPlausible: false) == .inconclusive)
    }
  }

  @Test func `broken ends at exactly ten percent, whatever the checks`() {
    #expect(verdict(naive: 0.19, worst: 0.1, failed: true) == .broken)
    #expect(verdict(naive: 0.19, worst: 0.101, failed: true) == .inconclusive)
    #expect(verdict(naive: 0.19, worst: 0.101) == .plausible)
  }

  @Test func `what cannot be repeated is inconclusive unless it is proven`() {
    func verdict(certified: Double?) -> Verdict {
      VerdictRules.verdict(
        clean: 0.9, certified: certified, naive: 0.8, worst: 0.05, hasGradientFault: true,
        failed: true, isRepeatable: false)
    }
    #expect(verdict(certified: nil) == .inconclusive)
    #expect(verdict(certified: 0.45) == .robust)
  }

  @Test func `a proof that an attack contradicts makes everything inconclusive`() {
    #expect(
      VerdictRules.verdict(
        clean: 0.9, certified: 0.9, naive: 0.9, worst: 0.05, hasGradientFault: true, failed: true,
        isConsistent: false) == .inconclusive)
  }

  @Test func `verdicts are ranked from robust to broken`() {
    #expect(Verdict.robust.meets(.plausible))
    #expect(Verdict.plausible.meets(.plausible))
    #expect(!Verdict.inconclusive.meets(.plausible))
    #expect(Verdict.inconclusive.meets(.overestimated))
    #expect(Verdict.overestimated.meets(.masked))
    #expect(!Verdict.masked.meets(.overestimated))
    #expect(!Verdict.broken.meets(.masked))
    #expect(Verdict.masked.meets(.broken))
  }
}
