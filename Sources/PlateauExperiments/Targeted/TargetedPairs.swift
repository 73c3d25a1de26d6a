import PlateauAttacks
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness

/// The sources of a network, each with every other class as a target.
struct TargetedPairs: Sendable {
  /// The images from which attacks set out, by class.
  let sources: [TargetedSource]
  /// The number of classes of the network.
  let classCount: Int
  /// Each source as often as it has targets, one after the other.
  let examples: Examples
  /// The targets of each source, ascending.
  let targets: [Int]

  /// Chooses the sources among examples that fit the network.
  init(_ network: Network<Double>, on examples: Examples, workers: Workers) {
    let sources = TargetedSource.leastConfident(network, on: examples, workers: workers)
    let classes = 0..<network.architecture.classCount
    self.sources = sources
    classCount = classes.count
    self.examples = examples.selecting(
      sources.flatMap { Array(repeating: $0.example, count: classes.count - 1) })
    targets = sources.flatMap { source in classes.filter { $0 != source.label } }
  }

  /// The number of pairs.
  var count: Int { targets.count }

  /// The pairs of some numbers.
  func pairs(_ numbers: [Int]) -> [TargetedRecord.Pair] {
    numbers.map { TargetedRecord.Pair(source: examples.labels[$0], target: targets[$0]) }
  }

  /// The perturbed images of all pairs, with the sources between them.
  func images(of result: AttackResult) -> TargetedImages {
    var pixels: [Float] = []
    pixels.reserveCapacity(sources.count * classCount * examples.shape.count)
    var isReached: [Bool] = []
    for (row, source) in sources.enumerated() {
      let first = row * (classCount - 1)
      for target in 0..<classCount {
        if target == source.label {
          pixels += examples.inputs.row(first)
          isReached.append(true)
        } else {
          let pair = first + (target < source.label ? target : target - 1)
          let outcome = result.outcomes[pair]
          pixels += result.adversarial.row(pair)
          isReached.append(outcome.isSuccess && !outcome.isMisclassified)
        }
      }
    }
    return TargetedImages(
      sources: sources, classCount: classCount, shape: examples.shape,
      pixels: Matrix(
        rows: sources.count * classCount, columns: examples.shape.count, elements: pixels),
      isReached: isReached)
  }
}
