import PlateauGeometry
import PlateauNetworks
import PlateauNumerics
import PlateauReports

@testable import PlateauExperiments

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Synthetic {
  /// A reproduction with data of every table and figure.
  static let complete = makeComplete()

  /// The page of ``complete``.
  static let completePage = ReproductionReport(complete).html

  private static func makeComplete() -> ReproductionRecord {
    var record = record
    for index in record.models.indices {
      for row in record.models[index].robustness.indices {
        let worst = record.models[index].robustness[row].worstCase
        record.models[index].robustness[row].certified = 0.5 * worst
      }
    }
    record.geometry = [
      geometry("vanilla-sigmoid", depth: 0), geometry("saturating-sigmoid", depth: 6),
      geometry("saturating-sigmoid × 300", depth: 60),
      geometry("vanilla-relu", depth: 0.5), geometry("saturating-relu", depth: 3),
    ]
    record.targeted = targeted("vanilla-sigmoid", gain: 1, naive: 88)
    for (gain, naive) in [(1.0, 84), (10, 41), (30, 9)] {
      record.targeted += targeted("saturating-sigmoid", gain: gain, naive: naive)
    }
    record.panels = record.targeted.filter { $0.attack == "lbfgs" }.map(panel)
    record.linear = linear
    return record
  }

  /// The record with three seeds, whose accuracies differ by fixed amounts.
  static func repeated() -> ReproductionRecord {
    var record = record
    record.repetitions = [(1, 0.004), (2, -0.004)].map { seed, change in
      SeedRecord(
        seed: seed,
        models: record.models.map { model in
          var model = model
          model.cleanAccuracy += change
          for row in model.robustness.indices {
            model.robustness[row].naiveFGSM.robustAccuracy += 5 * change
            model.robustness[row].worstCase = max(0, model.robustness[row].worstCase + change / 4)
          }
          return model
        })
    }
    return record
  }
}

// MARK: - Targeted attacks

extension Synthetic {
  static func targeted(_ model: String, gain: Double, naive: Int) -> [TargetedRecord] {
    ["gradient-descent", "gradient-sign", "lbfgs"].flatMap { attack in
      [("naive", naive), ("stable", max(0, naive - 2)), ("surrogate", 88)].map {
        gradient, successes in
        targeted(model, gain, attack, gradient, successes: successes)
      }
    }
  }

  private static func targeted(
    _ model: String, _ gain: Double, _ attack: String, _ gradient: String, successes: Int
  ) -> TargetedRecord {
    let pairs = (0..<10).flatMap { source in
      (0..<10).filter { $0 != source }.map { TargetedRecord.Pair(source: source, target: $0) }
    }
    // Scattered: 37 has no factor in common with 90.
    let failures = (0..<90 - successes).map { pairs[$0 * 37 % 90] }
    return TargetedRecord(
      model: model, gain: gain, attack: attack, gradient: gradient,
      softness: gradient == "surrogate" ? [1, 4, 16] : nil,
      precision: gradient == "naive" ? .float : .double, iterations: 1000,
      sources: (0..<10).map {
        TargetedSource(label: $0, example: 100 + $0, confidence: 0.3 + 0.01 * Double($0))
      },
      pairs: 90, successes: successes, failures: failures,
      meanDistortion: successes == 0 ? nil : 1.5 + gain / 20,
      zeroGradients: gradient == "naive" ? 90 - successes : 0, precisionDependent: 0,
      queries: 90_000, seconds: 12)
  }

  /// Images of 28 × 28 with a bar in the place of their class, and the target's in gray.
  static func panel(_ record: TargetedRecord) -> TargetedPanel {
    let side = 28
    var pixels: [UInt8] = []
    for source in 0..<10 {
      for target in 0..<10 {
        for place in 0..<side * side {
          let row = place / side
          let noise = UInt8(place * (source * 10 + target + 7) % 29)
          let isSource = row / 2 == source + 2
          let isTarget = row / 2 == target + 2
          pixels.append(isSource ? 255 : isTarget ? 120 : noise)
        }
      }
    }
    let failures = Set(record.failures)
    return TargetedPanel(
      record: record, classCount: 10, channels: 1, height: side, width: side, pixels: Data(pixels),
      isReached: (0..<100).map {
        !failures.contains(TargetedRecord.Pair(source: $0 / 10, target: $0 % 10))
      })
  }
}

// MARK: - Linear classifiers

extension Synthetic {
  static var linear: LinearRecord {
    let plan = LinearPlan(isQuick: true)
    func experiment(_ epsilon: Double, trained: Bool, theory: Bool) -> LinearExperiment {
      let points = (0..<12).map { index -> LinearPoint in
        let kurtosis = -1 + 2 * Double(index)
        let waver = index.isMultiple(of: 2) ? 0.03 : -0.03
        return LinearPoint(
          shape: trained ? nil : 2, penalty: trained ? 1e-4 * Double(index) : nil,
          excessKurtosis: kurtosis, normRatio: 0.8, sparsity: 0,
          cleanAccuracy: trained ? 0.92 - 0.004 * Double(index) : 0.9,
          robustAccuracy: max(0, 0.8 - 6 * epsilon + 0.012 * kurtosis + waver))
      }
      return LinearExperiment(
        epsilon: epsilon, points: points,
        theory: theory
          ? points.map {
            LinearExperiment.TheoryPoint(
              shape: 2, excessKurtosis: $0.excessKurtosis, robustAccuracy: $0.robustAccuracy)
          } : nil)
    }
    return LinearRecord(
      plan: plan, trainingExamples: 10_000, testExamples: 1000,
      gaussian: [0.05, 0.1].map { experiment($0, trained: false, theory: true) },
      ranked: [0.02, 0.1].map { experiment($0, trained: false, theory: false) },
      sparse: [0.02, 0.1].map { experiment($0, trained: true, theory: false) }, seconds: 3)
  }
}
