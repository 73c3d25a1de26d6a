import PlateauNetworks

/// A neuron with two lines around it over a domain, and those to choose from.
struct UnstableNeuron {
  let unit: Int
  let range: NeuronRange
  let relaxation: AlphaRelaxation

  /// Takes the relaxation of a nonlinearity over a range.
  init(_ activation: Activation, unit: Int, over range: NeuronRange) {
    self.unit = unit
    self.range = range
    relaxation = activation.alphaRelaxation(
      range.low, range.high, activation.relaxation(range.low, range.high, open: range.open),
      open: range.open)
  }

  /// Takes lines that are drawn already.
  init(unit: Int, over range: NeuronRange, _ relaxation: AlphaRelaxation) {
    (self.unit, self.range, self.relaxation) = (unit, range, relaxation)
  }
}
