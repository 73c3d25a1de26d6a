import CPlateauKernels
import PlateauNumerics
import Testing

@Suite("Layout of images")
struct LayoutKernelTests {
  func check<Element: Scalar>(_ type: Element.Type) {
    // Around the sizes of blocks, and longer on either side.
    for channels in [1, 2, 3, 4, 5, 15, 16, 17, 33, 64] {
      for pixels in [1, 3, 4, 9, 16, 31, 49, 64, 130] {
        let first = (0..<channels * pixels).map { Element($0) }
        let last = (0..<channels * pixels).map {
          Element($0 % channels * pixels + $0 / channels)
        }
        var result = [Element](repeating: -1, count: channels * pixels)
        Element.images.channelsLast(channels: channels, pixels: pixels, of: first, into: &result)
        #expect(result == last, "\(channels) channels, \(pixels) pixels")
        Element.images.channelsFirst(channels: channels, pixels: pixels, of: last, into: &result)
        #expect(result == first, "\(channels) channels, \(pixels) pixels")
        Element.images.channelsFirst(
          channels: channels, pixels: pixels, of: last, addingTo: &result)
        #expect(result == first.map { 2 * $0 }, "\(channels) channels, \(pixels) pixels")
      }
    }
  }

  @Test func `channels move to the end and back`() {
    check(Float.self)
    check(Double.self)
  }

  func crop(
    _ source: [Float], channels: Int, height: Int, width: Int, dy: Int, dx: Int, flips: Bool
  ) -> [Float] {
    var target = [Float](repeating: .nan, count: source.count)
    plateau_crop(
      Int64(channels), Int64(height), Int64(width), Int64(dy), Int64(dx), flips ? 1 : 0, source,
      &target)
    return target
  }

  @Test(arguments: [false, true])
  func `a crop moves, mirrors and fills with zeros`(flips: Bool) {
    let (channels, height, width) = (3, 5, 20)
    let source = (0..<channels * height * width).map { Float($0 + 1) }
    for dy in -6...6 {
      for dx in [-25, -20, -19, -4, -1, 0, 1, 4, 19, 20, 25] {
        let target = crop(
          source, channels: channels, height: height, width: width, dy: dy, dx: dx, flips: flips)
        for place in target.indices {
          let (row, x) = (place / width, place % width)
          let (fromY, fromX) = (row % height + dy, (flips ? width - 1 - x : x) + dx)
          let isInside = (0..<height).contains(fromY) && (0..<width).contains(fromX)
          let expected = isInside ? source[(row / height * height + fromY) * width + fromX] : 0
          #expect(target[place] == expected, "moved by (\(dy), \(dx))")
        }
      }
    }
  }

  @Test func `two mirrors are the image itself`() {
    let source = (0..<2 * 3 * 7).map { Float($0) }
    let once = crop(source, channels: 2, height: 3, width: 7, dy: 0, dx: 0, flips: true)
    #expect(Array(once[0..<7]) == [6, 5, 4, 3, 2, 1, 0])
    #expect(crop(once, channels: 2, height: 3, width: 7, dy: 0, dx: 0, flips: true) == source)
  }
}
