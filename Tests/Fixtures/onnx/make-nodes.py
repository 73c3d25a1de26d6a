"""Writes models from the node tests of the onnx package, with inputs and the outputs of onnxruntime.

Made with Python 3, onnx 1.23, onnxruntime 1.32 and safetensors: python make-nodes.py, which writes
nodes.safetensors, and python make-nodes.py functions, which writes functions.safetensors.

Kept are all node tests of the operations below whose values are FLOAT or DOUBLE. The first input
stays; the others become initializers. Outputs of more than two sides are flattened, since logits
are a vector for each example, and images of more than 2048 values averaged before.
"""

import collections
import sys
import warnings

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper
from onnx.backend.test.case.node import collect_testcases
from safetensors.numpy import save_file

warnings.simplefilter("ignore")
OPERATIONS = {
    "Gemm", "MatMul", "Add", "Sub", "Mul", "Div", "Conv", "BatchNormalization", "Relu", "Sigmoid",
    "Tanh", "Clip", "LeakyRelu", "MaxPool", "AveragePool", "GlobalAveragePool", "Flatten",
    "Reshape", "Transpose", "Identity", "Dropout", "Softmax", "Constant", "Neg", "Squeeze",
    "Unsqueeze", "ReduceMean", "ReduceSum", "ReduceMax", "GlobalMaxPool", "Max", "Min", "Sum",
    "Concat", "Split", "Slice", "Gather", "Expand", "Tile", "Pad", "Resize", "DepthToSpace",
    "SpaceToDepth", "PRelu", "Elu", "Selu", "Celu", "Gelu", "Softplus", "Softsign", "HardSigmoid", "HardSwish",
    "Mish", "Abs", "Erf", "Sign", "Floor", "Ceil", "Round",
}
FUNCTIONS = {"Exp", "Log", "Sqrt", "Reciprocal", "Sin", "Cos", "Pow"}
NAME = "functions" if sys.argv[1:] == ["functions"] else "nodes"
if NAME == "functions":
    OPERATIONS = FUNCTIONS
LARGEST = 200_000

tensors, skipped = {}, collections.Counter()
count = 0
for case in collect_testcases(None):
    model = case.model
    if model is None or {node.op_type for node in model.graph.node} - OPERATIONS:
        continue
    count += 1
    graph = model.graph
    if len(model.functions) or any(i.type.WhichOneof("value") != "tensor_type" for i in graph.input):
        skipped["no tensors"] += 1
        continue
    inputs, outputs = case.data_sets[0]
    if not inputs or not isinstance(inputs[0], np.ndarray) or inputs[0].dtype not in (np.float32, np.float64):
        skipped["no FLOAT or DOUBLE input"] += 1
        continue
    if inputs[0].ndim == 0 or inputs[0].size == 0:
        skipped["scalar or empty input"] += 1
        continue
    if inputs[0].ndim == 1 and len(graph.node) == 1 and graph.node[0].op_type == "Unsqueeze":
        skipped["scalar or empty input"] += 1
        continue
    names = [i.name for i in graph.input]
    for name, value in list(zip(names, inputs))[1:]:
        graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))
    del graph.input[1:]
    rank, target = outputs[0].ndim, graph.output[0].name
    del graph.output[1:]
    expected = outputs[0]
    if rank == 4 and expected[0].size > 2048:
        # More values than a last dense layer may copy: quarters of them are averaged.
        graph.node.append(helper.make_node(
            "AveragePool", [target], ["averaged"], kernel_shape=[2, 2], strides=[2, 2]))
        target, (n, c, h, w) = "averaged", expected.shape
        expected = expected[:, :, :h // 2 * 2, :w // 2 * 2]
        expected = expected.reshape(n, c, h // 2, 2, w // 2, 2).mean((3, 5))
    if rank > 2:
        graph.node.append(helper.make_node("Flatten", [target], ["flattened"]))
        graph.output[0].CopyFrom(helper.make_tensor_value_info("flattened", onnx.TensorProto.FLOAT, None))
    data = model.SerializeToString()
    if len(data) > LARGEST or expected.size * 8 > LARGEST:
        skipped["too large"] += 1
        continue
    name = case.name.removeprefix("test_")
    try:
        session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
        computed = session.run(None, {names[0]: inputs[0]})[0].reshape(expected.shape)
    except Exception as error:
        skipped["onnxruntime: " + type(error).__name__] += 1
        continue
    # The package's own outputs are printed with a few digits in some tests.
    if not np.allclose(computed, expected, rtol=1e-3, atol=1e-4, equal_nan=True):
        skipped["onnxruntime differs"] += 1
        continue
    tensors[name + ".model"] = np.frombuffer(data, np.uint8)
    tensors[name + ".input"] = np.ascontiguousarray(inputs[0])
    tensors[name + ".output"] = np.ascontiguousarray(computed)

save_file(tensors, NAME + ".safetensors")
print(count, "node tests of these operations;", len(tensors) // 3, "kept; left out:", dict(skipped))
