import PlateauData

/// Files that tests read.
enum Fixture {
  /// The path of a file in `Tests/Fixtures/npy`.
  static func path(_ name: String) -> String { root + "/Tests/Fixtures/npy/" + name }

  /// The bytes of a file in `Tests/Fixtures/npy`.
  static func bytes(_ name: String) throws -> [UInt8] { try FileBytes.read(path(name)) }

  /// The folder of MNIST, beside the package where it is there.
  static let mnist = root + "/../shared/data/mnist"

  /// Whether MNIST is there.
  static let hasMNIST = IDXFolder(mnist).isComplete

  /// The folder of a copy of CIFAR-10, beside the package where it is there.
  static let cifar = root + "/../shared/data/cifar10"

  /// Whether CIFAR-10 is there.
  static let hasCIFAR = CIFARFolder(cifar).isComplete

  private static let root =
    "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
}
