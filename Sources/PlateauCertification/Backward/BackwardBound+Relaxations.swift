import PlateauNumerics

extension BackwardBound {
  /// Carries rows from where they begin to the input, and bounds them there; by −∞ where the time is
  /// up.
  ///
  /// - Parameters:
  ///   - start: Of which value they are functionals.
  ///   - workspace: The bounds of values.
  ///   - relax: Replaces what a stage makes by its relaxation, in all rows.
  func run(from start: BackwardStart, _ workspace: BoundWorkspace, relax: (Int) -> Void) {
    if phase == .mirrored, !network.isChain { double(start.value) }
    if start.isOperation { transpose(start.value - 1, workspace) }
    for index in stride(from: start.top - 1, through: 0, by: -1) where isWritten[index + 1] {
      if workspace.deadline.hasPassed { return forget() }
      relax(index)
      transpose(index, workspace)
    }
    if workspace.deadline.hasPassed { return forget() }
    concretize(workspace)
  }

  /// Carries rows back by the relaxations of their domains.
  func run(from start: BackwardStart, _ workspace: BoundWorkspace, _ blocks: [RelaxationBlock?]) {
    run(from: start, workspace) { index in
      if let block = blocks[index] { relax(index, block) }
    }
  }

  /// Writes −a beside a.
  private func double(_ value: Int) {
    let buffer = coefficients[value]
    for row in examples.indices {
      let (own, other) = (buffer.row(row), buffer.row(pairs + row))
      for column in 0..<buffer.columns { other[column] = -own[column] }
    }
    phase = .doubled
  }

  /// Replaces what a stage makes by its lines: those of the example of each row, or of the row.
  func relax(_ index: Int, _ block: RelaxationBlock, isByRow: Bool = false) {
    let buffer = coefficients[index + 1]
    let width = buffer.columns
    let sums = sums.pointer
    if phase == .split, !block.isLinear {
      for row in examples.indices {
        LevelTable.bounds.expandPair(
          count: width, m: buffer.row(row), d: buffer.row(pairs + row))
      }
      phase = .doubled
    }
    switch phase {
    case .single, .doubled:
      for segment in segments {
        for row in segment {
          let example = isByRow ? row : example(row)
          LevelTable.bounds.relax(
            count: width, lines: block.lines(example), row: buffer.row(row), sums: sums)
          add(sums[0], error: sums[1], block.slacks[example], to: row)
        }
      }
    case .mirrored where block.isLinear:
      for row in examples.indices {
        let example = examples[row]
        LevelTable.bounds.relax(
          count: width, lines: block.lines(example), row: buffer.row(row), sums: sums)
        add(sums[0], error: sums[1], block.slacks[example], to: row)
        add(-sums[0], error: sums[1], block.slacks[example], to: pairs + row)
      }
    case .mirrored, .split:
      let parts = phase == .mirrored
      for row in examples.indices {
        let example = examples[row]
        let (own, other) = (buffer.row(row), buffer.row(pairs + row))
        if parts {
          LevelTable.bounds.relaxPair(
            count: width, lines: block.lines(example), row: own, difference: other, sums: sums)
        } else {
          LevelTable.bounds.relaxSplit(
            count: width, lines: block.lines(example), m: own, d: other, sums: sums)
        }
        add(sums[0], error: sums[2], block.slacks[example], to: row)
        add(sums[1], error: sums[2], block.slacks[example], to: pairs + row)
      }
      guard parts, examples.contains(where: { !block.distinct[$0].isEmpty }) else { return }
      phase = .split
      parted = block
    }
  }

  /// Adds to a constant, whose sum is rounded once.
  ///
  /// A sum of n errors is itself off by γₙ at most, which 2⁻²⁴ of it is more than.
  @inline(__always)
  func add(_ constant: Double, error: Double, _ slack: Double, to row: Int) {
    let sum = constants.pointer[row] + constant
    constants.pointer[row] = sum
    errors.pointer[row] += error + slack + sum.magnitude * 0x1p-52
    errors.pointer[row] *= 1 + 0x1p-24
  }
}
