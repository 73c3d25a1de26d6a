import CZlib

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An image of at most 256 colors, as a PNG file in a `data:` address.
package struct IndexedImage: Sendable, Hashable {
  /// The number of pixels in a row.
  package let width: Int
  /// The number of rows.
  package let height: Int
  /// The place of each pixel's color in the palette, row by row from the top.
  package let pixels: [UInt8]
  /// The colors.
  package let palette: ColorMap

  /// Creates an image.
  ///
  /// - Precondition: there is a pixel for each place, and at least one.
  package init(width: Int, height: Int, pixels: [UInt8], palette: ColorMap) {
    precondition(width > 0 && height > 0, "an image has pixels")
    precondition(pixels.count == width * height, "each place has a pixel")
    self.width = width
    self.height = height
    self.pixels = pixels
    self.palette = palette
  }

  /// The address, for the attribute `href` of an image.
  package var address: String { "data:image/png;base64,\(Data(png).base64EncodedString())" }

  /// The bytes of the file.
  ///
  /// Source: ISO/IEC 15948:2004, "Portable Network Graphics (PNG): Functional specification",
  /// sections 5, 11.2 and 11.3.2.1.
  package var png: [UInt8] {
    let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    // Depth 8, color type 3 (palette), the only compression, the only filters, not interlaced.
    let header = Self.bytes(width) + Self.bytes(height) + [8, 3, 0, 0, 0]
    var rows: [UInt8] = []
    rows.reserveCapacity(height * (width + 1))
    for row in 0..<height {
      rows.append(0)
      rows += pixels[row * width..<(row + 1) * width]
    }
    return signature + Self.chunk("IHDR", header)
      + Self.chunk("PLTE", palette.colors.flatMap { [$0.red, $0.green, $0.blue] })
      + transparency
      + Self.chunk("IDAT", Self.compressed(rows)) + Self.chunk("IEND", [])
  }

  /// The opacity of the colors up to the transparent one; later ones are opaque.
  private var transparency: [UInt8] {
    guard let place = palette.transparent else { return [] }
    return Self.chunk("tRNS", [UInt8](repeating: 255, count: Int(place)) + [0])
  }

  private static func bytes(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func chunk(_ name: StaticString, _ content: [UInt8]) -> [UInt8] {
    let body = Array("\(name)".utf8) + content
    let checksum = body.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    return bytes(content.count) + body + bytes(Int(checksum))
  }

  private static func compressed(_ content: [UInt8]) -> [UInt8] {
    var size = compressBound(uLong(content.count))
    return [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
      // With room for the bound it has nothing to fail at.
      let status = compress2(buffer.baseAddress, &size, content, uLong(content.count), 9)
      precondition(status == Z_OK, "zlib compresses into its own bound")
      count = Int(size)
    }
  }
}
