public import PlateauNumerics

/// The built-in dataset: handwritten-looking digits that the program makes from a seed.
public enum Strokes {
  /// The number of classes: the digits.
  static let classCount = 10

  /// Makes the dataset.
  public static func dataset(
    seed: UInt64 = 0, training: Int = 60_000, test: Int = 10_000, workers: Workers = Workers()
  ) -> Dataset {
    Dataset(
      name: "strokes",
      training: examples(training, seed: seed, purpose: "strokes.training", workers),
      test: examples(test, seed: seed, purpose: "strokes.test", workers))
  }

  private static func examples(
    _ count: Int, seed: UInt64, purpose: String, _ workers: Workers
  ) -> Examples {
    precondition(count >= 0, "there is no negative number of examples")
    let shape = InputShape(channels: 1, height: Canvas.imageSide, width: Canvas.imageSide)
    // The label is the first number drawn, so that it needs no image.
    let generators = (0..<count).map { SeededGenerator(seed: seed, purpose: purpose, index: $0) }
    let labels = generators.map { generator in
      var generator = generator
      return generator.below(classCount)
    }
    let grays = Pixels.scaled(Array(0...255))
    let painters = (0..<workers.threads).map { _ in DigitPainter() }
    let elements = [Float](unsafeUninitializedCapacity: count * shape.count) { buffer, filled in
      filled = count * shape.count
      guard let images = buffer.baseAddress else { return }
      workers.run(count: count, by: 64) { range, thread in
        grays.withUnsafeBufferPointer { grays in
          guard let grays = grays.baseAddress else { return }
          for index in range {
            var generator = generators[index]
            let digit = generator.below(classCount)
            painters[thread].paint(
              digit, &generator, into: images + index * shape.count, grays: grays)
          }
        }
      }
    }
    return Examples(
      inputs: Matrix(rows: count, columns: shape.count, elements: elements), labels: labels,
      classCount: classCount, shape: shape)
  }
}
