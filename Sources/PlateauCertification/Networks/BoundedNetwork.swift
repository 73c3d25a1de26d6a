import PlateauNetworks
import PlateauNumerics

/// What is bounded backward in a network, and where lines replace what is computed.
struct BoundedNetwork: Sendable {
  let stages: [IntervalStage]
  /// Whether every value is used once, and what makes it has one line or plane for both bounds unless it
  /// is a nonlinearity.
  let isChain: Bool
  /// By stage: whether something is lost or added there, which lines account for.
  let hasLines: [Bool]
  /// By stage: whether bounds of what it makes, before its nonlinearity, are improved by going
  /// back to the input.
  let isBounded: [Bool]
  /// The largest number of units of a stage, for each example, that are bounded backward.
  let unitLimit: Int

  /// The most activations up to which intermediate bounds are improved by going back.
  static let mostImproved = 20_000

  init(_ network: Network<Double>, unitLimit: Int) {
    stages = IntervalStage.stages(of: network)
    self.unitLimit = unitLimit
    isChain = stages.allSatisfy { $0.sources.count == 1 && $0.nonlinear == nil }
    hasLines = stages.map { stage in
      switch stage.arithmetic {
      // An input that is taken several times has a sum of coefficients.
      case nil, .copies, .averages, .differences, .products, .channels: true
      case .exact, .pairs: stage.activation != nil
      }
    }
    let isImproved = stages.activations <= Self.mostImproved
    // Values that are intervals of the input, each by itself: bounds of one sum of them are exact.
    var isBox = [true]
    var bounded: [Bool] = []
    for stage in stages {
      let takesBox = stage.sources.count == 1 && stage.nonlinear == nil && isBox[stage.source]
      let (isDirect, keepsBox) =
        switch stage.arithmetic {
        case .exact, .channels: (takesBox, takesBox)
        case nil, .products: (takesBox, false)
        case .copies, .averages, .differences, .pairs: (false, false)
        }
      // What maxima and planes are drawn around.
      let isDrawn = stages.contains {
        ($0.maximum != nil || $0.nonlinear != nil) && $0.sources.contains(stage.value)
      }
      let isUsed =
        stage.activation != nil || stage.isHidden || isDrawn || stage.value == stages.count
      // Of a maximum only bounds from below go back through a winner: its sources are improved instead.
      let isSum = stage.maximum == nil
      bounded.append(isSum && isUsed && !isDirect && (isImproved || stage.value == stages.count))
      isBox.append(keepsBox && stage.activation == nil)
    }
    isBounded = bounded
  }

  /// The width of each value; 0 is the input.
  var widths: [Int] { [stages[0].inputs] + stages.map(\.outputs) }

  /// How often each value is taken.
  var uses: [Int] {
    stages.reduce(into: Array(repeating: 0, count: stages.count + 1)) { uses, stage in
      for source in stage.sources { uses[source] += 1 }
    }
  }

  /// The numbers of planes around what nonlinear maps make, for one example.
  var planeCount: Int {
    stages.reduce(0) { count, stage in
      count + stage.outputs * (stage.nonlinear.map { 2 * $0.terms + 4 } ?? 0)
    }
  }

  /// The products that an example takes from the input to the outputs.
  var multiplyAdds: Double { stages.reduce(0) { $0 + $1.multiplyAdds } }

  /// The rows that are carried through a layer between two looks at a deadline.
  var rowsBetweenLooks: Int { stages.rowsBetweenLooks }

  /// The stage that makes the logits.
  var lastStage: IntervalStage { stages[stages.count - 1] }
}
