import PlateauNetworks
import PlateauNumerics

extension SubproblemBounds {
  /// Takes subproblems, at most ``capacity``, as rows.
  func load(_ subproblems: [Subproblem]) {
    precondition(subproblems.count <= capacity, "too many rows")
    rows = subproblems
    ascent.removeNeurons(from: neurons.count)
    domains = rows.indices.map { rows[$0].splits.isEmpty ? root : $0 }
    for (row, domain) in domains.enumerated() where domain != root {
      workspace.copy(root, to: domain)
      split(domain, rows[row].splits)
    }
    ascent.load(domains, workspace)
    for (row, domain) in domains.enumerated() { loadAlphas(row, domain) }
    ascent.multipliers = rows.map { row in
      row.splits.enumerated().map { index, split in
        SplitMultiplier(
          split: split, beta: index < row.betas.count ? Double(row.betas[index]) : 0)
      }
    }
    specification = specification(of: domains)
  }

  /// Narrows the neurons of a domain that are split.
  private func split(_ domain: Int, _ splits: [NeuronSplit]) {
    for stage in ascent.unstable.indices {
      ascent.unstable[stage][domain] = ascent.unstable[stage][root]
    }
    for split in splits {
      let stage = network.stages[split.stage]
      let place = ascent.neurons.withUnsafeBufferPointer { neurons in
        ascent.unstable[split.stage][domain].firstIndex { neurons[Int($0)].unit == split.unit }
      }
      guard let place, let activation = stage.activation, let sizes = workspace.sizes[split.stage],
        let block = workspace.closest[split.stage]
      else { continue }
      let old = ascent.neurons[Int(ascent.unstable[split.stage][domain][place])].range
      let range = old.half(of: activation, at: split.point, isAbove: split.isAbove)
      let lines = activation.relaxation(range.low, range.high, open: range.open)
      workspace.write(
        lines, stage.affine(channel: split.unit % stage.output.channels),
        size: sizes[domain, split.unit], gamma: RoundingError.gamma(stage.outputs + 64),
        into: block, domain * stage.outputs + split.unit)
      // One line stays listed where it can be split again: a jump at an end.
      if lines.isOneLine, range.splitPoint(of: activation) == nil {
        ascent.unstable[split.stage][domain].remove(at: place)
      } else {
        ascent.unstable[split.stage][domain][place] = ascent.add(
          UnstableNeuron(activation, unit: split.unit, over: range))
      }
    }
  }

  /// Gives a row the alphas of its subproblem, within what its domain allows.
  private func loadAlphas(_ row: Int, _ domain: Int) {
    let alphas = rows[row].alphas
    guard !alphas.isEmpty else { return }
    for (index, memory) in ascent.memory.enumerated() {
      guard let memory else { continue }
      let (lower, upper) = (memory.alphas[0].row(row), memory.alphas[1].row(row))
      ascent.forEachNeuron(of: index, domain) { neuron in
        let unit = neuron.unit
        let place = Int(places[index][unit])
        guard place >= 0 else { return }
        lower[unit] = min(
          max(Double(alphas[place]), neuron.relaxation.lower.low), neuron.relaxation.lower.high)
        upper[unit] = min(
          max(Double(alphas[neurons.count + place]), neuron.relaxation.upper.low),
          neuron.relaxation.upper.high)
      }
    }
  }

  /// The subproblem of a row with its latest alphas and betas, and its best bound.
  func subproblem(_ row: Int) -> Subproblem {
    var result = rows[row]
    result.bound = ascent.best.pointer[row]
    result.betas = ascent.multipliers[row].map { Float($0.beta) }
    if case .outputs(let outputs) = specification { result.weights = outputs.rows[row].weights }
    var alphas = result.alphas
    if alphas.isEmpty { alphas = Array(repeating: 0, count: 2 * neurons.count) }
    let domain = self.domains[row]
    for (index, memory) in ascent.memory.enumerated() {
      guard let memory else { continue }
      let (lower, upper) = (memory.alphas[0].row(row), memory.alphas[1].row(row))
      ascent.forEachNeuron(of: index, domain) { neuron in
        let place = Int(places[index][neuron.unit])
        guard place >= 0 else { return }
        alphas[place] = Float(lower[neuron.unit])
        alphas[neurons.count + place] = Float(upper[neuron.unit])
      }
    }
    result.alphas = alphas
    return result
  }
}
