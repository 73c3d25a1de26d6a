import CPlateauKernels
import PlateauNumerics

extension SlopeSearch {
  /// Bounds the rows by the lines at hand.
  func back(_ pass: LinearPass, from first: Int, isOperation: Bool) {
    if isOperation { rows.transpose(first - 1, pass) }
    let top = isOperation ? first - 1 : first
    for index in stride(from: top - 1, through: 0, by: -1) where rows.isWritten[index + 1] {
      if let memory = memory[index] {
        draw(index, memory, pass)
        rows.relax(index, memory.lines, isByRow: true)
      } else if let block = pass.closest[index] {
        rows.relax(index, block)
      }
      rows.transpose(index, pass)
    }
    rows.concretize(pass)
  }

  /// Draws the line that each coefficient chooses by its sign.
  private func draw(_ index: Int, _ memory: SearchMemory, _ pass: LinearPass) {
    let stage = plan.stages[index]
    guard let sizes = pass.sizes[index], let block = pass.closest[index] else { return }
    let entry = pass.entries[index]
    let (width, channels) = (stage.outputs, stage.output.channels)
    let gamma = RoundingError.gamma(width + 64)
    let source = rows.coefficients[index + 1]
    let kept = memory.coefficients
    for (row, example) in rows.examples.enumerated() {
      kept.row(row).update(from: source.row(row), count: width)
      memory.lines.slacks[row] = block.slacks[example]
      let (lower, upper) = (memory.parameters[0].row(row), memory.parameters[1].row(row))
      for unit in 0..<width {
        let place = example * width + unit
        let isLower = kept.row(row)[unit] >= 0
        let family =
          isLower ? families[index][place].lower : families[index][place].upper
        var line = family.first
        if let activation = stage.activation, let entry {
          line = activation.line(
            of: family, at: isLower ? lower[unit] : upper[unit], entry.lower[place],
            entry.upper[place], isLower: isLower)
        }
        pass.write(
          Relaxation(lower: line, upper: line), stage.affine(channel: unit % channels),
          size: sizes.pointer[place], gamma: gamma, into: memory.lines, row * width + unit)
      }
    }
  }
}
