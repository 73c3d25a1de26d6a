public import PlateauNumerics

extension Network {
  /// The Jacobian of an output with respect to each example's own input.
  ///
  /// One backward pass for all outputs of all examples, in tiles of bounded size.
  ///
  /// - Parameters:
  ///   - output: What is differentiated.
  ///   - inputs: Examples, of shape `[examples, features]`.
  ///   - rule: How to compute it; see ``GradientRule`` for what is lost under each. Under the
  ///     stable ones each row has a relative error, by its largest element, of the rounding of
  ///     pre-activations, which moves a slope by as much, times the condition of its sums.
  ///   - workers: The threads to use; the result does not depend on their number.
  /// - Returns: A row and an exponent for each output of each example.
  /// - Precondition: `inputs.columns` is the size of the input, and a hidden layer is one that
  ///   there is.
  /// - Complexity: as `outputs` passes through the network, in time and memory.
  public func jacobian(
    of output: JacobianOutput, at inputs: Matrix<Element>, rule: GradientRule, workers: Workers
  ) -> Jacobian<Element> {
    let outputs = architecture.count(of: output)
    let rows = inputs.rows * outputs
    let values = UnsafeMutablePointer<Int64>.allocate(capacity: max(1, rows))
    values.initialize(repeating: 0, count: max(1, rows))
    defer { values.deallocate() }
    let passes = jacobianPasses(of: output, workers: workers)
    let elements = [Element](filling: rows * inputs.columns) { target in
      forEachTile(of: inputs, by: passes[0].capacity, workers: workers) {
        thread, parameters, inputs, range in
        let pass = passes[thread]
        let first = range.lowerBound * outputs
        pass.compute(
          parameters, inputs, examples: range.count, rule: rule,
          into: target + first * pass.architecture.input.count)
        (values + first).update(from: pass.exponents, count: range.count * outputs)
      }
    }
    return Jacobian(
      outputs: outputs,
      mantissas: Matrix(rows: rows, columns: inputs.columns, elements: elements),
      exponents: (0..<rows).map { Int(values[$0]) },
      flushedSignals: passes.reduce(0) { $0 + Int($1.flushed) })
  }

  /// A pass for each thread, with room for a tile.
  package func jacobianPasses(
    of output: JacobianOutput, workers: Workers
  ) -> [JacobianPass<Element>] {
    (0..<workers.threads).map { _ in JacobianPass(architecture, output: output) }
  }

  /// Calls a closure for every tile of a batch, on all threads.
  ///
  /// - Parameters:
  ///   - inputs: Examples, of shape `[examples, features]`.
  ///   - size: The number of examples in a tile.
  ///   - workers: The threads.
  ///   - body: Receives the thread, the parameters, the tile's first input, and its rows.
  package func forEachTile(
    of inputs: Matrix<Element>, by size: Int, workers: Workers,
    _ body: @escaping (Int, UnsafePointer<Element>, UnsafePointer<Element>, Range<Int>) -> Void
  ) {
    precondition(inputs.columns == architecture.input.count, "examples must fit the input")
    workers.run(count: inputs.rows, by: size) { range, thread in
      inputs.lend(from: range.lowerBound) { source in body(thread, parameters, source, range) }
    }
  }
}
