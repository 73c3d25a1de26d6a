import CPlateauKernels
import PlateauNumerics
import Testing

@Suite("Kernels of images have the same bits at every level")
struct LevelImageTests {
  func channels<Element: Scalar>(
    _ kernels: ImageKernels<Element>, _ operands: inout LevelOperands, _ trace: inout LevelTrace
  ) {
    let (rows, channels) = (9, operands.count)
    let x: [Element] = operands.values(rows * channels)
    let (scale, shift): ([Element], [Element]) = (
      operands.values(channels), operands.values(channels)
    )
    let inverse: [Element] = operands.radii(channels)
    var target: [Element] = operands.values(rows * channels)
    kernels.channelsLast(channels: rows, pixels: channels, of: x, into: &target)
    trace.add("channels last", target)
    kernels.channelsFirst(channels: rows, pixels: channels, of: x, into: &target)
    trace.add("channels first", target)
    kernels.channelsFirst(channels: rows, pixels: channels, of: x, addingTo: &target)
    trace.add("channels first, added", target)
    target = x
    kernels.channelAffine(
      rows: rows, channels: channels, values: &target, scale: scale, shift: shift)
    trace.add("affine", target)
    kernels.channelScale(rows: rows, channels: channels, values: &target, scale: inverse)
    trace.add("scaled", target)
    var (mean, variance) = (
      [Double](repeating: 0, count: channels), [Double](repeating: 0, count: channels)
    )
    kernels.channelMoments(rows: rows, channels: channels, of: x, mean: &mean, variance: &variance)
    trace.add("moments", mean + variance)
    var normalized = x
    kernels.batchNorm(
      rows: rows, channels: channels, of: x, mean: shift, inverse: inverse, scale: scale,
      shift: shift, normalized: &normalized, into: &target)
    trace.add("normalization", normalized + target)
    var signal: [Element] = operands.values(rows * channels)
    var (scales, shifts) = (scale, shift)
    kernels.batchNormBack(
      rows: rows, channels: channels, signal: &signal, normalized: normalized, inverse: inverse,
      scale: scale, scaleGradient: &scales, shiftGradient: &shifts)
    trace.add("normalization backward", signal + scales + shifts)
    kernels.add(count: rows * channels, x, to: &target)
    trace.add("sum", target)
  }

  @Test(arguments: LevelOperands.all)
  func channels(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      channels(Float.images(at: table), &operands, &trace)
      channels(Double.images(at: table), &operands, &trace)
    }
  }

  static func poolings(channels: Int) -> [PoolingShape] {
    [(2, 2, 0, false), (3, 2, 1, true), (3, 1, 1, false), (5, 3, 2, true)].map {
      (kernel, stride, padding, counts) in
      PoolingShape(
        height: 9, width: 11, channels: channels, kernelHeight: kernel, kernelWidth: kernel,
        strideHeight: stride, strideWidth: stride, padding: ImagePadding(padding),
        countsPadding: counts)
    }
  }

  func pooling<Element: Scalar>(
    _ kernels: ImageKernels<Element>, _ operands: inout LevelOperands, _ trace: inout LevelTrace
  ) {
    for shape in Self.poolings(channels: min(operands.count, 33)) {
      var parameters = shape.parameters
      let size = shape.height * shape.width * shape.channels
      let outputs = Int(parameters.out_height * parameters.out_width) * shape.channels
      let (image, other): ([Element], [Element]) = (operands.values(size), operands.values(size))
      let signal: [Element] = operands.values(outputs)
      var out = [Element](repeating: 0, count: outputs)
      var winners = [Int32](repeating: 0, count: outputs)
      kernels.maxPool(&parameters, image: image, into: &out, winners: &winners)
      trace.add("largest", out)
      trace.add("winners", counts: winners)
      kernels.poolGather(&parameters, image: other, winners: winners, into: &out)
      trace.add("gathered", out)
      kernels.averagePool(&parameters, image: image, into: &out)
      trace.add("mean", out)
      var target = other
      kernels.maxPoolBack(&parameters, signal: signal, winners: winners, addingTo: &target)
      kernels.averagePoolBack(&parameters, signal: signal, addingTo: &target)
      trace.add("backward", target)
    }
  }

  @Test(arguments: LevelOperands.all)
  func pooling(_ operands: LevelOperands) {
    LevelTrace.compare(operands) { table, operands, trace in
      pooling(Float.images(at: table), &operands, &trace)
      pooling(Double.images(at: table), &operands, &trace)
    }
  }
}
