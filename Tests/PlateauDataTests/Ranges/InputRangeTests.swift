import PlateauData
import PlateauNumerics
import Testing

@Suite("Values outside the range of inputs")
struct InputRangeTests {
  /// Reads values as 100 examples of the same number of features, or as one example where they are few.
  private func read(
    _ x: NPYArray, _ bounds: ClosedRange<Double> = 0...1, isFixed: Bool = false
  ) throws -> Dataset {
    var builder = NPZBuilder()
    builder.add("x", x)
    builder.add("y", NPYArray(Array(repeating: 1, count: x.shape[0]), shape: [x.shape[0]]))
    return try NPZFile(parsing: builder.encoded(), named: "d/f.npz")
      .dataset(format: ArrayFormat(bounds: bounds, allowsOtherBounds: !isFixed))
  }

  private func array(_ values: [Float]) -> NPYArray {
    NPYArray(values, shape: [1, values.count])
  }

  @Test(arguments: [
    (0.0, 1.0, Float(1.0000001), Float(1), "1.2e-7"), (0, 1, -1e-8, 0, "1e-8"),
    (0, 1, 1.0000008, 1, "8.3e-7"), (0, 255, 255.00002, 255, "1.5e-5"),
    (-1, 1, -1.0000002, -1, "2.4e-7"), (-255, 0, -255.0001, -255, "0.00011"),
    (0, 255, -0.0002, 0, "0.0002"),
  ])
  func `by rounding are clipped, and said`(
    lower: Double, upper: Double, value: Float, clipped: Float, distance: String
  ) throws {
    let middle = Float((lower + upper) / 2)
    let read = try read(array([middle, value, middle]), lower...upper)
    #expect(read.test.inputs.elements == [middle, clipped, middle])
    #expect(read.notes.count == 1)
    #expect(read.notes[0].hasPrefix("1 value of array 'x' of 'd/f.npz' lay outside ["))
    #expect(
      read.notes[0].hasSuffix("by at most \(distance), which is rounding; it was clipped."))
    let several = try self.read(array([value, value, middle]), lower...upper)
    #expect(several.notes[0].hasPrefix("2 values of array 'x'"))
    #expect(several.notes[0].hasSuffix("they were clipped."))
    // What is not rounded is not spoken of.
    #expect(try self.read(array([middle, clipped]), lower...upper).notes.isEmpty)
  }

  @Test func `of half precision may miss it by its own rounding`() throws {
    // 1.001 in float16, of which 1 has a unit in the last place of 2⁻¹⁰.
    let bytes: [UInt8] = [0x01, 0x3c, 0x00, 0x38]
    let x = try NPYArray(stored: "<f2", count: 2, bytes: bytes)
    #expect(try read(x).test.inputs.elements == [1, 0.5])
  }

  private func refusal(
    _ values: [Float], _ bounds: ClosedRange<Double> = 0...1, isFixed: Bool = false
  ) -> String {
    let text = message { try read(array(values), bounds, isFixed: isFixed) }
    guard let place = text.firstRange(of: "; inputs lie in ") else { return text }
    return String(text[place.upperBound...])
  }

  /// Values of a sawtooth, evenly spread between two ends.
  private func spread(_ lower: Float, _ upper: Float, _ count: Int = 201) -> [Float] {
    (0..<count).map { lower + (upper - lower) * Float($0 * 37 % count) / Float(count - 1) }
  }

  @Test func `a little further are refused with a clip`() {
    #expect(
      refusal([0, 0.5, 1.004, 1])
        == "[0, 1]. 1 of its 4 values lies outside, by at most 0.004: clip it, x = np.clip(x, 0, 1)."
    )
    #expect(
      refusal(spread(0, 1) + [1.06, -0.02])
        == "[0, 1]. 2 of its 203 values lie outside, by at most 0.06: clip them, x = np.clip(x, 0, 1)."
    )
    #expect(
      refusal([-1, 0, 1.01], -1...1).hasSuffix("by at most 0.01: clip it, x = np.clip(x, -1, 1)."))
  }

  @Test func `of gray levels are refused with their range`() {
    let units = "Epsilon, --mean and --std are then in these units, too."
    #expect(
      refusal(spread(0, 255))
        == "[0, 1]. The array goes from 0 to 255: give its range with --bounds 0,255, or scale it. "
        + units)
    // Whole numbers are gray levels, however dark.
    #expect(
      refusal([0, 1, 3, 2]).contains("The array goes from 0 to 3: give its range with --bounds"))
    #expect(
      refusal(spread(0, 3.5))
        == "[0, 1]. The array goes from 0 to 3.5: give its range with --bounds 0,3.5, or scale it.")
  }

  @Test func `around zero are refused with their range`() {
    let units = "Epsilon, --mean and --std are then in these units, too."
    #expect(
      refusal(spread(-1, 1))
        == "[0, 1]. The array goes from -1 to 1: give its range with --bounds=-1,1, or scale it, "
        + "(x + 1) / 2. \(units)")
    #expect(refusal(spread(-0.5, 0.5)).contains("--bounds=-0.5,0.5, or scale it, x + 0.5."))
    #expect(refusal(spread(-128, 127)).contains("--bounds=-128,127, or scale it, (x + 128) / 255."))
  }

  @Test func `that are normalized already are to be brought back`() {
    let remedy =
      "as data that is normalized already. Undo that, x * std + mean, and give --mean and --std: "
      + "epsilon and the range of inputs are those of the data."
    // As digits of MNIST: dark for the most part.
    let digits = Array(repeating: Float(-0.4242), count: 850) + spread(-0.4242, 2.8215, 150)
    #expect(
      refusal(digits)
        == "[0, 1]. The array goes from -0.4242 to 2.8215, with a mean of -0.18 and a standard "
        + "deviation of 0.69, \(remedy)")
    #expect(refusal(spread(-2.1179, 2.64)).hasSuffix(remedy))
    #expect(refusal(spread(-2.1179, 2.64), 0...255).hasSuffix(remedy))
    #expect(
      refusal(spread(-123.75, 151.25)).hasPrefix(
        "[0, 1]. The array goes from -123.75 to 151.25: give its range with"))
    #expect(
      refusal(spread(-103.9, 150.1)).hasSuffix(
        "as pixels from 0 to 255 less their mean. Add it again, x + mean, and give --bounds 0,255 and "
          + "--mean: epsilon and the range of inputs are those of the data."))
  }

  @Test func `are to be scaled where no other range can be given`() {
    func advice(_ values: [Float]) -> String { refusal(values, isFixed: true) }
    #expect(advice(spread(0, 255)) == "[0, 1]. The array goes from 0 to 255: divide it by 255.")
    #expect(advice(spread(-1, 1)) == "[0, 1]. The array goes from -1 to 1: scale it, (x + 1) / 2.")
    #expect(advice([0, 0.5, 1.004]).hasSuffix("clip it, x = np.clip(x, 0, 1)."))
    #expect(
      advice(spread(-2.25, 2.5)).hasSuffix(
        "Undo that, x * std + mean; a normalization is a part of the network, network.normalization."
      ))
    #expect(advice(spread(-103.9, 150.1)).hasSuffix("Add it again, x + mean, and divide by 255."))
    #expect(advice(spread(0, 3.5)) == "[0, 1]. The array goes from 0 to 3.5: scale it to [0, 1].")
    #expect(
      message { try read(NPYArray([0, 1], shape: [1, 2]), isFixed: true) }.hasSuffix(
        "or uint8 from 0 to 255. Convert it with astype('uint8')."))
  }

  @Test func `of bytes in another range are not scaled`() throws {
    let x = try NPYArray(stored: "|u1", count: 3, bytes: [0, 7, 255])
    #expect(
      message { try read(x, -1...1) }.hasSuffix(
        "inputs lie in [-1, 1]. The array goes from 0 to 255: leave out --bounds, and uint8 is "
          + "divided by 255, or give --bounds 0,255."))
  }

  @Test func `not finite come before all others`() {
    #expect(
      message { try read(array([0, 7, .nan])) }
        == "Array 'x' of 'd/f.npz' holds nan at index [0, 2], in example 0; inputs are finite. Remove "
        + "the example, or replace the value.")
  }

  @Test func `far inside of it look like other units`() throws {
    let unit = array(spread(0, 1))
    #expect(
      try read(unit, 0...255).notes == [
        "No value of array 'x' of 'd/f.npz' is above 1, but inputs go from 0 to 255: leave out "
          + "--bounds where the data is in [0, 1]."
      ])
    #expect(
      try read(unit, -1...1).notes == [
        "No value of array 'x' of 'd/f.npz' is below 0, but inputs go from -1 to 1: leave out "
          + "--bounds where the data is in [0, 1]."
      ])
    #expect(try read(unit).notes.isEmpty)
    #expect(try read(array(spread(0, 2)), 0...255).notes.isEmpty)
  }

  @Test func `of any precision and from anywhere are clipped alike`() throws {
    var values = [0.5, 1 + 0x1p-50, -1e-9]
    let origin = InputRange.Origin(label: "'x.npy'", rows: 3, columns: 1)
    #expect(
      try InputRange(0...1).clip(&values, from: origin) == [
        "2 values of 'x.npy' lay outside [0, 1] by at most 1e-9, which is rounding; they were clipped."
      ])
    #expect(values == [0.5, 1, 0])
    var far = [Float(0.5), 3]
    #expect(
      message { try InputRange(0...1).clip(&far, from: origin) }.hasPrefix(
        "'x.npy' holds 3.0 at index [1, 0], in example 1; inputs lie in [0, 1]. "))
  }
}

extension NPYArray {
  /// One example of values of a type that is not written.
  fileprivate init(stored type: String, count: Int, bytes: [UInt8]) throws {
    let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (1, \(count)), }\n"
    let start: [UInt8] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, UInt8(header.utf8.count), 0]
    try self.init(parsing: start + Array(header.utf8) + bytes, named: "x.npy")
  }
}
