import PlateauNumerics

extension Pen {
  /// Two loops, in one S-shaped stroke that returns, or as two rings.
  mutating func drawEight(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.2
    hand.width = 0.22
    hand.weight = 0.96
    let waist = random.bell(0.48, 0.05)
    let above = max(0.1, random.bell(0.23, 0.065))
    let below = max(0.1, random.bell(0.24, 0.065))
    let axis = 0.35
    if random.chance(0.08) {
      arc(
        center: (axis, waist / 2), radii: (above, waist / 2), from: random.uniform(), sweep: -1.03,
        steps: 8, isStart: true)
      arc(
        center: (axis, (1 + waist) / 2), radii: (below, (1 - waist) / 2), from: 0.75, sweep: 1.03,
        steps: 8, isStart: true)
      return
    }
    start(axis + above * random.bell(1, 0.4), random.bell(0.1, 0.07))
    curve(axis + random.bell(0.02, 0.05), 0)
    curve(axis - above, waist * random.bell(0.45, 0.08))
    curve(axis + random.bell(0, 0.03), waist)
    curve(axis + below, waist + (1 - waist) * random.bell(0.5, 0.06))
    curve(axis - random.bell(0.02, 0.05), 1)
    curve(axis - below, waist + (1 - waist) * random.bell(0.55, 0.08))
    curve(axis + random.bell(0, 0.04), waist + random.bell(0, 0.04))
    if random.chance(0.45) {
      // The last line runs straight up and may pass the beginning.
      curve(axis + above * random.bell(1.2, 0.4), random.bell(0.04, 0.09))
    } else {
      curve(axis + above, waist * random.bell(0.5, 0.08))
      if random.chance(0.75) {
        curve(axis + above * random.bell(0.8, 0.25), random.bell(0.07, 0.06))
      }
    }
  }

  /// A loop and a stem, straight or curved.
  mutating func drawNine(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.18
    hand.slant = 0.28
    hand.weight = 0.95
    let right = random.bell(0.58, 0.03)
    let loopBottom = random.chance(0.1) ? random.uniform(0.55, 0.75) : random.bell(0.46, 0.08)
    let left = random.bell(0.05, 0.08)
    start(right - random.bell(0.08, 0.09), random.bell(0.1, 0.07))
    curve(random.bell(0.36, 0.06), random.bell(0.01, 0.03))
    curve(left, loopBottom * random.bell(0.6, 0.08))
    curve((left + right) / 2 - random.bell(0.05, 0.04), loopBottom)
    if random.chance(0.75) {
      curve(right - random.bell(0.07, 0.04), loopBottom * random.bell(0.6, 0.1))
      corner(right + random.bell(0, 0.02), random.bell(0.08, 0.07))
    } else {
      // The loop closes against the stem.
      curve(right - 0.02, loopBottom * random.bell(0.6, 0.1))
      start(right + random.bell(0, 0.02), random.bell(0.03, 0.05))
    }
    if random.chance(0.7) {
      curve(right - random.bell(0.06, 0.04), 0.55)
      curve(right - random.bell(0.13, 0.11), 1)
    } else {
      curve(right - random.bell(0, 0.02), 0.5)
      curve(right - random.bell(0.08, 0.04), 0.85)
      curve(right - random.bell(0.3, 0.1), random.bell(0.98, 0.03))
      if random.chance(0.4) { curve(right - random.bell(0.5, 0.06), random.bell(0.9, 0.05)) }
    }
  }
}
