/// A zip archive made by hand, in which every number can be wrong.
struct ZipBytes {
  /// What the list says of an entry.
  struct Entry {
    var name: [UInt8]
    var data: [UInt8]
    var flags: UInt16 = 0
    var method: UInt16 = 0
    var checksum: UInt32
    var compressedSize: UInt32
    var size: UInt32
    var disk: UInt16 = 0
    var offset: UInt32
    var extra: [UInt8] = []
    /// The name in the entry's own header, where it is another one.
    var otherName: [UInt8]?
  }

  /// The entries of the list.
  var entries: [Entry] = []
  /// The number of entries that the end record declares.
  var count: UInt16?
  /// What is added, wrapping around, to the length of the list that the end record declares.
  var extraLength: UInt32 = 0
  private var end: UInt32 = 0

  init() {}

  /// Adds an entry; what the list says of it can be changed afterwards.
  mutating func add(_ name: String, _ data: [UInt8]) {
    let size = UInt32(data.count)
    entries.append(
      Entry(
        name: Array(name.utf8), data: data, checksum: Bytes.checksum(data), compressedSize: size,
        size: size, offset: end))
    end += 30 + UInt32(name.utf8.count) + size
  }

  /// The bytes of the archive.
  func bytes(comment: [UInt8] = [], disk: UInt16 = 0) -> [UInt8] {
    var bytes: [UInt8] = []
    var list: [UInt8] = []
    for entry in entries {
      let name = entry.otherName ?? entry.name
      bytes += Array("PK\u{3}\u{4}".utf8) + Array(repeating: 0, count: 22)
      bytes += Bytes.little(UInt16(name.count)) + [0, 0] + name + entry.data
      list += Array("PK\u{1}\u{2}".utf8) + [20, 3, 20, 0]
      list += Bytes.little(entry.flags) + Bytes.little(entry.method) + [0, 0, 0x21, 0]
      list += Bytes.little(entry.checksum) + Bytes.little(entry.compressedSize)
      list += Bytes.little(entry.size) + Bytes.little(UInt16(entry.name.count))
      list += Bytes.little(UInt16(entry.extra.count)) + [0, 0] + Bytes.little(entry.disk)
      list += [0, 0, 0, 0, 0, 0] + Bytes.little(entry.offset) + entry.name + entry.extra
    }
    let count = Bytes.little(count ?? UInt16(entries.count))
    let length = Bytes.little(UInt32(list.count) &+ extraLength)
    let place = Bytes.little(UInt32(bytes.count))
    let disks = Bytes.little(disk) + Bytes.little(disk)
    let end = Array("PK\u{5}\u{6}".utf8) + disks + count + count + length + place
    return bytes + list + end + Bytes.little(UInt16(comment.count)) + comment
  }
}
