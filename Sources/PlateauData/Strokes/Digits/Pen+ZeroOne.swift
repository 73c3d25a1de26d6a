import PlateauNumerics

extension Pen {
  /// An oval, narrow to round, that closes, stays open or overlaps.
  mutating func drawZero(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.25
    hand.weight = 1.12
    let width = max(0.2, random.bell(0.43, 0.1))
    arc(
      center: (0.35, 0.5), radii: (width, 0.5), from: random.bell(0.73, 0.05),
      sweep: -random.bell(1.02, 0.05), growth: random.bell(0.98, 0.06), steps: 9, isStart: true)
    if random.chance(0.12) {
      // The pen runs on into the oval.
      curve(random.bell(0.38, 0.1), random.bell(0.12, 0.06))
    }
  }

  /// A line, seldom with a flag, more seldom with a base.
  mutating func drawOne(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.25
    hand.slant = 0.27
    hand.weight = max(0.7, random.bell(1.1, 0.18))
    hand.distortion = 0.045
    let bend = random.bell(0, 0.035)
    if random.chance(0.14) {
      let length = random.uniform(0.12, 0.3)
      start(0.35 - length, random.uniform(0.08, 0.4))
      corner(0.35, 0)
      curve(0.35 + bend, 0.5)
      curve(0.35, 1)
      if random.chance(0.5) {
        let base = random.uniform(0.15, 0.32)
        start(0.35 - base, 1 + random.bell(0, 0.02))
        curve(0.35 + base, 1 + random.bell(0, 0.03))
      }
    } else {
      start(0.35, 0)
      curve(0.35 + bend, 0.5)
      curve(0.35, 1)
    }
  }
}
