import PlateauNumerics

/// The minimization of one smooth function in a box, driven from outside.
///
/// It asks for values and gradients at points of its choice and never computes them itself, so that
/// thousands of problems can step together, each in a phase of its own. All it knows lies in a record
/// and a row of vectors that the caller keeps; the value itself is only a view of them.
///
/// The method is a limited-memory quasi-Newton one with two metrics: values at a bound that the
/// gradient pushes outwards are held, the others move by the BFGS approximation restricted to them,
/// and steps are projected into the box. A step is accepted by the Armijo rule on the projected arc,
/// and lengthened while the slope along it has hardly changed, which leads off plateaus.
///
/// Sources: D. Bertsekas, "Projected Newton methods for optimization problems with simple
/// constraints", 1982, sections 2 and 3; J. Nocedal, "Updating quasi-Newton matrices with limited
/// storage", 1980.
struct BoxMinimization {
  enum Phase: BitwiseCopyable {
    /// The value at the first point is awaited.
    case beginning
    /// A step is tried, to be shortened.
    case shortening
    /// A step has been accepted, and a longer one is tried.
    case lengthening
    /// No better point is to be had.
    case done
  }

  /// How a problem stands.
  struct Progress: BitwiseCopyable {
    fileprivate(set) var phase = Phase.beginning
    /// The value at the best point so far.
    fileprivate(set) var value = 0.0
    /// The factor on the direction at the point that is tried.
    fileprivate(set) var step = 0.0
    /// The points tried along the direction.
    fileprivate(set) var attempts = 0
    /// The pairs remembered, and the place of the newest.
    fileprivate(set) var pairs = 0
    fileprivate(set) var newest = 0
    /// The steps accepted, and those of them in a row that gained nothing.
    fileprivate(set) var iterations = 0
    fileprivate(set) var idle = 0
    /// The value at a point that is good enough, while a longer step is tried.
    fileprivate(set) var candidate = 0.0
  }

  /// The part of a problem that all share.
  struct Shape {
    /// The number of variables.
    let count: Int
    /// The number of pairs remembered.
    let memory: Int
    /// The steps after which it ends.
    let iterations: Int
    let lower: Double
    let upper: Double
    /// The relative error of the values given, below which a rise is no rise.
    let roundoff: Double

    /// The width of the box, the unit of steps of which nothing else is known.
    var width: Double { upper - lower }
    /// The curvature, relative to that of a rise of 1 across the box, below which it is none.
    var leastCurvature: Double { 0x1p-52 * width * width }

    /// The numbers in the vectors of one problem.
    var columns: Int { 2 * memory + (6 + 2 * memory) * count }
  }

  let shape: Shape
  private let progress: UnsafeMutablePointer<Progress>
  private let base: UnsafeMutablePointer<Double>
  private let kernels = LevelTable.searches

  /// Views a problem.
  ///
  /// - Parameters:
  ///   - shape: What all problems share.
  ///   - progress: Its record.
  ///   - base: Its vectors, ``Shape/columns`` numbers.
  init(
    _ shape: Shape, _ progress: UnsafeMutablePointer<Progress>,
    in base: UnsafeMutablePointer<Double>
  ) {
    self.shape = shape
    self.progress = progress
    self.base = base
  }

  private var count: Int { shape.count }

  // MARK: - Numbers

  private var curvatures: UnsafeMutablePointer<Double> { base }
  private var factors: UnsafeMutablePointer<Double> { curvatures + shape.memory }
  private func vector(_ index: Int) -> UnsafeMutablePointer<Double> {
    factors + shape.memory + index * shape.count
  }
  /// The best point so far.
  var point: UnsafeMutablePointer<Double> { vector(0) }
  private var gradient: UnsafeMutablePointer<Double> { vector(1) }
  private var direction: UnsafeMutablePointer<Double> { vector(2) }
  /// 1 for variables that move, 0 for those held at a bound.
  private var mask: UnsafeMutablePointer<Double> { vector(3) }
  private var candidatePoint: UnsafeMutablePointer<Double> { vector(4) }
  private var candidateGradient: UnsafeMutablePointer<Double> { vector(5) }
  private func move(_ index: Int) -> UnsafeMutablePointer<Double> { vector(6 + 2 * index) }
  private func change(_ index: Int) -> UnsafeMutablePointer<Double> { vector(7 + 2 * index) }

  /// The value at the best point so far.
  var value: Double { progress.pointee.value }
  /// The steps accepted.
  var iterations: Int { progress.pointee.iterations }
  var isDone: Bool { phase == .done }

  private var phase: Phase {
    get { progress.pointee.phase }
    nonmutating set { progress.pointee.phase = newValue }
  }

  // MARK: - Steps

  /// Forgets everything, to begin at the next point that is evaluated.
  func begin() {
    progress.pointee = Progress()
  }

  /// Ends the search at the best point so far.
  func finish() { phase = .done }

  /// Takes the value and gradient at a point, and moves the point to where they are wanted next.
  func advance(
    _ iterate: UnsafeMutablePointer<Double>, value: Double, gradient found: UnsafePointer<Double>
  ) {
    switch phase {
    case .done: return
    case .beginning:
      adopt(iterate, value, found)
      setOut(iterate)
    case .shortening: shorten(iterate, value, found)
    case .lengthening: lengthen(iterate, value, found)
    }
  }

  private func adopt(
    _ iterate: UnsafePointer<Double>, _ value: Double, _ found: UnsafePointer<Double>
  ) {
    point.update(from: iterate, count: shape.count)
    gradient.update(from: found, count: shape.count)
    progress.pointee.value = value
  }

  private var tolerance: Double { 4 * shape.roundoff * max(1, value.magnitude) }

  private func shorten(
    _ iterate: UnsafeMutablePointer<Double>, _ value: Double, _ found: UnsafePointer<Double>
  ) {
    let promised = kernels.dotOfDifference(count: count, iterate, minus: point, gradient)
    guard promised < 0 || progress.pointee.value > value, value.isFinite,
      value <= progress.pointee.value + 1e-4 * promised + tolerance
    else { return retry(iterate, value, promised) }
    // The slope along the way has hardly changed: further on it is better still.
    let slope = kernels.dotOfDifference(count: count, iterate, minus: point, found)
    guard slope < 0.9 * promised, progress.pointee.attempts == 0 else {
      return accept(iterate, value, found)
    }
    keep(iterate, value, found)
    phase = .lengthening
    progress.pointee.step *= 4
    place(iterate)
  }

  private func keep(
    _ iterate: UnsafePointer<Double>, _ value: Double, _ found: UnsafePointer<Double>
  ) {
    candidatePoint.update(from: iterate, count: shape.count)
    candidateGradient.update(from: found, count: shape.count)
    progress.pointee.candidate = value
  }

  private func lengthen(
    _ iterate: UnsafeMutablePointer<Double>, _ value: Double, _ found: UnsafePointer<Double>
  ) {
    let promised = kernels.dotOfDifference(count: count, iterate, minus: point, gradient)
    let gained = kernels.dotOfDifference(
      count: count, iterate, minus: candidatePoint, candidateGradient)
    guard value.isFinite, value <= progress.pointee.value + 1e-4 * promised,
      value <= progress.pointee.candidate,
      gained < 0
    else {
      iterate.update(from: candidatePoint, count: shape.count)
      return accept(iterate, progress.pointee.candidate, candidateGradient)
    }
    let slope = kernels.dotOfDifference(count: count, iterate, minus: point, found)
    progress.pointee.attempts += 1
    guard slope < 0.9 * promised, progress.pointee.attempts < 20 else {
      return accept(iterate, value, found)
    }
    keep(iterate, value, found)
    progress.pointee.step *= 4
    place(iterate)
  }

  private func retry(
    _ iterate: UnsafeMutablePointer<Double>, _ value: Double, _ promised: Double
  ) {
    progress.pointee.attempts += 1
    guard progress.pointee.attempts <= 25, promised != 0 else {
      guard progress.pointee.pairs > 0 else {
        iterate.update(from: point, count: shape.count)
        return finish()
      }
      progress.pointee.pairs = 0
      return setOut(iterate)
    }
    // The least point of the parabola through both values and the slope.
    let excess = value - progress.pointee.value - promised
    let ratio = excess > 0 && promised < 0 ? -promised / (2 * excess) : 0.5
    progress.pointee.step *= ratio.isFinite ? min(max(ratio, 0.1), 0.5) : 0.1
    place(iterate)
  }

  private func accept(
    _ iterate: UnsafeMutablePointer<Double>, _ value: Double, _ found: UnsafePointer<Double>
  ) {
    remember(iterate, found)
    progress.pointee.idle =
      progress.pointee.value - value > tolerance ? 0 : progress.pointee.idle + 1
    adopt(iterate, value, found)
    progress.pointee.iterations += 1
    guard iterations < shape.iterations, progress.pointee.idle < 20 else { return finish() }
    setOut(iterate)
  }

  private func remember(_ iterate: UnsafePointer<Double>, _ found: UnsafePointer<Double>) {
    guard shape.memory > 0 else { return }
    let slot = progress.pointee.pairs == 0 ? 0 : (progress.pointee.newest + 1) % shape.memory
    let (move, change) = (move(slot), change(slot))
    kernels.subtract(count: count, point, from: iterate, into: move)
    kernels.subtract(count: count, gradient, from: found, into: change)
    let product = kernels.dot(count: count, move, change)
    let square = kernels.dot(count: count, change, change)
    // A pair of no positive curvature is overwritten by the next.
    guard product > shape.leastCurvature * square, product.isFinite else { return }
    progress.pointee.newest = slot
    progress.pointee.pairs = min(progress.pointee.pairs + 1, shape.memory)
  }

  /// Finds the direction at the best point, and places the first trial along it.
  private func setOut(_ iterate: UnsafeMutablePointer<Double>) {
    let steepest = kernels.descend(
      count: count, point: point, gradient: gradient, lower: shape.lower, upper: shape.upper,
      mask: mask, direction: direction)
    guard steepest > 0, steepest.isFinite else {
      iterate.update(from: point, count: shape.count)
      return finish()
    }
    if progress.pointee.pairs > 0 {
      bend()
      let slope = kernels.dot(count: count, direction, gradient)
      if !(slope < 0) || !slope.isFinite {
        progress.pointee.pairs = 0
        for index in 0..<shape.count { direction[index] = -gradient[index] * mask[index] }
      }
    }
    if progress.pointee.pairs == 0 {
      // The slope says nothing of the distance: a step as long as the box is wide, whatever its
      // magnitude.
      for index in 0..<shape.count { direction[index] /= steepest }
      let square = kernels.dot(count: count, direction, direction)
      progress.pointee.step = shape.width / square.squareRoot()
    } else {
      progress.pointee.step = 1
    }
    progress.pointee.attempts = 0
    phase = .shortening
    place(iterate)
  }

  /// Multiplies the direction by the approximation of the inverse Hessian of the free variables.
  private func bend() {
    let pairs = progress.pointee.pairs
    let newest = progress.pointee.newest
    var scale = 0.0
    for age in 0..<pairs {
      let slot = (newest - age + shape.memory) % shape.memory
      var (product, square) = (0.0, 0.0)
      kernels.curvature(
        count: count, move(slot), change(slot), mask: mask, product: &product, square: &square)
      guard product > shape.leastCurvature * square, square > 0 else {
        curvatures[slot] = 0
        continue
      }
      curvatures[slot] = product
      if scale == 0 { scale = product / square }
      let factor = kernels.dot(count: count, move(slot), direction) / product
      factors[slot] = factor
      kernels.addMasked(count: count, change(slot), times: -factor, mask: mask, to: direction)
    }
    guard scale > 0 else { return }
    for index in 0..<shape.count { direction[index] *= scale }
    for age in stride(from: pairs - 1, through: 0, by: -1) {
      let slot = (newest - age + shape.memory) % shape.memory
      guard curvatures[slot] > 0 else { continue }
      let factor = kernels.dot(count: count, change(slot), direction) / curvatures[slot]
      kernels.addMasked(
        count: count, move(slot), times: factors[slot] - factor, mask: mask, to: direction)
    }
  }

  private func place(_ iterate: UnsafeMutablePointer<Double>) {
    kernels.advance(
      count: count, point: point, along: direction, step: progress.pointee.step,
      lower: shape.lower, upper: shape.upper, into: iterate)
  }
}
