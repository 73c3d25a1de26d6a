import Benchmark
import Foundation
import Plateau
import Workloads

/// What all benchmarks share, made when the first asks for it.
private enum Shared {
  /// MNIST from the folder that `PLATEAU_DATA` names, its subfolder, or beside the package.
  static let bench = Result {
    let named = ProcessInfo.processInfo.environment["PLATEAU_DATA"].map { [$0, $0 + "/mnist"] }
    let folders = (named ?? []) + ["../shared/data/mnist", "../../shared/data/mnist"]
    return Bench(digits: try Digits.found(in: folders), workers: Workers(threads: 2))
  }

  static let network = Result { try bench.get().vanilla() }
}

let benchmarks: @Sendable () -> Void = {
  for workload in Workload.allCases {
    Benchmark(
      workload.rawValue,
      configuration: .init(
        metrics: [.wallClock, .cpuTotal], timeUnits: .milliseconds, warmupIterations: 0,
        maxDuration: .seconds(60), maxIterations: 5)
    ) { benchmark in
      let network = workload.needsNetwork ? try Shared.network.get() : nil
      let bench = try Shared.bench.get()
      benchmark.startMeasurement()
      blackHole(try bench.run(workload, network: network))
    }
  }
  for kernel in ElementKernel.allCases {
    // One call has a million elements: scaled, times are those of an element.
    Benchmark(
      "kernel-\(kernel.rawValue)",
      configuration: .init(
        metrics: [.wallClock, .throughput], scalingFactor: .mega, maxDuration: .seconds(2),
        maxIterations: 1000)
    ) { benchmark, call in
      call()
    } setup: {
      kernel.prepared(count: 1_000_000)
    }
  }
}
