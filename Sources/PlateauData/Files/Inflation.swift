import CZlib

/// Decompression by zlib into a buffer that never exceeds a stated limit.
enum Inflation {
  /// What a decompression ended with.
  enum Outcome {
    /// The compressed data ended as it should.
    case complete
    /// The limit was reached with more to come.
    case limited
    /// The compressed data stopped early.
    case truncated
    /// The compressed data is damaged.
    case corrupt
  }

  /// How the compressed data is wrapped, as zlib's window bits.
  enum Wrapping: Int32 {
    /// A gzip file, of one or more members.
    case gzip = 31
    /// Nothing, as in a zip archive.
    case none = -15
  }

  /// How many times smaller deflate can make its input, at most: 258 bytes in 2 bits.
  static let largestRatio = 1032

  /// Whether some compressed bytes can be the result of compressing so many.
  static func canHold(_ count: Int, compressed: Int) -> Bool {
    let (most, overflows) = compressed.multipliedReportingOverflow(by: largestRatio)
    return overflows || count <= most
  }

  /// Decompresses bytes.
  ///
  /// - Parameters:
  ///   - bytes: The compressed bytes.
  ///   - wrapping: How they are wrapped.
  ///   - limit: The largest number of bytes that is produced.
  ///   - expected: The number of bytes to make room for at once, from a header that was checked
  ///     with `canHold`; without it the room grows with what is produced.
  /// - Returns: At most `limit` bytes, and how it ended.
  static func inflate(
    _ bytes: UnsafeRawBufferPointer, _ wrapping: Wrapping, limit: Int, expected: Int? = nil
  ) -> (bytes: [UInt8], outcome: Outcome) {
    var stream = z_stream()
    guard plateau_inflateInit2(&stream, wrapping.rawValue) == Z_OK else { return ([], .corrupt) }
    defer { inflateEnd(&stream) }
    // One byte more than the limit shows whether the data goes on.
    let ceiling = limit + 1
    var output: [UInt8] = []
    var capacity = expected.map { $0 + 1 } ?? max(1 << 16, min(bytes.count * 4, 1 << 26))
    var consumed = 0
    var outcome = Outcome.truncated
    var finished = false
    while !finished && output.count < ceiling {
      let room = min(capacity, ceiling - output.count)
      let part = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        while !finished && count < room {
          // zlib counts in 32 bits.
          let step = min(room - count, Int(Int32.max))
          stream.next_out = buffer.baseAddress.map { $0 + count }
          stream.avail_out = uInt(step)
          (outcome, finished) = run(&stream, bytes, &consumed, wrapping)
          count += step - Int(stream.avail_out)
        }
      }
      if output.isEmpty { output = part } else { output.append(contentsOf: part) }
      capacity = min(capacity * 2, 1 << 28)
    }
    if output.count > limit {
      output.removeLast(output.count - limit)
      return (output, .limited)
    }
    return (output, outcome)
  }

  /// Runs until the output is full or the input is used up; the flag says whether it is over.
  private static func run(
    _ stream: inout z_stream, _ bytes: UnsafeRawBufferPointer, _ consumed: inout Int,
    _ wrapping: Wrapping
  ) -> (Outcome, Bool) {
    while true {
      let rest = min(bytes.count - consumed, Int(Int32.max))
      // zlib does not write to its input, the pointer is only declared mutable.
      stream.next_in = bytes.baseAddress.map {
        UnsafeMutablePointer(mutating: ($0 + consumed).assumingMemoryBound(to: Bytef.self))
      }
      stream.avail_in = uInt(rest)
      let status = CZlib.inflate(&stream, Z_NO_FLUSH)
      consumed += rest - Int(stream.avail_in)
      if status == Z_STREAM_END {
        guard wrapping == .gzip, hasMember(bytes, at: consumed) else { return (.complete, true) }
        guard inflateReset(&stream) == Z_OK else { return (.corrupt, true) }
      } else if stream.avail_out == 0, status == Z_OK || status == Z_BUF_ERROR {
        return (.truncated, false)
      } else if status == Z_BUF_ERROR || (status == Z_OK && consumed == bytes.count) {
        return (.truncated, true)
      } else if status != Z_OK {
        return (.corrupt, true)
      }
    }
  }

  private static func hasMember(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    bytes.count - offset > 2 && bytes[offset] == 0x1f && bytes[offset + 1] == 0x8b
  }
}
