import PlateauAttacks
import PlateauNumerics
import PlateauRobustness

/// What attacks found at one epsilon, so far.
struct AuditEvidence {
  let count: Int
  /// The attacks on record, in order.
  private(set) var records: [AttackRecord] = []
  let isMisclassified: [Bool]
  /// The first adversarial example found for each, by its number.
  private(set) var adversarial: [Int: [Float]] = [:]
  /// The attack that found it.
  private(set) var brokenBy: [Int: String] = [:]

  /// Starts with what the model says of the examples themselves.
  init(isMisclassified: [Bool]) {
    count = isMisclassified.count
    self.isMisclassified = isMisclassified
  }

  /// The examples that no attack has broken.
  var survivors: [Int] {
    (0..<count).filter { !isMisclassified[$0] && adversarial[$0] == nil }
  }

  /// The share of examples that no attack has broken.
  var worstCase: Double { Double(survivors.count) / Double(max(1, count)) }

  /// The share classified correctly without an attack.
  var cleanAccuracy: Double { 1 - Double(isMisclassified.count { $0 }) / Double(max(1, count)) }

  /// Takes an attack on some of the examples.
  ///
  /// On a part of them its robust accuracy is that of all attacks so far, this one included.
  ///
  /// - Returns: The share of all examples that it broke and no earlier attack did.
  @discardableResult
  mutating func add(
    _ attack: any Attack, _ options: AttackOptions, _ result: AttackResult, on numbers: [Int],
    seconds: Double
  ) -> Double {
    var record = AttackRecord(attack, options, result)
    record.seconds = seconds
    var broken = 0
    for (row, number) in numbers.enumerated()
    where result.outcomes[row].isSuccess && !result.outcomes[row].isMisclassified
      && !isMisclassified[number] && adversarial[number] == nil
    {
      adversarial[number] = Array(result.adversarial.row(row))
      brokenBy[number] = record.title
      broken += 1
    }
    if numbers.count < count {
      record.examples = numbers.count
      record.robustAccuracy = worstCase
    }
    records.append(record)
    return Double(broken) / Double(max(1, count))
  }
}
