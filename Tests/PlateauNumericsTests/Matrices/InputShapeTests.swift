import Foundation
import PlateauNumerics
import Testing

@Suite("Shapes of inputs")
struct InputShapeTests {
  @Test func `count their values and print as one reads them`() {
    let image = InputShape(channels: 3, height: 32, width: 30)
    #expect(image.count == 2880)
    #expect("\(image)" == "3×32×30")
    #expect("\(InputShape(channels: 1, height: 28, width: 28))" == "1×28×28")
    #expect(InputShape.vector(64) == InputShape(channels: 1, height: 1, width: 64))
    #expect("\(InputShape.vector(64))" == "64")
  }

  @Test func `survive JSON`() throws {
    let shape = InputShape(channels: 3, height: 2, width: 5)
    let text = try JSONEncoder().encode(shape)
    #expect(try JSONDecoder().decode(InputShape.self, from: text) == shape)
  }

  @Test(arguments: [
    (0, 1, 1), (1, -1, 1), (1, 1, 0), (1 << 24 + 1, 1, 1), (1 << 13, 1 << 12, 1),
    (1 << 8, 1 << 8, 1 << 9), (.max, .max, .max),
  ])
  func `of files must be positive and of a possible size`(sides: (Int, Int, Int)) throws {
    let text = #"{"channels":\#(sides.0),"height":\#(sides.1),"width":\#(sides.2)}"#
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(InputShape.self, from: Data(text.utf8))
    }
    guard case .dataCorrupted(let context) = try #require(error) else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(
      context.debugDescription
        == "The input has the shape \(sides.0)×\(sides.1)×\(sides.2); its sides must be positive, "
        + "and their product at most 16777216.")
  }
}
