import PlateauGeometry
import PlateauNumerics
import Testing

@Suite("Rank correlation")
struct RankCorrelationTests {
  @Test func `the same order is 1, the opposite −1, and both are as rare`() throws {
    let x = [0.5, -3, 8, 2, 1e9]
    for (y, tau) in [(x, 1.0), (x.map { -$0 }, -1)] {
      let found = try #require(RankCorrelation(x: x, y: y))
      #expect(found.tau == tau)
      #expect(found.pValue == 2.0 / 120)
    }
  }

  @Test func `permutations are counted`() throws {
    // Permutations of 4 have 0 to 6 inversions in 1, 3, 5, 6, 5, 3, 1 ways; |S| ≥ 4 is 0, 1, 5 or 6.
    let found = try #require(RankCorrelation(x: [1, 2, 3, 4], y: [1, 3, 2, 4]))
    #expect((found.tau - 2.0 / 3).magnitude < 1e-15)
    #expect(found.pValue == 8.0 / 24)
  }

  @Test func `ties count in neither order`() throws {
    // Of three pairs one is tied in x: S = 2, P = 2, Q = 3; S is ±2 in four of six ways.
    let found = try #require(RankCorrelation(x: [1, 1, 2], y: [1, 2, 3]))
    #expect((found.tau - 2 / 6.0.squareRoot()).magnitude < 1e-15)
    #expect(found.pValue == 4.0 / 6)
  }

  @Test func `it is that of another program`() throws {
    // scipy.stats.kendalltau(x, y, method="exact") of SciPy.
    let found = try #require(
      RankCorrelation(x: [12.1, 3.4, 5.5, 0.2, 7.7], y: [0.1, 0.4, 0.3, 0.9, 0.35]))
    #expect((found.tau - -0.8).magnitude < 1e-15)
    #expect((try #require(found.pValue) - 0.083333333333333).magnitude < 1e-14)
    // kendalltau(x, y), with ties.
    let tied = try #require(
      RankCorrelation(x: [1, 1, 2, 3, 5, 4, 4], y: [0, 0, 0, 2, 1, 3, 2]))
    #expect((tied.tau - 0.556_414_884_074_657_2).magnitude < 1e-15)
  }

  @Test func `what does not vary has no order`() {
    #expect(RankCorrelation(x: [1, 1, 1], y: [1, 2, 3]) == nil)
    #expect(RankCorrelation(x: [1, 2, 3], y: [0, 0, 0]) == nil)
    #expect(RankCorrelation(x: [], y: []) == nil)
    #expect(RankCorrelation([.init(x: [1], y: [1]), .init(x: [2], y: [3])]) == nil)
  }

  @Test func `members of different groups are not compared`() throws {
    // Each group rises, and so it stays wherever the second one lies.
    for shift in [-100.0, 0, 100] {
      let groups = [
        RankCorrelation.Group(x: [1, 2, 3], y: [1, 2, 3]),
        RankCorrelation.Group(x: [1 + shift, 2 + shift, 3 + shift], y: [7, 8, 9]),
      ]
      let found = try #require(RankCorrelation(groups))
      #expect(found.tau == 1)
      #expect(found.pValue == 2.0 / 36)
    }
    // 3 and −1 of 3 pairs each: S = 2. Sums of two of {3, 1, 1, −1, −1, −3} by brute force below.
    let groups = [
      RankCorrelation.Group(x: [1, 2, 3], y: [1, 2, 3]),
      RankCorrelation.Group(x: [1, 2, 3], y: [2, 3, 1]),
    ]
    let scores = [3, 1, 1, -1, -1, -3]
    let extreme = scores.flatMap { first in scores.map { first + $0 } }.count { abs($0) >= 2 }
    let found = try #require(RankCorrelation(groups))
    #expect((found.tau - 2.0 / 6).magnitude < 1e-15)
    #expect(found.pValue == Double(extreme) / 36)
  }

  @Test func `large groups have no p`() throws {
    let x = (0..<9).map(Double.init)
    let found = try #require(RankCorrelation(x: x, y: x.reversed()))
    #expect(found.tau == -1 && found.pValue == nil)
    #expect(RankCorrelation(x: Array(x.prefix(8)), y: Array(x.prefix(8)))?.pValue == 2.0 / 40_320)
  }
}
