import PlateauNetworks
public import PlateauNumerics
import Synchronization

/// A model of which nothing but logits can be asked: a function, or another program.
///
/// It has no gradients, so that attacks by queries alone apply (``Evaluator/hasInputGradient``), and
/// nothing can be proven of it. One call is made at a time, whatever the number of threads.
///
/// ```swift
/// let model = QueriedModel(inputShape: InputShape(channels: 1, height: 28, width: 28), classCount: 10) {
///   images in try remote.logits(of: images)
/// }
/// let result = SquareAttack()(model, on: digits.test, within: threat)
/// if let failure = model.failure { throw failure }
/// ```
///
/// A call that fails ends all further ones: the logits are 0 from then on, no class wins, and
/// ``failure`` says why. Nothing that was found is a finding then.
public final class QueriedModel: AttackableModel {
  /// The shape of one example.
  public let inputShape: InputShape
  /// The number of classes.
  public let classCount: Int
  /// The most examples of a call, at least 1.
  public let largestBatch: Int
  /// The answers that each logit is the mean of: more than 1 for a model that does not repeat itself.
  public let answers: Int

  /// False.
  public var hasInputGradient: Bool { false }

  private let state: Mutex<State>

  private struct State: ~Copyable {
    let ask: @Sendable (Matrix<Float>) throws -> Matrix<Double>
    var failure: (any Error)?
    var queries = 0
  }

  /// Creates a model.
  ///
  /// - Parameters:
  ///   - inputShape: The shape of one example.
  ///   - classCount: The number of classes.
  ///   - largestBatch: The most examples of a call.
  ///   - answers: The answers that each logit is the mean of.
  ///   - ask: Gives logits, of shape `[examples, classes]`, of inputs, of shape
  ///     `[examples, features]`; never called by two threads at a time.
  /// - Precondition: There is a class, and batches and answers are positive.
  public init(
    inputShape: InputShape, classCount: Int, largestBatch: Int = 256, answers: Int = 1,
    ask: @escaping @Sendable (Matrix<Float>) throws -> Matrix<Double>
  ) {
    precondition(classCount >= 1 && largestBatch >= 1 && answers >= 1, "there is something to ask")
    self.inputShape = inputShape
    self.classCount = classCount
    self.largestBatch = largestBatch
    self.answers = answers
    state = Mutex(State(ask: ask))
  }

  /// Why the first call that failed did; nil as long as none has.
  public var failure: (any Error)? { state.withLock { $0.failure } }

  /// The examples that answers were asked for so far.
  public var queries: Int { state.withLock { $0.queries } }

  /// The logits of some inputs: the mean of as many answers as are asked for.
  ///
  /// - Precondition: What `ask` returned has a row for each input, and a column for each class.
  func logits(of inputs: Matrix<Float>) -> Matrix<Double> {
    var sum = Matrix<Double>(rows: inputs.rows, columns: classCount)
    state.withLock { state in
      do {
        guard state.failure == nil else { return }
        for _ in 0..<answers {
          let answer = try state.ask(inputs)
          precondition(
            answer.rows == inputs.rows && answer.columns == classCount, "logits of each input")
          for index in answer.elements.indices { sum.elements[index] += answer.elements[index] }
          state.queries += inputs.rows
        }
        guard answers > 1 else { return }
        for index in sum.elements.indices { sum.elements[index] /= Double(answers) }
      } catch {
        state.failure = error
        sum = Matrix(rows: inputs.rows, columns: classCount)
      }
    }
    return sum
  }

  /// Makes an evaluator that asks; inputs of double precision are rounded, logits of single precision
  /// are.
  public func makeEvaluator<Element: Scalar>(
    _ precision: Element.Type, capacity: Int
  ) -> any Evaluator<Element> {
    QueriedEvaluator(self)
  }
}

/// Evaluates by calls; allocates in each, which is little beside a call.
private final class QueriedEvaluator<Element: Scalar>: Evaluator {
  private let model: QueriedModel

  init(_ model: QueriedModel) {
    self.model = model
  }

  var hasInputGradient: Bool { false }

  func evaluate(_ inputs: RowBuffer<Element>, into logits: RowBuffer<Element>) {
    logits.count = inputs.count
    guard inputs.count > 0 else { return }
    let answer = model.logits(of: inputs.matrix().converted())
    for index in answer.elements.indices { logits.pointer[index] = Element(answer.elements[index]) }
  }

  func forward(
    _ inputs: RowBuffer<Element>, rule: GradientRule, into logits: RowBuffer<Element>
  ) { evaluate(inputs, into: logits) }

  /// There is no gradient: it is zero.
  func pullBack(
    _ cotangents: RowBuffer<Element>, exponents: UnsafeMutablePointer<Int64>,
    into gradient: RowBuffer<Element>
  ) {
    gradient.count = cotangents.count
    gradient.pointer.update(repeating: 0, count: gradient.count * gradient.columns)
  }
}
