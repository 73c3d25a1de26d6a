"""Writes small models that rank numbers, multiply them up, or move them to places, with the outputs of onnxruntime.

Made with Python 3, onnx 1.23, onnxruntime 1.32 and numpy: python make-places.py

Inputs are eighths, of which many are the same. Indices are the same for all of the three examples.
"""

import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import tensor_files  # noqa: E402

onnxruntime.set_default_logger_severity(3)
random = np.random.default_rng(41)
tensors = {}
BATCH = 3


def eighths(*shape):
    return (random.integers(-16, 17, shape) / 8).astype(np.float32)


def node(operation, inputs, outputs, **attributes):
    return helper.make_node(operation, inputs.split(), outputs.split(), **attributes)


def add(name, nodes, constants, shape=(3, 4), batch="n", positive=False):
    graph = helper.make_graph(
        nodes + [node("Flatten", "z", "y")], "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [batch, *shape])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(np.asarray(v), k) for k, v in constants.items()])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    made.ir_version = 9
    session = onnxruntime.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
    x = eighths(BATCH, *shape)
    if positive:
        x = np.abs(x) + np.float32(0.125)
    tensors[name + ".model"] = np.frombuffer(made.SerializeToString(), np.uint8)
    tensors[name + ".input"] = x
    tensors[name + ".output"] = session.run(["y"], {"x": x})[0]


def integers(*values):
    return np.array(values, np.int64)


# Rankings along each side, and k winners as exporters have them.
for axis in 1, 2, -1:
    for k in 1, 2, 3:
        add(f"topk-{axis}-{k}", [node("TopK", "x k", "z i", axis=axis)], {"k": integers(k)})
        add(f"topk-smallest-{axis}-{k}", [node("TopK", "x k", "z i", axis=axis, largest=0)], {"k": integers(k)})
LAST = {"k": integers(5), "last": integers(-1), "end": integers(2**63 - 1), "one": integers(1), "flat": integers(-1, 12),
        "axes": integers(1), "zero": np.float32(0)}
FLAT = node("Reshape", "x flat", "f")
TOP = [FLAT, node("TopK", "f k", "t i", axis=1)]
CAST = [node("Cast", "b", "c", to=TensorProto.FLOAT), node("Mul", "f c", "z")]
add("winners-slice", TOP + [node("Slice", "t last end one one", "s"), node("GreaterOrEqual", "f s", "b")] + CAST, LAST)
add("winners-slice-rank", TOP + [node("Slice", "t last end one one", "z")], LAST)
add("winners-minimum", TOP + [node("ReduceMin", "t axes", "s"), node("GreaterOrEqual", "f s", "b")] + CAST, LAST)
add("winners-gather", TOP + [node("Gather", "t last", "s", axis=1), node("Less", "f s", "b"),
                             node("Where", "b zero f", "z")], LAST)
add("winners-middle", TOP + [node("Slice", "t one end one two", "z")], {**LAST, "two": integers(2)})

# Products, and poolings of powers.
for axes in (1,), (2,), (1, 2), (-1,):
    for keeps in 0, 1:
        add(f"product-{'-'.join(map(str, axes))}-{keeps}", [node("ReduceProd", "x axes", "z", keepdims=keeps)],
            {"axes": integers(*axes)})
add("product-5", [node("ReduceProd", "x axes", "z")], {"axes": integers(1)}, (5, 2))
for p in 1, 2, 3:
    add(f"lp-{p}", [node("LpPool", "x", "z", p=p, kernel_shape=[2, 3])], {}, (2, 4, 5))
    add(f"lp-{p}-strides", [node("LpPool", "x", "z", p=p, kernel_shape=[3, 2], strides=[2, 1], pads=[1, 0, 1, 1])], {},
        (2, 5, 4))
add("lp-dilated", [node("LpPool", "x", "z", kernel_shape=[2, 2], dilations=[2, 2])], {}, (2, 5, 4))
add("lp-line", [node("LpPool", "x", "z", kernel_shape=[2])], {}, (2, 5))

# Places.
def same(array):
    return np.broadcast_to(array, (BATCH, *array.shape)).copy()


for axis, shape in (1, (2, 4)), (2, (3, 2)), (-1, (2, 5)):
    size = 3 if axis == 1 else 4
    places = random.integers(-size, size, shape)
    add(f"gather-elements-{axis}", [node("GatherElements", "x i", "z", axis=axis)], {"i": same(places)}, batch=BATCH)
    distinct = np.stack([random.permutation(size) for _ in range(12)])
    distinct = distinct[:4].T[:2] if axis == 1 else distinct[:3, :2]
    add(f"scatter-elements-{axis}", [node("ScatterElements", "x i u", "z", axis=axis)],
        {"i": same(distinct), "u": same(eighths(*distinct.shape))}, batch=BATCH)
    add(f"scatter-elements-value-{axis}", [node("ScatterElements", "d i x", "z", axis=axis)],
        {"d": same(eighths(3, 4)), "i": same(distinct)}, distinct.shape, batch=BATCH)
    for reduction in "add", "mul", "max", "min":
        add(f"scatter-{reduction}-{axis}", [node("ScatterElements", "x i u", "z", axis=axis, reduction=reduction)],
            {"i": same(random.integers(-size, size, (2, 3))), "u": same(eighths(2, 3))}, batch=BATCH)
        add(f"scatter-{reduction}-value-{axis}",
            [node("ScatterElements", "d i x", "z", axis=axis, reduction=reduction)],
            {"d": same(eighths(3, 4)), "i": same(random.integers(-size, size, (2, 3)))}, (2, 3), batch=BATCH)


def tuples(*rows):
    return np.stack([np.array([[example, *row] for row in rows]) for example in range(BATCH)])


add("gather-nd", [node("GatherND", "x i", "z")], {"i": tuples((1, 2), (0, -1), (1, 2))}, batch=BATCH)
add("gather-nd-rows", [node("GatherND", "x i", "z")], {"i": tuples((2,), (0,))}, batch=BATCH)
add("gather-nd-batched", [node("GatherND", "x i", "z", batch_dims=1)], {"i": same(np.array([[1, 2], [0, 3]]))}, batch=BATCH)
add("scatter-nd", [node("ScatterND", "x i u", "z")], {"i": tuples((1, 2), (0, -1)), "u": same(eighths(2))}, batch=BATCH)
add("scatter-nd-rows", [node("ScatterND", "x i u", "z")], {"i": tuples((2,), (0,)), "u": same(eighths(2, 4))}, batch=BATCH)
add("scatter-nd-value", [node("ScatterND", "d i x", "z")], {"d": same(eighths(3, 4)), "i": tuples((2,), (0,))}, (2, 4),
    batch=BATCH)
add("scatter-nd-add", [node("ScatterND", "x i u", "z", reduction="add")],
    {"i": tuples((1, 2), (1, 2), (0, 0)), "u": same(eighths(3))}, batch=BATCH)

tensor_files.write(pathlib.Path(__file__).with_name("places.safetensors"), tensors)
print(len(tensors) // 3, "models")
