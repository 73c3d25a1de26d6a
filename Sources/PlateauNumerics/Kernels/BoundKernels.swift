package import CPlateauKernels

// Rows of linear bounds: a row a stands for Σ aᵢvᵢ + constant, which is bounded from below. A pair a
// and −a is stored as a alone or, behind lines, as m and d with a = m − d and −a = −(m + d). Sums
// overwrite what they are written to. The order of sums is in `plateau_bounds.h`.
extension plateau_bounds {
  package typealias In = UnsafePointer<Double>
  package typealias Out = UnsafeMutablePointer<Double>

  /// Brings a row through lines, in place: aᵢ times the slope of the lower line, or of the upper one
  /// where it is negative.
  ///
  /// - `sums`: Receives Σ aᵢ · intercept and Σ |aᵢ| · error.
  package func relax(count: Int, lines: plateau_lines, row: Out, sums: Out) {
    relax(Int64(count), lines, row, sums)
  }

  /// Brings a pair that is stored as a through lines.
  ///
  /// - `row`: Holds a; receives m.
  /// - `difference`: Receives d.
  /// - `sums`: Receives five: the intercepts of the lower lines times the positive part of a and of the
  ///   upper ones times the negative part, both for −a, and Σ |aᵢ| · error.
  package func relaxPair(
    count: Int, lines: plateau_lines, row: Out, difference: Out, sums: Out
  ) {
    relax_pair(Int64(count), lines, row, difference, sums)
  }

  /// Brings a pair that is stored as m and d through lines that are the same, in place; sums are
  /// those of ``relaxPair(count:lines:row:difference:sums:)``.
  package func relaxSplit(count: Int, lines: plateau_lines, m: Out, d: Out, sums: Out) {
    relax_split(Int64(count), lines, m, d, sums)
  }

  /// Makes a and −a of m and d, in place.
  package func expandPair(count: Int, m: Out, d: Out) {
    expand_pair(Int64(count), m, d)
  }

  /// Sums Σ aᵢ · center, Σ |aᵢ| · radius and Σ |aᵢ| · size.
  package func concretize(count: Int, row: In, centers: In, radii: In, sizes: In, sums: Out) {
    concretize(Int64(count), row, centers, radii, sizes, sums)
  }

  /// Sums for a pair that is stored as m and d.
  ///
  /// - `sums`: Receives Σ (m − d) · center, Σ −(m + d) · center, Σ |m − d| · radius,
  ///   Σ |m + d| · radius and Σ (|m| + |d|) · size.
  package func concretizeSplit(
    count: Int, m: In, d: In, centers: In, radii: In, sizes: In, sums: Out
  ) {
    concretize_split(Int64(count), m, d, centers, radii, sizes, sums)
  }

  /// Sums Σ aᵢ · center and Σ aᵢ².
  package func concretizeBall(count: Int, row: In, centers: In, sums: Out) {
    concretize_ball(Int64(count), row, centers, sums)
  }

  /// Finds where Σ aᵢxᵢ is least in a box: center − radius, or + radius where aᵢ is negative.
  package func corner(count: Int, row: In, centers: In, radii: In, into point: Out) {
    corner(Int64(count), row, centers, radii, point)
  }
}
