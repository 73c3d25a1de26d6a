package import PlateauNumerics
import RealModule

/// A map scale · x + shift of each channel: normalization by constants or by running means.
package struct ChannelMap: LinearMap {
  /// What the numbers come from.
  package enum Source: Sendable {
    /// (x − mean) / deviation.
    case constants(ChannelNormalization)
    /// (x − mean) / √(variance + ε) · scale + shift, by running means.
    case statistics(NormalizationOffsets)
  }

  package let source: Source
  /// The shape of the image; units of a vector are its channels.
  package let image: InputShape

  package var parameters: [Range<Int>] {
    guard let offsets = batchStatistics else { return [] }
    return [offsets.scale, offsets.shift, offsets.mean, offsets.variance].map {
      $0..<$0 + image.channels
    }
  }

  package var arithmetic: LinearArithmetic { .channels(self) }

  package var batchStatistics: NormalizationOffsets? {
    switch source {
    case .constants: nil
    case .statistics(let offsets): offsets
    }
  }

  package func tiles(of stage: Int, size: Int) -> [WeightTile] {
    guard let offsets = batchStatistics else { return [] }
    let channels = image.channels
    return [
      WeightTile(
        stage: stage, rows: 0..<channels, weights: offsets.scale..<offsets.scale + channels,
        biases: offsets.shift..<offsets.shift + channels)
    ]
  }

  package func prepared<Element: Scalar>(for type: Element.Type) -> any PreparedMap<Element> {
    PreparedChannels<Element>(self)
  }

  package func forEachTerm<Element: Scalar>(
    of output: Int, _ parameters: UnsafePointer<Element>,
    _ body: (_ part: Int, _ input: Int, _ coefficient: Element) -> Void
  ) {
    body(0, output, Element(affine(output % image.channels, parameters).scale))
  }

  /// The map of one channel.
  func affine<Element: Scalar>(
    _ channel: Int, _ parameters: UnsafePointer<Element>
  ) -> (scale: Double, shift: Double) {
    switch source {
    case .constants(let constants):
      let scale = 1 / constants.deviations[channel]
      return (scale, -constants.means[channel] * scale)
    case .statistics(let offsets):
      func value(_ offset: Int) -> Double { Double(parameters[offset + channel]) }
      let scale = value(offsets.scale) / (value(offsets.variance) + offsets.epsilon).squareRoot()
      return (scale, value(offsets.shift) - value(offsets.mean) * scale)
    }
  }
}

/// Where batch normalization has its parameters and its running means.
package struct NormalizationOffsets: Sendable {
  package let scale: Int
  package let shift: Int
  package let mean: Int
  package let variance: Int
  package let epsilon: Double
}

private final class PreparedChannels<Element: Scalar>: PreparedMap {
  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  private let map: ChannelMap
  private let scales: RowBuffer<Element>
  private let shifts: RowBuffer<Element>

  init(_ map: ChannelMap) {
    self.map = map
    scales = RowBuffer(capacity: 1, columns: map.image.channels)
    shifts = RowBuffer(capacity: 1, columns: map.image.channels)
  }

  func load(_ parameters: In, _ form: LinearForm) {
    for channel in 0..<map.image.channels {
      let (scale, shift) = map.affine(channel, parameters)
      switch form {
      case .plain:
        (scales.pointer[channel], shifts.pointer[channel]) = (Element(scale), Element(shift))
      case .magnitudes:
        (scales.pointer[channel], shifts.pointer[channel]) = (Element(scale).magnitude, 0)
      }
    }
  }

  func apply(
    _ sources: UnsafePointer<In>, _ parameters: In, _ scratch: Out, into output: Out, rows: Int,
    finish: (Range<Int>) -> Void
  ) {
    let image = map.image
    output.update(from: sources[0], count: rows * image.count)
    Element.images.channelAffine(
      rows: rows * image.height * image.width, channels: image.channels, values: output,
      scale: scales.pointer, shift: shifts.pointer)
    finish(0..<rows)
  }

  func transpose(
    _ signal: In, _ parameters: In, _ scratch: Out, into target: Out, part: Int, rows: Int
  ) {
    let image = map.image
    target.update(from: signal, count: rows * image.count)
    Element.images.channelScale(
      rows: rows * image.height * image.width, channels: image.channels, values: target,
      scale: scales.pointer)
  }
}
