import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import PlateauTesting
import Testing

@testable import PlateauExperiments

@Suite("Whether data can be a model's")
struct DataPlausibilityTests {
  // MARK: - Mistakes in data

  private func judged(
    _ model: some AttackableModel, _ examples: Examples, _ bounds: ClosedRange<Double> = 0...1
  ) -> DataPlausibility {
    let workers = Workers(threads: 2)
    return DataPlausibility(
      Decisions(of: model, on: examples.inputs, labels: examples.labels, workers: workers),
      of: model, on: examples, within: bounds, workers: workers)
  }

  private func changed(
    _ examples: Examples, labels: (Int) -> Int = { $0 }, inputs: (Int, Float) -> Float = { $1 },
    place: (Int) -> Int = { $0 }
  ) -> Examples {
    let columns = examples.inputs.columns
    let elements = (0..<examples.count).flatMap { row in
      (0..<columns).map { column in
        inputs(column, examples.inputs.elements[row * columns + place(column)])
      }
    }
    return Examples(
      inputs: Matrix(rows: examples.count, columns: columns, elements: elements),
      labels: examples.labels.map(labels), classCount: examples.classCount, shape: examples.shape)
  }

  @Test func `good data are plausible, and nothing is said of them`() throws {
    let answer = try KnownAnswers.vanilla()
    let found = judged(answer.model, answer.examples)
    #expect(found.isPlausible && found.causes.isEmpty && found.warning == nil)
    #expect(found.check.name == .cleanAccuracy && found.check.result == .pass)
    // A confidence of 1 all the same.
    let scaled = try KnownAnswers.scaledLogits()
    #expect(judged(scaled.model, scaled.examples).isPlausible)
  }

  @Test func `labels off by one are named, with what the model gets without the mistake`() throws {
    let answer = try KnownAnswers.vanilla()
    let up = judged(answer.model, changed(answer.examples, labels: { ($0 + 1) % 3 }))
    #expect(!up.isPlausible && up.check.result == .fail)
    #expect(
      up.causes == [
        "labels off by one: with 1 subtracted from each 100.0 % are classified correctly (subtract 1 "
          + "from y)"
      ])
    let down = judged(answer.model, changed(answer.examples, labels: { ($0 + 2) % 3 }))
    #expect(
      down.causes == [
        "labels off by one: with 1 added to each 100.0 % are classified correctly (add 1 to y)"
      ])
    let warning = try #require(down.warning)
    #expect(
      warning.hasPrefix("0 of 120 examples are classified correctly, 0.0 %; a guess gets "))
    #expect(
      warning.hasSuffix(
        " sure of its answers. Nothing that is measured on them says anything about the model. "
          + "Likely: labels off by one: with 1 added to each 100.0 % are classified correctly (add 1 "
          + "to y)."))
  }

  /// A network that looks at one half of an image of two channels.
  private func halves(channels: Int) throws -> (Network<Double>, Examples) {
    let shape = InputShape(channels: channels, height: 2, width: 2)
    let architecture = try Architecture(input: shape, layers: [.dense(units: 3)])
    // Class 0: the first row is bright; 1: the second; 2: neither. Of colors: the first channel.
    var weights = Array(repeating: 0.0, count: 3 * shape.count)
    for channel in 0..<channels {
      let sign = channel == 0 ? 8.0 : -8
      for pixel in 0..<4 {
        let column = channel * 4 + pixel
        if channels == 1 {
          weights[column] = pixel < 2 ? 8 : -8
          weights[shape.count + column] = -weights[column]
        } else {
          weights[column] = sign
          weights[shape.count + column] = -sign
        }
      }
    }
    let network = try Network<Double>(architecture, parameters: weights + [0, 0, 4])
    var generator = SeededGenerator(seed: 3, purpose: "halves")
    let labels = (0..<90).map { $0 % 3 }
    let values = labels.flatMap { label in
      (0..<shape.count).map { column in
        let isFirst = channels == 1 ? column % 4 < 2 : column < 4
        let isBright = label == 2 ? false : (label == 0) == isFirst
        return Float((isBright ? 0.8 : 0.1) + generator.uniform(-0.05, 0.05))
      }
    }
    return (
      network,
      Examples(
        inputs: Matrix(rows: 90, columns: shape.count, elements: values), labels: labels,
        classCount: 3, shape: shape)
    )
  }

  @Test func `transposed images, inverted ones and other ranges are named`() throws {
    let (network, examples) = try halves(channels: 1)
    #expect(judged(network, examples).clean.accuracy == 1)
    let transposed = judged(network, changed(examples, place: { $0 % 2 * 2 + $0 / 2 }))
    #expect(!transposed.isPlausible)
    #expect(
      transposed.causes.contains(
        "images transposed: with rows and columns swapped 100.0 % are classified correctly (swap the "
          + "axes of height and width of x)"))
    let turned = judged(network, changed(examples, place: { ($0 / 2) + 2 * (1 - $0 % 2) }))
    #expect(
      turned.causes.contains {
        $0.hasPrefix("images turned: turned to the ") && $0.contains(" 100.0 % are classified")
      })
    let flipped = judged(network, changed(examples, place: { ($0 + 2) % 4 }))
    #expect(
      flipped.causes.contains(
        "images upside down: with top and bottom exchanged 100.0 % are classified correctly (reverse "
          + "the axis of height of x)"))
    let inverted = judged(network, changed(examples, inputs: { 1 - $1 }))
    #expect(
      inverted.causes.contains(
        "images inverted: with dark and bright exchanged 100.0 % are classified correctly (subtract "
          + "x from its largest value)"))
    // Trained on bytes: nothing of 0 to 1 is ever bright.
    let bytes = try network.normalizingInputs(means: [0], deviations: [255])
    let small = judged(bytes, examples)
    #expect(small.clean.isAtChance && !small.isPlausible)
    #expect(
      small.causes.contains(
        "pixels in another range: multiplied by 255 100.0 % are classified correctly (give x from 0 "
          + "to 255 with --bounds 0,255)"))
    #expect(
      small.causes.contains(
        "images normalized twice: without the model's first normalization 100.0 % are classified "
          + "correctly (leave out --mean and --std, or give x before any normalization)"))
    // Trained on pixels of mean 0 and deviation 1: to it those of 0 to 1 are hardly bright.
    let (mean, deviation) = (0.333, 0.331)
    let normalized = try network.normalizingInputs(
      means: [-mean / deviation], deviations: [1 / deviation])
    #expect(
      judged(normalized, examples).causes.contains(
        "normalization missing, or another one: with each channel brought to mean 0 and deviation 1 "
          + "100.0 % are classified correctly (give --mean and --std of training)"))
  }

  @Test func `channels in another order are named`() throws {
    let (network, examples) = try halves(channels: 2)
    #expect(judged(network, examples).clean.accuracy == 1)
    let reversed = judged(network, changed(examples, place: { ($0 + 4) % 8 }))
    #expect(
      reversed.causes.contains(
        "channels in another order, such as BGR for RGB: with their order reversed 100.0 % are "
          + "classified correctly (reverse the channels of x)"))
  }

  @Test func `classes in another order are named where there are examples enough`() throws {
    let answer = try KnownAnswers.vanilla()
    // No shift of three classes exchanges two of them.
    let exchanged = judged(answer.model, changed(answer.examples, labels: { [1, 0, 2][$0] }))
    #expect(
      exchanged.causes == [
        "classes in another order: with each label replaced by a class of the model 100.0 % are "
          + "classified correctly (number the classes as in training)"
      ])
  }

  @Test func `a model that ties everywhere is the suspect, and else there is advice`() throws {
    let shape = InputShape.vector(4)
    let architecture = try Architecture(input: shape, layers: [.dense(units: 3)])
    let constant = try Network<Double>(
      architecture, parameters: Array(repeating: 0, count: 15))
    var generator = SeededGenerator(seed: 9, purpose: "noise")
    let noise = Examples(
      inputs: Matrix(
        rows: 60, columns: 4, elements: (0..<240).map { _ in Float(generator.uniform(0, 1)) }),
      labels: (0..<60).map { $0 % 3 }, classCount: 3, shape: shape)
    #expect(
      judged(constant, noise).causes == [
        "the label ties with another class on 60 of 60 examples, as after a ReLU on the logits, or "
          + "where a model is constant"
      ])
    let biased = try Network<Double>(
      architecture, parameters: Array(repeating: 0, count: 12) + [0, 0, 3])
    #expect(judged(biased, noise).causes == [DataPlausibility.advice])
    #expect(
      DataPlausibility.advice
        == "none of the usual mistakes explains it; check in this order the labels (off by one, "
        + "another order of classes), the orientation of images, the normalization (--mean and "
        + "--std), the order of channels, the range of pixels (--bounds), and that the model is "
        + "trained")
  }

  @Test func `a model that is unsure where it is wrong is believed, however large its logits`()
    throws
  {
    let answer = try KnownAnswers.vanilla()
    let network = try #require(answer.network).multiplyingLogits(by: 1000)
    var generator = SeededGenerator(seed: 5, purpose: "blur")
    // So much noise that many examples are no longer told apart.
    let blurred = changed(
      answer.examples,
      inputs: { min(max($1 + Float(generator.uniform(-0.7, 0.7)), 0), 1) })
    let found = judged(network, blurred)
    #expect(found.clean.accuracy > 0.4 && found.clean.accuracy < 0.75)
    #expect((found.clean.confidence ?? 0) - found.clean.accuracy > 0.25)
    #expect(found.isPlausible)
  }

  @Test func `labels of which half are wrong are not believed`() throws {
    let answer = try KnownAnswers.vanilla()
    let examples = Examples(
      inputs: answer.examples.inputs,
      labels: answer.examples.labels.enumerated().map {
        $0 % 2 == 0 ? $1 : ($1 + $0 / 2 % 2 + 1) % 3
      },
      classCount: 3, shape: answer.examples.shape)
    let found = judged(answer.model, examples)
    #expect(found.clean.accuracy == 0.5 && !found.clean.isAtChance)
    #expect(!found.isPlausible && found.causes == [DataPlausibility.advice])
  }

  @Test func `large networks are tried on fewer examples`() {
    #expect(RepairSearch.exampleCount(products: 0) == 1000)
    #expect(RepairSearch.exampleCount(products: 20_000_000) == 1000)
    #expect(RepairSearch.exampleCount(products: 313_000_000) == 63)
    #expect(RepairSearch.exampleCount(products: 4_000_000_000) == 20)
  }

  // MARK: - In audits

  @Test func `an audit of such data is inconclusive, and says what is wrong with them`() throws {
    let answer = try KnownAnswers.linear()
    let network = try #require(answer.network)
    var plan = AuditPlan.quick(epsilons: [0.002, 0.3])
    plan.hopSkipJump = (2, 50)
    let audit = try Audit(
      AuditSubject(network, name: "m"),
      on: changed(answer.examples, labels: { ($0 + 1) % 3 }).prefix(60), named: "d", plan: plan,
      workers: Workers(threads: 2))
    for finding in try #require(try audit.run()) {
      let record = finding.record
      #expect(record.verdict == .inconclusive)
      #expect(record.checks[0].name == .cleanAccuracy && record.checks[0].result == .fail)
      #expect(
        record.causes == [
          "labels off by one: with 1 subtracted from each 100.0 % are classified correctly (subtract "
            + "1 from y)"
        ])
    }
  }

  // MARK: - Words

  @Test func `ties and logits that are not finite are said in one sentence each`() {
    #expect(DecisionNotes.sentences(ties: 0, notFinite: 0, of: 9).isEmpty)
    #expect(DecisionNotes.sentences(ties: nil, notFinite: nil, of: 9).isEmpty)
    #expect(
      DecisionNotes.sentences(ties: 19, notFinite: 0, of: 300) == [
        "19 of 300 examples are tied: the label has the largest logit together with another class, "
          + "counted as an error. A ReLU on the logits or a constant model does this."
      ])
    #expect(
      DecisionNotes.sentences(ties: 0, notFinite: 1, of: 300) == [
        "1 of 300 examples has a logit that is not finite, counted as an error. Weights or inputs are "
          + "too large."
      ])
  }
}
