public import PlateauNetworks
public import PlateauNumerics

/// Anything that turns inputs into logits and can therefore be attacked.
///
/// `Network` conforms. So can a model that is no feed-forward network: one that quantizes its
/// input, adds noise, or calls another program.
public protocol AttackableModel: Sendable {
  /// The shape of one example.
  var inputShape: InputShape { get }
  /// The number of classes.
  var classCount: Int { get }
  /// The most examples that one thread should evaluate at a time; 256 unless a model says less.
  ///
  /// It bounds the memory of attacks, and never changes what they find.
  var largestBatch: Int { get }
  /// Whether there are gradients of the logits: attacks that follow them have nothing to do otherwise.
  var hasInputGradient: Bool { get }
  /// Why it answers no more, for a model that is asked somewhere else; nil unless it failed.
  ///
  /// Logits mean nothing from then on, and neither does what an attack found by them.
  var failure: (any Error)? { get }

  /// Makes the memory in which one thread evaluates up to `capacity` examples at a time.
  func makeEvaluator<Element: Scalar>(
    _ precision: Element.Type, capacity: Int
  ) -> any Evaluator<Element>

  /// Makes as many of them, each for a thread of its own; they may share what they only read.
  func makeEvaluators<Element: Scalar>(
    _ precision: Element.Type, capacity: Int, count: Int
  ) -> [any Evaluator<Element>]
}

extension AttackableModel {
  /// 256.
  public var largestBatch: Int { 256 }

  /// What an evaluator says.
  public var hasInputGradient: Bool {
    makeEvaluator(Double.self, capacity: 1).hasInputGradient
  }

  /// Nil.
  public var failure: (any Error)? { nil }

  /// Makes each by itself.
  public func makeEvaluators<Element: Scalar>(
    _ precision: Element.Type, capacity: Int, count: Int
  ) -> [any Evaluator<Element>] {
    (0..<count).map { _ in makeEvaluator(precision, capacity: capacity) }
  }
}

/// Evaluates a model for one thread, without allocating once it is made.
public protocol Evaluator<Element>: AnyObject {
  /// The precision of the evaluation.
  associatedtype Element: Scalar

  /// Whether `forward` and `pullBack` may be called.
  var hasInputGradient: Bool { get }

  /// Computes the logits of the rows in use.
  ///
  /// - Parameters:
  ///   - inputs: Examples, of shape `[count, features]`.
  ///   - logits: Receives as many rows, of shape `[count, classes]`; sets its `count`.
  func evaluate(_ inputs: RowBuffer<Element>, into logits: RowBuffer<Element>)

  /// Computes the logits from which gradients are taken, and keeps what `pullBack` needs.
  ///
  /// - Parameters:
  ///   - inputs: Examples, of shape `[count, features]`.
  ///   - rule: How gradients will be computed.
  ///   - logits: Receives `[count, classes]`: under a surrogate of both passes the logits of the
  ///     softened network; sets its `count`.
  func forward(
    _ inputs: RowBuffer<Element>, rule: GradientRule, into logits: RowBuffer<Element>)

  /// Pulls cotangents of the logits back to the inputs of the latest `forward`.
  ///
  /// It may be called several times after one `forward`.
  ///
  /// - Parameters:
  ///   - cotangents: Of shape `[count, classes]`.
  ///   - exponents: The power of two of each row: of the cotangents on entry, of the gradient at
  ///     the end.
  ///   - gradient: Receives `[count, features]`; sets its `count`.
  func pullBack(
    _ cotangents: RowBuffer<Element>, exponents: UnsafeMutablePointer<Int64>,
    into gradient: RowBuffer<Element>)
}
