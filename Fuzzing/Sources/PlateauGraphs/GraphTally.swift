import Plateau
import PlateauTesting

/// What became of graphs.
struct GraphTally {
  /// Why graphs were refused, with how many and one of them.
  private struct Refusal {
    var count: Int
    let seed: Int
    let message: String
  }

  private var read = 0
  private var largest = 0.0
  /// The graphs whose outputs differ.
  private(set) var wrong = 0
  private var differing: [String] = []
  private var refusals: [String: Refusal] = [:]

  /// Reads a graph and compares it; with `properties` it also checks what passes and bounds make of it.
  mutating func count(_ graphs: RandomGraphs, _ index: Int, properties: Bool) {
    let seed = graphs.seeds[index]
    do {
      let error = try graphs.error(of: index)
      guard error <= RandomGraphs.tolerance else {
        wrong += 1
        differing.append("  seed \(seed): \(error)")
        return
      }
      let failures = properties ? try graphs.failures(of: index) : []
      guard failures.isEmpty else {
        wrong += 1
        differing += failures.prefix(3).map { "  seed \(seed): \($0)" }
        return
      }
      read += 1
      largest = max(largest, error)
    } catch {
      guard let error = error as? FormatError else {
        wrong += 1
        differing.append("  seed \(seed): no error of the package: \(error)")
        return
      }
      let reason = Self.reason(error.message)
      refusals[reason, default: Refusal(count: 0, seed: seed, message: error.message)].count += 1
    }
  }

  /// A message without what differs between graphs.
  private static func reason(_ message: String) -> String {
    var result = ""
    for character in message where !character.isNumber { result.append(character) }
    let parts = result.split(separator: "of 'm.onnx' ", maxSplits: 1)
    return String((parts.last ?? "").prefix(32))
  }

  /// The counts, and one message of each kind of refusal.
  var table: String {
    let refused = refusals.values.reduce(0) { $0 + $1.count }
    var lines = [
      "\(read + refused + wrong) graphs: \(read) read with the outputs of ONNX Runtime, the "
        + "largest difference \(largest); \(refused) refused; \(wrong) wrong"
    ]
    lines += differing.prefix(50)
    for refusal in refusals.values.sorted(by: { $0.count > $1.count }) {
      lines.append("  \(refusal.count) refused, such as seed \(refusal.seed): \(refusal.message)")
    }
    return lines.joined(separator: "\n")
  }
}
