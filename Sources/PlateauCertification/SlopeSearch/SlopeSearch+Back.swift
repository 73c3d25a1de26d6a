import PlateauNumerics

extension SlopeSearch {
  /// Bounds the rows by the lines at hand.
  func back(_ pass: LinearPass, from first: Int, isOperation: Bool) {
    if isOperation { rows.transpose(first - 1, pass) }
    let top = isOperation ? first - 1 : first
    for index in stride(from: top - 1, through: 0, by: -1) where rows.isWritten[index + 1] {
      if pass.deadline.hasPassed { return rows.forget() }
      if let memory = memory[index] {
        draw(index, memory, pass)
        rows.relax(index, memory.lines, isByRow: true)
      } else if let block = pass.closest[index] {
        rows.relax(index, block)
      }
      rows.transpose(index, pass)
    }
    if pass.deadline.hasPassed { return rows.forget() }
    rows.concretize(pass)
  }

  /// Draws the line that each coefficient chooses by its sign.
  private func draw(_ index: Int, _ memory: SearchMemory, _ pass: LinearPass) {
    let stage = plan.stages[index]
    guard let families = families[index], let sizes = pass.sizes[index],
      let block = pass.closest[index]
    else { return }
    let (width, channels) = (stage.outputs, stage.output.channels)
    let gamma = RoundingError.gamma(width + 64)
    let affines = (0..<channels).map { stage.affine(channel: $0) }
    for (row, example) in rows.examples.enumerated() {
      let own = memory.coefficients.row(row)
      own.update(from: rows.coefficients[index + 1].row(row), count: width)
      memory.lines.slacks[row] = block.slacks[example]
      let (lower, upper) = (memory.parameters[0].row(row), memory.parameters[1].row(row))
      let lines = families + example * width
      let size = sizes.row(example)
      for unit in 0..<width {
        let line: Relaxation.Line
        if let activation = stage.activation {
          line =
            own[unit] >= 0
            ? activation.line(of: lines[unit].lower, at: lower[unit])
            : activation.line(of: lines[unit].upper, at: upper[unit])
        } else {
          line = own[unit] >= 0 ? lines[unit].lower.first : lines[unit].upper.first
        }
        pass.write(
          Relaxation(lower: line, upper: line), affines[unit % channels], size: size[unit],
          gamma: gamma, into: memory.lines, row * width + unit)
      }
    }
  }
}
