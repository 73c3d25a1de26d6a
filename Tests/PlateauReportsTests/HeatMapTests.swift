import PlateauReports
import Testing

@Suite("Heat maps and tables of images")
struct HeatMapTests {
  func map(_ values: [Double], labels: [Int], range: ClosedRange<Double> = 0...2) -> HeatMap {
    HeatMap(
      id: "map", title: "layer", annotation: "", description: "", values: values, labels: labels,
      range: range)
  }

  @Test func `values become places among the colors, those outside the nearest`() {
    let image = map([0, 1, -3, 7], labels: [0, 1]).image
    #expect(image.width == 2 && image.height == 2)
    #expect(image.pixels == [0, 128, 0, 255])
  }

  @Test func `labels in a row are one group`() {
    let groups = map([Double](repeating: 0, count: 25), labels: [3, 3, 4, 4, 7]).groups
    #expect(groups.map(\.label) == [3, 4, 7])
    #expect(groups.map(\.start) == [0, 2.0 / 5, 4.0 / 5])
    #expect(groups.map(\.end) == [2.0 / 5, 4.0 / 5, 1])
  }

  @Test func `rows of a large matrix share pixels, which are means`() {
    let count = 2 * HeatMap.largestSide
    // In each block of 2 × 2 two values of 0 and two of 2, except in the first one.
    var values = (0..<count * count).map { Double($0 / count % 2) * 2 }
    (values[0], values[1], values[count], values[count + 1]) = (0, 0, 0, 1)
    let map = map(values, labels: [Int](repeating: 0, count: count))
    let image = map.image
    #expect(map.rowsPerPixel == 2)
    #expect(image.width == HeatMap.largestSide)
    #expect(image.pixels[0] == 32)  // A mean of 0.25 of 2, of 255: 31.9.
    #expect(image.pixels.dropFirst().allSatisfy { $0 == 128 })
  }

  @Test func `a matrix just too large has every value in one pixel`() {
    let count = HeatMap.largestSide + 1
    let image = map(
      [Double](repeating: 2, count: count * count), labels: [Int](repeating: 0, count: count)
    ).image
    #expect(image.width == HeatMap.largestSide)
    #expect(image.pixels.allSatisfy { $0 == 255 })
  }

  @Test func `images of a table stand in their rows and columns, with gaps`() {
    func cell(_ level: UInt8) -> ImageTable.Cell {
      ImageTable.Cell(
        pixels: [level, level, level, level, level, level], isCrossed: false, isFramed: false)
    }
    let table = ImageTable(
      id: "table", title: "", annotation: "", description: "", imageWidth: 3, imageHeight: 2,
      cells: [cell(0), cell(255), cell(100), cell(50)], rowNames: ["a", "b"],
      columnNames: ["c", "d"])
    let mosaic = table.mosaic
    #expect(mosaic.width == 10 && mosaic.height == 8)
    func pixel(_ x: Int, _ y: Int) -> UInt8 { mosaic.pixels[y * 10 + x] }
    #expect(pixel(0, 0) == 0 && pixel(2, 1) == 0)
    #expect(pixel(5, 0) == 254 && pixel(7, 1) == 254)
    #expect(pixel(0, 4) == ColorMap.grayPlace(100) && pixel(7, 5) == ColorMap.grayPlace(50))
    for (x, y) in [(3, 0), (4, 1), (8, 0), (0, 2), (0, 3), (9, 7)] {
      #expect(pixel(x, y) == ColorMap.grayGap)
    }
  }
}
