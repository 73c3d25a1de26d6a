"""Writes small models of conditions on values, with inputs and the outputs of onnxruntime.

Made with Python 3, onnx 1.23, onnxruntime 1.32 and numpy: python make-conditions.py

Inputs are eighths, of which many are the same.
"""

import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import tensor_files  # noqa: E402

random = np.random.default_rng(37)
tensors = {}


def eighths(*shape):
    return (random.integers(-8, 9, shape) / 8).astype(np.float32)


def node(operation, inputs, outputs, **attributes):
    return helper.make_node(operation, inputs.split(), outputs.split(), **attributes)


def add(name, nodes, constants, shape=(3, 4)):
    graph = helper.make_graph(
        nodes, "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", *shape])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["m", "k"])],
        [numpy_helper.from_array(v, k) for k, v in constants.items()])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    made.ir_version = 9
    onnx.checker.check_model(made)
    session = onnxruntime.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
    x = eighths(3, *shape)
    tensors[name + ".model"] = np.frombuffer(made.SerializeToString(), np.uint8)
    tensors[name + ".input"] = x
    tensors[name + ".output"] = session.run(["y"], {"x": x})[0]


def cast(name):
    return [node("Cast", name, "f", to=TensorProto.FLOAT), node("Flatten", "f", "y")]


FLAT = node("Flatten", "z", "y")
HALF = {"c": np.float32(0.5)}
TURN = [node("Transpose", "x", "t", perm=[0, 2, 1]), node("Reshape", "t like", "o")]
LIKE = {"like": np.array([0, 3, 4])}
for operation in "Greater", "Less", "GreaterOrEqual", "LessOrEqual", "Equal":
    low = operation.lower()
    add(low + "-values", TURN + [node(operation, "x o", "b")] + cast("b"), LIKE)
    add(low + "-constant", [node(operation, "x c", "b")] + cast("b"), HALF)
    add(low + "-from-constant", [node(operation, "c x", "b")] + cast("b"), {"c": eighths(3, 1)})
    add(low + "-rows", [node("ReduceMax", "x axes", "m"), node(operation, "x m", "b")] + cast("b"),
        {"axes": np.array([2])})
    add(low + "-itself", [node(operation, "x x", "b")] + cast("b"), {})
# What a tie is must not depend on how biases are added.
add("tie-behind-bias", [node("MatMul", "x w", "m"), node("Add", "m third", "a"), node("Greater", "a third", "b"),
                        node("Less", "a third", "l"), node("Or", "b l", "e")] + cast("e"),
    {"w": np.diag(np.float32([1, 0, 1, 0])), "third": np.float32([1 / 3])})
PAIR = [node("Greater", "x c", "p"), node("Less", "x d", "q")]
PAIRS = {"c": np.float32(0.25), "d": np.float32(0.5), "m": np.array([True, False, True, False])}
for operation in "And", "Or", "Xor":
    low = operation.lower()
    add(low + "-values", PAIR + [node(operation, "p q", "b")] + cast("b"), PAIRS)
    add(low + "-constant", PAIR + [node(operation, "p m", "b")] + cast("b"), PAIRS)
    add(low + "-itself", PAIR + [node(operation, "p p", "b")] + cast("b"), PAIRS)
add("not", PAIR + [node("Not", "p", "b")] + cast("b"), PAIRS)
add("equal-truths", PAIR + [node("Equal", "p q", "b")] + cast("b"), PAIRS)
add("nonzero", [node("Cast", "x", "b", to=TensorProto.BOOL), node("Not", "b", "e")] + cast("e"), {})
add("moved", PAIR + [node("Transpose", "p", "r", perm=[0, 2, 1]), node("Unsqueeze", "r axes", "u"),
                     node("Not", "u", "b")] + cast("b"), {**PAIRS, "axes": np.array([1])})
# Choices.
add("where-values", TURN + [node("Greater", "x c", "b"), node("Where", "b x o", "z"), FLAT], {**LIKE, **HALF})
add("where-constants", [node("Greater", "x c", "b"), node("Where", "b d e", "z"), FLAT],
    {**HALF, "d": eighths(3, 4), "e": np.float32(-1e9)})
add("where-first", [node("Greater", "x c", "b"), node("Where", "b d x", "z"), FLAT], {**HALF, "d": eighths(4)})
add("where-second", [node("Greater", "x c", "b"), node("Where", "b x d", "z"), FLAT],
    {**HALF, "d": np.float32([0])})
add("where-zeros", [node("Greater", "x c", "b"), node("Where", "b d d", "k"), node("Add", "x k", "z"), FLAT],
    {**HALF, "d": np.float32([0])})
add("where-rows", [node("ReduceMax", "x axes", "m"), node("GreaterOrEqual", "m c", "b"),
                   node("Where", "b x m", "z"), FLAT], {"axes": np.array([2]), "c": np.float32(0.875)})
add("where-turned", [node("Transpose", "x", "t", perm=[1, 0, 2]), node("Greater", "t c", "b"),
                     node("Where", "b t d", "e"), node("Transpose", "e", "z", perm=[1, 0, 2]), FLAT],
    {**HALF, "d": np.float32(-1)})

tensor_files.write(pathlib.Path(__file__).with_name("conditions.safetensors"), tensors)
print(len(tensors) // 3, "models")
