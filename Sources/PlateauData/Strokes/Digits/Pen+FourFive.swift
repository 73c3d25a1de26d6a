import PlateauNumerics

extension Pen {
  /// An angle and a stem: open, closed at the top, or drawn without lifting the pen.
  mutating func drawFour(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.2
    let bar = random.bell(0.54, 0.07)
    let left = random.bell(0.02, 0.06)
    let stem = random.bell(0.54, 0.05)
    let foot = stem - random.bell(0.03, 0.05)
    let form = random.uniform()
    if form < 0.8 {
      // Open, in two strokes.
      let isRound = random.chance(0.35)
      start(left + random.bell(isRound ? 0.03 : 0.08, 0.05), random.bell(0.04, 0.08))
      curve(left + random.bell(isRound ? 0 : 0.03, 0.03), bar * 0.55)
      if !isRound {
        corner(left, bar)
      } else {
        curve(left + 0.02, bar - 0.06)
        curve(left + 0.16, bar + 0.02)
      }
      curve(0.32, bar + random.bell(0, 0.025))
      curve(stem + random.bell(0.15, 0.12), bar + random.bell(-0.03, 0.05))
      start(stem + random.bell(0.02, 0.03), random.bell(0.06, 0.1))
      curve(stem, 0.5)
      curve(foot, 1)
    } else if form < 0.91 {
      // Closed at the top.
      let top = stem + random.bell(0, 0.03)
      start(top, 0)
      curve((top + left) / 2 - random.bell(0.02, 0.03), bar / 2)
      corner(left, bar)
      curve(0.32, bar + random.bell(0, 0.02))
      curve(stem + max(0.06, random.bell(0.18, 0.1)), bar + random.bell(-0.02, 0.03))
      start(top, random.bell(0.02, 0.03))
      curve(stem, 0.5)
      curve(foot, 1)
    } else {
      // In one stroke, over the bar up to the stem and down.
      start(left + random.bell(0.04, 0.05), random.bell(0.04, 0.06))
      curve(left, bar * 0.6)
      curve(left + 0.16, bar)
      curve(stem - 0.12, bar - 0.05)
      corner(stem + random.bell(0.03, 0.02), random.bell(0.06, 0.09))
      curve(stem, 0.5)
      curve(foot, 1)
    }
  }

  /// A neck, a belly and a bar, in two strokes or in one.
  mutating func drawFive(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.22
    hand.slant = 0.28
    hand.weight = 0.97
    hand.width = 0.18
    let top = random.bell(0.04, 0.02)
    let left = random.bell(0.15, 0.05)
    let neck = random.bell(0.42, 0.08)
    let end = random.bell(0.74, 0.18)
    let isOneStroke = random.chance(0.45)
    if isOneStroke {
      start(end, top + random.bell(0, 0.06))
      curve((end + left) / 2, top + random.bell(0, 0.02))
      if random.chance(0.55) {
        corner(left, top + random.bell(0.02, 0.02))
      } else {
        curve(left + 0.02, top + random.bell(0.12, 0.03))
      }
    } else {
      start(left, top)
    }
    if random.chance(0.6) {
      corner(left - random.bell(0.04, 0.04), neck)
    } else {
      curve(left - 0.01, neck - 0.05)
      curve(left + 0.08, neck + 0.01)
    }
    curve(random.bell(0.36, 0.04), neck - random.bell(0.02, 0.035))
    curve(random.bell(0.57, 0.07), neck + (1 - neck) * random.bell(0.42, 0.06))
    curve(random.bell(0.34, 0.07), random.bell(0.96, 0.03))
    curve(random.bell(0.03, 0.1), random.bell(0.91, 0.07))
    if random.chance(0.15) { curve(random.bell(0.05, 0.06), random.bell(0.76, 0.06)) }
    if !isOneStroke {
      start(left + random.bell(0.01, 0.04), top + random.bell(0, 0.025))
      curve((left + end) / 2, top + random.bell(-0.01, 0.025))
      curve(end, top + random.bell(-0.03, 0.07))
    }
  }
}
