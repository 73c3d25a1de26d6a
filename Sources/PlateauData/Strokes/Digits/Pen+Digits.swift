import PlateauNumerics

extension Pen {
  /// Draws a digit in one of its usual forms.
  mutating func draw(_ digit: Int, _ random: inout SeededGenerator, _ hand: inout Hand) {
    switch digit {
    case 0: drawZero(&random, &hand)
    case 1: drawOne(&random, &hand)
    case 2: drawTwo(&random, &hand)
    case 3: drawThree(&random, &hand)
    case 4: drawFour(&random, &hand)
    case 5: drawFive(&random, &hand)
    case 6: drawSix(&random, &hand)
    case 7: drawSeven(&random, &hand)
    case 8: drawEight(&random, &hand)
    default: drawNine(&random, &hand)
    }
  }
}
