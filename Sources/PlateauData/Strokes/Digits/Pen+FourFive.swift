import PlateauNumerics

extension Pen {
  /// An angle and a stem: open, closed at the top, or drawn without lifting the pen.
  mutating func drawFour(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.1
    let bar = random.bell(0.54, 0.06)
    let left = random.bell(0.04, 0.05)
    let stem = random.bell(0.54, 0.05)
    let form = random.uniform()
    if form < 0.68 {
      // Open, in two strokes.
      start(left + random.bell(0.1, 0.06), random.bell(0.02, 0.06))
      curve(left + random.bell(0.03, 0.03), 0.3)
      if random.chance(0.65) {
        corner(left, bar)
      } else {
        curve(left + 0.02, bar - 0.06)
        curve(left + 0.16, bar + 0.02)
      }
      curve(0.32, bar + random.bell(0, 0.02))
      curve(stem + random.bell(0.14, 0.1), bar + random.bell(-0.03, 0.04))
      start(stem + random.bell(0.02, 0.03), random.bell(0.05, 0.08))
      curve(stem, 0.5)
      curve(stem - random.bell(0.03, 0.03), 1)
    } else if form < 0.85 {
      // Closed at the top.
      let top = stem + random.bell(0, 0.03)
      start(top, 0)
      curve((top + left) / 2 - random.bell(0.02, 0.03), bar / 2)
      corner(left, bar)
      curve(0.32, bar + random.bell(0, 0.02))
      curve(stem + random.bell(0.14, 0.1), bar + random.bell(-0.02, 0.03))
      start(top, random.bell(0.02, 0.03))
      curve(stem, 0.5)
      curve(stem - random.bell(0.03, 0.03), 1)
    } else {
      // In one stroke, over the bar up to the stem and down.
      start(left + random.bell(0.06, 0.05), random.bell(0.04, 0.05))
      curve(left, 0.34)
      curve(left + 0.14, bar)
      curve(stem - 0.14, bar - 0.06)
      corner(stem + 0.02, random.bell(0.04, 0.07))
      curve(stem, 0.5)
      curve(stem - random.bell(0.03, 0.03), 1)
    }
  }

  /// A neck, a belly and a bar, in two strokes or in one.
  mutating func drawFive(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.22
    hand.slant = 0.28
    let top = random.bell(0.04, 0.02)
    let left = random.bell(0.16, 0.04)
    let neck = random.bell(0.44, 0.05)
    let end = random.bell(0.68, 0.12)
    let isOneStroke = random.chance(0.45)
    if isOneStroke {
      start(end, top + random.bell(0, 0.04))
      if random.chance(0.6) {
        curve((end + left) / 2, top)
        corner(left, top + 0.02)
      } else {
        curve((end + left) / 2, top)
        curve(left + 0.02, top + 0.1)
      }
    } else {
      start(left, top)
    }
    if random.chance(0.7) {
      corner(left - random.bell(0.03, 0.03), neck)
    } else {
      curve(left - 0.01, neck - 0.05)
      curve(left + 0.08, neck + 0.01)
    }
    curve(random.bell(0.36, 0.03), neck - random.bell(0.03, 0.03))
    curve(random.bell(0.57, 0.06), random.bell(0.66, 0.04))
    curve(random.bell(0.35, 0.06), random.bell(0.96, 0.03))
    curve(random.bell(0.04, 0.08), random.bell(0.93, 0.05))
    if !isOneStroke {
      start(left + random.bell(0.01, 0.03), top + random.bell(0, 0.02))
      curve((left + end) / 2, top + random.bell(-0.01, 0.02))
      curve(end, top + random.bell(-0.03, 0.05))
    }
  }
}
