import PlateauNumerics

extension Pen {
  /// Two loops, in one S-shaped stroke that returns, or as two rings.
  mutating func drawEight(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.2
    let waist = random.bell(0.47, 0.04)
    let above = random.bell(0.2, 0.04)
    let below = random.bell(0.23, 0.04)
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
    start(axis + above * random.bell(0.9, 0.25), random.bell(0.1, 0.05))
    curve(axis + random.bell(0.02, 0.03), 0)
    curve(axis - above, waist * random.bell(0.45, 0.06))
    curve(axis, waist)
    curve(axis + below, waist + (1 - waist) * 0.5)
    curve(axis - random.bell(0.02, 0.03), 1)
    curve(axis - below, waist + (1 - waist) * random.bell(0.55, 0.06))
    curve(axis - random.bell(0, 0.03), waist + random.bell(0.02, 0.03))
    curve(axis + above, waist * random.bell(0.55, 0.08))
    if random.chance(0.7) { curve(axis + above * random.bell(0.8, 0.2), random.bell(0.08, 0.05)) }
  }

  /// A loop and a stem, straight or curved.
  mutating func drawNine(_ random: inout SeededGenerator, _ hand: inout Hand) {
    hand.slantMean = 0.1
    let right = random.bell(0.56, 0.03)
    let loopBottom = random.bell(0.48, 0.05)
    let left = random.bell(0.12, 0.05)
    start(right - random.bell(0.04, 0.05), random.bell(0.12, 0.05))
    curve(random.bell(0.36, 0.05), random.bell(0.01, 0.03))
    curve(left, random.bell(0.27, 0.04))
    curve(random.bell(0.28, 0.04), loopBottom)
    curve(right - random.bell(0.08, 0.03), random.bell(0.3, 0.04))
    if random.chance(0.7) {
      corner(right, random.bell(0.1, 0.06))
    } else {
      curve(right, random.bell(0.12, 0.05))
    }
    if random.chance(0.7) {
      curve(right - random.bell(0.03, 0.03), 0.55)
      curve(right - random.bell(0.1, 0.06), 1)
    } else {
      curve(right, 0.5)
      curve(right - random.bell(0.08, 0.04), 0.85)
      curve(right - random.bell(0.3, 0.08), random.bell(0.98, 0.03))
    }
  }
}
