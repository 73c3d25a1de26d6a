/// One file in a zip archive.
struct ZipPart {
  var name: String
  var bytes: [UInt8]
  var isDeflated: Bool
}
