/// Where a function bends, and which way: pieces on which it is convex or concave.
package struct Curve: Sendable {
  /// How a function runs between two joints.
  package enum Bend: Sendable {
    case straight, convex, concave
    /// One number, whatever it is at the joints.
    case constant(Double)
    /// Values within a range around slope·z.
    case strip(slope: Double, ClosedRange<Double>)
  }

  /// Where two pieces meet: within `width` of a number.
  package struct Joint: Sendable {
    package let place: Double
    package let width: Double
    /// Whether the slope jumps there.
    package let isCorner: Bool

    /// A corner at a number itself.
    static func corner(_ place: Double) -> Joint { Joint(place: place, width: 0, isCorner: true) }

    /// A point of inflection next to a number.
    static func inflection(_ place: Double) -> Joint {
      Joint(place: place, width: place.magnitude * 0x1p-50, isCorner: false)
    }
  }

  /// In ascending order.
  package let joints: [Joint]
  /// One more than there are joints.
  package let bends: [Bend]
  /// Numbers next to which the slope changes its sign.
  package var turns: [Double] = []

  /// Convex up to 0, and concave from there.
  static let sigmoidal = Curve(
    [Joint(place: 0, width: 0, isCorner: false)], [.convex, .concave])

  package init(_ joints: [Joint], _ bends: [Bend], turns: [Double] = []) {
    (self.joints, self.bends, self.turns) = (joints, bends, turns)
  }
}
