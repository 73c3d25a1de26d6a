/// One layer of an architecture, as data.
///
/// A layer takes what the one before it puts out. Branches are written with two layers that name an
/// earlier one by its index: `output` goes on from it, and `add` adds what it put out.
///
/// ```swift
/// // A residual block whose shortcut is a 1×1 convolution.
/// let block: [Layer] = [
///   .activation(.relu),                                                        // 0
///   .convolution(Convolution(channels: 32, window: Window(3, stride: 2, padding: 1))),
///   .activation(.relu),
///   .convolution(Convolution(channels: 32, window: Window(3, padding: 1))),    // 3
///   .output(layer: 0),
///   .convolution(Convolution(channels: 32, window: Window(1, stride: 2))),
///   .add(layer: 3),
///   .activation(.relu),
/// ]
/// ```
public enum Layer: Sendable, Hashable {
  /// y = W·x + b, with W of shape `[units, inputs]`; an image is taken as a vector.
  case dense(units: Int)
  /// A convolution of an image.
  case convolution(Convolution)
  /// The largest value in each window; of equal ones the first has the gradient.
  case maxPooling(Pooling)
  /// The mean of each window.
  case averagePooling(Pooling)
  /// The mean of each channel.
  case globalAveragePooling
  /// An image read as a vector: channels, then rows, then columns.
  case flatten
  /// A nonlinearity, applied to every unit.
  case activation(Activation)
  /// An affine map of each channel by constants.
  case normalization(ChannelNormalization)
  /// (x − mean) / √(variance + ε) · scale + shift for each channel, or each unit of a vector.
  ///
  /// In training mean and population variance are those of a shard of the batch, of up to
  /// ``Architecture/shardSize`` examples, so that no thread waits for others; elsewhere they are
  /// running means, of which the steps of training each replace a tenth. ε is positive.
  ///
  /// Source: S. Ioffe and C. Szegedy, "Batch Normalization", 2015, algorithms 1 and 2; E. Hoffer, I.
  /// Hubara and D. Soudry, "Train longer, generalize better", 2017, section 4 (shards).
  case batchNormalization(epsilon: Double)
  /// What an earlier layer put out, instead of the one before.
  case output(layer: Int)
  /// The sum of what the layer before and an earlier one put out.
  case add(layer: Int)
}

extension Layer: CustomStringConvertible {
  /// The layer in a few words, as messages name it.
  public var description: String {
    switch self {
    case .dense(let units): "dense (\(units) units)"
    case .convolution(let convolution):
      "convolution (\(convolution.channels) channels, \(convolution.window))"
    case .maxPooling(let pooling): "maxPooling (\(pooling.window))"
    case .averagePooling(let pooling): "averagePooling (\(pooling.window))"
    case .globalAveragePooling: "globalAveragePooling"
    case .flatten: "flatten"
    case .activation(let function): "activation (\(function.rawValue))"
    case .normalization: "normalization"
    case .batchNormalization: "batchNormalization"
    case .output(let layer): "output (layer \(layer))"
    case .add(let layer): "add (layer \(layer))"
    }
  }
}
