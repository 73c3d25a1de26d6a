/// A part of the region, for one objective: a conjunction, or a side of a neuron.
struct Subproblem: Sendable {
  /// The index of the objective.
  let objective: Int
  var splits: [NeuronSplit] = []
  /// Alphas of the neurons that are unstable over the region: all lower ones, then all upper ones; those
  /// that lines begin with if empty.
  var alphas: [Float] = []
  /// The multiplier of each split.
  var betas: [Float] = []
  /// A weight of each inequality of a conjunction.
  var weights: [Double]
  /// A lower bound of the weighted sum of the inequalities, which cannot all hold if it is above 0, or of
  /// the neuron.
  var bound = -Double.infinity
  /// What to split next; nil where nothing is left.
  var next: NeuronSplit?

  /// The bytes that it takes, nearly; alphas are shared by two.
  var bytes: Int { 256 + 2 * alphas.count + 48 * splits.count }

  /// Its two parts on the sides of a split.
  func halves(by split: NeuronSplit) -> [Subproblem] {
    [true, false].map { isAbove in
      var half = self
      half.splits.append(
        NeuronSplit(
          stage: split.stage, unit: split.unit, point: split.point, isAbove: isAbove))
      half.betas.append(0)
      half.next = nil
      return half
    }
  }
}
