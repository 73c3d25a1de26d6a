import PlateauNumerics

/// The memory of signals that go back from a value to the input, by one thread.
///
/// There may be several signals for each example: the rows of a Jacobian.
final class BackwardPass<Element: Scalar> {
  typealias Out = UnsafeMutablePointer<Element>

  let capacity: Int
  /// The power of two of each row: of the first signals before a pass, of the gradient after it.
  let exponents: UnsafeMutablePointer<Int64>
  /// Signals flushed to zero against the largest of their layer since the pass was made.
  var flushed: Int64 = 0

  private let architecture: Architecture
  private let kernels = Element.kernels
  /// By value, in memory that they share one after the other; that of the input is the caller's.
  private let signals: [RowBuffer<Element>]
  /// By value; all the same where no value is used twice.
  private let powers: [UnsafeMutablePointer<Int64>]
  private let hasBranches: Bool
  /// What nonlinear maps take out of the signals at hand.
  private let shifts: UnsafeMutablePointer<Int64>
  private var isWritten: [Bool]
  private let spare: RowBuffer<Element>

  /// Allocates the memory for up to `capacity` signals from a value on.
  init(_ architecture: Architecture, capacity: Int, top: Int) {
    self.architecture = architecture
    self.capacity = capacity
    let branches = architecture.hasBranches
    hasBranches = branches
    let rows = max(1, capacity)
    func numbers() -> UnsafeMutablePointer<Int64> {
      let result = UnsafeMutablePointer<Int64>.allocate(capacity: rows)
      result.initialize(repeating: 0, count: rows)
      return result
    }
    let first = numbers()
    exponents = first
    shifts = numbers()
    let stages = architecture.stages.prefix(top)
    signals = architecture.signalPlan(upTo: top).allocate(Element.self, capacity: capacity)
    powers = stages.map { _ in branches ? numbers() : first }
    isWritten = Array(repeating: false, count: stages.count + 1)
    let widest = stages.reduce(architecture.input.count) { max($0, $1.outputs) }
    spare = RowBuffer(capacity: branches ? capacity : 0, columns: widest)
  }

  deinit {
    if hasBranches { for power in powers { power.deallocate() } }
    exponents.deallocate()
    shifts.deallocate()
  }

  /// Where the signals of a value go.
  func signal(of value: Int) -> Out { signals[value - 1].pointer }

  /// Carries signals from a value to the input.
  ///
  /// - Parameters:
  ///   - value: Where they begin: a value that no other of its stage's sources is needed for.
  ///   - first: The gradient with respect to this value, in units of ``exponents``; nil where it
  ///     stands in ``signal(of:)``.
  ///   - forward: The pass that has computed the values.
  ///   - parameters: Those of the network.
  ///   - rows: The number of examples.
  ///   - copies: The signals of each.
  ///   - gradient: Receives the gradient with respect to the input.
  func run(
    from value: Int, _ first: UnsafePointer<Element>? = nil, forward: InputPass<Element>,
    _ parameters: UnsafePointer<Element>, rows: Int, copies: Int = 1, into gradient: Out
  ) {
    let all = rows * copies
    precondition(all <= capacity, "more signals than there is room for")
    guard value > 0 else { return }
    for index in isWritten.indices { isWritten[index] = false }
    isWritten[value] = true
    if hasBranches { powers[value - 1].update(from: exponents, count: all) }
    forward.engine.prepareBack(parameters)
    for index in stride(from: value - 1, through: 0, by: -1) where isWritten[index + 1] {
      if forward.deadline.hasPassed { return }
      let stage = architecture.stages[index]
      var signal = UnsafePointer(signals[index].pointer)
      if index + 1 == value, let first {
        if stage.activation == nil {
          signal = first
        } else {
          signals[index].pointer.update(from: first, count: all * stage.outputs)
        }
      }
      weaken(index, forward, rows, copies)
      let winners = forward.winners[index].map { UnsafePointer($0) }
      for part in stage.sources.indices {
        pass(to: stage.sources[part], from: index, all, gradient) { target in
          guard let map = stage.nonlinear else {
            return forward.engine.back(
              index, part: part, parameters, signal, into: target, rows: rows, copies: copies,
              winners: winners)
          }
          forward.engine.back(
            map, index, part: part, signal, from: forward.keptValue, into: target, rows: rows,
            copies: copies, softness: forward.softness,
            exponents: forward.rule == .naive ? nil : shifts, flushed: &flushed)
        }
      }
    }
  }

  /// Writes a signal to a value, or adds it to what is there.
  private func pass(
    to value: Int, from stage: Int, _ rows: Int, _ gradient: Out, _ write: (Out) -> Void
  ) {
    let target = value == 0 ? gradient : signals[value - 1].pointer
    shifts.update(repeating: 0, count: rows)
    guard hasBranches else {
      isWritten[value] = true
      write(target)
      for row in 0..<rows { exponents[row] += shifts[row] }
      return
    }
    let power = value == 0 ? exponents : powers[value - 1]
    if isWritten[value] {
      write(spare.pointer)
      for row in 0..<rows { shifts[row] += powers[stage][row] }
      let columns = value == 0 ? architecture.input.count : architecture.stages[value - 1].outputs
      merge(target, power, shifts, rows, columns)
    } else {
      isWritten[value] = true
      write(target)
      for row in 0..<rows { power[row] = powers[stage][row] + shifts[row] }
    }
  }

  /// Adds the spare signals, in units of `others`, to the target's.
  private func merge(
    _ target: Out, _ power: UnsafeMutablePointer<Int64>, _ others: UnsafeMutablePointer<Int64>,
    _ rows: Int, _ columns: Int
  ) {
    for row in 0..<rows where power[row] != others[row] {
      let own = target + row * columns
      let other = spare.pointer + row * columns
      // The exponent of a row of zeros says nothing.
      if kernels.largestMagnitude(count: columns, of: other) == 0 { continue }
      if kernels.largestMagnitude(count: columns, of: own) == 0 {
        power[row] = others[row]
        continue
      }
      let difference = Int(power[row] - others[row])
      weaken(difference > 0 ? other : own, columns, by: -abs(difference))
      power[row] = max(power[row], others[row])
    }
    Element.images.add(count: rows * columns, spare.pointer, to: target)
  }

  /// Multiplies signals by a power of two.
  private func weaken(_ row: Out, _ columns: Int, by exponent: Int) {
    let factor = Element(
      sign: .plus, exponent: Element.Exponent(max(exponent, -(1 << 20))), significand: 1)
    for index in 0..<columns where row[index] != 0 {
      row[index] *= factor
      if row[index] == 0 { flushed += 1 }
    }
  }

  /// Multiplies the signals of a stage by the slopes of its nonlinearity.
  private func weaken(_ index: Int, _ forward: InputPass<Element>, _ rows: Int, _ copies: Int) {
    let stage = architecture.stages[index]
    guard let hidden = stage.hidden, let activation = stage.activation else { return }
    let signal = signals[index].pointer
    let width = stage.outputs
    let (count, size) = copies == 1 ? (1, rows) : (rows * copies, 1)
    for part in 0..<count {
      let example = part / copies * width
      if forward.rule == .naive {
        kernels.backwardNaive(
          activation.kernel, count: size * width, signal: signal + part * width,
          activation: forward.slopeSource(ofHiddenLayer: hidden) + example)
      } else {
        kernels.backwardStable(
          rows: size, columns: width, signal: signal + part * width,
          logSlope: forward.logSlope(ofHiddenLayer: hidden) + example,
          sign: forward.slopeSign(ofHiddenLayer: hidden).map { $0 + example },
          exponents: powers[index] + part, flushed: &flushed)
      }
    }
  }
}
