/// Where rows begin.
struct BackwardStart {
  /// The value of which they are functionals.
  let value: Int
  /// Whether it is taken before the nonlinearity of the stage that makes it.
  let isOperation: Bool

  /// The stage below which relaxations are used.
  var top: Int { isOperation ? value - 1 : value }
}
