import PlateauFormats
import Testing

@Suite("Node tests of the onnx package")
struct ONNXNodeTests {
  /// Those that are refused, with a part of the reason.
  ///
  /// All of them mix the examples of a batch, or go beyond feed-forward networks for images.
  static let refused: [String: [String]] = [
    "which mixes the examples of a batch": [
      "flatten_axis0", "flatten_axis2", "flatten_axis3", "flatten_negative_axis1",
      "flatten_negative_axis2", "flatten_negative_axis4", "gemm_all_attributes", "gemm_transposeA",
      "reshape_negative_extended_dims", "reshape_one_dim", "reshape_reordered_all_dims", "squeeze",
      "transpose_all_permutations_2", "transpose_all_permutations_3",
      "transpose_all_permutations_4", "transpose_all_permutations_5", "transpose_default",
      "unsqueeze_axis_0",
    ],
    "the same for all examples": ["add", "div", "gemm_default_matrix_bias", "mul", "sub"],
    "a matrix is needed": [
      "matmul_1d_1d", "matmul_1d_3d", "matmul_3d", "matmul_4d", "matmul_4d_1d", "matmul_bcast",
    ],
    "images of one or two dimensions": [
      "averagepool_3d_dilations_large_count_include_pad_is_0_ceil_mode_is_False",
      "averagepool_3d_dilations_large_count_include_pad_is_0_ceil_mode_is_True",
      "averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_False",
      "averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_True",
      "averagepool_3d_dilations_small", "maxpool_3d_dilations",
      "maxpool_3d_dilations_use_ref_impl", "maxpool_3d_dilations_use_ref_impl_large",
    ],
    "has dilated windows": ["averagepool_2d_dilations", "maxpool_2d_dilations"],
    "as in training": ["batchnorm_epsilon_training_mode", "batchnorm_example_training_mode"],
    "Only the probabilities of the classes": [
      "softmax_axis_0", "softmax_axis_1", "softmax_axis_2", "softmax_default_axis",
      "softmax_negative_axis",
    ],
    "Only the mean of each channel": [
      "reduce_mean_default_axes_keepdims_example", "reduce_mean_default_axes_keepdims_random",
    ],
    "clips to values from 2.0 to 1.0": ["clip_min_greater_than_max"],
  ]

  // Single precision on one side: what is read has no sum of more than 100 products.
  @Test(
    "106 of 155 agree with ONNX Runtime, the others are refused for the reason that they should")
  func nodes() throws {
    let all = try ONNXCollection("nodes")
    let reasons = Dictionary(
      uniqueKeysWithValues: Self.refused.flatMap { reason, names in names.map { ($0, reason) } })
    #expect(all.names.count == 155)
    #expect(reasons.count == 49)
    for name in all.names {
      switch try all.outcome(of: name, hasProbabilities: name.hasPrefix("softmax")) {
      case .read(let error, _):
        #expect(reasons[name] == nil, "\(name)")
        #expect(error <= 1e-6, "\(name)")
      case .refused(let message):
        #expect(message.contains(reasons[name] ?? "nothing"), "\(name)")
      }
    }
  }
}
