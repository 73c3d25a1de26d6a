import ArgumentParser

/// The readers that are given damaged files.
enum Reader: String, ExpressibleByArgument, CaseIterable {
  /// Networks of other tools.
  case onnx
  /// Tensors, and the networks in them.
  case safetensors
  /// Arrays, archives of them, and the datasets in these.
  case numpy
  /// The files of MNIST and of CIFAR-10.
  case idx
  /// Properties of the verification competition.
  case vnnlib
  /// Configurations of runs.
  case yaml
}
