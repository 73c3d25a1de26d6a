import PlateauData

/// Where a tensor keeps its values: in another file of the same folder.
struct ONNXExternalData {
  private let label: String
  private let location: String
  private let offset: Int
  /// The bytes that are kept for it, where that is said.
  let length: Int?

  /// Whether it is the model's own file: see ``ONNXOutline``.
  var isOwn: Bool { location == ONNXOutline.ownFile }

  /// Reads the entries of a tensor.
  ///
  /// - Throws: `FormatError` where one is missing or no number, or the file would lie elsewhere.
  init(_ entries: [ONNXStringStringEntryProto], of label: String) throws(FormatError) {
    func number(_ key: String) throws(FormatError) -> Int? {
      guard let text = entries.first(where: { $0.key == key })?.value else { return nil }
      guard let number = Int(text), number >= 0 else {
        throw FormatError(
          .malformed,
          "\(label) has its values in another file, at the \(key) \(text.quotedForMessage). It is "
            + "damaged: copy or export it again.")
      }
      return number
    }
    self.label = label
    location = entries.first { $0.key == "location" }?.value ?? ""
    offset = try number("offset") ?? 0
    length = try number("length")
    guard !isOwn else { return }
    let parts = location.split(separator: "/", omittingEmptySubsequences: false)
    guard !location.isEmpty, !location.utf8.contains(0), !location.contains("\\"),
      parts.allSatisfy({ !["", ".."].contains($0) })
    else {
      throw FormatError(
        .unsupported,
        "\(label) has its values in the file \(location.quotedForMessage), which is not in the "
          + "folder of the model. Save it with all its files in one folder.")
    }
  }

  /// Where the values are, `count` bytes, in a file of the model's folder.
  ///
  /// - Throws: `FormatError` where they are not all there.
  func place(
    _ count: Int, in folder: ONNXFolder?
  ) throws(FormatError) -> (file: OpenFile, start: Int) {
    guard let folder else {
      throw FormatError(
        .unsupported,
        "\(label) keeps its values in another file, \(location.quotedForMessage), but where the "
          + "model lies is not known. Read the model by its path.")
    }
    if let length, length != count {
      throw FormatError(
        .malformed,
        "\(label) takes \(count) bytes, but \(length) are kept for it in "
          + "\(location.quotedForMessage). It is damaged: copy or export it again.")
    }
    do {
      let file = try folder.file(location)
      try file.check(offset, count: count)
      return (file, offset)
    } catch {
      throw FormatError(
        FormatError(error).code, "\(label) keeps its values in another file. \(error.message)")
    }
  }
}
