import CFuzzGuard

/// Archives made anew after what is in them was damaged, so that their checksums are right.
enum Packing {
  /// A gzip file.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] { deflated(bytes, windowBits: 31) }

  /// A zip archive.
  static func zip(_ parts: [ZipPart]) -> [UInt8] {
    var archive: [UInt8] = []
    var list: [UInt8] = []
    for part in parts {
      let stored = part.isDeflated ? deflated(part.bytes, windowBits: -15) : part.bytes
      let name = Array(part.name.utf8)
      var fields: [UInt8] = []
      // Version, flags, method, time, date.
      for number in [20, 0, part.isDeflated ? 8 : 0, 0, 33] { append(number, 2, to: &fields) }
      append(Int(fuzz_checksum(part.bytes, Int64(part.bytes.count))), 4, to: &fields)
      append(stored.count, 4, to: &fields)
      append(part.bytes.count, 4, to: &fields)
      append(name.count, 2, to: &fields)
      append(0, 2, to: &fields)
      append(0x0201_4b50, 4, to: &list)
      append(20, 2, to: &list)
      list += fields
      // Comment, part of the archive, attributes.
      append(0, 2 + 2 + 2 + 4, to: &list)
      append(archive.count, 4, to: &list)
      list += name
      append(0x0403_4b50, 4, to: &archive)
      archive += fields + name + stored
    }
    let start = archive.count
    archive += list
    append(0x0605_4b50, 4, to: &archive)
    append(0, 4, to: &archive)
    append(parts.count, 2, to: &archive)
    append(parts.count, 2, to: &archive)
    append(list.count, 4, to: &archive)
    append(start, 4, to: &archive)
    append(0, 2, to: &archive)
    return archive
  }

  private static func append(_ number: Int, _ width: Int, to bytes: inout [UInt8]) {
    for index in 0..<width {
      bytes.append(index < 8 ? UInt8(truncatingIfNeeded: number >> (8 * index)) : 0)
    }
  }

  private static func deflated(_ bytes: [UInt8], windowBits: Int32) -> [UInt8] {
    let room = bytes.count + bytes.count / 100 + 1024
    return [UInt8](unsafeUninitializedCapacity: room) { target, count in
      count = bytes.withUnsafeBufferPointer {
        Int(
          max(
            0,
            fuzz_deflate(
              $0.baseAddress, Int64($0.count), windowBits, target.baseAddress, Int64(room))))
      }
    }
  }
}
