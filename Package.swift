// swift-tools-version: 6.2

import PackageDescription

/// Settings that every Swift target shares.
let settings: [SwiftSetting] = [
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
  .enableUpcomingFeature("ExistentialAny"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
  .enableUpcomingFeature("InternalImportsByDefault"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
  .enableUpcomingFeature("MemberImportVisibility"),
]

let realModule: Target.Dependency = .product(name: "RealModule", package: "swift-numerics")
let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let bigInt: Target.Dependency = .product(name: "BigInt", package: "BigInt")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")

let package = Package(
  name: "plateau",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Plateau", targets: ["Plateau"]),
    .library(name: "PlateauTesting", targets: ["PlateauTesting"]),
    .executable(name: "plateau", targets: ["PlateauCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
  ],
  targets: [
    // MARK: - C

    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    // The portable kernels call fma() of libm.
    .target(name: "CPlateauKernels", linkerSettings: [.linkedLibrary("m")]),

    // MARK: - The tower, from the ground up

    .target(
      name: "PlateauNumerics",
      dependencies: ["CPlateauKernels", realModule], swiftSettings: settings),
    .target(
      name: "PlateauData",
      dependencies: ["PlateauNumerics", "CPlateauKernels", "CZlib"],
      swiftSettings: settings),
    .target(
      name: "PlateauNetworks",
      dependencies: ["PlateauNumerics", "CPlateauKernels", realModule], swiftSettings: settings),
    .target(
      name: "PlateauRobustness",
      dependencies: ["PlateauNetworks", "PlateauNumerics", realModule], swiftSettings: settings),
    .target(
      name: "PlateauFormats",
      dependencies: ["PlateauNetworks", "PlateauData", "PlateauNumerics", protobuf],
      exclude: ["ONNX/Schema/onnx-subset.proto"],
      swiftSettings: settings),
    .target(
      name: "PlateauTraining",
      dependencies: [
        "PlateauRobustness", "PlateauNetworks", "PlateauData", "PlateauNumerics", realModule,
      ],
      swiftSettings: settings),
    .target(
      name: "PlateauGeometry",
      dependencies: ["PlateauNetworks", "PlateauData", "PlateauNumerics", realModule],
      swiftSettings: settings),
    .target(
      name: "PlateauAttacks",
      dependencies: [
        "PlateauRobustness", "PlateauNetworks", "PlateauData", "PlateauNumerics", realModule,
      ],
      swiftSettings: settings),
    .target(
      name: "PlateauCertification",
      dependencies: [
        "PlateauRobustness", "PlateauNetworks", "PlateauData", "PlateauNumerics",
        "CPlateauKernels", realModule, bigInt,
      ],
      swiftSettings: settings),
    .target(
      name: "PlateauExperiments",
      dependencies: [
        "PlateauAttacks", "PlateauCertification", "PlateauGeometry", "PlateauTraining",
        "PlateauFormats", "PlateauRobustness", "PlateauNetworks", "PlateauData",
        "PlateauNumerics", realModule, yams, grdb,
      ],
      swiftSettings: settings),
    .target(
      name: "PlateauReports",
      dependencies: [
        "CZlib", "PlateauExperiments", "PlateauGeometry", "PlateauRobustness", "PlateauNetworks",
        "PlateauData", "PlateauNumerics", realModule,
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "PlateauCommand",
      // Beside the umbrella each library: incremental builds would miss changes behind it.
      dependencies: [
        "Plateau", "PlateauReports", "PlateauExperiments", "PlateauAttacks",
        "PlateauCertification", "PlateauGeometry", "PlateauTraining", "PlateauFormats",
        "PlateauRobustness", "PlateauNetworks", "PlateauData", "PlateauNumerics", argumentParser,
      ],
      swiftSettings: settings),

    // MARK: - Beside the tower

    .target(
      name: "Plateau",
      dependencies: [
        "PlateauReports", "PlateauExperiments", "PlateauAttacks", "PlateauCertification",
        "PlateauGeometry", "PlateauTraining", "PlateauFormats", "PlateauRobustness",
        "PlateauNetworks", "PlateauData", "PlateauNumerics",
      ],
      swiftSettings: settings),
    .target(
      name: "PlateauTesting",
      dependencies: [
        "PlateauAttacks", "PlateauCertification", "PlateauTraining", "PlateauFormats",
        "PlateauRobustness", "PlateauNetworks", "PlateauData", "PlateauNumerics", realModule,
      ],
      swiftSettings: settings),

    // MARK: - Tests

    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .target(
      name: "GoldenValues",
      dependencies: ["PlateauFormats", "PlateauNetworks", "PlateauData", "PlateauNumerics"],
      path: "Tests/GoldenValues", swiftSettings: settings),
    .testTarget(
      name: "PlateauNumericsTests",
      dependencies: [
        "GoldenValues", "PlateauFormats", "PlateauNumerics", "CPlateauKernels", realModule,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "PlateauNetworksTests",
      dependencies: [
        "PlateauTesting", "GoldenValues", "PlateauFormats", "PlateauRobustness",
        "PlateauNetworks", "PlateauNumerics", realModule,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "PlateauDataTests",
      dependencies: ["PlateauData", "PlateauNumerics"], swiftSettings: settings),
    .testTarget(
      name: "PlateauFormatsTests",
      dependencies: [
        "PlateauTesting", "PlateauFormats", "PlateauNetworks", "PlateauData", "PlateauNumerics",
        realModule,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "PlateauTrainingTests",
      dependencies: [
        "PlateauTraining", "PlateauAttacks", "PlateauFormats", "PlateauRobustness",
        "PlateauNetworks", "PlateauData", "PlateauNumerics", "CAllocationCounter",
        "GoldenValues",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "PlateauAttacksTests",
      dependencies: [
        "PlateauTesting", "GoldenValues",
        "PlateauAttacks", "PlateauTraining", "PlateauFormats", "PlateauRobustness",
        "PlateauNetworks", "PlateauData", "PlateauNumerics", "CAllocationCounter",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "PlateauCertificationTests",
      dependencies: [
        "PlateauTesting", "GoldenValues", "PlateauCertification", "PlateauFormats",
        "PlateauRobustness", "PlateauNetworks", "PlateauData", "PlateauNumerics",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "PlateauGeometryTests",
      dependencies: [
        "GoldenValues", "PlateauGeometry", "PlateauFormats", "PlateauNetworks", "PlateauNumerics",
        realModule,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "PlateauExperimentsTests",
      dependencies: [
        "PlateauTesting", "GoldenValues", "PlateauExperiments", "PlateauAttacks",
        "PlateauGeometry", "PlateauTraining", "PlateauFormats", "PlateauRobustness",
        "PlateauNetworks", "PlateauData", "PlateauNumerics", grdb,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "PlateauCommandTests",
      dependencies: [
        "GoldenValues", "PlateauCommand", "PlateauFormats", "PlateauNetworks", "PlateauData",
        "PlateauNumerics",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "PlateauReportsTests",
      dependencies: [
        "PlateauReports", "PlateauExperiments", "PlateauGeometry", "PlateauNetworks",
        "PlateauRobustness", "PlateauData", "PlateauNumerics",
      ],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
