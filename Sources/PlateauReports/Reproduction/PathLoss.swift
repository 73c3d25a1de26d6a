import PlateauExperiments

/// The numbers of paths that are lost in naive arithmetic: 0, infinite or none where the stable ones
/// are positive.
struct PathLoss {
  /// Lost numbers among those that are positive.
  struct Count {
    var count = 0
    var all = 0

    static func + (a: Count, b: Count) -> Count {
      Count(count: a.count + b.count, all: a.all + b.all)
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
    for (naive, stable) in zip(naive, stable) where stable != nil {
      counter.all += 1
      if naive == nil { counter.count += 1 }
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
