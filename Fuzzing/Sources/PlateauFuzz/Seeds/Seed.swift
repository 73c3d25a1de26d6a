/// A valid file, taken apart so that it can be damaged at any depth.
struct Seed {
  /// What messages call the file.
  let name: String
  let content: Content

  /// How the bytes of a file come about.
  enum Content {
    /// As they are.
    case plain([UInt8])
    /// A header with its own length before it, which is set right again after the damage.
    case framed([UInt8], Frame)
    /// A message of protocol buffers, of which any part can be damaged.
    case message([UInt8])
    /// A gzip file.
    case gzip([UInt8])
    /// A zip archive.
    case zip([ZipPart])
  }

  /// The bytes that can be damaged inside, the first of them for an archive.
  var bytes: [UInt8] {
    switch content {
    case .plain(let bytes), .framed(let bytes, _), .message(let bytes), .gzip(let bytes): bytes
    case .zip(let parts): parts.first?.bytes ?? []
    }
  }
}

/// Where a file says how long its header is.
struct Frame {
  /// The first byte of the length.
  let start: Int
  /// The number of bytes of the length, the smallest first.
  let width: Int
  /// The number of bytes after the header.
  let rest: Int

  /// Makes the length that of all bytes before the rest.
  func repair(_ bytes: inout [UInt8]) {
    let length = bytes.count - rest - start - width
    guard length >= 0 else { return }
    for index in 0..<width {
      bytes[start + index] = UInt8(truncatingIfNeeded: length >> (8 * index))
    }
  }
}
