#!/usr/bin/env python3
"""Makes ties.onnx: two logits max(0, 0.2 - x) and max(0, x - 0.8) of two inputs, which tie in between.

    python make-ties.py

Made with NumPy 2.4 and onnx 1.23.
"""
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

weights = np.array([[-1, 0], [1, 0]], np.float32)
biases = np.array([0.2, -0.8], np.float32)
graph = helper.make_graph(
    [helper.make_node("Gemm", ["x", "w", "b"], ["z"], "z", transB=1),
     helper.make_node("Relu", ["z"], ["y"], "y")],
    "ties", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 2])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 2])],
    [numpy_helper.from_array(weights, "w"), numpy_helper.from_array(biases, "b")])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
onnx.checker.check_model(model)
onnx.save(model, pathlib.Path(__file__).parent / "ties.onnx")
