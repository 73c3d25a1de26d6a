import PlateauCertification
import PlateauNumerics
import PlateauRobustness

@testable import PlateauExperiments

extension Synthetic {
  /// An audit of ten examples at one epsilon: 5 certified, 2 undecided, 3 falsified, one of these
  /// without an attack.
  static func audit(
    _ epsilon: Double, method: CertificationMethod? = .crown, isExact: Bool = false
  ) -> AuditRecord {
    let answers: [CertificationReport.Answer] =
      Array(repeating: .certified, count: 5) + [.undecided, .undecided]
      + Array(
        repeating: .falsified, count: 3)
    let margins: [Double?] = [0.9, 0.8, 0.7, 0.6, nil, -0.5, -0.125, -3, -4, nil]
    let outcomes = answers.indices.map { index in
      AuditRecord.Outcome(
        index: index, label: index % 3, answer: answers[index], margin: margins[index],
        attack: index == 7 ? "stable double pgd" : index == 8 ? "stable double square" : nil)
    }
    return AuditRecord(
      model: "synthetic.onnx", data: "synthetic", norm: .lInfinity, epsilon: epsilon, examples: 10,
      verdict: .robust, causes: [], cleanAccuracy: 0.9,
      attacks: [
        attack("fgsm", epsilon, "naive", .float, 0.8, of: 10),
        attack("pgd", epsilon, "stable", .double, 0.7, of: 10),
      ],
      checks: [CheckRecord(.certificates, .pass, "no attack broke any of 5 certified examples")],
      worstCase: AuditRecord.WorstCase(robustAccuracy: 0.7), certifiedAccuracy: 0.5,
      certification: method.map {
        AuditRecord.Certification(method: $0, isExact: isExact, seconds: 1, contradictions: [])
      },
      decisions: AuditRecord.Decisions(certified: 5, falsified: 3, undecided: 2),
      outcomes: method == nil ? nil : outcomes)
  }
}
