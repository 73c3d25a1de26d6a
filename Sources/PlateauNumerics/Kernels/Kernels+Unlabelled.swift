import CPlateauKernels

// Kernels by their places in C, for call sites that have not taken up the labels.
extension Kernels {
  package func gemm(_ a: In, _ b: In, _ c: Out, _ shape: ProductShape) {
    gemm(a, b, into: c, shape)
  }

  package func backwardNaive(_ function: Function, _ count: Int64, _ signal: Out, _ activation: In)
  {
    backwardNaive(function, count: Int(count), signal: signal, activation: activation)
  }

  package func logitRatio(
    _ rows: Int64, _ classes: Int64, _ logits: In, _ labels: Labels, _ targets: Labels?,
    _ gradient: Out?, _ ratios: Out?
  ) {
    logitRatio(
      rows: Int(rows), classes: Int(classes), logits: logits, labels: labels, targets: targets,
      gradient: gradient, ratios: ratios)
  }

  package func sgd(
    _ count: Int64, _ parameters: Out, _ gradient: In, _ velocity: Out, _ rate: Element,
    _ momentum: Element, _ weightDecay: Element
  ) {
    sgd(
      count: Int(count), parameters: parameters, gradient: gradient, velocity: velocity,
      rate: rate, momentum: momentum, weightDecay: weightDecay)
  }

  package func rmsprop(
    _ count: Int64, _ parameters: Out, _ gradient: In, _ squares: Out, _ rate: Element,
    _ decay: Element, _ stabilizer: Element, _ weightDecay: Element
  ) {
    rmsprop(
      count: Int(count), parameters: parameters, gradient: gradient, squares: squares, rate: rate,
      decay: decay, stabilizer: stabilizer, weightDecay: weightDecay)
  }

  package func adam(
    _ count: Int64, _ parameters: Out, _ gradient: In, _ mean: Out, _ squares: Out,
    _ rate: Element, _ decay1: Element, _ decay2: Element, _ correction1: Element,
    _ correction2: Element, _ stabilizer: Element, _ weightDecay: Element
  ) {
    adam(
      count: Int(count), parameters: parameters, gradient: gradient, mean: mean, squares: squares,
      rate: rate, decays: (decay1, decay2), corrections: (correction1, correction2),
      stabilizer: stabilizer, weightDecay: weightDecay)
  }

  package func signStep(
    _ count: Int64, _ point: Out, _ direction: In, _ origin: In, _ step: Element,
    _ epsilon: Element, _ lower: Element, _ upper: Element
  ) {
    signStep(
      count: Int(count), point: point, along: direction, around: origin, step: step,
      epsilon: epsilon, lower: lower, upper: upper)
  }

  package func signStepRounding(
    _ count: Int64, _ point: UnsafeMutablePointer<Double>, _ direction: In,
    _ origin: UnsafePointer<Double>, _ step: Double, _ epsilon: Double, _ lower: Double,
    _ upper: Double, _ rounded: Out
  ) {
    signStepRounding(
      count: Int(count), point: point, along: direction, around: origin, step: step,
      epsilon: epsilon, lower: lower, upper: upper, rounded: rounded)
  }

  package func lengthStep(
    _ rows: Int64, _ columns: Int64, _ points: Out, _ directions: In, _ origins: In,
    _ step: Element, _ epsilon: Element, _ lower: Element, _ upper: Element
  ) {
    lengthStep(
      rows: Int(rows), columns: Int(columns), points: points, along: directions, around: origins,
      step: step, epsilon: epsilon, lower: lower, upper: upper)
  }

  package func clip(
    _ count: Int64, _ point: Out, _ origin: In, _ epsilon: Element, _ lower: Element,
    _ upper: Element
  ) {
    clip(
      count: Int(count), point: point, around: origin, epsilon: epsilon, lower: lower, upper: upper)
  }

  package func scale(_ count: Int64, _ values: Out, _ factor: Element) {
    scale(count: Int(count), values: values, by: factor)
  }

  package func fromSingles(_ count: Int64, _ source: UnsafePointer<Float>, _ target: Out) {
    fromSingles(count: Int(count), source, into: target)
  }

  package func toSingles(_ count: Int64, _ source: In, _ target: UnsafeMutablePointer<Float>) {
    toSingles(count: Int(count), source, into: target)
  }

  package func squaredDistance(_ count: Int64, _ a: In, _ b: In) -> Double {
    squaredDistance(count: Int(count), from: a, to: b)
  }

  package func largestMagnitude(_ count: Int64, _ values: In) -> Element {
    largestMagnitude(count: Int(count), of: values)
  }
}

extension ImageKernels {
  package func channelsFirst(_ channels: Int64, _ pixels: Int64, _ source: In, _ target: Out) {
    channelsFirst(channels: Int(channels), pixels: Int(pixels), of: source, into: target)
  }

  package func add(_ count: Int64, _ target: Out, _ source: In) {
    add(count: Int(count), source, to: target)
  }
}
