// swift-tools-version: 6.2

import PackageDescription

/// Settings that every Swift target shares, as in the package whose readers are fuzzed.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "fuzzing",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "plateau-fuzz", targets: ["PlateauFuzz"]),
    .executable(name: "plateau-graphs", targets: ["PlateauGraphs"]),
  ],
  dependencies: [
    // Named, since a folder's own name would be that of the clone.
    .package(name: "plateau", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // Signals, timers and the allocator: what has to work while Swift does not.
    .target(name: "CFuzzGuard", linkerSettings: [.linkedLibrary("z")]),
    .executableTarget(
      name: "PlateauFuzz",
      dependencies: [
        "CFuzzGuard", .product(name: "Plateau", package: "plateau"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "PlateauGraphs",
      dependencies: [
        .product(name: "Plateau", package: "plateau"),
        .product(name: "PlateauTesting", package: "plateau"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
