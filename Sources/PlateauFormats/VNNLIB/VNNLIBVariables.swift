/// The inputs or the outputs that a property declares.
struct VNNLIBVariables {
  /// A tensor of version 2 of the format.
  struct Tensor: Hashable {
    let name: String
    let sides: [Int]
  }

  /// What names of variables begin with: `X` or `Y`.
  let letter: String
  /// The tensor that they are elements of; nil in version 1.
  private(set) var tensor: Tensor?
  /// The number of variables that were declared in order, from the first.
  private var ordered = 0
  /// The indices of all others, and where they were declared.
  private var others: [Int: Int] = [:]

  init(letter: String) { self.letter = letter }

  /// The number of variables.
  var count: Int { ordered + others.count }

  /// Whether a variable was declared.
  func contains(_ index: Int) -> Bool { index < ordered || others[index] != nil }

  /// Declares a variable.
  ///
  /// - Returns: Whether it was not there.
  mutating func declare(_ index: Int, at offset: Int) -> Bool {
    guard !contains(index) else { return false }
    if index == ordered {
      ordered += 1
      while others.removeValue(forKey: ordered) != nil { ordered += 1 }
    } else {
      others[index] = offset
    }
    return true
  }

  /// Declares the elements of a tensor.
  mutating func declare(_ tensor: Tensor) {
    self.tensor = tensor
    ordered = tensor.sides.reduce(1, *)
  }

  /// A variable that was declared beyond one that was not; nil where there is none.
  var gap: (missing: Int, declared: Int, offset: Int)? {
    others.min { $0.key < $1.key }.map { (ordered, $0.key, $0.value) }
  }

  /// The names of the variables.
  var names: VNNLIBNames { VNNLIBNames(letter: letter, tensor: tensor) }
}

/// What messages call variables.
struct VNNLIBNames: Hashable {
  let letter: String
  let tensor: VNNLIBVariables.Tensor?

  /// A variable as the property writes it: `X_3`, or `X[0,3]`.
  subscript(index: Int) -> String {
    guard let tensor else { return "\(letter)_\(index)" }
    guard !tensor.sides.isEmpty else { return tensor.name }
    var (rest, indices) = (index, [Int]())
    for side in tensor.sides.reversed() {
      indices.append(rest % side)
      rest /= side
    }
    return "\(tensor.name)[\(indices.reversed().map { "\($0)" }.joined(separator: ","))]"
  }
}
