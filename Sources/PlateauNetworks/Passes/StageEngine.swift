import CPlateauKernels
import PlateauNumerics
import Synchronization

/// What one thread needs to run the stages of an architecture: packed kernels and scratch memory.
///
/// Everything is allocated when it is made.
final class StageEngine<Element: Scalar> {
  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  let architecture: Architecture
  let kernels = Element.kernels
  let convolutions = Element.convolutions
  let images = Element.images
  /// By stage; nil where it is no convolution.
  let packs: [ConvolutionPack<Element>?]
  /// By stage, of use while parameters are held; nil where it is no dense layer of a moderate size.
  let weights: [PackedWeights<Element>?]
  /// By stage; nil where it is no affine map of channels.
  let affines: [ChannelAffine<Element>?]
  let scratch: RowBuffer<Element>
  private var isPackedBack = false
  private var isHeld = false
  /// Whether the packs that are shared are packed for the way back.
  private let sharedBack: SharedFlag

  /// Allocates the memory.
  ///
  /// - Parameters:
  ///   - architecture: The architecture.
  ///   - other: One that holds the same parameters, whose packed kernels it takes too; nil packs
  ///     them.
  init(_ architecture: Architecture, sharing other: StageEngine? = nil) {
    self.architecture = architecture
    packs = other?.packs ?? architecture.stages.map { ConvolutionPack($0) }
    weights = other?.weights ?? architecture.stages.map { PackedWeights($0) }
    affines = other?.affines ?? architecture.stages.map { ChannelAffine($0) }
    sharedBack = other?.sharedBack ?? SharedFlag()
    isHeld = other?.isHeld ?? false
    scratch = RowBuffer(
      capacity: 1, columns: packs.reduce(1) { max($0, $1?.scratchSize ?? 0) })
  }

  // MARK: - Parameters

  /// Prepares the forward pass with some parameters, unless others are held.
  func prepare(_ parameters: In) {
    guard !isHeld else { return }
    isPackedBack = false
    // By index: iterators of generic arrays allocate in debug builds.
    for index in packs.indices {
      packs[index]?.packForward(parameters)
      affines[index]?.load(parameters)
    }
  }

  /// Prepares the backward pass with the parameters of the forward one.
  func prepareBack(_ parameters: In) {
    guard !isPackedBack else { return }
    isPackedBack = true
    sharedBack.value.withLock { isDone in
      guard !isDone else { return }
      isDone = isHeld
      for index in packs.indices { packs[index]?.packBack(parameters) }
      guard isHeld else { return }
      for index in weights.indices { weights[index]?.packBack(parameters) }
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
    for index in weights.indices { weights[index]?.packForward(parameters) }
  }

  // MARK: - Forward

  /// Computes what a stage makes, before its bias and nonlinearity.
  ///
  /// - Parameters:
  ///   - index: The stage.
  ///   - parameters: Those of the network.
  ///   - source: The value that it takes, of shape `[rows, inputs]`.
  ///   - other: The value that a sum adds to it.
  ///   - output: Receives `[rows, outputs]`.
  ///   - rows: The number of examples.
  ///   - winners: Receives the winning pixels of a max pooling, of the output's shape.
  ///   - finish: Called with rows that are done, while they are in a cache.
  @inline(__always)
  func run(
    _ index: Int, _ parameters: In, from source: In, with other: In?, into output: Out, rows: Int,
    winners: UnsafeMutablePointer<Int32>?, finish: (Range<Int>) -> Void
  ) {
    let stage = architecture.stages[index]
    let (inputs, outputs) = (stage.inputs, stage.outputs)
    switch stage.operation {
    case .dense(let weight, _):
      let shape = ProductShape(m: rows, n: outputs, k: inputs, transposesB: true)
      if isHeld, let packed = weights[index] {
        kernels.gemmPacked(source, packed.forward.pointer, output, shape)
      } else {
        kernels.gemm(source, parameters + weight, output, shape)
      }
    case .convolution:
      guard let pack = packs[index] else { return }
      for row in 0..<rows {
        convolutions.convolve(
          pack.shape, source + row * inputs, pack.panels.pointer, scratch.pointer,
          output + row * outputs)
        finish(row..<row + 1)
      }
      return
    case .maxPooling(let shape):
      withUnsafePointer(to: shape.parameters) { shape in
        for row in 0..<rows {
          images.maxPool(
            shape, source + row * inputs, output + row * outputs,
            winners.map { $0 + row * outputs })
        }
      }
    case .averagePooling(let shape):
      withUnsafePointer(to: shape.parameters) { shape in
        for row in 0..<rows {
          images.averagePool(shape, source + row * inputs, output + row * outputs)
        }
      }
    case .normalization, .batchNormalization:
      output.update(from: source, count: rows * outputs)
      affines[index]?.apply(output, rows: rows * stage.pixels)
    case .add:
      output.update(from: source, count: rows * outputs)
      if let other { images.add(Int64(rows * outputs), output, other) }
    case .channelsLast, .channelsFirst:
      reorder(stage, toLast: stage.operation == .channelsLast, source, output, rows)
    case .copy: output.update(from: source, count: rows * outputs)
    }
    finish(0..<rows)
  }

  // MARK: - Backward

  /// Computes the gradient with respect to what a stage takes; of a sum, to its first part.
  ///
  /// - Parameters:
  ///   - index: The stage.
  ///   - parameters: Those of the network.
  ///   - signal: The gradient with respect to what the stage makes, before its nonlinearity.
  ///   - target: Overwritten, of shape `[rows · copies, inputs]`.
  ///   - rows: The number of examples.
  ///   - copies: The signals of each example.
  ///   - winners: The winning pixels of a max pooling, of shape `[rows, outputs]`.
  func back(
    _ index: Int, _ parameters: In, _ signal: In, into target: Out, rows: Int, copies: Int = 1,
    winners: UnsafePointer<Int32>?
  ) {
    let stage = architecture.stages[index]
    let (inputs, outputs) = (stage.inputs, stage.outputs)
    let all = rows * copies
    switch stage.operation {
    case .dense(let weight, _):
      let shape = ProductShape(m: all, n: inputs, k: outputs)
      if isHeld, let packed = weights[index] {
        kernels.gemmPacked(signal, packed.back.pointer, target, shape)
      } else {
        kernels.gemm(signal, parameters + weight, target, shape)
      }
    case .convolution:
      guard let pack = packs[index] else { return }
      for row in 0..<all {
        convolutions.convolveBack(
          pack.shape, signal, signal + row * outputs, pack.back.pointer, scratch.pointer,
          target + row * inputs, 0, nil)
      }
    case .maxPooling(let shape):
      guard let winners else { return }
      target.clear(count: all * inputs)
      withUnsafePointer(to: shape.parameters) { shape in
        for row in 0..<all {
          images.maxPoolBack(
            shape, signal + row * outputs, winners + row / copies * outputs,
            target + row * inputs)
        }
      }
    case .averagePooling(let shape):
      target.clear(count: all * inputs)
      withUnsafePointer(to: shape.parameters) { shape in
        for row in 0..<all {
          images.averagePoolBack(shape, signal + row * outputs, target + row * inputs)
        }
      }
    case .normalization, .batchNormalization:
      target.update(from: signal, count: all * inputs)
      affines[index]?.pullBack(target, rows: all * stage.pixels)
    case .add, .copy: target.update(from: signal, count: all * inputs)
    case .channelsLast, .channelsFirst:
      reorder(stage, toLast: stage.operation == .channelsFirst, signal, target, all)
    }
  }

  // MARK: - Max pooling by pre-activation

  /// Finds the winners of a max pooling among other values than it takes.
  func findWinners(
    _ index: Int, from source: In, into output: Out, _ winners: UnsafeMutablePointer<Int32>,
    rows: Range<Int>
  ) {
    let stage = architecture.stages[index]
    guard case .maxPooling(let shape) = stage.operation else { return }
    withUnsafePointer(to: shape.parameters) { shape in
      for row in rows {
        images.maxPool(
          shape, source + row * stage.inputs, output + row * stage.outputs,
          winners + row * stage.outputs)
      }
    }
  }

  /// Takes the values of winners that are known.
  func gather(
    _ index: Int, from source: In, _ winners: UnsafePointer<Int32>, into output: Out, rows: Int
  ) {
    let stage = architecture.stages[index]
    guard case .maxPooling(let shape) = stage.operation else { return }
    withUnsafePointer(to: shape.parameters) { shape in
      for row in 0..<rows {
        images.poolGather(
          shape, source + row * stage.inputs, winners + row * stage.outputs,
          output + row * stage.outputs)
      }
    }
  }

  private func reorder(_ stage: Stage, toLast: Bool, _ source: In, _ target: Out, _ rows: Int) {
    let (channels, pixels) = (Int64(stage.output.channels), Int64(stage.pixels))
    let move = toLast ? images.channelsLast : images.channelsFirst
    for row in 0..<rows {
      move(channels, pixels, source + row * stage.inputs, target + row * stage.inputs)
    }
  }
}

/// A flag of several threads.
private final class SharedFlag: Sendable {
  let value = Mutex(false)
}
