/// The content of an npz file: a zip archive of NumPy arrays, as `numpy.savez` and
/// `numpy.savez_compressed` write it.
///
/// ```swift
/// let file = try NPZFile.read("adversarial.npz")
/// let labels = try file.array("y").integers()
/// ```
///
/// Source: NumPy reference, "numpy.savez" and "numpy.lib.format".
public struct NPZFile: Sendable {
  /// What messages call the file: its path.
  public let name: String
  /// The names of the arrays, in the order of the file.
  public let names: [String]
  private let archive: ZipArchive
  /// The place of each array in the archive.
  private let places: [String: Int]

  /// Reads a file; its arrays are decompressed when asked for.
  ///
  /// - Throws: `DataError` that names the file and says what in it is wrong.
  /// - Complexity: O(*size*); the file is held in memory.
  public static func read(_ path: String) throws(DataError) -> NPZFile {
    try NPZFile(parsing: try FileBytes.read(path), named: path)
  }

  /// Reads the bytes of a file.
  ///
  /// Entries of the archive whose names do not end in `.npy` are passed over.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: What messages call it.
  /// - Throws: `DataError`, as for a file.
  public init(parsing bytes: [UInt8], named name: String) throws(DataError) {
    archive = try ZipArchive(parsing: bytes, named: name)
    var names: [String] = []
    var places: [String: Int] = [:]
    for (place, entry) in archive.entries.enumerated() where entry.name.hasSuffix(".npy") {
      let array = String(entry.name.dropLast(4))
      guard places.updateValue(place, forKey: array) == nil else {
        throw ZipDirectory.malformed(name, "has two arrays \(array.quotedForMessage)")
      }
      names.append(array)
    }
    self.name = name
    self.names = names
    self.places = places
  }

  /// Whether there is an array of a name.
  public func contains(_ name: String) -> Bool { places[name] != nil }

  /// An array.
  ///
  /// - Throws: `DataError` where there is none of this name, its data is damaged, or its type is
  ///   not read.
  /// - Complexity: O(*size*), for every call; values that are not compressed are not copied.
  public func array(_ name: String) throws(DataError) -> NPYArray {
    guard let place = places[name] else {
      throw DataError(
        .mismatch,
        "'\(self.name)' has no array \(name.quotedForMessage); it has \(namesForMessage). "
          + "Check that it is the right file.")
    }
    return try NPYArray(
      parsing: try archive.content(at: place),
      label: "Array \(name.quotedForMessage) of '\(self.name)'")
  }

  /// The names of the first arrays, for messages.
  var namesForMessage: String {
    guard !names.isEmpty else { return "none" }
    let shown = names.prefix(8).map(\.quotedForMessage).joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}
