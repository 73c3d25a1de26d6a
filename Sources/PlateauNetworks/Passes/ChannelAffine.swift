import PlateauNumerics
import RealModule

/// A map scale · x + shift of each channel: normalization by constants or by running means.
final class ChannelAffine<Element: Scalar> {
  private let operation: Stage.Operation
  private let channels: Int
  private let scales: RowBuffer<Element>
  private let shifts: RowBuffer<Element>

  /// Allocates the memory; nil where the stage is no such map.
  init?(_ stage: Stage) {
    switch stage.operation {
    case .normalization, .batchNormalization: break
    default: return nil
    }
    operation = stage.operation
    channels = stage.output.channels
    scales = RowBuffer(capacity: 1, columns: channels)
    shifts = RowBuffer(capacity: 1, columns: channels)
  }

  /// Takes the map from the parameters of a network.
  func load(_ parameters: UnsafePointer<Element>) {
    for channel in 0..<channels {
      let (scale, shift) = Self.map(operation, channel, parameters)
      scales.pointer[channel] = Element(scale)
      shifts.pointer[channel] = Element(shift)
    }
  }

  /// Keeps only the magnitudes of scales: the map of radii.
  func dropSigns() {
    for channel in 0..<channels {
      scales.pointer[channel] = scales.pointer[channel].magnitude
      shifts.pointer[channel] = 0
    }
  }

  /// The map of one channel.
  static func map(
    _ operation: Stage.Operation, _ channel: Int, _ parameters: UnsafePointer<Element>
  ) -> (scale: Double, shift: Double) {
    switch operation {
    case .normalization(let constants):
      let scale = 1 / constants.deviations[channel]
      return (scale, -constants.means[channel] * scale)
    case .batchNormalization(let offsets):
      func value(_ offset: Int) -> Double { Double(parameters[offset + channel]) }
      let scale = value(offsets.scale) / (value(offsets.variance) + offsets.epsilon).squareRoot()
      return (scale, value(offsets.shift) - value(offsets.mean) * scale)
    default: return (1, 0)
    }
  }

  func apply(_ values: UnsafeMutablePointer<Element>, rows: Int) {
    Element.images.channelAffine(
      Int64(rows), Int64(channels), values, scales.pointer, shifts.pointer)
  }

  func pullBack(_ signal: UnsafeMutablePointer<Element>, rows: Int) {
    Element.images.channelScale(Int64(rows), Int64(channels), signal, scales.pointer)
  }
}
