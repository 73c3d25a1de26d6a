public import PlateauNumerics

extension Architecture {
  /// Copies the values of a hidden layer from a pass, in the order that users see.
  func copyHidden<Element: Scalar>(
    _ index: Int, from source: UnsafePointer<Element>, into target: RowBuffer<Element>,
    _ rows: Range<Int>
  ) {
    let shape = hiddenShapes[index]
    for row in 0..<rows.count {
      Element.images.channelsFirst(
        channels: shape.channels, pixels: shape.height * shape.width,
        of: source + row * shape.count, into: target.row(rows.lowerBound + row))
    }
  }
}

extension Network {
  /// The logits of a batch, of shape `[examples, classes]`.
  ///
  /// - Parameters:
  ///   - inputs: Examples, of shape `[examples, features]`.
  ///   - workers: The threads to use; the result does not depend on their number.
  /// - Returns: Unnormalized scores, in the network's precision.
  /// - Precondition: `inputs.columns` is the size of the architecture's input.
  public func logits(of inputs: Matrix<Element>, workers: Workers) -> Matrix<Element> {
    let result = RowBuffer<Element>(capacity: inputs.rows, columns: architecture.classCount)
    forEachShard(of: inputs, workers: workers, keepsValues: false) { pass, range in
      result.row(range.lowerBound).update(
        from: pass.logits.pointer, count: range.count * result.columns)
    }
    return result.matrix()
  }

  /// The activities of every hidden layer, each of shape `[examples, units]`; units of images are
  /// channels, then rows, then columns.
  ///
  /// - Precondition: `inputs.columns` is the size of the architecture's input.
  public func hiddenActivities(of inputs: Matrix<Element>, workers: Workers) -> [Matrix<Element>] {
    let results = architecture.hiddenWidths.map {
      RowBuffer<Element>(capacity: inputs.rows, columns: $0)
    }
    forEachShard(of: inputs, workers: workers) { pass, range in
      for (index, result) in results.enumerated() {
        architecture.copyHidden(
          index, from: pass.activity(ofHiddenLayer: index), into: result, range)
      }
    }
    return results.map { $0.matrix() }
  }

  /// What enters every hidden nonlinearity, each of shape `[examples, units]`; units of images are
  /// channels, then rows, then columns.
  ///
  /// - Precondition: `inputs.columns` is the size of the architecture's input.
  public func hiddenPreActivations(
    of inputs: Matrix<Element>, workers: Workers
  ) -> [Matrix<Element>] {
    let results = architecture.hiddenWidths.map {
      RowBuffer<Element>(capacity: inputs.rows, columns: $0)
    }
    forEachShard(of: inputs, workers: workers, keepsPreActivations: true) { pass, range in
      for (index, result) in results.enumerated() {
        architecture.copyHidden(
          index, from: pass.preActivation(ofHiddenLayer: index), into: result, range)
      }
    }
    return results.map { $0.matrix() }
  }

  /// The weights that each softmax inside makes, such as those of attention, each of shape
  /// `[examples, weights]`: group after group, as its layer has them.
  ///
  /// - Precondition: `inputs.columns` is the size of the architecture's input.
  public func softmaxWeights(of inputs: Matrix<Element>, workers: Workers) -> [Matrix<Element>] {
    let stages = architecture.softmaxStages
    let results = stages.map {
      RowBuffer<Element>(capacity: inputs.rows, columns: architecture.stages[$0].outputs)
    }
    forEachShard(of: inputs, workers: workers) { pass, range in
      for (stage, result) in zip(stages, results) {
        result.row(range.lowerBound).update(
          from: pass.value(ofStage: stage), count: range.count * result.columns)
      }
    }
    return results.map { $0.matrix() }
  }

  /// The gradient of each example's loss with respect to its own input.
  ///
  /// - Parameters:
  ///   - loss: The loss, of one example's logits.
  ///   - inputs: Examples, of shape `[examples, features]`.
  ///   - labels: A class for each example.
  ///   - rule: How to compute it; see ``GradientRule`` for what is lost under each.
  ///   - workers: The threads to use; the result does not depend on their number.
  /// - Returns: A gradient and an exponent for each example.
  /// - Precondition: `inputs.columns` is the size of the input, and labels are classes.
  public func inputGradient(
    of loss: LogitLoss, at inputs: Matrix<Element>, labels: [Int], rule: GradientRule,
    workers: Workers
  ) -> InputGradient<Element> {
    check(inputs, labels)
    let values = RowBuffer<Element>(capacity: inputs.rows, columns: inputs.columns)
    let exponents = RowBuffer<Double>(capacity: inputs.rows, columns: 1)
    let size = passSize(inputs.rows, workers)
    let shards = (inputs.rows + size - 1) / size
    let flushed = RowBuffer<Double>(capacity: shards, columns: 1)
    let narrow = labels.map { Int32($0) }
    let passes = passes(workers, capacity: size, rows: inputs.rows)
    workers.run(count: inputs.rows, by: size) { range, thread in
      let pass = passes[thread]
      pass.flushed = 0
      inputs.lend(from: range.lowerBound) { source in
        narrow.lend(from: range.lowerBound) { labels in
          pass.inputGradient(
            parameters, source, labels: labels, rows: range.count, loss: loss, rule: rule,
            into: values.row(range.lowerBound))
        }
      }
      for row in range { exponents.pointer[row] = Double(pass.exponents[row - range.lowerBound]) }
      flushed.pointer[range.lowerBound / size] = Double(pass.flushed)
    }
    return InputGradient(
      mantissas: values.matrix(), exponents: exponents.matrix().elements.map { Int($0) },
      flushedSignals: Int(flushed.matrix().elements.reduce(0, +)))
  }

  /// The loss of training on one batch, and its gradient with respect to every parameter.
  ///
  /// - Parameters:
  ///   - inputs: Examples, of shape `[examples, features]`.
  ///   - labels: A class for each example.
  ///   - penaltyWeights: The factor λ of each hidden layer's penalty.
  ///   - attentionWeight: The factor of p (1 − p), summed over the weights of softmaxes inside.
  ///   - workers: The threads to use; the result does not depend on their number.
  /// - Returns: The statistics of the batch, and the gradient in the order of `parameters`.
  /// - Precondition: there is an example, `inputs.columns` is the size of the input, labels are
  ///   classes, and each hidden layer has a factor.
  public func parameterGradient(
    at inputs: Matrix<Element>, labels: [Int], penaltyWeights: [Element],
    attentionWeight: Element = 0,
    workers: Workers
  ) -> (statistics: BatchStatistics, gradient: [Element]) {
    check(inputs, labels)
    precondition(inputs.rows > 0, "a mean needs an example")
    precondition(
      penaltyWeights.count == architecture.hiddenWidths.count, "each hidden layer has a factor")
    let pass = TrainingPass<Element>(architecture, capacity: inputs.rows, workers: workers)
    pass.inputs.load(inputs, rows: 0..<inputs.rows)
    for (row, label) in labels.enumerated() { pass.labels[row] = Int32(label) }
    let gradient = RowBuffer<Element>(capacity: 1, columns: parameters.count)
    let statistics = parameters.lend { parameters in
      let statistics = pass.propagate(
        parameters, rows: inputs.rows, penaltyWeights: penaltyWeights,
        attentionWeight: attentionWeight, load: { _, _ in })
      pass.forEachGradientTile { tile, weights, biases in
        (gradient.pointer + tile.weights.lowerBound).update(
          from: weights, count: tile.weights.count)
        (gradient.pointer + tile.biases.lowerBound).update(from: biases, count: tile.biases.count)
      }
      return statistics
    }
    return (statistics, gradient.matrix().elements)
  }

  private func check(_ inputs: Matrix<Element>, _ labels: [Int]) {
    precondition(inputs.columns == architecture.input.count, "examples must fit the input")
    precondition(labels.count == inputs.rows, "each example has a label")
    precondition(labels.allSatisfy((0..<architecture.classCount).contains), "labels are classes")
  }

  /// The examples that a thread takes at a time: few enough that every thread has some.
  private func passSize(_ rows: Int, _ workers: Workers) -> Int {
    max(1, min(architecture.passSize, (rows + workers.threads - 1) / workers.threads))
  }

  /// A pass for each thread; all have the same packed weights.
  private func passes(
    _ workers: Workers, capacity: Int, keepsValues: Bool = true, rows: Int
  ) -> [InputPass<Element>] {
    let first = InputPass<Element>(architecture, capacity: capacity, keepsValues: keepsValues)
    // Of few examples packing takes as long as it saves.
    rows <= capacity * workers.threads ? first.borrow(parameters) : first.hold(parameters)
    return [first]
      + (1..<max(1, workers.threads)).map { _ in
        InputPass(architecture, capacity: capacity, keepsValues: keepsValues, sharing: first)
      }
  }

  private func forEachShard(
    of inputs: Matrix<Element>, workers: Workers, keepsPreActivations: Bool = false,
    keepsValues: Bool = true,
    _ body: @escaping (InputPass<Element>, Range<Int>) -> Void
  ) {
    precondition(inputs.columns == architecture.input.count, "examples must fit the input")
    let size = passSize(inputs.rows, workers)
    let passes = passes(workers, capacity: size, keepsValues: keepsValues, rows: inputs.rows)
    workers.run(count: inputs.rows, by: size) { range, thread in
      let pass = passes[thread]
      inputs.lend(from: range.lowerBound) { source in
        if keepsPreActivations {
          pass.forwardKeepingPreActivations(parameters, source, rows: range.count)
        } else {
          pass.forward(parameters, source, rows: range.count)
        }
        body(pass, range)
      }
    }
  }
}
