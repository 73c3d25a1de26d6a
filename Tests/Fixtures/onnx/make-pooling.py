"""Writes small models of poolings of volumes and with dilations, with inputs and the outputs of onnxruntime.

Made with Python 3, onnx 1.23, onnxruntime 1.32 and numpy: python make-pooling.py
"""

import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import tensor_files  # noqa: E402

random = np.random.default_rng(31)
tensors = {}


def add(name, operation, shape, **attributes):
    graph = helper.make_graph(
        [helper.make_node(operation, ["x"], ["p"], **attributes), helper.make_node("Flatten", ["p"], ["y"])],
        "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", *shape])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["m", "k"])])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 19)])
    made.ir_version = 9
    onnx.checker.check_model(made)
    session = onnxruntime.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
    x = random.uniform(-1, 1, (2, *shape)).astype(np.float32)
    tensors[name + ".model"] = np.frombuffer(made.SerializeToString(), np.uint8)
    tensors[name + ".input"] = x
    tensors[name + ".output"] = session.run(["y"], {"x": x})[0]


for low, operation in ("max", "MaxPool"), ("average", "AveragePool"):
    # Zeros around a mean count or not.
    for padded in (0, 1) if low == "average" else (None,):
        name = low if padded is None else f"{low}-{padded}"
        more = {} if padded is None else {"count_include_pad": padded}
        add(f"{name}-first", operation, [1, 6, 2, 3], kernel_shape=[3, 1, 1], pads=[1, 0, 0, 1, 0, 0], **more)
        add(f"{name}-last", operation, [2, 2, 4, 5], kernel_shape=[1, 2, 3], strides=[1, 2, 1],
            pads=[0, 0, 1, 0, 1, 1], **more)
        add(f"{name}-volume", operation, [2, 3, 4, 5], kernel_shape=[2, 3, 2], strides=[1, 2, 3],
            pads=[0, 1, 0, 1, 1, 1], ceil_mode=1, **more)
        add(f"{name}-strides", operation, [2, 3, 4, 5], kernel_shape=[1, 1, 2], strides=[2, 3, 2], **more)
        add(f"{name}-dilated", operation, [2, 5, 6], kernel_shape=[2, 3], dilations=[3, 2],
            pads=[1, 2, 1, 1], strides=[1, 2], **more)
        add(f"{name}-dilated-row", operation, [3, 7], kernel_shape=[3], dilations=[2], pads=[1, 1], **more)
        add(f"{name}-same", operation, [2, 3, 5, 6], kernel_shape=[1, 2, 3], strides=[1, 2, 1],
            auto_pad="SAME_UPPER", **more)

tensor_files.write(pathlib.Path(__file__).with_name("pooling.safetensors"), tensors)
print(len(tensors) // 3, "models")
