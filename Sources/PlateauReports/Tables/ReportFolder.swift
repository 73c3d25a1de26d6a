import PlateauData

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The files of a report, before they are written.
struct ReportFolder {
  private var files: [(name: String, text: String)] = []

  mutating func add(_ name: String, _ text: String) {
    files.append((name, text))
  }

  /// Adds a value as JSON, with its keys in order; compact without line breaks, of which long arrays
  /// would have millions.
  ///
  /// - Throws: `DataError` where a number is not finite, which JSON cannot say.
  mutating func add(
    _ name: String, json value: some Encodable, isCompact: Bool = false
  ) throws(DataError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if !isCompact { encoder.outputFormatting.insert(.prettyPrinted) }
    do {
      files.append((name, String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"))
    } catch {
      throw DataError(
        .unsupported,
        "Cannot write '\(name)': a number in the record is not finite, which JSON cannot hold. "
          + "Measure again, or repair the record.")
    }
  }

  /// Makes the folder and writes every file, the page last, since it links to the others.
  func write(to folder: String) throws(DataError) {
    try Folder.create(folder)
    for file in files {
      try AtomicFile.write(text: file.text, to: "\(folder)/\(file.name)")
    }
  }
}
