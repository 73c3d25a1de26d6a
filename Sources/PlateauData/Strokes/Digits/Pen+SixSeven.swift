import PlateauNumerics

extension Pen {
  /// A stem that runs into a loop.
  mutating func drawSix(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.1
    let left = random.bell(0.1, 0.03)
    let loopTop = random.bell(0.52, 0.06)
    let right = random.bell(0.54, 0.06)
    start(random.bell(0.46, 0.1), random.bell(0.01, 0.03))
    curve(random.bell(0.25, 0.05), 0.25)
    curve(left, random.bell(0.6, 0.04))
    curve(left + random.bell(0.16, 0.03), random.bell(0.98, 0.02))
    curve(right, random.bell(0.8, 0.04))
    curve(random.bell(0.38, 0.05), loopTop)
    curve(left + random.bell(0.07, 0.05), random.bell(0.72, 0.06))
    if random.chance(0.3) { curve(left + 0.08, random.bell(0.88, 0.04)) }
  }

  /// A bar and a leg, seldom with a serif or a second bar.
  mutating func drawSeven(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.08
    let top = random.bell(0.06, 0.03)
    let left = random.bell(0.04, 0.06)
    let right = random.bell(0.58, 0.06)
    if random.chance(0.2) {
      start(left + random.bell(0, 0.02), top + random.uniform(0.08, 0.2))
      corner(left, top)
    } else {
      start(left, top + random.bell(0.03, 0.04))
    }
    curve((left + right) / 2, top + random.bell(0.01, 0.03))
    if random.chance(0.7) {
      corner(right, random.bell(0.03, 0.03))
    } else {
      curve(right, top + 0.03)
    }
    let foot = random.bell(0.28, 0.09)
    let leg = random.bell(0.52, 0.03)
    curve((right + foot) / 2 + random.bell(0, 0.035), leg)
    curve(foot, 1)
    if random.chance(0.14) {
      let middle = (right + foot) / 2
      let half = random.uniform(0.14, 0.26)
      start(middle - half, leg + random.bell(0.02, 0.03))
      curve(middle + half, leg + random.bell(-0.02, 0.03))
    }
  }
}
