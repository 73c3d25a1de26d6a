import Testing

@testable import PlateauExperiments

@Suite("Logarithms of odds are enclosed")
struct LogOddsTests {
  // To 20 digits, by decimal arithmetic.
  @Test(arguments: [
    (0.1, -2.1972245773362193211), (0.25, -1.0986122886681096914), (0.3, -0.84729786038720366658),
    (0.5, 0), (0.50000000000000011102, 4.4408920985006261617e-16), (0.75, 1.0986122886681096914),
    (0.9, 2.1972245773362196295), (0.99, 4.5951198501345889703),
    (1e-300, -690.77552789821370518),
  ])
  func `of a probability`(_ p: Double, _ odds: Double) {
    let found = LogOdds.ofProbability(p...p)
    #expect(found.lowerBound <= odds && odds <= found.upperBound)
    #expect(found.upperBound - found.lowerBound <= 1e-14 * odds.magnitude)
  }

  @Test(arguments: [
    (-1e-20, 46.051701859880913735), (-0.1, 2.2521684610440907506),
    (-0.69314718055994530942, 4.6380936276925992895e-17), (-0.7, -0.013658997191614802092),
    (-1.0, -0.54132485461291805816),
    (-5.0, -4.9932392505505114422), (-800, -800),
  ])
  func `of the logarithm of a probability`(_ l: Double, _ odds: Double) {
    let found = LogOdds.ofLogarithm(l...l)
    #expect(found.lowerBound <= odds && odds <= found.upperBound)
    #expect(found.upperBound - found.lowerBound <= 1e-14 * max(1, odds.magnitude))
  }

  @Test func `ends of 0 and 1 are the largest numbers`() {
    let all = LogOdds.ofProbability(0...1)
    #expect(all == -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)
    #expect(LogOdds.ofLogarithm(-1...0).upperBound == .greatestFiniteMagnitude)
    #expect(LogOdds.ofProbability(0.5...0.5) == 0...0)
  }
}
