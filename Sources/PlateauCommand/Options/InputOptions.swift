import ArgumentParser
import Plateau

/// In which units inputs are, and what a model makes of them first.
struct InputOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The range of every input value in the data's own units, which epsilon is in too; 0,1 by "
        + "default, to which uint8 is divided by 255.", valueName: "low,high"))
  var bounds: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The model expects (x − mean)/std: the mean, one for all channels or one for each.",
      valueName: "m[,m…]"))
  var mean: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The standard deviation that goes with the mean, positive; 1 by default.",
      valueName: "s[,s…]"))
  var std: String?

  func validate() throws {
    _ = try box()
    _ = try means()
    _ = try deviations()
  }

  /// The range of every input value.
  func box() throws -> ClosedRange<Double> {
    guard let bounds else { return 0...1 }
    let ends = try Self.numbers(bounds, of: "--bounds", such: "0,255")
    guard ends.count == 2, Float(ends[0]).isFinite, Float(ends[1]).isFinite,
      Float(ends[0]) < Float(ends[1])
    else {
      throw ValidationError(
        "--bounds is '\(bounds)'; give two numbers, the lower one first, such as 0,255.")
    }
    return ArrayFormat(bounds: ends[0]...ends[1]).bounds
  }

  private func means() throws -> [Double]? {
    try mean.map { try Self.numbers($0, of: "--mean", such: "0.5 or 0.485,0.456,0.406") }
  }

  private func deviations() throws -> [Double]? {
    guard let std else { return nil }
    let numbers = try Self.numbers(std, of: "--std", such: "0.5 or 0.229,0.224,0.225")
    guard numbers.allSatisfy({ $0 > 0 }) else {
      throw ValidationError("--std is '\(std)'; a standard deviation is more than 0.")
    }
    return numbers
  }

  /// The network for inputs in the data's own units.
  func applied<Element: Scalar>(to network: Network<Element>) throws -> Network<Element> {
    guard mean != nil || std != nil else { return network }
    let (means, deviations) = (try means() ?? [0], try deviations() ?? [1])
    let channels = network.architecture.input.channels
    for (name, numbers) in [("--mean", means), ("--std", deviations)]
    where numbers.count != 1 && numbers.count != channels {
      throw ValidationError(
        "\(name) has \(numbers.count) numbers, but the model's input "
          + "\(network.architecture.input) has \(channels) channel\(channels == 1 ? "" : "s"); give "
          + "one number, or one for each.")
    }
    return try network.normalizingInputs(means: means, deviations: deviations)
  }

  /// Says on standard error where the normalization is probably in other units than the data.
  func doubt() {
    guard let bounds = try? box(), let means = try? means() ?? [],
      let deviations = try? deviations() ?? [],
      let text = UnitDoubt.normalization(means: means, deviations: deviations, bounds: bounds)
    else { return }
    StandardError.remark(.warning, text)
  }

  private static func numbers(
    _ text: String, of name: String, such example: String
  ) throws -> [Double] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let number = Double(part), number.isFinite else {
        throw ValidationError("\(name) has '\(part)'; give finite numbers, such as \(example).")
      }
      return number
    }
  }
}
