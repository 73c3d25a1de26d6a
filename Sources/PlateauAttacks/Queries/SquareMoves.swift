import PlateauNumerics
import PlateauRobustness

/// The random changes of a square attack.
protocol SquareMoves: AnyObject {
  var trial: Trial { get }
  var grid: PixelGrid { get }
  /// The best point of each row so far.
  var best: RowBuffer<Double> { get }

  /// Sets the size of windows from the share of pixels that they cover.
  func resize(to share: Double)

  /// Puts the iterate of a row where the search begins.
  func begin(row: Int, using generator: inout SeededGenerator)

  /// Makes the iterate of a row from its best point by one random change.
  func move(row: Int, using generator: inout SeededGenerator)
}

extension Trial {
  /// The changes that suit the balls of the threat model.
  func squareMoves() -> any SquareMoves {
    threat.ball.isBox ? StripeMoves(self) : BumpMoves(self)
  }
}

extension SquareMoves {
  func sign(_ generator: inout SeededGenerator) -> Double {
    generator.next() >> 63 == 0 ? 1 : -1
  }

  func clipped(_ value: Double) -> Double {
    min(max(value, trial.threat.bounds.lowerBound), trial.threat.bounds.upperBound)
  }
}
