/// The content of an npz file to be written, not compressed.
///
/// The same arrays give the same bytes: the time stamp is the one that NumPy writes, the start of
/// 1980.
///
/// ```swift
/// var builder = NPZBuilder()
/// builder.add("x", NPYArray(inputs))
/// builder.add("y", NPYArray(labels, shape: [labels.count]))
/// try builder.write(to: "adversarial.npz")
/// ```
public struct NPZBuilder: Sendable {
  private var archive = ZipWriter()

  /// Creates the content of a file without arrays.
  public init() {}

  /// Adds an array; its values are shared, not copied.
  ///
  /// - Precondition: the name is new, and has at most 65,000 bytes.
  /// - Complexity: O(*size*), for the checksum.
  public mutating func add(_ name: String, _ array: NPYArray) {
    archive.add(name + ".npy", array.pieces)
  }

  /// The bytes of the file.
  public func encoded() -> [UInt8] { Array(joining: archive.pieces()) }

  /// Writes the file under a name, in one step, replacing what is there.
  ///
  /// - Throws: `DataError` with the system's reason; the old file is then intact.
  public func write(to path: String) throws(DataError) {
    try AtomicFile.write(pieces: archive.pieces(), to: path)
  }

  /// The bytes of the file with numbers of 64 bits from a limit on, which is 2³² - 1 otherwise.
  package func encoded(wideFrom limit: Int) -> [UInt8] {
    Array(joining: archive.pieces(wideFrom: limit))
  }
}
