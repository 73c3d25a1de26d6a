import PlateauNumerics

extension Pen {
  /// A stem that runs into a loop.
  mutating func drawSix(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.06
    let left = random.bell(0.06, 0.03)
    let loopTop = random.bell(0.55, 0.085)
    let right = random.bell(0.62, 0.1)
    let middle = (left + right) / 2
    let top = random.bell(0.38, 0.15)
    let bend = random.bell(0.63, 0.08)
    start(top, random.bell(0.01, 0.03))
    curve((top + left) / 2 - random.bell(0.02, 0.03), bend * 0.44)
    curve(left, bend)
    curve(middle - random.bell(0.05, 0.04), random.bell(0.98, 0.02))
    curve(right, loopTop + (1 - loopTop) * random.bell(0.5, 0.07))
    curve(middle + random.bell(0.06, 0.05), loopTop)
    curve(left + random.bell(0.09, 0.08), loopTop + (1 - loopTop) * random.bell(0.45, 0.12))
    if random.chance(0.35) {
      curve(left + random.bell(0.1, 0.04), random.bell(0.9, 0.04))
    }
  }

  /// A bar and a leg, often with a serif, seldom with a second bar.
  mutating func drawSeven(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.04
    let top = random.bell(0.06, 0.03)
    let left = random.bell(0.02, 0.07)
    let right = random.bell(0.62, 0.07)
    if random.chance(0.3) {
      let serif = random.uniform(0.06, 0.3)
      start(left + random.bell(-0.01, 0.03), top + serif)
      if random.chance(0.5) { corner(left, top) } else { curve(left + 0.03, top + 0.02) }
    } else {
      start(left, top + random.bell(0.05, 0.07))
    }
    curve((left + right) / 2, top + random.bell(0.01, 0.035))
    if random.chance(0.65) {
      corner(right, random.bell(0.03, 0.05))
    } else {
      curve(right, random.bell(0.1, 0.06))
    }
    let foot = random.bell(0.3, 0.12)
    let leg = random.bell(0.52, 0.04)
    curve((right + foot) / 2 + random.bell(0, 0.04), leg)
    curve(foot, 1)
    if random.chance(0.2) {
      let middle = (right + foot) / 2
      let half = random.uniform(0.14, 0.34)
      start(middle - half, leg + random.bell(0.02, 0.05))
      curve(middle + half, leg + random.bell(-0.02, 0.05))
    }
  }
}
