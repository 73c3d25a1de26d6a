import PlateauData
public import PlateauNetworks

extension Architecture {
  /// Reads an architecture from a file of JSON, as safetensors files of networks and `plateau info
  /// --json` have it.
  ///
  /// ```json
  /// {"input": {"channels": 1, "height": 28, "width": 28},
  ///  "layers": [{"kind": "dense", "units": 200}, {"kind": "activation", "function": "relu"},
  ///             {"kind": "dense", "units": 10}]}
  /// ```
  ///
  /// - Parameter path: A file of at most 16 MiB.
  /// - Returns: The architecture.
  /// - Throws: `FormatError` where there is no such file, or it describes no network.
  public static func read(_ path: String) throws(FormatError) -> Architecture {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path, limit: 1 << 24)
    } catch {
      throw FormatError(error)
    }
    do {
      return try NetworkMetadata.decoded(String(decoding: bytes, as: UTF8.self))
    } catch {
      throw FormatError(
        .malformed,
        "'\(path)' is no architecture: \(NetworkMetadata.reason(error)) Write it as 'plateau info "
          + "--json' does, under 'architecture'.")
    }
  }
}
