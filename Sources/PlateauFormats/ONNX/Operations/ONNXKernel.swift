/// The weights of a convolution, of shape `[filters, channels, height, width]`.
struct ONNXKernel {
  let filters: Int
  /// The channels of one group.
  let channels: Int
  let height: Int
  let width: Int

  /// The weights of the same convolution without groups and dilations, with zeros between.
  ///
  /// - Returns: The weights, and the places of the zeros, ascending.
  func writtenOut(
    _ weights: [Double], groups: Int, dilations: (vertical: Int, horizontal: Int)
  ) -> (weights: [Double], zeros: [Range<Int>]) {
    let tall = (height - 1) * dilations.vertical + 1
    let wide = (width - 1) * dilations.horizontal + 1
    let all = channels * groups
    var result = Array(repeating: 0.0, count: filters * all * tall * wide)
    var zeros: [Range<Int>] = []
    var next = 0
    for filter in 0..<filters {
      let first = filter / (filters / groups) * channels
      for channel in 0..<channels {
        for row in 0..<height {
          for column in 0..<width {
            let source = ((filter * channels + channel) * height + row) * width + column
            let target =
              ((filter * all + first + channel) * tall + row * dilations.vertical) * wide
              + column * dilations.horizontal
            result[target] = weights[source]
            // Targets ascend with the loops.
            if next < target { zeros.append(next..<target) }
            next = target + 1
          }
        }
      }
    }
    if next < result.count { zeros.append(next..<result.count) }
    return (result, zeros)
  }
}
