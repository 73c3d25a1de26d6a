import PlateauCertification
import PlateauData
import PlateauNetworks
import PlateauNumerics
import PlateauRobustness
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Interval ≤ CROWN ≤ α-CROWN ≤ complete ≤ the least margin that an attack finds, without a
/// tolerance: bounds are rounded down, and margins at points up.
@Suite("Bounds of all methods and attacks are in order")
struct MethodOrderTests {
  @Test("On a few random instances of each kind", arguments: OrderingKind.allCases)
  func few(_ kind: OrderingKind) throws {
    let tally = try tally(kind, networks: 0..<1, milliseconds: 50)
    #expect(tally.instances == OrderingKind.size)
    #expect(tally.isInOrder)
  }

  /// A minute in a release build, some minutes in a debug one.
  @Test(
    "On a hundred of each, a thousand together",
    .enabled(
      if: ProcessInfo.processInfo.environment["PLATEAU_LONG_TESTS"] != nil,
      "needs PLATEAU_LONG_TESTS"))
  func thousand() throws {
    var all = OrderingTally()
    for kind in OrderingKind.allCases {
      let tally = try tally(kind, networks: 0..<25, milliseconds: 500)
      print(tally.text(kind.rawValue))
      #expect(tally.isInOrder)
      all.add(tally)
    }
    print(all.text("all"))
    #expect(all.instances == 1000)
    // Every method is better than the one before at times, so that the order says something.
    #expect(all.positive.allSatisfy { $0 > 100 })
    #expect(all.holds > 100 && all.violated > 100)
  }

  /// Compares the methods on instances; a search gives up after some milliseconds.
  private func tally(
    _ kind: OrderingKind, networks: Range<Int>, milliseconds: Int
  ) throws -> OrderingTally {
    var tally = OrderingTally()
    for number in networks {
      let instances = try kind.instances(number)
      let (network, examples) = (instances.network, instances.examples)
      let margins = Ordering.methods.map {
        Certificate.margins(
          network, examples, within: instances.threat, method: $0, workers: Cases.workers)
      }
      for row in 0..<examples.count {
        let place = "\(kind.rawValue), network \(number), example \(row)"
        let search = MarginSearch(
          descent: MarginDescent(
            network: network, center: examples.inputs.row(row).map { Double($0) },
            label: examples.labels[row], threat: instances.threat),
          timeout: .milliseconds(milliseconds), place: place)
        let found = search.run(from: margins[2][row], seed: UInt64(number * examples.count + row))
        let bounds = margins.map { $0[row] } + [found.bound, found.attack]
        #expect(bounds == bounds.sorted(), "\(place): \(bounds)")
        tally.add(bounds, found.answer)
      }
    }
    return tally
  }
}
