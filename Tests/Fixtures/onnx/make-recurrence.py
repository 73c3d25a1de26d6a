"""Writes small models of recurrent nodes, with inputs and the outputs of onnxruntime.

Made with Python 3, onnx 1.23, onnxruntime 1.32 and numpy: python make-recurrence.py

Each has a batch that is left open, of which two examples are kept, examples first. onnxruntime runs no
layout 1: such nodes are compared with the same in layout 0, between transpositions.
"""

import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import tensor_files  # noqa: E402

random = np.random.default_rng(23)
tensors = {}
GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}
STEPS, INPUTS, UNITS = 4, 3, 2


def floats(*shape):
    return random.uniform(-1, 1, shape).astype(np.float32)


def integers(*values):
    return np.array(values, np.int64)


def node(operation, inputs, outputs, **attributes):
    return helper.make_node(operation, inputs.split(" "), outputs.split(" "), **attributes)


def model(nodes, constants, sides):
    graph = helper.make_graph(
        nodes, "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, sides)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["m", "k"])],
        [numpy_helper.from_array(v, k) for k, v in constants.items()])
    result = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    result.ir_version = 9
    return result


def add(name, nodes, constants, sides=("n", STEPS, INPUTS), instead=None):
    made = model(nodes, constants, sides)
    onnx.checker.check_model(made)
    session = onnxruntime.InferenceSession(
        (made if instead is None else model(instead, constants, sides)).SerializeToString(),
        providers=["CPUExecutionProvider"])
    x = floats(2, STEPS, INPUTS)
    rows = []
    for row in x:
        fed = row[None] if sides[0] == "n" else row[:, None]
        rows.append(session.run(["y"], {"x": fed})[0].reshape(-1))
    tensors[name + ".model"] = np.frombuffer(made.SerializeToString(), np.uint8)
    tensors[name + ".input"] = x
    tensors[name + ".output"] = np.stack(rows).astype(np.float32)


def weights(kind, count=1, biases=True):
    rows = GATES[kind] * UNITS
    made = {"w": floats(count, rows, INPUTS), "r": floats(count, rows, UNITS)}
    if biases:
        made["b"] = floats(count, 2 * rows)
    return made


FIRST = node("Transpose", "x", "s", perm=[1, 0, 2])
STATES = [node("Transpose", "a", "t", perm=[2, 0, 1, 3]), node("Flatten", "t", "y")]
LAST = [node("Transpose", "h", "t", perm=[1, 0, 2]), node("Flatten", "t", "y")]
OWN = {"RNN": ["Relu", "Tanh"], "GRU": ["Tanh", "Relu", "Sigmoid", "Tanh"],
       "LSTM": ["Sigmoid", "Relu", "Tanh", "Tanh", "Sigmoid", "Relu"]}

for kind in GATES:
    low = kind.lower()
    memory = " c0" if kind == "LSTM" else ""
    outputs = "a h" + (" c" if kind == "LSTM" else "")
    for direction in "forward", "reverse", "bidirectional":
        count = 2 if direction == "bidirectional" else 1
        options = {"hidden_size": UNITS, "direction": direction}
        add(f"{low}-{direction}", [FIRST, node(kind, "s w r b", "a", **options)] + STATES,
            weights(kind, count))
        start = {"h0": floats(count, 1, UNITS), **({"c0": floats(count, 1, UNITS)} if memory else {})}
        add(f"{low}-{direction}-started",
            [FIRST, node(kind, "s w r b  h0" + memory, " h", activations=OWN[kind][:len(OWN[kind]) * count // 2],
                         **options)] + LAST,
            {**weights(kind, count), **start})
        # All outputs, of a node in layout 1.
        joined = [node("Flatten", name, "flat-" + name) for name in outputs.split()] + [
            node("Concat", " ".join("flat-" + name for name in outputs.split()), "y", axis=1)]
        inner = [FIRST, node(kind, "s w r b", " ".join("raw-" + n for n in outputs.split()), **options),
                 node("Transpose", "raw-a", "a", perm=[2, 0, 1, 3])]
        inner += [node("Transpose", "raw-" + n, n, perm=[1, 0, 2]) for n in outputs.split()[1:]]
        add(f"{low}-{direction}-layout", [node(kind, "x w r b", outputs, layout=1, **options)] + joined,
            weights(kind, count), instead=inner + joined)
    add(f"{low}-plain", [FIRST, node(kind, "s w r", " h", hidden_size=UNITS)] + LAST,
        weights(kind, biases=False))
    # The batch beside the steps, open or of one example.
    steps = [node(kind, "x w r b", " h", hidden_size=UNITS)] + LAST
    add(f"{low}-beside", steps, weights(kind), sides=(STEPS, "n", INPUTS))
    add(f"{low}-single", steps, weights(kind), sides=(STEPS, 1, INPUTS))
    # States that are made for the batch: zeros, and the last of another node.
    zeros = [FIRST, node("Shape", "x", "n", start=0, end=1), node("Concat", "one n units", "sides", axis=0),
             node("Expand", "zero sides", "h0"), node("Expand", "steps n", "lengths"),
             node("ConstantOfShape", "sides", "c0", value=numpy_helper.from_array(floats(1)))]
    constants = {"one": integers(1), "units": integers(UNITS), "zero": np.float32(0),
                 "steps": np.int32([STEPS])}
    add(f"{low}-expanded", zeros + [node(kind, "s w r b lengths h0" + memory, " h", hidden_size=UNITS)] + LAST,
        {**weights(kind), **constants})
    second = {key + "2": value for key, value in weights(kind).items()}
    add(f"{low}-stacked",
        [FIRST, node(kind, "s w r b", " h1" + (" c1" if memory else ""), hidden_size=UNITS),
         node(kind, "s w2 r2 b2  h1" + (" c1" if memory else ""), "a", hidden_size=UNITS)] + STATES,
        {**weights(kind), **second})
for direction in "forward", "bidirectional":
    count = 2 if direction == "bidirectional" else 1
    for name, more, start in [("reset", "", {}), ("reset-started", "  h0", {"h0": floats(count, 1, UNITS)})]:
        add(f"gru-{direction}-{name}",
            [FIRST, node("GRU", "s w r b" + more, "a", hidden_size=UNITS, direction=direction,
                         linear_before_reset=1)] + STATES,
            {**weights("GRU", count), **start})

# Steps written out, whose states begin with zeros for the batch.
written = [FIRST, node("Shape", "x", "n", start=0, end=1), node("Concat", "one n units", "sides", axis=0),
           node("Expand", "zero sides", "h0"), node("MatMul", "s w", "p"), node("Add", "p b", "q")]
for step in range(STEPS):
    written += [
        node("Slice", f"q from{step} to{step} first", f"u{step}"),
        node("Squeeze", f"u{step} first", f"v{step}"),
        node("MatMul", f"h{step} r", f"m{step}"), node("Add", f"m{step} v{step}", f"z{step}"),
        node("Tanh", f"z{step}", f"h{step + 1}")]
written += [node("Concat", "h0 " + " ".join(f"h{i + 1}" for i in range(STEPS)), "a", axis=0),
            node("Transpose", "a", "t", perm=[1, 0, 2]), node("Flatten", "t", "y")]
places = {}
for step in range(STEPS):
    places[f"from{step}"], places[f"to{step}"] = integers(step), integers(step + 1)
add("written-out", written,
    {"w": floats(INPUTS, UNITS), "r": floats(UNITS, UNITS), "b": floats(UNITS), "one": integers(1),
     "first": integers(0), "units": integers(UNITS), "zero": np.float32(0.25), **places})

# Sides put before the batch, and parts of what has them.
add("put-before", [
    node("Flatten", "x", "f"), node("Unsqueeze", "f first", "u"), node("Split", "u", "p q", axis=2, num_outputs=2),
    node("Mul", "p q", "m"), node("Concat", "p m q", "c", axis=0), node("Split", "c widths", "v w", axis=0),
    node("Transpose", "w", "t", perm=[1, 0, 2]), node("Flatten", "t", "y")],
    {"first": integers(0), "widths": integers(1, 2)})

tensor_files.write(pathlib.Path(__file__).with_name("recurrence.safetensors"), tensors)
print(len(tensors) // 3, "models")
