public import PlateauNetworks

/// An attack that training meets on every batch.
///
/// The training loop knows only this protocol; a study hands it the attack as a value.
public protocol TrainingAttack: Sendable {
  /// Makes the memory in which one thread perturbs up to `capacity` examples at a time.
  func makePerturber(_ architecture: Architecture, capacity: Int) -> any Perturber
}

/// Perturbs examples for one thread, without allocating once it is made.
public protocol Perturber: AnyObject {
  /// Replaces every row by its adversarial version.
  ///
  /// - Parameters:
  ///   - inputs: Examples, of shape `[rows, features]`, row by row; replaced in place.
  ///   - labels: The true class of each row.
  ///   - rows: The number of rows, at most the capacity.
  ///   - parameters: The parameters of the network as they are at this step, in the order of the
  ///     layout of its architecture.
  func perturb(
    _ inputs: UnsafeMutablePointer<Float>, labels: UnsafePointer<Int32>, rows: Int,
    parameters: UnsafePointer<Float>)
}
