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
      "reshape_negative_extended_dims", "reshape_one_dim", "reshape_reordered_all_dims",
      "transpose_all_permutations_2", "transpose_all_permutations_3",
      "transpose_all_permutations_4", "transpose_all_permutations_5", "transpose_default",
      "unsqueeze_axis_0",
    ],
    "the same for all examples": ["add", "div", "gemm_default_matrix_bias", "mul", "sub"],
    "a matrix is needed": [
      "matmul_1d_1d", "matmul_1d_3d",
    ],
    "takes other places or numbers for each example": ["matmul_3d"],
    "one number for each class is needed": ["squeeze"],
    "as in training": ["batchnorm_epsilon_training_mode", "batchnorm_example_training_mode"],
    "Only the probabilities of the classes": [
      "softmax_axis_0"
    ],
    "The first side must stay the batch": [
      "reduce_l1_default_axes_keepdims_example_expanded",
      "reduce_l1_default_axes_keepdims_random_expanded",
      "reduce_sum_square_default_axes_keepdims_example_expanded",
      "reduce_sum_square_default_axes_keepdims_random_expanded",
      "concat_1d_axis_0", "concat_1d_axis_negative_1", "concat_2d_axis_0",
      "concat_2d_axis_negative_2", "concat_3d_axis_0", "concat_3d_axis_negative_3",
      "expand_dim_changed", "gather_0", "gather_negative_indices",
      "reduce_max_default_axes_keepdim_example", "reduce_max_default_axes_keepdims_random",
      "reduce_mean_default_axes_keepdims_example", "reduce_mean_default_axes_keepdims_random",
      "reduce_sum_default_axes_keepdims_example", "reduce_sum_default_axes_keepdims_random",
      "slice",
      "slice_default_axes", "slice_default_steps", "slice_neg_steps", "slice_negative_axes",
      "split_1d_uneven_split_opset18", "split_equal_parts_1d_opset13",
      "split_equal_parts_1d_opset18", "split_equal_parts_default_axis_opset13",
      "split_equal_parts_default_axis_opset18", "split_variable_parts_1d_opset13",
      "split_variable_parts_1d_opset18", "split_variable_parts_default_axis_opset13",
      "split_variable_parts_default_axis_opset18", "tile", "tile_precomputed",
    ],
    "combines a constant of shape [3, 4, 5]": ["prelu_example"],
    "other numbers for each example": [
      "concat_2d_axis_1", "concat_2d_axis_negative_1", "concat_3d_axis_1", "concat_3d_axis_2",
      "concat_3d_axis_negative_1", "concat_3d_axis_negative_2",
    ],
    "clips to values from 2.0 to 1.0": ["clip_min_greater_than_max"],
  ]

  // Single precision on one side: what is read has no sum of more than 100 products.
  @Test(
    "252 of 324 agree with ONNX Runtime, the others are refused for the reason that they should")
  func nodes() throws {
    let all = try ONNXCollection("nodes")
    let reasons = Dictionary(
      uniqueKeysWithValues: Self.refused.flatMap { reason, names in names.map { ($0, reason) } })
    #expect(all.names.count == 324)
    #expect(reasons.count == 72)
    for name in all.names {
      switch try all.outcome(
        of: name,
        hasProbabilities: name.hasPrefix("softmax") && !name.hasSuffix("axis")
          && !name.contains("axis_"))
      {
      case .read(let error, _):
        #expect(reasons[name] == nil, "\(name)")
        #expect(error <= 1e-6, "\(name)")
      case .refused(let message):
        #expect(message.contains(reasons[name] ?? "nothing"), "\(name)")
      }
    }
  }

  @Test("So do those of functions of a part of all numbers, and of powers of one exponent")
  func functions() throws {
    let all = try ONNXCollection("functions")
    #expect(all.names.count == 18)
    var refused: Set<String> = []
    for name in all.names {
      switch try all.outcome(of: name) {
      case .read(let error, _): #expect(error <= 1e-6, "\(name)")
      case .refused: refused.insert(name)
      }
    }
    #expect(
      refused == [
        "pow", "pow_example", "pow_types_float32_int32",
        "pow_types_float32_int64",
      ])
  }
}
