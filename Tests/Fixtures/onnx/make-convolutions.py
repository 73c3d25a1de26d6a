"""Writes small random convolutions, with inputs and the outputs of onnxruntime.

Made with Python 3, onnx 1.23, onnxruntime 1.32 and safetensors: python make-convolutions.py

There are 160 of Conv, of one to three dimensions, and 80 of ConvTranspose, of one or two, with groups,
dilations, strides, and padding of all kinds.
"""

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper
from safetensors.numpy import save_file

random = np.random.default_rng(17)
tensors = {}


def numbers(*shape):
    return random.normal(0, 1, shape).astype(np.float32)


def kernel(rank, channels, transposed):
    groups = int(random.choice([g for g in (1, 2, 3, 4, 6) if channels % g == 0]))
    made = groups * int(random.integers(1, 4))
    sides = [int(random.integers(1, 4)) for _ in range(rank)]
    shape = [channels, made // groups] if transposed else [made, channels // groups]
    return groups, made, sides, numbers(*shape, *sides)


def attributes(rank, sides, transposed):
    result = {"strides": random.integers(1, 4, rank), "dilations": random.integers(1, 4, rank)}
    mode = random.choice(["pads", "pads", "none", "VALID", "SAME_UPPER", "SAME_LOWER"])
    if mode == "pads":
        result["pads"] = random.integers(0, 2 if transposed else 4, 2 * rank)
    elif mode != "none":
        result["auto_pad"] = str(mode)
    if mode in ("SAME_UPPER", "SAME_LOWER"):
        result["dilations"] = np.ones(rank, int)
    if transposed and random.random() < 0.5:
        result["output_padding"] = [int(random.integers(0, s)) for s in result["strides"]]
    return {k: v if isinstance(v, str) else [int(x) for x in v] for k, v in result.items()}


def model(transposed, rank):
    channels = int(random.choice([1, 2, 3, 4, 6]))
    image = [int(random.integers(1, 6 if rank == 3 or transposed else 10)) for _ in range(rank)]
    groups, made, sides, weights = kernel(rank, channels, transposed)
    given = attributes(rank, sides, transposed)
    if transposed and str(given.get("auto_pad", "")).startswith("SAME"):
        # Windows that do not reach each other are taken differently by programs.
        given["strides"] = [min(s, k) for s, k in zip(given["strides"], sides)]
        given.pop("output_padding", None)
    inputs, constants = ["x", "w"], [numpy_helper.from_array(weights, "w")]
    if random.random() < 0.5:
        inputs.append("b")
        constants.append(numpy_helper.from_array(numbers(made), "b"))
    nodes = [
        helper.make_node(
            "ConvTranspose" if transposed else "Conv", inputs, ["c"], group=groups,
            **given),
        helper.make_node("Flatten", ["c"], ["y"]),
    ]
    graph = helper.make_graph(
        nodes, "convolution",
        [helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, ["n", channels, *image])],
        [helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, ["n", None])], constants)
    opset = int(random.choice([11, 17, 22]))
    result = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    return result.SerializeToString(), numbers(2, channels, *image)


options = onnxruntime.SessionOptions()
options.log_severity_level = 4
for transposed, count in (False, 160), (True, 80):
    while count:
        data, x = model(transposed, int(random.integers(1, 3 if transposed else 4)))
        try:
            session = onnxruntime.InferenceSession(
                data, options, providers=["CPUExecutionProvider"])
            y = session.run(None, {"x": x})[0]
        except Exception:
            continue  # A window that does not fit, or nothing left of the image.
        if not 2 <= y.shape[1] <= 400:
            continue
        count -= 1
        name = f"{'transposed' if transposed else 'convolution'}-{count:03d}"
        tensors[name + ".model"] = np.frombuffer(data, np.uint8)
        tensors[name + ".input"] = x
        tensors[name + ".output"] = np.ascontiguousarray(y)

save_file(tensors, "convolutions.safetensors")
