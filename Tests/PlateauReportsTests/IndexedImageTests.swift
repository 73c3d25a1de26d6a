import PlateauReports
import Testing

@testable import PlateauData

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("Images in PNG")
struct IndexedImageTests {
  /// The chunks of a PNG file, each with the checksum that is written.
  func chunks(_ png: [UInt8]) throws -> [(name: String, content: [UInt8], checksum: UInt32)] {
    func number(_ place: Int) -> Int { png[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
    try #require(png.prefix(8) == [137, 80, 78, 71, 13, 10, 26, 10])
    var result: [(String, [UInt8], UInt32)] = []
    var place = 8
    while place < png.count {
      let end = place + 8 + number(place)
      try #require(end + 4 <= png.count)
      let name = String(decoding: png[place + 4..<place + 8], as: UTF8.self)
      result.append((name, Array(png[place + 8..<end]), UInt32(number(end))))
      place = end + 4
    }
    return result
  }

  /// The checksum of PNG, bit by bit.
  func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { value, byte in
      (0..<8).reduce(value ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
      }
    }
  }

  @Test func `the file holds size, colors and pixels, each with its checksum`() throws {
    let pixels: [UInt8] = [0, 1, 2, 253, 254, 255]
    let image = IndexedImage(width: 3, height: 2, pixels: pixels, palette: .cividis)
    let chunks = try chunks(image.png)
    #expect(chunks.map(\.name) == ["IHDR", "PLTE", "IDAT", "IEND"])
    #expect(chunks[0].content == [0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0])
    #expect(chunks[1].content.count == 768)
    #expect(chunks[1].content.prefix(3) == [0, 34, 78])
    #expect(chunks[1].content.suffix(3) == [254, 232, 56])
    for chunk in chunks {
      #expect(checksum(Array(chunk.name.utf8) + chunk.content) == chunk.checksum)
    }
    // The checksum of an empty IEND is the same in every file.
    #expect(chunks[3].checksum == 0xAE42_6082)

    // Two bytes of zlib before the compressed data, and Adler's checksum behind it.
    let data = chunks[2].content
    let rows = data.dropFirst(2).dropLast(4).withUnsafeBytes {
      Inflation.inflate($0, .none, limit: 100)
    }
    #expect(rows.outcome == .complete)
    #expect(rows.bytes == [0, 0, 1, 2, 0, 253, 254, 255])
    let sums = rows.bytes.reduce((a: 1, b: 0)) { sums, byte in
      let a = (sums.a + Int(byte)) % 65521
      return (a, (sums.b + a) % 65521)
    }
    #expect(data.suffix(4).reduce(0) { $0 << 8 | Int($1) } == sums.b << 16 | sums.a)
  }

  @Test func `gaps are transparent, and nothing else is`() throws {
    let image = IndexedImage(
      width: 1, height: 1, pixels: [ColorMap.grayGap], palette: .grayWithGap)
    let chunks = try chunks(image.png)
    #expect(chunks.map(\.name) == ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"])
    #expect(chunks[2].content == [UInt8](repeating: 255, count: 255) + [0])
  }

  @Test func `the address is one of data`() {
    let image = IndexedImage(width: 1, height: 1, pixels: [0], palette: .cividis)
    #expect(image.address.hasPrefix("data:image/png;base64,iVBORw0KGgo"))
  }

  @Test func `levels of gray keep their order, and black and white stay`() {
    let places = (0...255).map { ColorMap.grayPlace(UInt8($0)) }
    #expect(zip(places, places.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(places.first == 0 && places.last == 254)
    let colors = ColorMap.grayWithGap.colors
    for (level, place) in places.enumerated() {
      let color = colors[Int(place)]
      #expect(color.red == color.green && color.green == color.blue)
      #expect(abs(Int(color.red) - level) <= 1)
    }
  }

  @Test func `the colors of heat maps get brighter in even steps`() {
    // Relative luminance, as in WCAG 2.1.
    func linear(_ value: UInt8) -> Double {
      let share = Double(value) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    let luminances = ColorMap.cividis.colors.map {
      0.2126 * linear($0.red) + 0.7152 * linear($0.green) + 0.0722 * linear($0.blue)
    }
    #expect(zip(luminances, luminances.dropFirst()).allSatisfy { $0 <= $1 + 0.002 })
    #expect(luminances[0] < 0.03 && luminances[255] > 0.7)
    #expect(luminances[64] < luminances[128] && luminances[128] < luminances[192])
  }
}
