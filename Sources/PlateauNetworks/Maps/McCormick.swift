import PlateauNumerics

/// Planes around a product x · y over a box.
///
/// Below are l_y·x + l_x·y − l_x·l_y and u_y·x + u_x·y − u_x·u_y, above u_y·x + l_x·y − l_x·u_y and
/// l_y·x + u_x·y − u_x·l_y. Of each pair that is taken which is closer in the middle of the box.
///
/// Source: G. McCormick, "Computability of global solutions to factorable nonconvex programs: Part I",
/// 1976, section 3.
struct McCormick {
  /// The slopes in x and y.
  let lower: (Double, Double)
  let upper: (Double, Double)
  /// Rounded outwards.
  let intercepts: (lower: Double, upper: Double)

  init(_ lx: Double, _ ux: Double, _ ly: Double, _ uy: Double) {
    // Both planes below meet on the diagonal; at the middle they are equal, as are those above, so that
    // the smaller intercept decides which has the smaller error against large slopes.
    let fromLow = ly.magnitude + lx.magnitude <= uy.magnitude + ux.magnitude
    lower = fromLow ? (ly, lx) : (uy, ux)
    let below = fromLow ? -(lx * ly) : -(ux * uy)
    let fromLeft = uy.magnitude + lx.magnitude <= ly.magnitude + ux.magnitude
    upper = fromLeft ? (uy, lx) : (ly, ux)
    let above = fromLeft ? -(lx * uy) : -(ux * ly)
    intercepts = (below.nextDown, above.nextUp)
  }

  /// The least and greatest products, each rounded to nearest.
  @inline(__always)
  static func range(
    _ lx: Double, _ ux: Double, _ ly: Double, _ uy: Double
  ) -> (lower: Double, upper: Double) {
    let products = (lx * ly, lx * uy, ux * ly, ux * uy)
    return (
      min(min(products.0, products.1), min(products.2, products.3)),
      max(max(products.0, products.1), max(products.2, products.3))
    )
  }
}
