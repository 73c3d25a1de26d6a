package import PlateauNumerics

/// A linear map with its parameters as passes read them, for many passes.
///
/// What is loaded may be read by several threads; scratch memory is the caller's, one for each.
package protocol PreparedMap<Element>: AnyObject {
  associatedtype Element: Scalar

  /// The numbers of scratch memory that a call needs.
  var scratchSize: Int { get }
  /// The numbers that the gradient of the weights takes where it is summed by shards of a batch; 0
  /// where it is multiplied out from the whole batch, or there is none.
  var gradientSize: Int { get }

  /// Takes parameters for A·x.
  ///
  /// - Parameters:
  ///   - parameters: Those of the network; for |A| their magnitudes.
  ///   - form: Which of both it is to be.
  func load(_ parameters: UnsafePointer<Element>, _ form: LinearForm)
  /// Takes parameters for A·x that stay where they are, for few rows: as little as possible is copied.
  func borrow(_ parameters: UnsafePointer<Element>)
  /// Takes the same parameters for Aᵀ·δ.
  func loadTranspose(_ parameters: UnsafePointer<Element>)
  /// Takes parameters that will stay the same for many passes.
  func hold(_ parameters: UnsafePointer<Element>)
  /// Takes the same parameters for many Aᵀ·δ.
  func holdTranspose(_ parameters: UnsafePointer<Element>)

  /// A·x, without the bias.
  ///
  /// - Parameters:
  ///   - sources: What it takes: values of shape `[rows, inputs]`.
  ///   - parameters: Those that were loaded.
  ///   - scratch: Memory for the call.
  ///   - output: Receives `[rows, outputs]`.
  ///   - rows: The number of examples.
  ///   - finish: Called with rows that are done, while they are in a cache.
  func apply(
    _ sources: UnsafePointer<UnsafePointer<Element>>, _ parameters: UnsafePointer<Element>,
    _ scratch: UnsafeMutablePointer<Element>, into output: UnsafeMutablePointer<Element>, rows: Int,
    finish: (Range<Int>) -> Void)

  /// Aᵀ·δ for one of the sources.
  ///
  /// - Parameters:
  ///   - signal: The gradient with respect to what the map makes, `[rows, outputs]`.
  ///   - parameters: Those that were loaded.
  ///   - scratch: Memory for the call.
  ///   - target: Overwritten, of shape `[rows, inputs]`.
  ///   - part: Which of the sources.
  ///   - rows: The number of signals.
  func transpose(
    _ signal: UnsafePointer<Element>, _ parameters: UnsafePointer<Element>,
    _ scratch: UnsafeMutablePointer<Element>, into target: UnsafeMutablePointer<Element>, part: Int,
    rows: Int)

  /// Aᵀ·δ, and the gradient of the weights, which is added to what is there.
  ///
  /// - Parameters:
  ///   - signal: The gradient with respect to what the map makes, `[rows, outputs]`.
  ///   - source: What the map took, `[rows, inputs]`.
  ///   - scratch: Memory for the call.
  ///   - target: Overwritten with Aᵀ·δ, unless it is nil.
  ///   - gradient: Of ``gradientSize`` numbers, in a layout of its own.
  ///   - rows: The number of signals.
  func transpose(
    _ signal: UnsafePointer<Element>, source: UnsafePointer<Element>,
    _ scratch: UnsafeMutablePointer<Element>, into target: UnsafeMutablePointer<Element>?,
    addingTo gradient: UnsafeMutablePointer<Element>, rows: Int)
  /// Writes such a gradient as the weights lie.
  func unpack(_ gradient: UnsafePointer<Element>, into weights: UnsafeMutablePointer<Element>)
}

/// Which matrix a prepared map stands for.
package enum LinearForm: Sendable {
  /// A itself.
  case plain
  /// |A|, element by element, without a shift: the map of radii.
  case magnitudes
}

extension PreparedMap {
  package var scratchSize: Int { 0 }
  package var gradientSize: Int { 0 }
  package func load(_ parameters: UnsafePointer<Element>, _ form: LinearForm) {}
  package func borrow(_ parameters: UnsafePointer<Element>) { load(parameters, .plain) }
  package func loadTranspose(_ parameters: UnsafePointer<Element>) {}
  package func hold(_ parameters: UnsafePointer<Element>) {}
  package func holdTranspose(_ parameters: UnsafePointer<Element>) {}
  package func transpose(
    _ signal: UnsafePointer<Element>, source: UnsafePointer<Element>,
    _ scratch: UnsafeMutablePointer<Element>, into target: UnsafeMutablePointer<Element>?,
    addingTo gradient: UnsafeMutablePointer<Element>, rows: Int
  ) {}
  package func unpack(
    _ gradient: UnsafePointer<Element>, into weights: UnsafeMutablePointer<Element>
  ) {}
}
