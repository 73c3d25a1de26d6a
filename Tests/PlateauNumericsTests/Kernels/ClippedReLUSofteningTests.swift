import GoldenValues
import PlateauFormats
import PlateauNumerics
import RealModule
import Testing

@Suite("Softened clipped ReLU")
struct ClippedReLUSofteningTests {
  /// T [softplus(z/T) − softplus((z−1)/T)] loses T·|z/T| units as a difference; it must not.
  @Test(arguments: [0.125, 1, 2, 64])
  func `its activity is as accurate as the logistic function's`(softness: Double) throws {
    let file = try Fixture.read("kernels/kernels.safetensors")
    let arguments: [Double] = try file.values(of: "arguments")
    let high: [Double] = try file.values(of: "clipped.\(softness.name).high")
    let low: [Double] = try file.values(of: "clipped.\(softness.name).low")
    let values = Kernel<Double>.logSlopes(.clippedReLU, arguments, softness: softness).activations
    for index in values.indices {
      // The argument (1 − z)/T is rounded: half a unit of it more, relative to 1.
      let bound = 6 + abs(arguments[index] / softness)
      let error = Reference(high: high[index], low: low[index]).ulps(values[index])
      #expect(error <= bound, "at \(arguments[index])")
    }
  }

  // T log(1 + (exp(1/T) − 1)·σ((z − 1)/T)) is the same for z ≤ 1/2, and all its terms are positive;
  // above, the function is 1 less its value at 1 − z. The arguments of exponentials are rounded on
  // either side, and the difference of two softplus loses two bits for T < 1.
  @Test(arguments: [0.03125, 0.25, 0.75, 1])
  func `a narrow one agrees with another form of it`(softness: Double) {
    let arguments = (-400...400).map { Double($0) / 16 * softness }
    let values = Kernel<Double>.logSlopes(.clippedReLU, arguments, softness: softness).activations
    for (z, value) in zip(arguments, values) {
      let u = ((z > 0.5 ? 1 - z : z) - 1) / softness
      let e = Double.exp(-abs(u))
      let logistic = (u < 0 ? e : 1) / (1 + e)
      let low = softness * .log(onePlus: .expMinusOne(1 / softness) * logistic)
      let expected = z > 0.5 ? 1 - low : low
      let bound = 16 + 4 * abs(u)
      #expect(Reference(high: expected).ulps(value) <= bound, "at \(z)")
    }
  }

  @Test func `a wide softening in single precision keeps six digits`() {
    let arguments = (-200...200).map { Float($0) * 100 }
    let exact = Kernel<Double>.logSlopes(
      .clippedReLU, arguments.map { Double($0) }, softness: 1024)
    let values = Kernel<Float>.logSlopes(.clippedReLU, arguments, softness: 1024)
    for (value, reference) in zip(values.activations, exact.activations) {
      // 16 ulp: |z/T| reaches 20 and z/T is exact.
      #expect(abs(Double(value) - reference) <= 1e-6 * reference)
    }
  }

  @Test(arguments: [1.5, 1, 0.3, 0.03])
  func `it rises from 0 to 1, symmetric about one half`(softness: Double) {
    // As far as a value below 1 can be told from it: 1 − T e^(−u), u up to 33.
    let arguments = (0...400).map { 0.5 + min(1, softness) * (Double($0) - 200) / 8 }
    let values = Kernel<Double>.logSlopes(.clippedReLU, arguments, softness: softness).activations
    let mirrored = Kernel<Double>.logSlopes(
      .clippedReLU, arguments.map { 1 - $0 }, softness: softness
    ).activations
    for index in arguments.indices.dropFirst() { #expect(values[index] > values[index - 1]) }
    for (value, mirror) in zip(values, mirrored) {
      // A value and its mirror come from the same formula: only the sum is rounded.
      #expect(abs(value + mirror - 1) <= 2 * Double.ulpOfOne)
    }
    let ends = Kernel<Double>.logSlopes(
      .clippedReLU, [-.infinity, .infinity, .nan], softness: 2
    ).activations
    #expect(ends[0] == 0)
    #expect(ends[1] == 1)
    #expect(ends[2].isNaN)
  }
}
