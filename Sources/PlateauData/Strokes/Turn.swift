/// Angles in turns: 0 points right, 1/4 down, 1/2 left, 3/4 up.
enum Turn {
  /// The cosine and sine of an angle, within 4·10⁻⁶, by addition and multiplication alone.
  static func direction(_ turns: Double) -> (x: Double, y: Double) {
    let quarters = 4 * turns
    let nearest = (quarters + 0.5).rounded(.down)
    let angle = (quarters - nearest) * 1.5707963267948966
    let square = angle * angle
    // Taylor polynomials; the angle is at most π/4, so the first terms left out are below 4e-6.
    let sine = angle * (1 - square * (1.0 / 6 - square * (1.0 / 120 - square * (1.0 / 5040))))
    let cosine = 1 - square * (0.5 - square * (1.0 / 24 - square * (1.0 / 720)))
    switch Int(nearest) & 3 {
    case 0: return (cosine, sine)
    case 1: return (-sine, cosine)
    case 2: return (-cosine, -sine)
    default: return (sine, -cosine)
    }
  }
}
