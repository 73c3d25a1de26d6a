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

  /// Makes the memory in which one thread evaluates up to `capacity` examples at a time.
  func makeEvaluator<Element: Scalar>(
    _ precision: Element.Type, capacity: Int
  ) -> any Evaluator<Element>
}

/// Evaluates a model for one thread, without allocating once it is made.
public protocol Evaluator<Element>: AnyObject {
  /// The precision of the evaluation.
  associatedtype Element: Scalar

  /// Whether `gradient` may be called.
  var hasInputGradient: Bool { get }

  /// Computes the logits of the rows in use.
  ///
  /// - Parameters:
  ///   - inputs: Examples, of shape `[count, features]`.
  ///   - logits: Receives as many rows, of shape `[count, classes]`; sets its `count`.
  func evaluate(_ inputs: RowBuffer<Element>, into logits: RowBuffer<Element>)

  /// Computes the gradient of each row's loss with respect to its own input.
  ///
  /// Rows are scaled by a positive factor of their own, a power of two under the stable rules:
  /// attacks use directions only.
  ///
  /// - Parameters:
  ///   - loss: The loss of one example's logits.
  ///   - inputs: Examples, of shape `[count, features]`.
  ///   - labels: A class for each of the first `count` rows.
  ///   - rule: How the gradient is computed.
  ///   - gradient: Receives `[count, features]`; sets its `count`.
  ///   - logits: Receives the logits the loss was taken of: under a surrogate of both passes those
  ///     of the softened network.
  func gradient(
    of loss: LogitLoss, at inputs: RowBuffer<Element>, labels: [Int32], rule: GradientRule,
    into gradient: RowBuffer<Element>, logits: RowBuffer<Element>)
}
