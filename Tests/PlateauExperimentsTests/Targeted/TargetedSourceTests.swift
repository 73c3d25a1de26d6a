import Foundation
import PlateauData
import PlateauNetworks
import PlateauNumerics
import Testing

@testable import PlateauExperiments

@Suite("Sources of targeted attacks")
struct TargetedSourceTests {
  /// A network whose logits are three inputs times a factor.
  private func identity(_ factor: Double) throws -> Network<Double> {
    let architecture = try Architecture(input: .vector(3), layers: [.dense(units: 3)])
    let weights = (0..<9).map { $0 % 4 == 0 ? factor : 0 }
    return try Network(architecture, parameters: weights + [0, 0, 0])
  }

  private func sources(_ factor: Double, _ rows: [(label: Int, x: [Float])]) throws
    -> [TargetedSource]
  {
    let examples = Examples(
      inputs: Matrix(rows: rows.count, columns: 3, elements: rows.flatMap(\.x)),
      labels: rows.map(\.label), classCount: 3, shape: .vector(3))
    return TargetedSource.leastConfident(
      try identity(factor), on: examples, workers: Workers(threads: 2))
  }

  @Test func `are the least confident correct images of their classes`() throws {
    let found = try sources(
      1,
      [
        (0, [1, 0, 0.5]), (0, [0.75, 0.5, 0]), (0, [0.25, 0.5, 0]),  // the third is wrong
        (1, [0, 0.5, 0.25]), (1, [0, 0.5, 0.25]),  // equal: the first
        (2, [1, 0, 1]), (2, [0.5, 0, 0]),  // a tie is not correct
      ])
    #expect(found.map(\.label) == [0, 1])
    #expect(found.map(\.example) == [1, 3])
    let expected = exp(0.75) / (exp(0.75) + exp(0.5) + 1)
    // A handful of roundings, and exponentials of the system.
    #expect((found[0].confidence - expected).magnitude < 0x1p-49)
  }

  @Test func `are told apart where every probability rounds to 1`() throws {
    let found = try sources(
      1e6, [(0, [1, 0, 0]), (0, [0.5, 0.25, 0]), (0, [0.75, 0, 0]), (1, [0, 1, 0.75])])
    #expect(found.map(\.example) == [1, 3])
    #expect(found.allSatisfy { $0.confidence == 1 })
  }

  @Test func `weigh all rivals, not only the closest`() throws {
    let found = try sources(8, [(0, [0.5, 0.40625, 0]), (0, [0.5, 0.375, 0.375])])
    // Log-odds are 0.75 − log(1 + e^(−3.25)) = 0.71 and 1 − log 2 = 0.31.
    #expect(found.map(\.example) == [1])
  }
}
