"""Writes small models quantized by onnxruntime in the QDQ format, with inputs and their outputs.

Made with Python 3, torch 2.15, onnx 1.23, onnxruntime 1.32 and safetensors: python make-quantized.py, which
writes quantized.safetensors.

A perceptron and a convolutional network of random weights, quantized statically: with activations and
weights of 8 bits with a sign or without, and scales by tensor or by channel. Outputs are those that
onnxruntime computes of integers and of the nodes one by one; examples for which these differ, since a sum is
nearly half way between two levels, are left out.
"""

import collections
import os
import tempfile
import warnings

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from safetensors.numpy import save_file
from torch import nn

warnings.simplefilter("ignore")
torch.manual_seed(0)


class Rows(CalibrationDataReader):
    def __init__(self, x):
        self.rest = [{"x": x[i:i + 8]} for i in range(0, len(x), 8)]

    def get_next(self):
        return self.rest.pop() if self.rest else None


class Convolutions(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Conv2d(2, 6, 3, padding=1), nn.Conv2d(6, 6, 3, padding=1, groups=2)
        self.normalization, self.last = nn.BatchNorm2d(6), nn.Linear(24, 4)

    def forward(self, x):
        x = torch.relu(self.normalization(self.first(x)))
        x = nn.functional.max_pool2d(torch.sigmoid(self.second(x)) + x, 2)
        return self.last(nn.functional.avg_pool2d(x, 2, 1).flatten(1))


MODELS = {
    "perceptron": (nn.Sequential(nn.Linear(12, 16), nn.ReLU(), nn.Linear(16, 8), nn.Tanh(), nn.Linear(8, 4)), (12,)),
    "convolutions": (Convolutions(), (2, 6, 6)),
}
TYPES = {"s8": QuantType.QInt8, "u8": QuantType.QUInt8}
tensors, left = {}, collections.Counter()
with tempfile.TemporaryDirectory() as folder:
    for model, (module, sides) in MODELS.items():
        module.eval()
        generator = np.random.default_rng(1)
        plain = os.path.join(folder, "plain.onnx")
        torch.onnx.export(module, (torch.zeros(1, *sides),), plain, input_names=["x"], dynamo=False,
                          dynamic_axes={"x": {0: "n"}}, opset_version=17)
        for activations, weights in [("s8", "s8"), ("u8", "s8"), ("u8", "u8")]:
            for by_channel in [False, True]:
                path = os.path.join(folder, "quantized.onnx")
                quantize_static(plain, path, Rows(generator.random((64,) + sides, dtype=np.float32)),
                                quant_format=QuantFormat.QDQ, per_channel=by_channel,
                                activation_type=TYPES[activations], weight_type=TYPES[weights])
                x = generator.random((24,) + sides, dtype=np.float32)
                outputs = []
                for level in ["ORT_ENABLE_ALL", "ORT_DISABLE_ALL"]:
                    options = onnxruntime.SessionOptions()
                    options.graph_optimization_level = getattr(onnxruntime.GraphOptimizationLevel, level)
                    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
                    outputs.append(session.run(None, {"x": x})[0])
                same = np.abs(outputs[0] - outputs[1]).max(1) < 1e-6
                name = f"{model}-{activations}-{weights}-{'channels' if by_channel else 'tensors'}"
                left[name] = int((~same).sum())
                tensors[name + ".model"] = np.frombuffer(open(path, "rb").read(), np.uint8)
                tensors[name + ".input"] = np.ascontiguousarray(x[same])
                tensors[name + ".output"] = np.ascontiguousarray(outputs[1][same])

save_file(tensors, "quantized.safetensors")
print(len(tensors) // 3, "models; examples left out:", dict(left))
