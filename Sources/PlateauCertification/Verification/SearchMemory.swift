import PlateauRobustness

/// The memory of searches one after another, for many regions of one network: to allocate it anew
/// takes longer than a small region.
public final class SearchMemory {
  /// By thread.
  var engines: [SubproblemBounds] = []
  /// By thread, for parts of boxes.
  var inputs: [InputSplitting] = []
  /// Evaluates points.
  var evaluator: (any Evaluator<Double>)?

  /// Begins with none.
  public init() {}
}
