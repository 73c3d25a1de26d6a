package import PlateauNumerics

/// The memory for derivatives of random combinations of a hidden layer's units, by one thread.
///
/// A probe is a vector g of independent signs, one for each unit; its row is gᵀ·J with the Jacobian J
/// of the activities. The Jacobian itself is not made.
package final class ProbePass<Element: Scalar> {
  /// The examples that there is room for.
  package let capacity: Int
  /// The probes of each example.
  package let probes: Int
  /// The power of two by which each row is to be multiplied, `[capacity · probes]`.
  package var exponents: UnsafeMutablePointer<Int64> { backward.exponents }

  private let top: Int
  private let width: Int
  private let purpose: String
  private let input: InputPass<Element>
  private let backward: BackwardPass<Element>

  package init(_ architecture: Architecture, layer: Int, probes: Int) {
    self.probes = probes
    top = architecture.hiddenStages[layer]
    width = architecture.stages[top].outputs
    purpose = "probes of layer \(layer)"
    capacity = max(1, architecture.rowCapacity(upTo: top, most: 512) / probes)
    input = InputPass(architecture, capacity: capacity)
    backward = BackwardPass(architecture, capacity: capacity * probes, top: top + 1)
  }

  /// Computes the rows of every probe of some examples.
  ///
  /// - Parameters:
  ///   - parameters: The parameters of the network.
  ///   - inputs: Of shape `[examples, features]`.
  ///   - examples: The numbers of the examples, at most ``capacity``: each has its own signs.
  ///   - rule: How slopes are computed.
  ///   - seed: The seed of the signs.
  ///   - target: Receives `[examples · probes, features]`, to be multiplied by the powers of two in
  ///     ``exponents``.
  package func compute(
    _ parameters: UnsafePointer<Element>, _ inputs: UnsafePointer<Element>, examples: Range<Int>,
    rule: GradientRule, seed: UInt64, into target: UnsafeMutablePointer<Element>
  ) {
    input.forward(parameters, inputs, rows: examples.count, rule: rule)
    exponents.update(repeating: 0, count: examples.count * probes)
    let signal = backward.signal(of: top + 1)
    for (place, example) in examples.enumerated() {
      draw(example, seed, into: signal + place * probes * width)
    }
    backward.run(
      from: top + 1, forward: input, parameters, rows: examples.count, copies: probes,
      into: target)
  }

  /// Signs for every probe and unit, in the order in which units lie in memory.
  private func draw(_ example: Int, _ seed: UInt64, into signs: UnsafeMutablePointer<Element>) {
    var generator = SeededGenerator(seed: seed, purpose: purpose, index: example)
    var bits: UInt64 = 0
    for index in 0..<probes * width {
      if index % 64 == 0 { bits = generator.next() }
      signs[index] = bits & 1 == 0 ? 1 : -1
      bits >>= 1
    }
  }
}
