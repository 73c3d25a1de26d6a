/// How much a hand varies: standard deviations of what is done to a skeleton.
struct Hand {
  /// Of the knots, each on its own, in heights of a digit.
  var jitter = 0.014
  /// Of the factor of the width.
  var width = 0.14
  /// The mean slant to the right, as a shear.
  var slantMean = 0.12
  /// Of the slant.
  var slant = 0.24
  /// Of the rotation, in radians.
  var rotation = 0.08
  /// Of the lattice that distorts smoothly, in heights.
  var distortion = 0.06
  /// Of the pen's waver along the stroke, in heights.
  var waver = 0.012
  /// Of the relative width along a stroke.
  var pressure = 0.14
}
