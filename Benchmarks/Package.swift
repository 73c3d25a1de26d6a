// swift-tools-version: 6.2

import PackageDescription

/// Settings that every Swift target shares, as in the package that is measured.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let plateau: Target.Dependency = .product(name: "Plateau", package: "plateau")

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "plateau-peers", targets: ["PlateauPeers"])
  ],
  dependencies: [
    // Named, since a folder's own name would be that of the clone.
    .package(name: "plateau", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // Without traits, which replace malloc() and the runtime to count: time is what we ask for.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    // Our C kernels, called without the library around them.
    .systemLibrary(name: "CMeasured"),
    .target(name: "Workloads", dependencies: [plateau, "CMeasured"], swiftSettings: settings),
    .executableTarget(
      name: "PlateauPeers",
      dependencies: [
        "Workloads", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "PlateauBenchmarks",
      dependencies: ["Workloads", .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/PlateauBenchmarks", swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
