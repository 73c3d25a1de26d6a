import PlateauNetworks
import PlateauNumerics
import RealModule

/// Layers as plain loops over channels, rows and columns in double precision, independent of stages
/// and kernels.
struct PlainImages {
  struct Image {
    var channels: Int
    var height: Int
    var width: Int
    var values: [Double]

    subscript(c: Int, y: Int, x: Int) -> Double {
      get { values[(c * height + y) * width + x] }
      set { values[(c * height + y) * width + x] = newValue }
    }

    static func zeros(_ channels: Int, _ height: Int, _ width: Int) -> Image {
      Image(
        channels: channels, height: height, width: width,
        values: Array(repeating: 0, count: channels * height * width))
    }
  }

  let network: Network<Double>

  /// The logits of one example, in inference.
  func logits(of input: ArraySlice<Double>) -> [Double] {
    let shape = network.architecture.input
    var current = Image(
      channels: shape.channels, height: shape.height, width: shape.width, values: Array(input))
    var outputs: [Image] = []
    var tensors = network.architecture.layout.tensors[...]
    func next() -> [Double] { Array(network[tensors.removeFirst()]) }
    let input = current
    for layer in network.architecture.layers {
      let sources = layer.sources.map { source in
        switch source {
        case .previous: outputs.last ?? input
        case .input: input
        case .layer(let index): outputs[index]
        }
      }
      current = sources[0]
      switch layer.operation {
      case .dense(let units):
        let (weight, bias) = (next(), next())
        let values = (0..<units).map { unit in
          current.values.enumerated().reduce(bias[unit]) {
            $0 + weight[unit * current.values.count + $1.offset] * $1.element
          }
        }
        current = Image(channels: units, height: 1, width: 1, values: values)
      case .convolution(let convolution):
        let weight = next()
        let bias = convolution.hasBias ? next() : Array(repeating: 0, count: convolution.channels)
        current = Self.convolve(current, convolution, weight, bias)
      case .transposedConvolution(let transposed):
        let weight = next()
        let channels = transposed.convolution.channels
        let bias =
          transposed.convolution.hasBias ? next() : Array(repeating: 0, count: channels)
        current = Self.convolve(current, transposed, weight, bias)
      case .maxPooling(let pooling):
        current = Self.pool(current, pooling) { values, _ in values.max() ?? .nan }
      case .averagePooling(let pooling):
        current = Self.pool(current, pooling) { values, size in
          values.reduce(0, +) / Double(pooling.countsPadding ? size : values.count)
        }
      case .globalAveragePooling:
        let whole = Pooling(window: Window(height: current.height, width: current.width))
        current = Self.pool(current, whole) { values, size in values.reduce(0, +) / Double(size) }
      case .flatten:
        current = Image(
          channels: current.values.count, height: 1, width: 1, values: current.values)
      case .activation(let function):
        current.values = current.values.map { PlainNetwork.value(function, $0, nil) }
      case .normalization(let constants):
        current = Self.map(current) { ($1 - constants.means[$0]) / constants.deviations[$0] }
      case .batchNormalization(let epsilon):
        let (scale, shift, mean, variance) = (next(), next(), next(), next())
        current = Self.map(current) { c, value in
          (value - mean[c]) / (variance[c] + epsilon).squareRoot() * scale[c] + shift[c]
        }
      case .identity: break
      case .sum:
        for other in sources.dropFirst() {
          current.values = zip(current.values, other.values).map { $0 + $1 }
        }
      case .product:
        let factor = sources[1].values
        let pixels = current.values.count / factor.count
        for place in current.values.indices { current.values[place] *= factor[place / pixels] }
      case .matrixProduct(let product):
        current = Self.multiply(current.values, sources[1].values, product)
      case .softmax(let size):
        var values: [Double] = []
        for first in stride(from: 0, to: current.values.count, by: size) {
          let powers = current.values[first..<first + size].map { Double.exp($0) }
          values += powers.map { $0 / powers.reduce(0, +) }
        }
        current = Image(channels: values.count, height: 1, width: 1, values: values)
      case .layerNormalization(let normalization):
        let size = normalization.size
        var values: [Double] = []
        for first in stride(from: 0, to: current.values.count, by: size) {
          var own = Array(current.values[first..<first + size])
          let mean = own.reduce(0, +) / Double(size)
          if normalization.isCentered { own = own.map { $0 - mean } }
          let square = own.reduce(0) { $0 + $1 * $1 } / Double(size)
          values += own.map { $0 / (square + normalization.epsilon).squareRoot() }
        }
        current = Image(channels: values.count, height: 1, width: 1, values: values)
      case .ranking(let ranking):
        var values: [Double] = []
        for first in stride(from: 0, to: current.values.count, by: ranking.size) {
          let own = current.values[first..<first + ranking.size].sorted(by: >)
          values += own[ranking.first..<ranking.first + ranking.count]
        }
        current = Image(channels: values.count, height: 1, width: 1, values: values)
      case .selection(let selection):
        let all = sources.flatMap(\.values)
        let shape = selection.shape
        current = Image(
          channels: shape.channels, height: shape.height, width: shape.width,
          values: selection.places.map { $0 < 0 ? 0 : all[$0] })
      }
      outputs.append(current)
    }
    return current.values
  }

  private static func multiply(
    _ a: [Double], _ b: [Double], _ product: Operation.MatrixProductShape
  ) -> Image {
    let (rows, inner, columns) = (product.rows, product.inner, product.columns)
    var values: [Double] = []
    for group in 0..<product.groups {
      for row in 0..<rows {
        for column in 0..<columns {
          values.append(
            (0..<inner).reduce(0) { sum, k in
              let place = product.isTransposed ? column * inner + k : k * columns + column
              return sum + a[(group * rows + row) * inner + k] * b[group * inner * columns + place]
            })
        }
      }
    }
    return Image(channels: values.count, height: 1, width: 1, values: values)
  }

  private static func map(_ image: Image, _ function: (Int, Double) -> Double) -> Image {
    var result = image
    let pixels = image.height * image.width
    for index in image.values.indices {
      result.values[index] = function(index / pixels, image.values[index])
    }
    return result
  }

  private static func convolve(
    _ image: Image, _ convolution: Convolution, _ weight: [Double], _ bias: [Double]
  ) -> Image {
    let (window, dilation) = (convolution.window, convolution.dilation)
    let own = image.channels / convolution.groups
    let span = Window(
      height: (window.height - 1) * dilation.vertical + 1,
      width: (window.width - 1) * dilation.horizontal + 1,
      verticalStride: window.verticalStride, horizontalStride: window.horizontalStride,
      padding: window.padding)
    return positions(image, span, channels: convolution.channels) { channel, top, left in
      var sum = bias[channel]
      let first = channel / (convolution.channels / convolution.groups) * own
      for c in 0..<own {
        for u in 0..<window.height {
          for v in 0..<window.width {
            let (y, x) = (top + u * dilation.vertical, left + v * dilation.horizontal)
            guard (0..<image.height).contains(y), (0..<image.width).contains(x) else { continue }
            let place = ((channel * own + c) * window.height + u) * window.width + v
            sum += weight[place] * image[first + c, y, x]
          }
        }
      }
      return sum
    }
  }

  /// Every pixel of the image stamps its kernels onto the result.
  private static func convolve(
    _ image: Image, _ transposed: TransposedConvolution, _ weight: [Double], _ bias: [Double]
  ) -> Image {
    let convolution = transposed.convolution
    let (window, dilation) = (convolution.window, convolution.dilation)
    let padding = window.padding
    let height =
      (image.height - 1) * window.verticalStride + (window.height - 1) * dilation.vertical + 1
      + transposed.extraRows - padding.top - padding.bottom
    let width =
      (image.width - 1) * window.horizontalStride + (window.width - 1) * dilation.horizontal + 1
      + transposed.extraColumns - padding.left - padding.right
    var result = Image.zeros(convolution.channels, height, width)
    result = map(result) { channel, _ in bias[channel] }
    let made = convolution.channels / convolution.groups
    for c in 0..<image.channels {
      let first = c / (image.channels / convolution.groups) * made
      for row in 0..<image.height {
        for column in 0..<image.width {
          for own in 0..<made {
            for u in 0..<window.height {
              for v in 0..<window.width {
                let y = row * window.verticalStride + u * dilation.vertical - padding.top
                let x = column * window.horizontalStride + v * dilation.horizontal - padding.left
                guard (0..<height).contains(y), (0..<width).contains(x) else { continue }
                let place = ((c * made + own) * window.height + u) * window.width + v
                result[first + own, y, x] += weight[place] * image[c, row, column]
              }
            }
          }
        }
      }
    }
    return result
  }

  private static func pool(
    _ image: Image, _ pooling: Pooling, _ reduce: (_ values: [Double], _ size: Int) -> Double
  ) -> Image {
    let window = pooling.window
    return positions(image, window, channels: image.channels) { channel, top, left in
      var values: [Double] = []
      for y in top..<top + window.height where (0..<image.height).contains(y) {
        for x in left..<left + window.width where (0..<image.width).contains(x) {
          values.append(image[channel, y, x])
        }
      }
      return reduce(values, window.height * window.width)
    }
  }

  private static func positions(
    _ image: Image, _ window: Window, channels: Int, _ value: (Int, Int, Int) -> Double
  ) -> Image {
    let padding = window.padding
    let height = (image.height + padding.top + padding.bottom - window.height)
    let width = (image.width + padding.left + padding.right - window.width)
    var result = Image.zeros(
      channels, height / window.verticalStride + 1, width / window.horizontalStride + 1)
    for channel in 0..<channels {
      for y in 0..<result.height {
        for x in 0..<result.width {
          result[channel, y, x] = value(
            channel, y * window.verticalStride - padding.top,
            x * window.horizontalStride - padding.left)
        }
      }
    }
    return result
  }
}
