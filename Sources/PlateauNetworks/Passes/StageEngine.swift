import PlateauNumerics
import Synchronization

/// What one thread needs to run the stages of an architecture: linear maps with their parameters, and
/// scratch memory.
///
/// Everything is allocated when it is made.
final class StageEngine<Element: Scalar> {
  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  let architecture: Architecture
  /// By stage; nil where it is not linear.
  let maps: [(any PreparedMap<Element>)?]
  private let form: LinearForm
  private let scratch: RowBuffer<Element>
  /// Where the values that a stage takes are.
  private let sources: UnsafeMutablePointer<In>
  private var isPreparedBack = false
  private var isHeld = false
  /// Whether the maps that are shared are prepared for the way back.
  private let sharedBack: SharedFlag

  /// Allocates the memory.
  ///
  /// - Parameters:
  ///   - architecture: The architecture.
  ///   - form: Whether its maps are plain, or those of magnitudes.
  ///   - other: One that holds the same parameters, whose maps it takes too; nil prepares them.
  init(
    _ architecture: Architecture, form: LinearForm = .plain, sharing other: StageEngine? = nil
  ) {
    self.architecture = architecture
    self.form = form
    maps =
      other?.maps
      ?? architecture.stages.map { stage in
        stage.linear.map { $0.prepared(for: Element.self) }
      }
    sharedBack = other?.sharedBack ?? SharedFlag()
    isHeld = other?.isHeld ?? false
    let nonlinear = architecture.stages.reduce(1) { max($0, $1.nonlinear?.scratchSize ?? 0) }
    scratch = RowBuffer(
      capacity: 1, columns: maps.reduce(nonlinear) { max($0, $1?.scratchSize ?? 0) })
    sources = .allocate(
      capacity: architecture.stages.reduce(1) { max($0, $1.sources.count) })
  }

  deinit {
    sources.deallocate()
  }

  // MARK: - Parameters

  /// Prepares the forward pass with some parameters, unless others are held.
  func prepare(_ parameters: In) {
    guard !isHeld else { return }
    isPreparedBack = false
    // By index: iterators of generic arrays allocate in debug builds.
    for index in maps.indices { maps[index]?.load(parameters, form) }
  }

  /// Prepares the backward pass with the parameters of the forward one.
  func prepareBack(_ parameters: In) {
    guard !isPreparedBack else { return }
    isPreparedBack = true
    sharedBack.value.withLock { isDone in
      guard !isDone else { return }
      isDone = isHeld
      for index in maps.indices {
        maps[index]?.loadTranspose(parameters)
        if isHeld { maps[index]?.holdTranspose(parameters) }
      }
    }
  }

  /// Prepares all passes to come: their parameters will be these.
  ///
  /// The way back is prepared when the first pass takes it.
  func hold(_ parameters: In) {
    isHeld = false
    sharedBack.value.withLock { $0 = false }
    prepare(parameters)
    isHeld = true
    for index in maps.indices { maps[index]?.hold(parameters) }
  }

  /// Takes parameters for all passes to come, of few examples, and keeps no copies where it can do
  /// without.
  func borrow(_ parameters: In) {
    isHeld = true
    isPreparedBack = false
    sharedBack.value.withLock { $0 = false }
    for index in maps.indices { maps[index]?.borrow(parameters) }
  }

  // MARK: - Forward

  /// Computes what a stage makes, before its bias and nonlinearity.
  ///
  /// - Parameters:
  ///   - index: The stage.
  ///   - parameters: Those of the network.
  ///   - value: Gives the values that it takes, of shape `[rows, inputs]`.
  ///   - output: Receives `[rows, outputs]`.
  ///   - rows: The number of examples.
  ///   - softness: Of softened nonlinear maps; nil for the maps themselves.
  ///   - winners: Receives the winning pixels of a max pooling, of the output's shape.
  ///   - finish: Called with rows that are done, while they are in a cache.
  func run(
    _ index: Int, _ parameters: In, from value: (Int) -> In, into output: Out, rows: Int,
    softness: Element? = nil, winners: UnsafeMutablePointer<Int32>?, finish: (Range<Int>) -> Void
  ) {
    let stage = architecture.stages[index]
    switch stage.operation {
    case .linear:
      for part in stage.sources.indices { sources[part] = value(stage.sources[part]) }
      maps[index]?.apply(
        sources, parameters, scratch.pointer, into: output, rows: rows, finish: finish)
    case .maximum(let pooling):
      pooling.apply(value(stage.source), into: output, winners: winners, rows: 0..<rows)
      finish(0..<rows)
    case .nonlinear(let map):
      for part in stage.sources.indices { sources[part] = value(stage.sources[part]) }
      map.apply(sources, softness: softness, scratch.pointer, into: output, rows: rows)
      finish(0..<rows)
    }
  }

  // MARK: - Backward

  /// Computes the gradient with respect to one of the values that a stage takes.
  ///
  /// - Parameters:
  ///   - index: The stage.
  ///   - part: Which of its sources.
  ///   - parameters: Those of the network.
  ///   - signal: The gradient with respect to what the stage makes, before its nonlinearity.
  ///   - target: Overwritten, of shape `[rows · copies, inputs]`.
  ///   - rows: The number of examples.
  ///   - copies: The signals of each example.
  ///   - winners: The winning pixels of a max pooling, of shape `[rows, outputs]`.
  func back(
    _ index: Int, part: Int = 0, _ parameters: In, _ signal: In, into target: Out, rows: Int,
    copies: Int = 1, winners: UnsafePointer<Int32>?
  ) {
    switch architecture.stages[index].operation {
    case .linear:
      maps[index]?.transpose(
        signal, parameters, scratch.pointer, into: target, part: part, rows: rows * copies)
    case .maximum(let pooling):
      guard let winners else { return }
      pooling.transpose(signal, winners, into: target, rows: rows, copies: copies)
    case .nonlinear: break
    }
  }

  /// Computes the gradient with respect to one of the values that a nonlinear map takes.
  ///
  /// - Parameters:
  ///   - map: That of the stage.
  ///   - index: The stage.
  ///   - part: Which of its sources.
  ///   - signal: The gradient with respect to what the map makes.
  ///   - value: Gives the values that it takes, of shape `[rows, inputs]`.
  ///   - target: Overwritten, of shape `[rows · copies, inputs]`.
  ///   - rows: The number of examples.
  ///   - copies: The signals of each example.
  ///   - softness: Of the softened map; nil for the map itself.
  ///   - exponents: Has powers of two added of which the target is short; nil computes as usual
  ///     frameworks do.
  ///   - flushed: Counts what underflows beside the largest signal of its row.
  func back(
    _ map: any NonlinearMap, _ index: Int, part: Int, _ signal: In, from value: (Int) -> In,
    into target: Out, rows: Int, copies: Int = 1, softness: Element? = nil,
    exponents: UnsafeMutablePointer<Int64>? = nil, flushed: UnsafeMutablePointer<Int64>
  ) {
    let stage = architecture.stages[index]
    for part in stage.sources.indices { sources[part] = value(stage.sources[part]) }
    map.transpose(
      NonlinearGradient(
        signal: signal, sources: UnsafePointer(sources), scratch: scratch.pointer, rows: rows,
        copies: copies, softness: softness, exponents: exponents, flushed: flushed),
      part: part, into: target)
  }

  /// Computes the gradient with respect to what a stage takes, and adds that of its weights: of a
  /// stage whose gradient is summed by shards.
  ///
  /// - Parameters:
  ///   - index: The stage.
  ///   - signal: The gradient with respect to what the stage makes, before its nonlinearity.
  ///   - source: What the stage took.
  ///   - target: Overwritten, unless it is nil.
  ///   - gradient: That of the weights, in the layout of the map.
  ///   - rows: The number of examples.
  func back(
    _ index: Int, _ signal: In, source: In, into target: Out?, addingTo gradient: Out, rows: Int
  ) {
    maps[index]?.transpose(
      signal, source: source, scratch.pointer, into: target, addingTo: gradient, rows: rows)
  }
}

/// A flag of several threads.
private final class SharedFlag: Sendable {
  let value = Mutex(false)
}
