@testable import PlateauCertification

extension Relaxation.Line {
  /// Whether slope·z + intercept, with an error of 2⁻¹⁰⁰ of its terms, is not above a value or its next
  /// neighbor.
  func isBelow(_ value: Double, at z: Double) -> Bool {
    guard intercept.isFinite else { return intercept < 0 }
    guard (slope * z).isFinite else {
      // Products that overflow are far from all values.
      let product = (slope * 0x1p-500) * (z * 0x1p-500)
      return product + intercept * 0x1p-1000 <= value * 0x1p-1000
    }
    // Both as sums of two numbers, without an error.
    let product = slope * z
    let productTail = (-product).addingProduct(slope, z)
    let sum = product + intercept
    let part = sum - product
    let sumTail = (product - (sum - part)) + (intercept - part)
    return sum + (sumTail + productTail) <= value.nextUp
  }

  /// The same from above.
  func isAbove(_ value: Double, at z: Double) -> Bool {
    Relaxation.Line(slope: -slope, intercept: -intercept).isBelow(-value, at: z)
  }
}
