#!/usr/bin/env python3
"""Makes groups.onnx: convolutions that are written out with zeros, and the kurtosis of what the file holds.

    python make-groups.py

The network takes images of 4 × 8 × 8: a convolution in two groups, a depthwise one without biases, a
dilated one, one that is dense but has a quarter of exact zeros, a MatMul without biases, and a ReLU at the
end. Printed are the excess kurtosis (Fisher's, of the population) and the count of every kernel, as the
file has it; ModelStatisticsTests has them. Made with NumPy 2.4, SciPy 1.17 and onnx 1.23.
"""
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from scipy.stats import kurtosis

rng = np.random.default_rng(20)
kernels = {
    "grouped": rng.standard_t(8, (6, 2, 3, 3)),
    "depthwise": rng.standard_t(8, (6, 1, 3, 3)),
    "dilated": rng.standard_t(8, (4, 6, 3, 3)),
    "sparse": rng.standard_t(8, (4, 4, 3, 3)) * (rng.random((4, 4, 3, 3)) > 0.25),
    "dense": rng.standard_t(8, (256, 3)),
}
kernels = {name: (0.3 * value).astype(np.float32) for name, value in kernels.items()}
bias = rng.normal(size=6).astype(np.float32)
nodes = [
    helper.make_node("Conv", ["x", "grouped", "bias"], ["a"], "a", group=2, pads=[1, 1, 1, 1]),
    helper.make_node("Relu", ["a"], ["b"], "b"),
    helper.make_node("Conv", ["b", "depthwise"], ["c"], "c", group=6, pads=[1, 1, 1, 1]),
    helper.make_node("Relu", ["c"], ["d"], "d"),
    helper.make_node("Conv", ["d", "dilated"], ["e"], "e", dilations=[2, 2], pads=[2, 2, 2, 2]),
    helper.make_node("Relu", ["e"], ["f"], "f"),
    helper.make_node("Conv", ["f", "sparse"], ["g"], "g", pads=[1, 1, 1, 1]),
    helper.make_node("Relu", ["g"], ["h"], "h"),
    helper.make_node("Flatten", ["h"], ["i"], "i"),
    helper.make_node("MatMul", ["i", "dense"], ["j"], "j"),
    helper.make_node("Relu", ["j"], ["y"], "y"),
]
graph = helper.make_graph(
    nodes, "groups", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 4, 8, 8])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 3])],
    [numpy_helper.from_array(value, name) for name, value in {**kernels, "bias": bias}.items()])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
onnx.checker.check_model(model)
onnx.save(model, pathlib.Path(__file__).parent / "groups.onnx")
for name, value in kernels.items():
    print(name, value.size, repr(kurtosis(value.astype(np.float64), axis=None)))
print("parameters", sum(value.size for value in kernels.values()) + bias.size)
