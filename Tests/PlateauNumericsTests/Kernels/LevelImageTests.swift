import CPlateauKernels
import PlateauNumerics
import Testing

@Suite("Kernels of images have the same bits at every level")
struct LevelImageTests {
  func channels<Element: Scalar>(
    _ kernels: ImageKernels<Element>, _ operands: inout LevelOperands, _ trace: inout LevelTrace
  ) {
    let (rows, channels) = (9, operands.count)
    let (m, n) = (Int64(rows), Int64(channels))
    let x: [Element] = operands.values(rows * channels)
    let (scale, shift): ([Element], [Element]) = (
      operands.values(channels), operands.values(channels)
    )
    let inverse: [Element] = operands.radii(channels)
    var target: [Element] = operands.values(rows * channels)
    kernels.channelsLast(m, n, x, &target)
    trace.add("channels last", target)
    kernels.channelsFirst(m, n, x, &target)
    trace.add("channels first", target)
    kernels.channelsFirstAdd(m, n, x, &target)
    trace.add("channels first, added", target)
    target = x
    kernels.channelAffine(m, n, &target, scale, shift)
    trace.add("affine", target)
    kernels.channelScale(m, n, &target, inverse)
    trace.add("scaled", target)
    var (mean, variance) = (
      [Double](repeating: 0, count: channels), [Double](repeating: 0, count: channels)
    )
    kernels.channelMoments(m, n, x, &mean, &variance)
    trace.add("moments", mean + variance)
    var normalized = x
    kernels.batchNorm(m, n, x, shift, inverse, scale, shift, &normalized, &target)
    trace.add("normalization", normalized + target)
    var signal: [Element] = operands.values(rows * channels)
    var (scales, shifts) = (scale, shift)
    kernels.batchNormBack(m, n, &signal, normalized, inverse, scale, &scales, &shifts)
    trace.add("normalization backward", signal + scales + shifts)
    kernels.add(m * n, &target, x)
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
      kernels.maxPool(&parameters, image, &out, &winners)
      trace.add("largest", out)
      trace.add("winners", counts: winners)
      kernels.poolGather(&parameters, other, winners, &out)
      trace.add("gathered", out)
      kernels.averagePool(&parameters, image, &out)
      trace.add("mean", out)
      var target = other
      kernels.maxPoolBack(&parameters, signal, winners, &target)
      kernels.averagePoolBack(&parameters, signal, &target)
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
