#if canImport(Accelerate)
import Accelerate
#else
import COpenBLAS
#endif

/// Factorizations by the system LAPACK, which stores matrices by columns.
///
/// A matrix of ours, stored by rows, is its transpose there: the singular values are the same, and
/// a QR factorization of the transpose is an LQ factorization.
enum LAPACK {
  #if canImport(Accelerate)
  typealias Size = __CLPK_integer
  #else
  typealias Size = blasint
  #endif

  /// The memory, in doubles, that ``lowerFactor(_:rows:columns:scales:work:)`` needs.
  static func factorWork(rows: Int) -> Int { 32 * rows }

  /// A = L·Q by Householder reflections: `a` receives L in its lower triangle.
  ///
  /// Every row is reflected by itself: its error is relative to its own length.
  ///
  /// - Parameters:
  ///   - a: The matrix.
  ///   - rows: Its rows.
  ///   - columns: Its columns.
  ///   - scales: Room for min(rows, columns) values.
  ///   - work: Room for ``factorWork(rows:)`` values.
  static func lowerFactor(
    _ a: UnsafeMutablePointer<Double>, rows: Int, columns: Int,
    scales: UnsafeMutablePointer<Double>, work: UnsafeMutablePointer<Double>
  ) {

    var (m, n, stride) = (Size(columns), Size(rows), Size(columns))
    var length = Size(factorWork(rows: rows))
    var status = Size(0)
    dgeqrf_(&m, &n, a, &stride, scales, work, &length, &status)
    precondition(status == 0, "an argument of the factorization is wrong")
  }

  /// Singular values in descending order, and whether the iteration converged; destroys `a`.
  ///
  /// Each has an error of a few units of 2⁻⁵³ times the largest.
  static func singularValues(
    _ a: UnsafeMutablePointer<Double>, rows: Int, columns: Int,
    into values: UnsafeMutablePointer<Double>
  ) -> Bool {

    let least = min(rows, columns)
    var (m, n, stride) = (Size(columns), Size(rows), Size(columns))
    // Vectors are not asked for: these are the strides of nothing.
    var (left, right) = (Size(1), Size(1))
    var status = Size(0)
    let integers = UnsafeMutablePointer<Size>.allocate(capacity: 8 * least)
    defer { integers.deallocate() }
    // The first call asks for the size of the memory that the second works in.
    var length = Size(-1)
    var wanted = 0.0
    func call(_ work: UnsafeMutablePointer<Double>) {
      #if canImport(Accelerate)
      var job = CChar(UInt8(ascii: "N"))
      dgesdd_(
        &job, &m, &n, a, &stride, values, nil, &left, nil, &right, work, &length, integers, &status)
      #else
      dgesdd_(
        "N", &m, &n, a, &stride, values, nil, &left, nil, &right, work, &length, integers, &status,
        1)
      #endif
    }
    call(&wanted)
    length = Size(wanted)
    let work = UnsafeMutablePointer<Double>.allocate(capacity: Int(wanted))
    defer { work.deallocate() }
    call(work)
    precondition(status >= 0, "an argument of the decomposition is wrong")
    return status == 0
  }
}
