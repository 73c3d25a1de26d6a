import PlateauNetworks
import PlateauNumerics

/// The parameters of a PyTorch model: its `state_dict` in a safetensors file.
///
/// Such a file names tensors and gives their shapes, and keeps no order of modules. Modules with
/// parameters are taken in natural order of their names (`fc2` before `fc10`), those of each kind by
/// themselves: the first dense layer of an architecture is the first module with a matrix, the first
/// convolution that with a kernel, whatever stands between. `num_batches_tracked` is ignored.
///
/// ```swift
/// let file = try SafetensorsFile.read("torch.safetensors")
/// let network: Network<Double> = try StateDictionary(file).network(of: architecture)
/// ```
public struct StateDictionary: Sendable {
  /// The kind of a module, as its tensors tell.
  enum Kind: String, Sendable, Hashable {
    case dense = "dense layer"
    case convolution
    case normalization = "batch normalization"

    /// The kind of a layer, or of a module, with these sides of its weight.
    init?(rank: Int) {
      switch rank {
      case 1: self = .normalization
      case 2: self = .dense
      case 4: self = .convolution
      default: return nil
      }
    }
  }

  /// A module that has parameters.
  public struct Module: Sendable, Hashable {
    /// Its name, such as `features.0`; empty where the model is this module alone.
    public let name: String
    let kind: Kind
    /// Its tensors by the last part of their names.
    let tensors: [String: StoredTensor]

    /// Whether it has scales but no running means, as layer normalization has.
    var lacksMeans: Bool {
      kind == .normalization && tensors["running_mean"] == nil && tensors["running_var"] == nil
    }
  }

  /// The modules, in natural order of their names.
  public let modules: [Module]
  let file: SafetensorsFile

  /// The last parts of names that modules with parameters have.
  static let parts = ["weight", "bias", "running_mean", "running_var"]

  /// Gathers the tensors of a file by module.
  ///
  /// - Throws: `FormatError` that names a tensor that belongs to no dense layer, convolution or batch
  ///   normalization.
  public init(_ file: SafetensorsFile) throws(FormatError) {
    var tensors: [String: [String: StoredTensor]] = [:]
    for tensor in file.tensors {
      let end = tensor.name.lastIndex(of: ".")
      let module = end.map { String(tensor.name[..<$0]) } ?? ""
      let part = end.map { String(tensor.name[tensor.name.index(after: $0)...]) } ?? tensor.name
      guard part != "num_batches_tracked" else { continue }
      guard Self.parts.contains(part) else {
        throw Self.foreign(
          tensor, in: file, "which is none of \(Self.parts.joined(separator: ", "))")
      }
      try file.checkParameters(tensor)
      tensors[module, default: [:]][part] = tensor
    }
    self.file = file
    var modules: [Module] = []
    for (name, own) in tensors.sorted(by: { NaturalOrder($0.key) < NaturalOrder($1.key) }) {
      let first = own["weight"] ?? own["running_mean"] ?? own["running_var"] ?? own["bias"]
      guard let first else { continue }
      // A module without a weight can only be a normalization without scales.
      guard let kind = Kind(rank: first.shape.count),
        own["weight"] != nil || own["running_mean"] != nil && kind == .normalization
      else {
        throw Self.foreign(
          first, in: file,
          "of shape \(first.shape), which is none of a dense layer, a convolution of images or batch "
            + "normalization")
      }
      modules.append(Module(name: name, kind: kind, tensors: own))
    }
    self.modules = modules
  }

  private static func foreign(
    _ tensor: StoredTensor, in file: SafetensorsFile, _ finding: String
  ) -> FormatError {
    FormatError(
      .unsupported,
      "'\(file.name)' has the tensor \(tensor.name.quotedForMessage), \(finding). Save the state_dict "
        + "of a network of such layers alone.")
  }
}
