package import PlateauNumerics

extension Network {
  /// Calls a closure after a forward pass of each shard of a batch, on all threads.
  ///
  /// - Parameters:
  ///   - inputs: Examples, of shape `[examples, features]`, in any precision: a shard at a time is
  ///     converted.
  ///   - count: Takes the first ones; all by default.
  ///   - keepsPreActivations: Whether passes keep what enters each nonlinearity.
  ///   - workers: The threads.
  ///   - body: Receives the pass, and the rows that went through it.
  package func stream<Source: Scalar>(
    _ inputs: Matrix<Source>, count: Int? = nil, keepsPreActivations: Bool = false,
    workers: Workers, _ body: @escaping (InputPass<Element>, Range<Int>) -> Void
  ) {
    let features = architecture.input.count
    precondition(inputs.columns == features, "examples must fit the input")
    let size = architecture.passSize
    let passes = (0..<workers.threads).map { _ in
      InputPass<Element>(architecture, capacity: size)
    }
    let rows = passes.map { _ in RowBuffer<Element>(capacity: size, columns: features) }
    workers.run(count: count ?? inputs.rows, by: size) { range, thread in
      let (pass, row) = (passes[thread], rows[thread])
      inputs.lend(from: range.lowerBound) { source in
        for index in 0..<range.count * features { row.pointer[index] = Element(source[index]) }
      }
      if keepsPreActivations {
        pass.forwardKeepingPreActivations(parameters, row.pointer, rows: range.count)
      } else {
        pass.forward(parameters, row.pointer, rows: range.count)
      }
      body(pass, range)
    }
  }

  /// The activities of one layer at the first of some examples.
  ///
  /// - Parameters:
  ///   - index: A hidden layer, or their number for the logits.
  ///   - inputs: Examples, of shape `[examples, features]`, in any precision.
  ///   - count: Takes the first ones.
  ///   - workers: The threads.
  /// - Returns: Of shape `[count, units]`; units of images are channels, then rows, then columns.
  package func activities<Source: Scalar>(
    ofLayer index: Int, at inputs: Matrix<Source>, count: Int, workers: Workers
  ) -> RowBuffer<Element> {
    let widths = architecture.hiddenWidths + [architecture.classCount]
    let result = RowBuffer<Element>(capacity: count, columns: widths[index])
    stream(inputs, count: count, workers: workers) { pass, range in
      if index == widths.count - 1 {
        result.row(range.lowerBound).update(
          from: pass.logits.pointer, count: range.count * result.columns)
      } else {
        architecture.copyHidden(
          index, from: pass.activity(ofHiddenLayer: index), into: result, range)
      }
    }
    return result
  }
}
