"""Writes models that draw at random, with the mean of the outputs of onnxruntime over three draws by the seed 5.

Made with Python 3, onnx 1.23, onnxruntime 1.32 and numpy: python make-draws.py

The draws are those of Plateau's generator, by its second implementation in ../random/make.py: of each random node they are
put in its place as a constant. Of a model that ends in a softmax the mean is that of the logits.
"""

import importlib.util
import math
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
import tensor_files  # noqa: E402

spec = importlib.util.spec_from_file_location("streams", HERE.parent / "random" / "make.py")
streams = importlib.util.module_from_spec(spec)
spec.loader.exec_module(streams)
onnxruntime.set_default_logger_severity(4)
SEED, DRAWS = 5, 3
rng = np.random.default_rng(3)


def numbers(node, shape, draw, dtype):
    """What a node draws."""
    settings = {a.name: helper.get_attribute_value(a) for a in node.attribute}
    generator = streams.seeded(SEED, f"ONNX draw {node.output[0]}", draw)

    def uniform():
        return (generator.next() >> 11) * 2.0**-53

    def normal():
        radius = math.sqrt(-2 * math.log(1 - uniform()))
        return radius * math.cos(2 * math.pi * uniform())

    if node.op_type.startswith("RandomNormal"):
        mean, scale = settings.get("mean", 0.0), settings.get("scale", 1.0)
        values = [mean + scale * normal() for _ in range(math.prod(shape))]
    else:
        low, high = settings.get("low", 0.0), settings.get("high", 1.0)
        values = [low + (high - low) * uniform() for _ in range(math.prod(shape))]
    return np.array(values, dtype).reshape(shape)


def weights(name, *shape, dtype=np.float32):
    return numpy_helper.from_array(rng.normal(size=shape).astype(dtype) / 2, name)


node = helper.make_node
TWO = numpy_helper.from_array(np.array(2, np.float32), "two")
HALF = numpy_helper.from_array(np.array(0.5, np.float32), "half")
# Name: the sides of the input, nodes, initializers, and the shapes of what is drawn.
models = {
    "input-noise": ([4], [
        node("RandomNormalLike", ["x"], ["e"], scale=0.25, seed=1.0), node("Add", ["x", "e"], ["a"]),
        node("Gemm", ["a", "w"], ["h"]), node("Relu", ["h"], ["r"]), node("Gemm", ["r", "v"], ["y"])],
        [weights("w", 4, 5), weights("v", 5, 3)], {"e": [1, 4]}),
    "inner-uniform": ([2, 4, 4], [
        node("Conv", ["x", "w"], ["c"]), node("RandomUniformLike", ["c"], ["e"], low=0.5, high=1.5),
        node("Mul", ["c", "e"], ["m"]), node("Tanh", ["m"], ["t"]), node("Flatten", ["t"], ["f"]),
        node("Gemm", ["f", "v"], ["z"]), node("Softmax", ["z"], ["y"], axis=1)],
        [weights("w", 2, 2, 3, 3), weights("v", 8, 3)], {"e": [1, 2, 2, 2]}),
    "of-a-shape": ([4], [
        node("Gemm", ["x", "w"], ["h"]), node("RandomNormal", [], ["e"], shape=[1, 5], mean=0.5, scale=2.0),
        node("Add", ["h", "e"], ["a"]), node("Sigmoid", ["a"], ["s"]), node("Gemm", ["s", "v"], ["y"])],
        [weights("w", 4, 5), weights("v", 5, 3)], {"e": [1, 5]}),
    "two-nodes": ([4], [
        node("Gemm", ["x", "w"], ["h"]), node("RandomUniform", [], ["u"], shape=[5]),
        node("Less", ["u", "half"], ["b"]), node("Cast", ["b"], ["k"], to=TensorProto.FLOAT),
        node("Mul", ["h", "k"], ["d"]), node("Mul", ["d", "two"], ["s"]),
        node("RandomNormalLike", ["s"], ["e"]), node("Add", ["s", "e"], ["a"]), node("Relu", ["a"], ["r"]),
        node("Gemm", ["r", "v"], ["y"])],
        [weights("w", 4, 5), weights("v", 5, 3), TWO, HALF], {"u": [5], "e": [1, 5]}),
    "double": ([4], [
        node("RandomNormalLike", ["x"], ["e"], dtype=TensorProto.DOUBLE), node("Add", ["x", "e"], ["a"]),
        node("Tanh", ["a"], ["t"]), node("Gemm", ["t", "w"], ["y"])],
        [weights("w", 4, 3, dtype=np.float64)], {"e": [1, 4]}),
}
tensors = {}
for name, (sides, nodes, initializers, shapes) in models.items():
    dtype = np.float64 if name == "double" else np.float32
    kind = TensorProto.DOUBLE if name == "double" else TensorProto.FLOAT
    x = rng.uniform(-1, 1, size=(4, *sides)).astype(dtype)
    value = helper.make_tensor_value_info("x", kind, ["n", *sides])

    def model(nodes, initializers, output):
        graph = helper.make_graph(
            nodes, name, [value], [helper.make_tensor_value_info(output, kind, None)], initializers)
        made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        return made.SerializeToString()

    logits = "z" if nodes[-1].op_type == "Softmax" else "y"
    kept = [own for own in nodes if not own.op_type.startswith("Random") and own.op_type != "Softmax"]
    results = []
    for draw in range(DRAWS):
        drawn = [
            numpy_helper.from_array(numbers(own, shapes[own.output[0]], draw, dtype), own.output[0])
            for own in nodes if own.op_type.startswith("Random")]
        session = onnxruntime.InferenceSession(
            model(kept, initializers + drawn, logits), providers=["CPUExecutionProvider"])
        results.append(session.run(None, {"x": x})[0])
    mean = np.mean(np.array(results, np.float64), axis=0)
    if logits == "z":
        powers = np.exp(mean - mean.max(axis=1, keepdims=True))
        mean = powers / powers.sum(axis=1, keepdims=True)
    tensors[name + ".model"] = np.frombuffer(model(nodes, initializers, "y"), np.uint8)
    tensors[name + ".input"] = x
    tensors[name + ".output"] = mean
    if name == "input-noise":
        HERE.joinpath("randomized.onnx").write_bytes(model(nodes, initializers, "y"))
tensor_files.write(HERE / "draws.safetensors", tensors)
print(len(models), "models")
