import CMeasured
import Plateau

extension Bench {
  /// One epoch of 32-64-128 with ReLU and the penalty 1e-5, on 10,000 examples.
  func trainConvolutional() throws -> Measurement {
    var loss = Double.nan
    var result = try Measurement {
      let trainer = try convolutionalTrainer(penaltyWeight: 1e-5)
      while let progress = try trainer.step() { loss = progress.finishedEpoch?.loss ?? loss }
    }
    result.details = ["loss": loss]
    return result
  }

  /// Forty steps on 500 images against a network trained for one epoch of 10,000 examples.
  ///
  /// As the peer's: naive gradients in Float, every example every step. Examples that are
  /// misclassified from the start are not attacked; the details give the share of steps.
  func attackConvolutional() throws -> Measurement {
    let trainer = try convolutionalTrainer(penaltyWeight: nil)
    while try trainer.step() != nil {}
    let images = Bench(
      digits: Digits(training: digits.training, test: digits.test.prefix(500), name: digits.name),
      workers: workers)
    return images.attack(trainer.selectedNetwork, leavesEarly: false)
  }

  private func convolutionalTrainer(penaltyWeight: Double?) throws -> Trainer {
    let architecture = try Architecture.convolutional(
      input: digits.training.shape, channels: [32, 64], units: 128, activation: .relu, classes: 10)
    var generator = SeededGenerator(seed: 0, purpose: "initialize")
    let network = Network<Float>(architecture, initializer: .uniformFanIn, using: &generator)
    return try Trainer(
      network, plan: plan(penaltyWeight: penaltyWeight), training: digits.training.prefix(10_000),
      workers: workers)
  }

  // MARK: - The larger convolution by itself, in one thread

  /// The images that are convolved.
  private static var count: Int { 2000 }

  /// 5×5, 32 to 64 channels, on 14×14 pixels: 196·64·800 products an image.
  private static var sizes: plateau_convolution {
    plateau_convolution(
      height: 14, width: 14, channels: 32, out_height: 14, out_width: 14, out_channels: 64,
      kernel_height: 5, kernel_width: 5, stride_height: 1, stride_width: 1, pad_top: 2, pad_left: 2,
      padded_height: 18, padded_width: 18, dilation_height: 1, dilation_width: 1)
  }

  func convolve() -> Measurement {
    var sizes = Self.sizes
    let kernels = plateau_highest_table().f32.convolutions.pointee
    let image = Self.filled(14 * 14 * 32)
    let panels = Self.aligned(Int(kernels.panels_size(&sizes)))
    let scratch = Self.aligned(Int(kernels.scratch_size(&sizes)))
    defer {
      panels.deallocate()
      scratch.deallocate()
    }
    var output = [Float](repeating: 0, count: 14 * 14 * 64)
    kernels.pack(&sizes, Self.filled(64 * 800), panels)
    return rate(
      Measurement {
        for _ in 0..<Self.count {
          kernels.convolve(&sizes, image, panels, scratch, &output)
        }
      })
  }

  /// The product that the convolution is: its operands stand ready, so that nothing is
  /// spent on gathering the values under each kernel.
  func multiplyAsConvolution() -> Measurement {
    let product = Product(m: 196, n: 64, k: 800)
    let products = plateau_highest_table().f32.products.pointee
    let (a, b) = (Self.filled(product.m * product.k), Self.filled(product.k * product.n))
    var c = Self.filled(product.m * product.n)
    return rate(
      Measurement {
        for _ in 0..<Self.count { product.run(products, a, b, into: &c) }
      })
  }

  private func rate(_ measurement: Measurement) -> Measurement {
    var result = measurement
    let operations = 2.0 * 196 * 64 * 800 * Double(Self.count)
    result.details = ["gigaflops": operations / result.seconds * 1e-9]
    return result
  }

  static func aligned(_ count: Int) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
      .initializeMemory(as: Float.self, repeating: 0, count: count)
  }
}
