import PlateauNetworks
import PlateauNumerics

extension LinearBounds {
  /// About how many products ``classMargins(of:within:workers:deadline:)`` adds up for one example, as long as no
  /// lines are optimized: what it takes is proportional to it.
  ///
  /// Each unit that is bounded is carried back by two functionals through every stage before it, and
  /// so is each margin by one. Counted are the products of dense layers and convolutions.
  public var multiplyAdds: Double {
    var back = 0.0
    var total = 0.0
    for (stage, isBounded) in zip(network.stages, network.isBounded).dropLast() {
      if isBounded { total += 2 * Double(min(network.unitLimit, stage.outputs)) * back }
      back += stage.multiplyAdds
    }
    return total + Double(network.lastStage.outputs) * back
  }
}

extension LinearBounds {
  /// The most activations of an example up to which what enters every nonlinearity is bounded by going
  /// back to the input; of more, intervals bound it, and lines the outputs alone.
  public static var mostImproved: Int { BoundedNetwork.mostImproved }

  /// The most activations of an example up to which bounds by lines are for.
  public static var mostActivations: Int { 1_000_000 }

  /// About how many seconds ``classMargins(of:within:workers:deadline:)`` takes for one example on one thread, at two
  /// billion products in a second.
  public var seconds: Double { multiplyAdds / Self.manyProducts }
}
