import PlateauNumerics

extension Pen {
  /// An arch, a sweep to the lower left, and a base that follows a corner or a loop.
  mutating func drawTwo(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.12
    hand.width = 0.2
    hand.weight = 1.03
    let right = random.bell(0.62, 0.07)
    let shoulder = random.bell(0.25, 0.06)
    let left = random.bell(0.09, 0.1)
    start(left, random.bell(0.22, 0.1))
    curve((left + right) / 2 - random.bell(0.03, 0.04), random.bell(0.01, 0.025))
    curve(right, shoulder)
    curve(right - random.bell(0.15, 0.06), shoulder + random.bell(0.31, 0.05))
    let foot = random.bell(0.06, 0.08)
    let end = random.bell(0.84, 0.19)
    if random.chance(0.6) {
      // A loop at the foot.
      let size = random.uniform(0.08, 0.4)
      curve(foot + random.bell(0.12, 0.04), 0.97)
      curve(foot - random.bell(0.09, 0.04), 0.97 - size / 2)
      curve(foot + random.bell(0.13, 0.05), 0.97 - size)
      curve(foot + random.bell(0.38, 0.06), 0.97 - size * random.bell(0.4, 0.15))
      curve(end - 0.04, random.bell(1, 0.09))
      if random.chance(0.25) { curve(end + 0.12, random.bell(0.85, 0.05)) }
    } else {
      corner(foot, random.bell(0.96, 0.04))
      curve((foot + end) / 2, random.bell(0.95, 0.035))
      curve(end, random.bell(0.95, 0.08))
    }
  }

  /// Two bows to the right that meet in a corner, a smooth waist or a loop.
  mutating func drawThree(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.1
    let waist = random.bell(0.46, 0.055)
    let inner = random.bell(0.3, 0.09)
    let left = random.bell(0.08, 0.08)
    if random.chance(0.1) {
      // The pen begins inside the upper bow.
      start(left + 0.12, random.bell(0.25, 0.04))
      curve(left, random.bell(0.16, 0.04))
    } else {
      start(left, random.bell(0.13, 0.08))
    }
    if random.chance(0.12) {
      corner(random.bell(0.58, 0.06), random.bell(0.03, 0.04))
    } else {
      curve(random.bell(0.36, 0.06), random.bell(0.01, 0.02))
      curve(random.bell(0.58, 0.07), waist * random.bell(0.42, 0.06))
    }
    if random.chance(0.3) {
      curve(inner + 0.08, waist)
      curve(inner - 0.05, waist + 0.02)
      curve(inner + 0.02, waist - 0.04)
    } else {
      corner(inner, waist)
    }
    curve(inner + 0.16, waist + random.bell(0.02, 0.02))
    curve(random.bell(0.6, 0.095), waist + (1 - waist) * random.bell(0.48, 0.06))
    curve(random.bell(0.34, 0.08), random.bell(0.98, 0.02))
    curve(random.bell(0.03, 0.12), random.bell(0.87, 0.08))
    if random.chance(0.05) { curve(random.bell(0.04, 0.06), random.bell(0.74, 0.05)) }
  }
}
