import PlateauNetworks
import PlateauNumerics
import Testing

@testable import PlateauCertification

/// Branch and bound where functions jump: every jump is on the side that has its value.
@Suite("Branch and bound of steps")
struct JumpTests {
  /// Sums of steps of one input, which they take at three or so multiples.
  struct Subject {
    let network: Network<Double>
    let least: Double

    init(_ activation: Activation, _ seed: UInt64) throws {
      var generator = SeededGenerator(seed: seed, purpose: "jumps")
      let units = 4
      // Jumps are at quarters of sixteenths, which are doubles.
      let rates = (0..<units).map { _ in Double(generator.below(5) - 2) * 2 + 1 }
      let shifts = (0..<units).map { _ in Double(generator.below(33) - 16) / 16 }
      let weights = (0..<units).map { _ in Double(generator.below(17) - 8) / 8 }
      network = try SplitCases.network(
        [(rates, shifts), (weights, [0])], inputs: 1, activation)
      // Constant between jumps, at which other values are attained.
      var places: Set<Double> = [-1, 1]
      for (rate, shift) in zip(rates, shifts) {
        for number in -20...20 {
          let place = (Double(number) / 2 - shift) / rate
          if place > -1, place < 1 { places.insert(place) }
        }
      }
      let sorted = places.sorted()
      let points = zip(sorted, sorted.dropFirst()).map { 0.5 * $0 + 0.5 * $1 }
      let logits = network.logits(
        of: Matrix(rows: points.count, columns: 1, elements: points), workers: Cases.workers)
      let function = activation.function
      // At a jump sums of steps of either side are a bound of what is attained.
      var least = logits.elements.min() ?? 0
      for place in sorted {
        least = min(
          least,
          zip(zip(rates, shifts), weights).reduce(0) { sum, unit in
            let z = unit.0.0 * place + unit.0.1
            let near = [z - 1e-9, z, z + 1e-9].map { unit.1 * function.value(at: $0) }
            return sum + (near.min() ?? 0)
          })
      }
      self.least = least
      attained = logits.elements.min() ?? 0
    }

    /// The least value between jumps.
    let attained: Double
  }

  @Test(
    "They are decided by splits of inputs, and mostly by those of units",
    arguments: [
      Activation.floor, .ceil, .round, .sign, .quantized(scale: 1, low: -3, high: 2),
    ])
  func decided(_ activation: Activation) throws {
    var proven = 0
    for seed in 0..<6 as Range<UInt64> {
      let subject = try Subject(activation, seed)
      func verify(_ bound: Double, _ inputLimit: Int) -> VerificationAnswer {
        SplitCases.verify(
          subject.network, SplitCases.box(-1, 1, 1), [[SplitCases.atMost(bound)]],
          inputLimit: inputLimit, seconds: 60
        ).answer
      }
      #expect(verify(subject.least - 0.01, 5) == .holds)
      switch verify(subject.least - 0.01, 0) {
      case .holds: proven += 1
      case .violated: Issue.record("nothing is below \(subject.least)")
      // Where no input fulfills the splits by a little, multipliers take more than the patience.
      case .unknown: break
      }
      #expect(verify(subject.attained + 0.01, 0) != .holds)
      guard case .violated(let found) = verify(subject.attained + 0.01, 5) else {
        Issue.record("\(activation) \(seed): a point below \(subject.attained) was missed")
        continue
      }
      #expect(found.outputs[0] <= subject.attained + 0.01)
    }
    print("\(activation): splits of units alone prove \(proven) of 6")
    #expect(proven >= 3)
  }

  @Test(
    "A jump belongs to one part",
    arguments: [
      Activation.floor, .ceil, .round, .sign, .quantized(scale: 1, low: -3, high: 2),
      .quantized(scale: 0.75, low: -128, high: 127),
    ])
  func parts(_ activation: Activation) throws {
    let function = activation.function
    let jumps = function.curve(over: -1.6, 1.6).joints.map(\.place)
    for jump in jumps {
      let whole = NeuronRange(low: jump - 0.3, high: jump + 0.25)
      #expect(whole.splitPoint(of: activation) == jump)
      // Parts, until each is one line.
      var waiting = [whole]
      var done: [NeuronRange] = []
      while let part = waiting.popLast(), done.count < 10 {
        guard let point = part.splitPoint(of: activation) else {
          done.append(part)
          continue
        }
        waiting += [true, false].map {
          part.half(of: activation, at: point, isAbove: $0)
        }
      }
      #expect(waiting.isEmpty && done.count <= 3)
      for z in [jump - 0.3, jump - 0.1, jump.nextDown, jump, jump.nextUp, jump + 0.2, jump + 0.25] {
        let own = done.filter { part in
          (part.open.low ? part.low < z : part.low <= z)
            && (part.open.high ? z < part.high : z <= part.high)
        }
        #expect(own.count == 1, "\(z) is in \(own.count) parts")
        for part in own {
          let relaxation = UnstableNeuron(activation, unit: 0, over: part).relaxation
          let lines = [relaxation.lower.first, relaxation.upper.first]
          #expect(lines[0].isBelow(function.value(at: z), at: z))
          #expect(lines[1].isAbove(function.value(at: z), at: z))
          #expect(lines.allSatisfy { $0.slope == 0 })
          #expect(lines[1].intercept - lines[0].intercept < 1e-13)
        }
      }
    }
  }
}
