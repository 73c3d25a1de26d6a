import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// Tries the usual mistakes in preparing data on a model, and keeps what makes it right.
struct RepairSearch {
  /// A repair, and the share that is classified correctly with it.
  struct Finding {
    let repair: DataRepair
    let accuracy: Double
  }

  private let model: any AttackableModel
  private let network: Network<Double>?
  private let examples: Examples
  private let bounds: ClosedRange<Double>
  private let workers: Workers

  /// Prepares a search.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - network: The network it is; nil where it is none.
  ///   - examples: The data, of which the first are enough.
  ///   - bounds: The range of every input value.
  ///   - workers: The threads.
  init(
    _ model: any AttackableModel, network: Network<Double>?, on examples: Examples,
    bounds: ClosedRange<Double>, workers: Workers
  ) {
    self.model = model
    self.network = network
    let products = network?.architecture.multiplyAdds.reduce(0, +) ?? 0
    self.examples = examples.prefix(Self.exampleCount(products: products))
    self.bounds = bounds
    self.workers = workers
  }

  /// A thousand examples, or so many that all repairs together take less than a minute or so; twenty
  /// at least.
  ///
  /// - Parameter products: Those that the network adds up for one example.
  /// - Returns: The number of examples.
  static func exampleCount(products: Int) -> Int {
    min(1000, max(20, 20_000_000_000 / max(1, products)))
  }

  /// The repairs that make the model much better, the best first.
  ///
  /// - Parameter clean: What the model gets as it is.
  /// - Returns: Each repair with what the model gets then.
  func findings(beyond clean: CleanAccuracy) -> [Finding] {
    let least = clean.accuracy + AuditThresholds.repair
    let now = Decisions(
      of: model, on: examples.inputs, labels: examples.labels, workers: workers)
    // Of two classes one more and one less are the same, and another order of them.
    let steps = model.classCount > 2 ? [(DataRepair.labelsUp, 1), (.labelsDown, -1)] : []
    var found = steps.map { repair, step in
      Finding(repair: repair, accuracy: now.accuracy(withLabels: shifted(by: step)))
    }
    for repair in DataRepair.allCases {
      guard let inputs = repaired(by: repair) else { continue }
      let decisions = Decisions(
        of: model, on: inputs, labels: examples.labels, workers: workers)
      found.append(Finding(repair: repair, accuracy: decisions.accuracy))
    }
    // A map of classes is fitted to the examples, so that it takes many to believe it.
    if examples.count >= 10 * model.classCount {
      let reordered = now.accuracyOfReorderedClasses(examples.labels, model.classCount)
      let best = found.map(\.accuracy).max() ?? 0
      if reordered >= 0.5, reordered > best + AuditThresholds.agreement {
        found.append(Finding(repair: .reorderedClasses, accuracy: reordered))
      }
    }
    let isBeyondChance = { (accuracy: Double) in
      let right = Int((accuracy * Double(examples.count)).rounded())
      let luck = Binomial(trials: examples.count, probability: max(clean.chance, clean.accuracy))
      return luck.atLeast(right) < AuditThresholds.guessing
    }
    return found.enumerated().filter {
      $0.element.accuracy >= least && isBeyondChance($0.element.accuracy)
    }
    .sorted { ($1.element.accuracy, $0.offset) < ($0.element.accuracy, $1.offset) }
    .map(\.element)
  }

  private func shifted(by step: Int) -> [Int] {
    let classes = model.classCount
    return examples.labels.map { ($0 + step + classes) % classes }
  }

  // MARK: - Inputs

  /// The inputs as they might have to be; nil where the repair changes none, or not these.
  private func repaired(by repair: DataRepair) -> Matrix<Float>? {
    let shape = model.inputShape
    let pixels = shape.height * shape.width
    switch repair {
    case .labelsUp, .labelsDown, .reorderedClasses: return nil
    case .transposed, .mirrored, .upsideDown, .turnedAround, .turnedLeft, .turnedRight:
      return turned(repair)
    case .reversedChannels:
      guard shape.channels > 1, pixels > 1 else { return nil }
      return moved { channel, pixel in (shape.channels - 1 - channel) * pixels + pixel }
    case .standardized:
      let moments = moments(shape.channels, pixels)
      return scaled { channel, value in
        let (mean, deviation) = moments[channel]
        return deviation > 0 ? (value - mean) / deviation : value - mean
      }
    case .notNormalized:
      guard case .normalization(let front)? = network?.architecture.layers.first?.operation else {
        return nil
      }
      return scaled { channel, value in value * front.deviations[channel] + front.means[channel] }
    case .timesBytes: return bounds.upperBound <= 1 ? scaled { $1 * 255 } : nil
    case .overBytes: return bounds.upperBound > 1 ? scaled { $1 / 255 } : nil
    case .signed:
      let width = bounds.upperBound - bounds.lowerBound
      guard bounds.lowerBound >= 0, width > 0 else { return nil }
      return scaled { 2 * ($1 - bounds.lowerBound) / width - 1 }
    case .inverted: return scaled { bounds.lowerBound + bounds.upperBound - $1 }
    }
  }

  /// Images read in another direction; nil of what is no image, or cannot be turned.
  private func turned(_ repair: DataRepair) -> Matrix<Float>? {
    let shape = model.inputShape
    let (height, width) = (shape.height, shape.width)
    let isFlip = [.mirrored, .upsideDown, .turnedAround].contains(repair)
    guard height > 1, width > 1, isFlip || height == width else { return nil }
    return moved { channel, pixel in
      let (row, column) = (pixel / width, pixel % width)
      let (sourceRow, sourceColumn) =
        switch repair {
        case .mirrored: (row, width - 1 - column)
        case .upsideDown: (height - 1 - row, column)
        case .turnedAround: (height - 1 - row, width - 1 - column)
        case .turnedLeft: (column, width - 1 - row)
        case .turnedRight: (height - 1 - column, row)
        default: (column, row)
        }
      return channel * height * width + sourceRow * width + sourceColumn
    }
  }

  private func scaled(_ change: (_ channel: Int, _ value: Double) -> Double) -> Matrix<Float> {
    let shape = model.inputShape
    let (pixels, count) = (max(1, shape.height * shape.width), shape.count)
    var result = examples.inputs
    for index in result.elements.indices {
      let value = change(index % count / pixels, Double(result.elements[index]))
      result.elements[index] = Float(value)
    }
    return result
  }

  private func moved(_ source: (_ channel: Int, _ pixel: Int) -> Int) -> Matrix<Float> {
    let shape = model.inputShape
    let (pixels, count) = (shape.height * shape.width, shape.count)
    let places = (0..<count).map { source($0 / pixels, $0 % pixels) }
    var result = examples.inputs
    for row in 0..<result.rows {
      for (index, place) in places.enumerated() {
        result.elements[row * count + index] = examples.inputs.elements[row * count + place]
      }
    }
    return result
  }

  /// The mean and the deviation of each channel over all examples.
  private func moments(_ channels: Int, _ pixels: Int) -> [(mean: Double, deviation: Double)] {
    let count = channels * pixels
    let values = examples.inputs.elements
    return (0..<channels).map { channel in
      var (sum, squares) = (0.0, 0.0)
      for row in 0..<examples.count {
        for index in row * count + channel * pixels..<row * count + (channel + 1) * pixels {
          sum += Double(values[index])
          squares += Double(values[index]) * Double(values[index])
        }
      }
      let number = Double(max(1, examples.count * pixels))
      let mean = sum / number
      return (mean, max(0, squares / number - mean * mean).squareRoot())
    }
  }
}

extension Decisions {
  /// The share of examples that would be right with other labels; those that no class wins are not.
  fileprivate func accuracy(withLabels labels: [Int]) -> Double {
    let right = all.indices.count { all[$0].hasWinner && winners[$0] == labels[$0] }
    return Double(right) / Double(max(1, count))
  }

  /// The share that would be right if each class were another one, matched by the most examples
  /// first.
  fileprivate func accuracyOfReorderedClasses(_ labels: [Int], _ classes: Int) -> Double {
    var counts = Array(repeating: 0, count: classes * classes)
    for (label, winner) in zip(labels, winners) { counts[label * classes + winner] += 1 }
    var (freeLabels, freeWinners) = (Set(0..<classes), Set(0..<classes))
    var right = 0
    for place in counts.indices.sorted(by: { (counts[$1], $0) < (counts[$0], $1) }) {
      let (label, winner) = (place / classes, place % classes)
      guard freeLabels.contains(label), freeWinners.contains(winner) else { continue }
      freeLabels.remove(label)
      freeWinners.remove(winner)
      right += counts[place]
    }
    return Double(right) / Double(max(1, count))
  }
}

extension Decision {
  /// Whether the winner of the example is the class of a logit larger than all others, as far as
  /// that is known without the logits.
  fileprivate var hasWinner: Bool { self == .correct || self == .wrong }
}
