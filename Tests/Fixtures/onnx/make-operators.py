"""Writes small models of single operators and ends, with inputs and the outputs of onnxruntime.

Made with Python 3, onnx 1.23, onnxruntime 1.32 and numpy: python make-operators.py

Each has a batch that is left open, of which two examples are kept. Values that other inputs are fixed to
are named NAME.fixed.INPUT; the value that is the output, where it is none of the graph's own, is in
operators.json.
"""

import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import tensor_files  # noqa: E402

random = np.random.default_rng(19)
tensors, chosen = {}, {}


def floats(*shape):
    return random.uniform(-1, 1, shape).astype(np.float32)


def integers(*values):
    return np.array(values, np.int64)


def model(nodes, constants, shape, outputs=("y",), opset=20, others=(), functions=(), domains=()):
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", *shape])]
    inputs += [helper.make_tensor_value_info(name, kind, sides) for name, kind, sides in others]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", "m"]) for name in outputs]
    graph = helper.make_graph(
        nodes, "g", inputs, ends, [numpy_helper.from_array(v, k) for k, v in constants.items()])
    imports = [helper.make_opsetid("", opset)] + [helper.make_opsetid(d, 1) for d in domains]
    result = helper.make_model(graph, opset_imports=imports, functions=list(functions))
    result.ir_version = 9
    return result


def add(name, nodes, constants, shape, fixed=None, output=None, others=(), **options):
    made = model(nodes, constants, shape, others=others, **options)
    data = made.SerializeToString()
    if output is not None:
        chosen[name] = output
        made.graph.output.append(helper.make_tensor_value_info(output, TensorProto.FLOAT, None))
    onnx.checker.check_model(data)
    session = onnxruntime.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
    x = floats(2, *shape)
    rows = [session.run([output or "y"], {"x": row[None], **(fixed or {})})[0] for row in x]
    tensors[name + ".model"] = np.frombuffer(data, np.uint8)
    tensors[name + ".input"] = x
    tensors[name + ".output"] = np.stack([row.reshape(-1) for row in rows]).astype(np.float32)
    for key, value in (fixed or {}).items():
        tensors[f"{name}.fixed.{key}"] = value.astype(np.int64) if value.dtype == bool else value


def node(operation, inputs, outputs, **attributes):
    return helper.make_node(operation, inputs.split(), outputs.split(), **attributes)


FLAT = node("Flatten", "z", "y")

# What a network ends in.
DENSE = {"w": floats(6, 4), "b": floats(6)}
add("end-relu", [node("Gemm", "x w b", "a", transB=1), node("Relu", "a", "y")], DENSE, [4])
add("end-sigmoid", [node("Gemm", "x w b", "a", transB=1), node("Sigmoid", "a", "y")], DENSE, [4])
add("end-convolution", [node("Conv", "x w", "z", kernel_shape=[4, 3]), FLAT],
    {"w": floats(5, 2, 4, 3)}, [2, 4, 3])
add("end-average", [node("Conv", "x w", "a", kernel_shape=[2, 2]), node("GlobalAveragePool", "a", "z"), FLAT],
    {"w": floats(5, 2, 2, 2)}, [2, 4, 3])
add("end-image", [node("Conv", "x w", "a", kernel_shape=[2, 2]), node("Relu", "a", "z"), FLAT],
    {"w": floats(3, 2, 2, 2)}, [2, 4, 3])
add("end-pooling", [node("MaxPool", "x", "z", kernel_shape=[2, 2]), FLAT], {}, [2, 4, 3])
add("end-turned", [node("Tanh", "x", "a"), node("Transpose", "a", "z", perm=[0, 2, 1]), FLAT], {}, [3, 4])
add("end-sum", [node("Gemm", "x w b", "a", transB=1), node("Tanh", "a", "t"), node("Add", "a t", "y")], DENSE, [4])
add("end-input", [node("Identity", "x", "y")], {}, [4])
add("end-concat", [node("Gemm", "x w b", "a", transB=1), node("Relu", "a", "t"),
                   node("Concat", "a t x", "y", axis=1)], DENSE, [4])

# Any value as the output, and other inputs fixed.
add("chosen", [node("Gemm", "x w b", "a", transB=1), node("Relu", "a", "t"), node("Erf", "t", "u"),
               node("TopK", "u k", "y i")], {**DENSE, "k": integers(2)}, [4], output="t")
add("chosen-softmax", [node("Gemm", "x w b", "a", transB=1), node("Softmax", "a", "p"),
                       node("Mul", "p x2", "y")],
    {**DENSE, "x2": floats(1, 6)}, [4], output="a")
add("chosen-image", [node("Conv", "x w", "a", kernel_shape=[2, 2]), node("Relu", "a", "t"),
                     node("GlobalMaxPool", "t", "z"), FLAT], {"w": floats(3, 2, 2, 2)}, [2, 4, 3], output="t")
add("fixed", [node("Concat", "x c", "a", axis=1), node("Gemm", "a w b", "y", transB=1)],
    {"w": floats(3, 6), "b": floats(3)}, [4], fixed={"c": floats(1, 2)},
    others=[("c", TensorProto.FLOAT, ["n", 2])])
add("fixed-computed", [node("Gemm", "c v", "d"), node("Relu", "d", "e"), node("Add", "x e", "y")],
    {"v": floats(3, 4)}, [4], fixed={"c": floats(1, 3)}, others=[("c", TensorProto.FLOAT, ["n", 3])])
add("fixed-mask", [node("Not", "m", "o"), node("Where", "o x zero", "y")], {"zero": np.float32([0])}, [4],
    fixed={"m": np.array([[True, False, True, False]])}, others=[("m", TensorProto.BOOL, [1, 4])])
add("fixed-index", [node("Gather", "x i", "y", axis=1)], {}, [4], fixed={"i": integers(3, 0, 0)},
    others=[("i", TensorProto.INT64, [3])])

# Einsum.
for number, (equation, shape, constant) in enumerate([
        ("bij->bji", [3, 4], None), ("bij->bi", [3, 4], None), ("bij->b", [3, 4], None),
        ("bhwc->bchw", [2, 3, 4], None), ("bi, oi -> bo", [5], (3, 5)), ("bij,jk->bik", [3, 4], (4, 5)),
        ("jk,bij->bki", [3, 4], (4, 5)), ("bij,ij->bij", [3, 4], (3, 4)), ("bij,i->bji", [3, 4], (3,)),
        ("bij,ij->b", [3, 4], (3, 4)), ("bij,ijk->bk", [3, 4], (3, 4, 2)), ("bij,ijk->bik", [3, 4], (3, 4, 2)),
        ("bij,ik->bijk", [3, 4], (3, 2)), ("bij,jk->bk", [3, 4], (4, 2)), ("bij,k->bijk", [3, 4], (2,)),
        ("bij,jkl->bik", [3, 4], (4, 2, 3)), ("bhij,hjk->bihk", [2, 3, 4], (2, 4, 2))]):
    inputs = "x" if constant is None else ("c x" if equation.startswith("jk") else "x c")
    add(f"einsum-{number}", [node("Einsum", inputs, "z", equation=equation)]
        + ([FLAT] if equation[-3:] != "->b" else [node("Reshape", "z s", "y")]),
        {"s": integers(-1, 1), **({} if constant is None else {"c": floats(*constant)})}, shape)

# Running sums.
for exclusive in 0, 1:
    for reverse in 0, 1:
        add(f"cumsum-{exclusive}{reverse}",
            [node("CumSum", "x k", "z", exclusive=exclusive, reverse=reverse), FLAT],
            {"k": integers(1 - 2 * reverse)[0]}, [3, 5])

# Choices.
MASK = np.array([[True, False, True, False], [False, False, True, True], [True, True, False, False]])
add("where-constant", [node("Where", "m c x", "z"), FLAT], {"m": MASK, "c": np.float32(-2)}, [3, 4])
add("where-zero", [node("Where", "m x c", "z"), FLAT], {"m": MASK[:, :1], "c": np.float32([0])}, [3, 4])
add("where-values", [node("Tanh", "x", "t"), node("Where", "m x t", "z"), FLAT], {"m": MASK[None]}, [3, 4])
add("where-enlarged", [node("Where", "m x c", "z"), FLAT], {"m": MASK, "c": floats(3, 1)}, [1, 4])
add("where-compared", [node("Greater", "c d", "m"), node("Less", "c e", "l"), node("Or", "m l", "o"),
                       node("Equal", "c d", "q"), node("Xor", "o q", "r"), node("And", "r o", "s"),
                       node("Where", "s x c", "z"), FLAT],
    {"c": floats(3, 4), "d": np.float32(0.5), "e": np.float32(-0.5)}, [3, 4])

# Shapes with an open batch.
add("shape-expand", [
    node("Shape", "x", "s"), node("ConstantOfShape", "three", "ones",
                                  value=numpy_helper.from_array(integers(1))),
    node("Mul", "ones minus", "negative"), node("Equal", "wanted negative", "same"),
    node("Where", "same ones wanted", "target"), node("Expand", "u target", "e"),
    node("Unsqueeze", "x one", "v"), node("Add", "v e", "z"), FLAT],
    {"three": integers(3), "minus": integers(-1)[0], "wanted": integers(-1, 1, 4), "u": floats(1, 1, 4),
     "one": integers(1)}, [4])
add("shape-reshaped", [
    node("Shape", "x", "s"), node("Gather", "s zero", "b"), node("Gather", "s one", "h"),
    node("Mul", "h two", "d"), node("Concat", "b d half", "t", axis=0), node("Reshape", "x t", "z"), FLAT],
    {"zero": integers(0), "one": integers(1), "two": integers(2), "half": integers(2)}, [3, 4])
add("shape-filled", [
    node("Shape", "x", "s"), node("ConstantOfShape", "s", "o", value=numpy_helper.from_array(np.float32([3]))),
    node("Mul", "x o", "z"), FLAT], {}, [3, 4])
add("range-places", [
    node("Range", "start end step", "r"), node("Cast", "r", "f", to=TensorProto.FLOAT),
    node("Mul", "x f", "a"), node("Gather", "a r2", "y", axis=1)],
    {"start": integers(0)[0], "end": integers(4)[0], "step": integers(1)[0], "r2": integers(3, 1)}, [4])
add("range-of-batch", [
    node("Shape", "x", "s", end=1), node("Squeeze", "s", "n"), node("GlobalAveragePool", "x", "p"),
    node("Reshape", "p all", "q"), node("Range", "zero n one", "r"), node("Mul", "r three", "m"),
    node("Unsqueeze", "m sides", "u"), node("Add", "u channels", "c"), node("Gather", "q c", "g"),
    node("Reshape", "g rows", "y")],
    {"all": integers(-1), "zero": integers(0)[0], "one": integers(1)[0], "three": integers(3)[0],
     "sides": integers(1, 2, 3), "channels": integers(2, 0, 1).reshape(1, 3, 1, 1), "rows": integers(-1, 3)},
    [3, 2, 2])
add("batch-moved", [
    node("Transpose", "x", "t", perm=[2, 3, 0, 1]), node("GatherND", "t i", "g"),
    node("Transpose", "g", "z", perm=[1, 2, 0]), FLAT],
    {"i": np.array([[0, 1], [2, 0], [-1, -2]])}, [2, 3, 2])
add("batch-turned", [node("Transpose", "x", "t", perm=[2, 0, 1]), node("Transpose", "t", "z", perm=[1, 0, 2]),
                     FLAT], {}, [3, 4])
add("batch-joined", [node("Reshape", "x all", "j"), node("Reshape", "j rows", "y")],
    {"all": integers(-1), "rows": integers(-1, 12)}, [3, 4])

# Constants alone.
add("folded", [
    node("Relu", "c", "r"), node("Gemm", "r w b", "g", transB=1), node("Conv", "i k", "v", kernel_shape=[2, 2]),
    node("GlobalAveragePool", "v", "a"), node("Flatten", "a", "f"), node("Mul", "g f", "m"),
    node("Add", "x m", "s"), node("Softplus", "s", "y")],
    {"c": floats(1, 4), "w": floats(5, 4), "b": floats(5), "i": floats(1, 2, 3, 3), "k": floats(5, 2, 2, 2)}, [5])
add("folded-arrays", [
    node("Add", "c d", "a"), node("Pow", "a two", "p"), node("Sqrt", "p", "q"), node("Neg", "q", "n"),
    node("Max", "n d", "m"), node("Transpose", "m", "t", perm=[1, 0]), node("Slice", "t from to", "s"),
    node("CumSum", "s axis", "u"), node("ReduceMean", "u axes", "v", keepdims=1), node("Tile", "v times", "w"),
    node("Mul", "x w", "z"), FLAT],
    {"c": floats(3, 1), "d": floats(1, 4), "two": np.float32(2), "from": integers(1), "to": integers(4),
     "axis": integers(0)[0], "axes": integers(1), "times": integers(1, 2)}, [3, 2])

# Functions of the model.
scaled = helper.make_function(
    "local", "Scaled", ["a", "c"], ["r"],
    [node("Constant", "", "k"), node("Mul", "a k", "m"), node("Add", "m c", "r")],
    [helper.make_opsetid("", 20)], ["factor"])
scaled.node[0].attribute.add(name="value_float", ref_attr_name="factor", type=1)
outer = helper.make_function(
    "local", "Twice", ["a", "c"], ["s", "t"],
    [helper.make_node("Scaled", ["a", "c"], ["m"], domain="local", factor=2.0),
     helper.make_node("Scaled", ["m", "c"], ["s"], domain="local", factor=-0.5),
     node("LeakyRelu", "s", "t")],
    [helper.make_opsetid("", 20), helper.make_opsetid("local", 1)], [],
    [helper.make_attribute("alpha", 0.25)])
outer.node[2].attribute.add(name="alpha", ref_attr_name="alpha", type=1)
add("functions", [
    helper.make_node("Twice", ["x", "c"], ["p", "q"], domain="local", name="first"),
    helper.make_node("Twice", ["q", "c"], ["m", "z"], domain="local", alpha=0.5),
    node("Add", "z p", "y")], {"c": floats(1, 4)}, [4], functions=[scaled, outer], domains=["local"])

tensor_files.write(pathlib.Path(__file__).with_name("operators.safetensors"), tensors)
pathlib.Path(__file__).with_name("operators.json").write_text(json.dumps(chosen, indent=1) + "\n")
print(len([name for name in tensors if name.endswith(".model")]), "models")
