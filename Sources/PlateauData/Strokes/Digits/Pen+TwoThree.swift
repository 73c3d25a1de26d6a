import PlateauNumerics

extension Pen {
  /// An arch, a sweep to the lower left, and a base that follows a corner or a loop.
  mutating func drawTwo(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.12
    let right = random.bell(0.62, 0.06)
    let shoulder = random.bell(0.24, 0.05)
    start(random.bell(0.1, 0.06), random.bell(0.2, 0.07))
    curve(random.bell(0.33, 0.05), random.bell(0.01, 0.025))
    curve(right, shoulder)
    curve(random.bell(0.46, 0.05), random.bell(0.56, 0.04))
    let foot = random.bell(0.06, 0.06)
    let end = random.bell(0.75, 0.12)
    if random.chance(0.4) {
      // A loop at the foot.
      let size = random.uniform(0.06, 0.16)
      curve(foot + 0.16, 0.86)
      curve(foot, 0.98)
      curve(foot - 0.08, 0.98 - size)
      curve(foot + 0.06, 0.98 - 1.5 * size)
      curve(foot + 0.3, random.bell(0.93, 0.03))
      curve(end, random.bell(0.97, 0.06))
    } else {
      corner(foot, random.bell(0.96, 0.03))
      curve(foot + 0.3, random.bell(0.95, 0.03))
      curve(end, random.bell(0.95, 0.06))
    }
  }

  /// Two bows to the right that meet in a corner, a smooth waist or a loop.
  mutating func drawThree(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.1
    let waist = random.bell(0.46, 0.04)
    let inner = random.bell(0.3, 0.07)
    start(random.bell(0.08, 0.06), random.bell(0.13, 0.06))
    if random.chance(0.12) {
      corner(random.bell(0.58, 0.05), random.bell(0.03, 0.04))
    } else {
      curve(random.bell(0.34, 0.05), random.bell(0.01, 0.02))
      curve(random.bell(0.58, 0.06), random.bell(0.2, 0.04))
    }
    if random.chance(0.25) {
      curve(inner + 0.08, waist)
      curve(inner - 0.05, waist + 0.02)
      curve(inner + 0.02, waist - 0.04)
    } else {
      corner(inner, waist)
    }
    curve(inner + 0.16, waist + 0.03)
    curve(random.bell(0.62, 0.06), random.bell(0.72, 0.04))
    curve(random.bell(0.36, 0.06), random.bell(0.98, 0.02))
    curve(random.bell(0.04, 0.07), random.bell(0.9, 0.06))
  }
}
