import PlateauNetworks
import PlateauNumerics
import Synchronization

/// A linear map of a network as bounds use it: A·x, |A|·x and Aᵀ·a in double precision, for all
/// threads.
///
/// Unchecked: what a form needs is loaded once, under a lock that whoever uses it has taken before.
final class IntervalMap: @unchecked Sendable {
  typealias In = UnsafePointer<Double>
  typealias Out = UnsafeMutablePointer<Double>

  let map: any LinearMap
  private let parameters: ParameterBuffer
  private let plain: any PreparedMap<Double>
  private let absolute: any PreparedMap<Double>
  private let isPlain = Mutex(false)
  private let isTransposed = Mutex(false)
  private let isAbsolute = Mutex(false)

  /// Takes a map with the parameters that it has; nothing is loaded yet.
  init(_ map: any LinearMap, _ parameters: ParameterBuffer) {
    self.map = map
    self.parameters = parameters
    plain = map.prepared(for: Double.self)
    absolute = map.prepared(for: Double.self)
  }

  /// The numbers that a call needs for itself.
  var scratchSize: Int { plain.scratchSize }

  /// A·x, without the bias.
  ///
  /// - Parameters:
  ///   - sources: What it takes, each of shape `[rows, inputs]`.
  ///   - scratch: Of ``scratchSize``.
  ///   - output: Receives `[rows, outputs]`.
  ///   - rows: The number of examples.
  func apply(_ sources: [In], _ scratch: Out, into output: Out, rows: Int) {
    isPlain.once { plain.load(parameters.values, .plain) }
    apply(plain, parameters.values, sources, scratch, into: output, rows)
  }

  /// |A|·x, as ``apply(_:_:into:rows:)`` has it.
  func applyMagnitudes(_ sources: [In], _ scratch: Out, into output: Out, rows: Int) {
    isAbsolute.once { absolute.load(parameters.magnitudes, .magnitudes) }
    apply(absolute, parameters.magnitudes, sources, scratch, into: output, rows)
  }

  /// Aᵀ·a, to one of the sources.
  func transpose(_ signal: In, _ scratch: Out, into target: Out, part: Int, rows: Int) {
    isTransposed.once { plain.loadTranspose(parameters.values) }
    plain.transpose(signal, parameters.values, scratch, into: target, part: part, rows: rows)
  }

  /// Calls a closure for each product of the sum that makes an output, without its bias.
  func forEachTerm(of output: Int, _ body: (_ part: Int, _ input: Int, _ weight: Double) -> Void) {
    map.forEachTerm(of: output, parameters.values, body)
  }

  private func apply(
    _ map: any PreparedMap<Double>, _ parameters: In, _ sources: [In], _ scratch: Out,
    into output: Out, _ rows: Int
  ) {
    map.apply(sources, parameters, scratch, into: output, rows: rows) { _ in }
  }
}

extension Mutex<Bool> {
  /// Calls a closure the first time.
  fileprivate borrowing func once(_ body: () -> Void) {
    withLock { isDone in
      if !isDone { body() }
      isDone = true
    }
  }
}
