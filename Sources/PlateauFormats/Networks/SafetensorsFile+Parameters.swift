import PlateauNumerics

extension SafetensorsFile {
  /// Whether the file says the architecture of the network that it holds.
  public var declaresArchitecture: Bool { metadata[NetworkMetadata.architecture] != nil }

  /// Checks that a tensor can hold the parameters of a network.
  func checkParameters(_ tensor: StoredTensor) throws(FormatError) {
    guard tensor.type.isFloatingPoint else {
      throw FormatError(
        .mismatch,
        "Tensor \(tensor.name.quotedForMessage) of '\(name)' holds \(tensor.type.rawValue); "
          + "parameters are F32 or F64 (F16 and BF16 are widened). Save it as F32.")
    }
  }

  /// The values of a tensor of parameters.
  ///
  /// - Throws: `FormatError` where one is not finite, or too large for the precision.
  func finiteValues<Element: Scalar>(of tensor: String) throws(FormatError) -> [Element] {
    let values: [Element] = try values(of: tensor)
    guard let bad = values.firstIndex(where: { !$0.isFinite }) else { return values }
    let stored = try self.values(of: tensor, as: Double.self)[bad]
    let finding = "Tensor \(tensor.quotedForMessage) of '\(name)' holds \(stored) at index \(bad)"
    throw stored.isFinite
      ? FormatError(
        .mismatch,
        "\(finding), which is too large for \(Element.precisionName). Load it as double.")
      : FormatError(
        .malformed, "\(finding); every parameter must be finite. Train or export it again.")
  }
}
