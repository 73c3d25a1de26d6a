public import Plateau

/// Runs workloads on given data with given threads.
public struct Bench: Sendable {
  /// The data.
  public let digits: Digits
  /// The threads.
  public let workers: Workers

  /// Creates a bench.
  public init(digits: Digits, workers: Workers) {
    self.digits = digits
    self.workers = workers
  }

  /// Does a piece of work once.
  ///
  /// - Parameters:
  ///   - workload: What to do.
  ///   - network: What is attacked; not looked at by other work.
  /// - Returns: The seconds, and what else is worth a record.
  /// - Throws: `TrainingError` if training diverges.
  public func run(_ workload: Workload, network: Network<Float>?) throws -> Measurement {
    switch workload {
    case .trainMLP: try train(widths: [200, 200], penaltyWeight: 1e-3)
    case .trainMLP1200: try train(widths: [1200, 1200], penaltyWeight: 1e-3)
    case .pgdMLP: attack(try network ?? vanilla(), leavesEarly: false)
    case .pgdMLPEarly: attack(try network ?? vanilla(), leavesEarly: true)
    case .lbfgs: lbfgs(try network ?? vanilla())
    case .autoAttack: autoAttack(try network ?? vanilla())
    case .intervalMLP: boundByIntervals(try network ?? vanilla())
    case .crownMLP: boundByLines(try network ?? vanilla())
    case .jacobian: jacobian(try network ?? vanilla(), rule: .naive)
    case .jacobianStable: jacobian(try network ?? vanilla(), rule: .stable)
    case .productsMLP1200: multiply()
    case .trainCNN: try trainConvolutional()
    case .pgdCNN: try attackConvolutional()
    case .convolve: convolve()
    case .productConvolve: multiplyAsConvolution()
    }
  }
}
