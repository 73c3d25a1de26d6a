"""Writes models from the node tests of the onnx package, each as one example, with the outputs of onnxruntime.

Made with Python 3, onnx 1.23, onnxruntime 1.32 and numpy: python make-examples.py

In front of the first input there is a side of 1, which the graph takes away: no side of a test is that of
examples. The other inputs become initializers. Tests of more than 2500 bytes are left out.
"""

import collections
import pathlib
import sys
import warnings

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnx.backend.test.case.node import collect_testcases

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import tensor_files  # noqa: E402

warnings.simplefilter("ignore")
onnxruntime.set_default_logger_severity(4)
OPERATIONS = {
    "Attention", "Concat", "MatMul", "Gemm", "Softmax", "LogSoftmax", "ScatterND", "ScatterElements", "GatherElements",
    "Gather", "Slice", "Split", "Tile", "Expand", "Flatten", "Reshape", "Transpose", "CumSum", "TopK", "ReduceProd",
    "ReduceSum", "ReduceMax", "LayerNormalization", "Swish", "Selu", "Pow", "Clip", "Add", "Where", "Squeeze",
    "Unsqueeze", "Pad", "LpNormalization",
}
tensors, skipped, seen = {}, collections.Counter(), set()
for case in collect_testcases(None):
    model, name = case.model, case.name.removeprefix("test_")
    if model is None or {node.op_type for node in model.graph.node} - OPERATIONS or len(model.functions):
        continue
    inputs, outputs = case.data_sets[0]
    x = inputs[0] if inputs else None
    if not isinstance(x, np.ndarray) or x.dtype != np.float32 or x.size == 0 or name in seen:
        continue
    seen.add(name)
    graph = model.graph
    names = [value.name for value in graph.input]
    for other, value in list(zip(names, inputs))[1:]:
        graph.initializer.append(numpy_helper.from_array(np.asarray(value), other))
    del graph.input[:]
    graph.input.append(helper.make_tensor_value_info("example", TensorProto.FLOAT, [1, *x.shape]))
    graph.initializer.append(numpy_helper.from_array(np.array([0]), "example_axes"))
    graph.initializer.append(numpy_helper.from_array(np.array([1, -1]), "example_row"))
    graph.node.insert(0, helper.make_node("Squeeze", ["example", "example_axes"], [names[0]]))
    graph.node.append(helper.make_node("Reshape", [graph.output[0].name, "example_row"], ["row"]))
    del graph.output[:]
    graph.output.append(helper.make_tensor_value_info("row", TensorProto.FLOAT, None))
    data = model.SerializeToString()
    if len(data) > 2500:
        skipped["large"] += 1
        continue
    try:
        session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
        computed = session.run(None, {"example": x[None]})[0]
    except Exception as error:
        skipped[type(error).__name__] += 1
        continue
    if not np.allclose(computed.reshape(-1), np.asarray(outputs[0]).reshape(-1), rtol=1e-3, atol=1e-4):
        skipped["onnxruntime differs"] += 1
        continue
    tensors[name + ".model"] = np.frombuffer(data, np.uint8)
    tensors[name + ".input"] = np.ascontiguousarray(x[None])
    tensors[name + ".output"] = np.ascontiguousarray(computed)

tensor_files.write(pathlib.Path(__file__).with_name("examples.safetensors"), tensors)
print(len(tensors) // 3, "kept; left out:", dict(skipped))
