import PlateauExperiments

/// The numbers of paths that naive arithmetic does not get right.
struct PathLoss {
  /// Numbers that are positive, as stable arithmetic has them.
  struct Count {
    /// Those that are naively 0, infinite or none.
    var lost = 0
    /// Those that are naively more than ten times too large or too small.
    var wrong = 0
    /// All of them.
    var all = 0

    /// What is printed on a plot: `7 lost, 2 off by 10× of 51`, or `none of 51 lost`.
    var text: String {
      let parts =
        (lost > 0 ? ["\(Wording.count(lost)) lost"] : [])
        + (wrong > 0 ? ["\(Wording.count(wrong)) off by 10×"] : [])
      guard !parts.isEmpty else { return "none of \(Wording.count(all)) lost" }
      return "\(parts.joined(separator: ", ")) of \(Wording.count(all))"
    }

    static func + (a: Count, b: Count) -> Count {
      Count(lost: a.lost + b.lost, wrong: a.wrong + b.wrong, all: a.all + b.all)
    }
  }

  /// Fisher's length elements, one for each point.
  var fisher = Count()
  /// The singular values of ∂p/∂x that are not 0 for every network.
  var singularValues = Count()

  /// Counts along one path.
  init(_ path: PathCurves) {
    count(path.naive.fisher, path.stable.fisher, &fisher)
    let ranks = PathRanks(path)
    for (naive, stable) in zip(
      path.naive.probabilitySingularValues, path.stable.probabilitySingularValues)
    {
      count(
        Array(naive.prefix(ranks.probabilities)), Array(stable.prefix(ranks.probabilities)),
        &singularValues)
    }
  }

  /// Counts along several paths.
  init(_ paths: [PathCurves]) {
    for loss in paths.map(Self.init) {
      fisher = fisher + loss.fisher
      singularValues = singularValues + loss.singularValues
    }
  }

  private func count(_ naive: [Double?], _ stable: [Double?], _ counter: inout Count) {
    for (naive, stable) in zip(naive, stable) {
      guard let stable else { continue }
      counter.all += 1
      if let naive {
        if (naive - stable).magnitude > 1 { counter.wrong += 1 }
      } else {
        counter.lost += 1
      }
    }
  }
}

/// How many singular values the two Jacobians of a path can have.
struct PathRanks {
  let logits: Int
  /// One less than classes: probabilities add up to 1, so that one singular value is 0.
  let probabilities: Int

  init(_ path: PathCurves) {
    logits = path.stable.logitSingularValues.map(\.count).max() ?? 0
    let classes = path.stable.probabilities.first?.count ?? 0
    probabilities = max(
      0, min(path.stable.probabilitySingularValues.map(\.count).max() ?? 0, classes - 1))
  }
}
