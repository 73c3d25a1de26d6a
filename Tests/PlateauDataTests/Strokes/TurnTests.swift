import Testing

@testable import PlateauData

@Suite("Directions of angles in turns")
struct TurnTests {
  // The first terms left out of the polynomials are below 4e-6 at an eighth of a turn.
  private let tolerance = 4e-6

  @Test func `are exact at quarters`() {
    for (quarters, expected) in [(1.0, 0.0), (0, 1), (-1, 0), (0, -1)].enumerated() {
      for turns in [-3.0, 0, 2] {
        let direction = Turn.direction(turns + Double(quarters) / 4)
        #expect(direction.x == expected.0)
        #expect(direction.y == expected.1)
      }
    }
  }

  @Test func `agree with square roots at eighths and twelfths`() {
    let eighth = Turn.direction(1.0 / 8)
    #expect(abs(eighth.x - 0.5.squareRoot()) < tolerance)
    #expect(abs(eighth.y - 0.5.squareRoot()) < tolerance)
    let twelfth = Turn.direction(1.0 / 12)
    #expect(abs(twelfth.x - 0.75.squareRoot()) < tolerance)
    #expect(abs(twelfth.y - 0.5) < tolerance)
  }

  @Test func `double by the rule of complex squares`() {
    for step in -40...40 {
      let turns = Double(step) / 37
      let once = Turn.direction(turns)
      let twice = Turn.direction(2 * turns)
      // Squaring doubles an error, and the result has one of its own.
      #expect(abs(twice.x - (once.x * once.x - once.y * once.y)) < 4 * tolerance)
      #expect(abs(twice.y - 2 * once.x * once.y) < 4 * tolerance)
    }
  }
}
