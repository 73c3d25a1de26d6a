/// A file as a reader gets it.
struct Input {
  let bytes: [UInt8]
  /// What messages call it; its ending says what it is.
  let name: String
}
