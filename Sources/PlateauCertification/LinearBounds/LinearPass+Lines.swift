import PlateauNetworks
import PlateauNumerics

extension LinearPass {
  /// Bounds Σ |w|·|s| over the box of what a stage takes, for each unit: the magnitude of its sum,
  /// and what errors of that and of coefficients are proportional to.
  func size(_ stage: IntervalStage, rows: Int) {
    let index = stage.value - 1
    guard let target = sizes[index] else { return }
    let source = magnitudes[stage.source]
    let count = rows * stage.outputs
    switch stage.operation {
    case .dense(let weights):
      let shape = ProductShape(m: rows, n: stage.outputs, k: stage.inputs, transposesB: true)
      weights.magnitudes.withUnsafeBufferPointer { weights in
        guard let base = weights.baseAddress else { return }
        Double.kernels.gemm(source.pointer, base, target.pointer, shape)
      }
    case .convolution:
      guard let pack = intervals.packs[index] else { return }
      for row in 0..<rows {
        Double.convolutions.convolve(
          pack.shape, source.row(row), pack.magnitudes.pointer, pack.scratch.pointer,
          target.row(row))
      }
    case .maxPooling(let shape):
      withUnsafePointer(to: shape.parameters) { shape in
        for row in 0..<rows {
          Double.images.maxPool(shape, source.row(row), target.row(row), nil)
        }
      }
    case .averagePooling(let shape):
      withUnsafePointer(to: shape.parameters) { shape in
        for row in 0..<rows { Double.images.averagePool(shape, source.row(row), target.row(row)) }
      }
    case .affine(let map):
      let channels = map.factors.count
      for index in 0..<count {
        target.pointer[index] = source.pointer[index] * map.factors[index % channels].magnitude
      }
    case .reordering(let toLast):
      let move = toLast ? Double.images.channelsLast : Double.images.channelsFirst
      for row in 0..<rows {
        move(
          Int64(stage.output.channels), Int64(stage.pixels), source.row(row), target.row(row))
      }
    case .add(let other):
      for index in 0..<count {
        target.pointer[index] = source.pointer[index] + magnitudes[other].pointer[index]
      }
    case .copy: target.pointer.update(from: source.pointer, count: count)
    }
    let up = 1 + 2 * RoundingError.gamma(stage.inputs + 8)
    let least = Double(stage.inputs + 8) * RoundingError.tiny
    for index in 0..<count { target.pointer[index] = target.pointer[index] * up + least }
  }

  /// Draws the lines of a stage around what its units can be.
  ///
  /// A line slope·z + intercept of the nonlinearity becomes one of the operation, z = f·o + c:
  /// (slope·f)·o + (slope·c + intercept). Of a coefficient a rounding then takes |a| times
  ///
  /// γₙ · (|slope|·(Σ|w||s| + |c|) + |intercept|),
  ///
  /// where n is more than the terms of the products that follow, (a·slope)·w summed over units
  /// and a·intercept, and than all roundings of one term. Where a unit underflows, what is lost
  /// is not proportional to it: at most the least normal number for each product.
  func draw(_ stage: IntervalStage, rows: Int) {
    let index = stage.value - 1
    guard let block = blocks[index], let sizes = sizes[index] else { return }
    let box = intervals.boxes[stage.value]
    let width = stage.outputs
    let channels = stage.output.channels
    let gamma = RoundingError.gamma(width + 64)
    let isPooling = pool(stage, rows: rows)
    for row in 0..<rows {
      block.distinct[row].removeAll(keepingCapacity: true)
      var total = 0.0
      for unit in 0..<width {
        let place = row * width + unit
        let (low, high) = (box.lower[place], box.upper[place])
        if let entry = entries[index] {
          entry.lower[place] = low
          entry.upper[place] = high
        }
        var lines =
          stage.activation?.relaxation(low, high)
          ?? Relaxation(lower: Self.identity, upper: Self.identity)
        let affine = stage.affine(channel: unit % channels)
        if isPooling, isBeaten[place] {
          // Of a window without a sure winner only its largest bound is known from above.
          lines.upper.intercept = RoundingError.upward(
            lines.upper.intercept, minus: -lines.upper.slope, times: high)
          lines.upper.slope = 0
        }
        let size = sizes.pointer[place]
        write(lines, affine, size: size, gamma: gamma, into: block, place)
        total += size + affine.bias.magnitude
        if !block.isLinear, block.lowerSlopes.pointer[place] != block.upperSlopes.pointer[place] {
          block.distinct[row].append(unit)
        }
      }
      let source = magnitudes[stage.source]
      for unit in 0..<stage.inputs { total += source.pointer[row * stage.inputs + unit] }
      block.slacks[row] = slack(total, terms: width + stage.inputs)
    }
  }

  static var identity: Relaxation.Line { Relaxation.Line(slope: 1, intercept: 0) }

  /// What underflow can take in sums of so many products with numbers of a total magnitude.
  func slack(_ total: Double, terms: Int) -> Double {
    (total + 8) * Double(terms + 8) * RoundingError.tiny * 2
  }

  /// Writes the lines of a unit in terms of its operation.
  @inline(__always)
  func write(
    _ lines: Relaxation, _ affine: (factor: Double, bias: Double, error: Double), size: Double,
    gamma: Double, into block: LineBlock, _ place: Int
  ) {
    let (factor, bias) = (affine.factor, affine.bias)
    let lower = lines.lower.slope * bias + lines.lower.intercept
    let upper = lines.upper.slope * bias + lines.upper.intercept
    block.lowerSlopes.pointer[place] = lines.lower.slope * factor
    block.lowerIntercepts.pointer[place] = lower
    block.upperSlopes.pointer[place] = lines.upper.slope * factor
    block.upperIntercepts.pointer[place] = upper
    let slope = max(lines.lower.slope.magnitude, lines.upper.slope.magnitude)
    let intercept = max(lines.lower.intercept.magnitude, lines.upper.intercept.magnitude)
    let error = gamma * (slope * (size + bias.magnitude) + intercept) + slope * affine.error
    block.errors.pointer[place] = error * RoundingError.up + RoundingError.tiny
  }

  /// Finds the winners of a max pooling: the pixels with the greatest lower bounds, and whether
  /// some other of their windows can exceed that.
  private func pool(_ stage: IntervalStage, rows: Int) -> Bool {
    guard case .maxPooling(let shape) = stage.operation, let winners = winners[stage.value - 1]
    else { return false }
    let source = intervals.boxes[stage.source]
    let spare = intervals.products.pointer
    let windows = (0..<shape.outHeight * shape.outWidth).map { shape.pixels($0) }
    for row in 0..<rows {
      let own = winners + row * stage.outputs
      let place = row * stage.inputs
      withUnsafePointer(to: shape.parameters) { parameters in
        Double.images.maxPool(parameters, source.lower + place, spare, own)
      }
      for output in 0..<stage.outputs {
        let channel = output % shape.channels
        let window = windows[output / shape.channels]
        isBeaten[row * stage.outputs + output] = window.contains { other in
          other != Int(own[output])
            && source.upper[place + other * shape.channels + channel] > spare[output]
        }
      }
    }
    return true
  }
}

extension IntervalStage {
  /// What a stage makes of what its operation makes: factor · o + bias, and a bound of the error.
  @inline(__always)
  func affine(channel: Int) -> (factor: Double, bias: Double, error: Double) {
    switch operation {
    case .dense(let weights), .convolution(_, let weights): return (1, weights.biases[channel], 0)
    case .affine(let map):
      // (x − m)·f + t = f·x + (t − m·f). Here sizes hold |f|·|x|; the factor is off by 3 roundings,
      // and the two of the bias are the rest, each of its terms apart.
      let (mean, factor, shift) = (map.means[channel], map.factors[channel], map.shifts[channel])
      let product = mean * factor
      let error = (product.magnitude + shift.magnitude) * 0x1p-50 + RoundingError.tiny
      return (factor, shift - product, error * RoundingError.up)
    default: return (1, 0, 0)
    }
  }
}

extension PoolingShape {
  /// The pixels of an output's window that lie in the image.
  func pixels(_ output: Int) -> [Int] {
    let top = output / outWidth * strideHeight - padding.top
    let left = output % outWidth * strideWidth - padding.left
    return (max(top, 0)..<min(top + kernelHeight, height)).flatMap { y in
      (max(left, 0)..<min(left + kernelWidth, width)).map { x in y * width + x }
    }
  }
}
