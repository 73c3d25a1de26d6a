"""Writes the ONNX fixtures, with logits that ONNX Runtime computed for them.

Made with Python 3, torch 2.15, onnx 1.23 and onnxruntime 1.32: python make.py
The exporter of torch is the one by tracing (dynamo=False), which needs no further packages.
"""

import io
import json
import pathlib

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

torch.manual_seed(5)
random = np.random.default_rng(5)
expected = {}


def keep(name, model, batch):
    """Saves a model, and what it puts out for a batch, one example at a time."""
    if isinstance(model, onnx.ModelProto):
        onnx.checker.check_model(model)
        model = model.SerializeToString()
    with open(name + ".onnx", "wb") as file:
        file.write(model)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    source = session.get_inputs()[0]
    rank = len(source.shape)
    logits = []
    for x in batch:
        x = x.reshape([1 if isinstance(s, str) else s for s in source.shape])
        assert x.ndim == rank
        logits.append(session.run(None, {source.name: x})[0].reshape(-1).tolist())
    expected[name] = {"inputs": [x.reshape(-1).tolist() for x in batch], "logits": logits}


def inputs(count, kind=np.float32):
    return random.uniform(0, 1, (3, count)).astype(kind)


def torch_model(name, function, **options):
    network = torch.nn.Sequential(
        torch.nn.Flatten(), torch.nn.Linear(12, 6), function(), torch.nn.Linear(6, 5), function(),
        torch.nn.Linear(5, 3))
    with torch.no_grad():
        for p in network.parameters():
            p *= 3
    file = io.BytesIO()
    kind = options.pop("kind", torch.float32)
    network = network.to(kind)
    torch.onnx.export(
        network, torch.zeros(1, 1, 3, 4, dtype=kind), file, input_names=["image"],
        output_names=["logits"], dynamo=False, **options)
    keep(name, file.getvalue(), inputs(12, np.float64 if kind == torch.float64 else np.float32))


torch_model("torch-sigmoid", torch.nn.Sigmoid, dynamic_axes={"image": {0: "batch"}})
torch_model("torch-tanh", torch.nn.Tanh)
torch_model("torch-relu", torch.nn.ReLU, dynamic_axes={"image": {0: "batch"}})
torch_model("torch-double", torch.nn.Sigmoid, kind=torch.float64)


def graph(name, nodes, constants, shape, output, kind=np.float32, raw=True, opset=17):
    """Saves a graph from `x` to `y`, its weights as raw bytes or as typed values."""
    element = TensorProto.DOUBLE if kind == np.float64 else TensorProto.FLOAT
    tensors = []
    for key, value in constants.items():
        integers = value.dtype == np.int64
        tensors.append(
            numpy_helper.from_array(value, key) if raw or integers else helper.make_tensor(
                key, element, value.shape, value.reshape(-1).tolist()))
    made = helper.make_graph(
        nodes, name, [helper.make_tensor_value_info("x", element, shape)],
        [helper.make_tensor_value_info("y", element, output)], tensors)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", opset)])
    model.ir_version = 8
    count = int(np.prod([s for s in shape if isinstance(s, int)]))
    keep(name, model, inputs(count, kind))


def weights(*shape, kind=np.float32):
    return random.normal(0, 1, shape).astype(kind)


graph(
    "matmul-add",
    [
        helper.make_node("Reshape", ["x", "shape"], ["r"]),
        helper.make_node("MatMul", ["r", "w0"], ["m0"]),
        helper.make_node("Add", ["b0", "m0"], ["a0"]),
        helper.make_node("Tanh", ["a0"], ["h0"]),
        helper.make_node("Identity", ["h0"], ["i0"]),
        helper.make_node("MatMul", ["i0", "w1"], ["m1"]),
        helper.make_node("Add", ["m1", "b1"], ["y"]),
    ],
    {
        "shape": np.array([0, -1]), "w0": weights(6, 4), "b0": weights(4), "w1": weights(4, 3),
        "b1": weights(1, 3),
    },
    ["n", 2, 3], ["n", 3], raw=False)

graph(
    "gemm-scaled",
    [
        helper.make_node(
            "Constant", [], ["w0"], value=numpy_helper.from_array(weights(5, 4, kind=np.float64))),
        helper.make_node("Gemm", ["x", "w0", "b0"], ["g0"], alpha=0.5, beta=2.0),
        helper.make_node("Relu", ["g0"], ["h0"]),
        helper.make_node("Gemm", ["h0", "w1"], ["g1"], alpha=-1.25, transB=1),
        helper.make_node("Gemm", ["g1", "w2", "b2"], ["g2"]),
        helper.make_node("Add", ["g2", "c"], ["y"]),
    ],
    {
        "b0": weights(1, 4, kind=np.float64), "w1": weights(4, 4, kind=np.float64),
        "w2": weights(4, 3, kind=np.float64), "b2": np.array(0.25), "c": weights(3, kind=np.float64),
    },
    ["n", 5], ["n", 3], kind=np.float64, raw=False)

# Weights on the left: the input is a column of four values.
graph(
    "column",
    [
        helper.make_node("MatMul", ["w0", "x"], ["m0"]),
        helper.make_node("Add", ["m0", "b0"], ["a0"]),
        helper.make_node("Sigmoid", ["a0"], ["h0"]),
        helper.make_node("Gemm", ["w1", "h0", "b1"], ["g1"], transA=1),
        helper.make_node("Relu", ["g1"], ["h1"]),
        helper.make_node("Gemm", ["h1", "w2", "b2"], ["y"], transA=1, transB=1),
    ],
    {
        "w0": weights(5, 4), "b0": weights(5, 1), "w1": weights(5, 6), "b1": weights(6, 1),
        "w2": weights(3, 6), "b2": weights(3),
    },
    [4, 1], [1, 3])

# Networks of the 2021 competition, where they lie beside the package; only the logits are kept.
FOLDER = pathlib.Path("../../../../shared/vnncomp")
for name in ["test_nano", "test_small", "test_tiny", "mnist-net_256x2"]:
    model = (FOLDER / (name + ".onnx")).read_bytes()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    source = session.get_inputs()[0]
    if name.startswith("test"):
        batch = [np.array([x], np.float32) for x in (-1, -0.25, 0, 0.5, 1)]
    else:
        batch = [(np.arange(784, dtype=np.float32) * 37 % 256 / 256).reshape(1, 784, 1)]
    expected[name] = {
        "inputs": [x.reshape(-1).tolist() for x in batch] if len(batch) > 1 else [],
        "logits": [session.run(None, {source.name: x})[0].reshape(-1).tolist() for x in batch],
    }

with open("expected.json", "w") as file:
    json.dump(expected, file)
    file.write("\n")
