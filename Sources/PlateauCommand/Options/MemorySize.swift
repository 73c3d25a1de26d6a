import ArgumentParser

/// A number of bytes, with or without a unit.
struct MemorySize: ExpressibleByArgument {
  let bytes: Int

  private static let units: KeyValuePairs = ["GB": 1 << 30, "MB": 1 << 20, "KB": 1 << 10, "B": 1]

  /// Reads a positive number and a unit, such as 8GB, 512MB or 1.5GB; bytes without one.
  init?(argument: String) {
    let text = argument.uppercased()
    let unit = Self.units.first { text.hasSuffix($0.key) }
    let digits = text.dropLast(unit?.key.count ?? 0)
    guard let number = Double(digits), number > 0, number * Double(unit?.value ?? 1) < 0x1p60 else {
      return nil
    }
    bytes = max(1, Int(number * Double(unit?.value ?? 1)))
  }
}
