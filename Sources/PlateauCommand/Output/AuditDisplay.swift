import Plateau

/// Prints an audit: what usual attacks report, what withstands all, what is proven, the checks that
/// fail, and the verdict.
struct AuditDisplay {
  let record: AuditRecord

  init(_ record: AuditRecord) {
    self.record = record
  }

  func show() {
    print("\(record.model) on \(record.data), \(record.examples) examples, ε \(record.epsilon)")
    print()
    var rows = [["clean", NumberText.percent(record.cleanAccuracy), ""]]
    for attack in record.attacks {
      rows.append([name(attack), NumberText.percent(attack.robustAccuracy), note(attack)])
    }
    rows.append([
      "worst case over all attacks", NumberText.percent(record.worstCase.robustAccuracy),
      "← the most that can be claimed",
    ])
    if let certified = record.certifiedAccuracy {
      let method = record.certification.map { $0.isExact ? "exact" : $0.method.rawValue }
      rows.append([
        method.map { "certified (\($0))" } ?? "certified", NumberText.percent(certified),
        "← what is proven",
      ])
    }
    let widths = (0..<2).map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let line =
        NumberText.padded(row[0], widths[0]) + "  "
        + NumberText.padded(row[1], widths[1], right: true)
      print(row[2].isEmpty ? line : line + "  " + row[2])
    }
    let decisions = record.decisions
    print()
    print(
      "\(decisions.certified) certified, \(decisions.falsified) falsified, "
        + "\(decisions.undecided) undecided")
    StandardOutput.write(notes: record.notes)
    for check in record.checks where check.result == .fail {
      print("check \(check.name.rawValue) fails: \(check.evidence)")
    }
    let passed = record.checks.count { $0.result == .pass }
    let applicable = record.checks.count { $0.result != .notApplicable }
    print("\(passed) of \(applicable) checks pass")
    let causes = record.causes.isEmpty ? "" : ": " + record.causes.joined(separator: "; ")
    print("verdict  \(record.verdict.rawValue)\(causes)")
    print()
  }

  private func name(_ attack: AttackRecord) -> String {
    attack.title + (attack.steps.map { " \($0)" } ?? "")
  }

  private func note(_ attack: AttackRecord) -> String {
    if let examples = attack.examples { return "with all before, on \(examples) left" }
    let isReported =
      attack.gradient == "naive" && attack.precision == .float
      && attack.robustAccuracy == record.naiveAccuracy
    return isReported ? "← what a usual evaluation would report" : ""
  }
}
