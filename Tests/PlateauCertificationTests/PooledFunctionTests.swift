import PlateauNetworks
import PlateauNumerics
import PlateauTesting
import Testing

@Suite("Bounds of functions of maxima")
struct PooledFunctionTests {
  @Test(
    "A function that follows a maximum directly has bounds that hold",
    arguments: [Activation.erf, .selu, .hardSwish, .gelu, .relu, .sigmoid, .tanh, .abs])
  func pooled(_ function: Activation) throws {
    for seed in 1...6 as ClosedRange<UInt64> {
      let layers: [Layer] = [
        .convolution(Convolution(channels: 2, window: Window(2))), .maxPooling(Pooling(2)),
        .activation(function),
      ]
      let failures = try OperationCheck(samples: 100, seed: seed).failures(
        of: layers, on: InputShape(channels: 1, height: 5, width: 5), isWhole: seed % 2 == 0)
      #expect(failures.filter { $0.hasPrefix("bounds") } == [])
    }
  }
}
