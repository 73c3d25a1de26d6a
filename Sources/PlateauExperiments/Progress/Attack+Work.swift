import PlateauAttacks

extension Attack {
  /// About how many evaluations of an example it takes: its steps, queries or draws, by start.
  var work: Double {
    let counts = parameters.split(separator: " ").compactMap { field -> Double? in
      let parts = field.split(separator: "=")
      guard parts.count == 2, Self.counters.contains(String(parts[0])) else { return nil }
      return Double(parts[1])
    }
    return Double(starts) * (counts.max() ?? 1)
  }

  private static var counters: Set<String> { ["steps", "iterations", "queries", "draws"] }
}
