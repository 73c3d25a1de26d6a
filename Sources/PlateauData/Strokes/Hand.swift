/// How much a hand varies: mostly standard deviations of what is done to a skeleton.
///
/// The means of slant, width and weight were chosen by comparing moments, extents and stroke
/// widths with those of the first 10,000 training images of MNIST, the rest by how well a network
/// trained on the result classifies these.
struct Hand {
  /// Of the knots, each on its own, in heights of a digit.
  var jitter = 0.023
  /// Of the factor of the width.
  var width = 0.15
  /// The mean slant to the right, as a shear.
  var slantMean = 0.12
  /// Of the slant.
  var slant = 0.24
  /// Of the rotation, in radians.
  var rotation = 0.08
  /// Of the growth of the width from top to bottom, in widths.
  var taper = 0.12
  /// Of how far the middle moves down, in quarters of the height.
  var lift = 0.12
  /// Of the lattice that distorts smoothly, in heights.
  var distortion = 0.075
  /// Of the pen's waver along the stroke, in heights.
  var waver = 0.024
  /// The mean width of a stroke, relative to that of all digits.
  var weight = 1.0
  /// Of the relative width of a stroke along its way.
  var pressure = 0.38
}
