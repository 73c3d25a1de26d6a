"""Writes networks exported by PyTorch, with inputs and the logits of onnxruntime.

Made with Python 3, torch 2.15, onnx 1.23, onnxscript 0.7, onnxruntime 1.32 and safetensors:
python make-exports.py

Each name is MODEL-EXPORTER-OPSET: `trace` is the exporter by tracing (dynamo=False), `dynamo` the
newer one; `open` leaves the size of the batch open.
"""

import io
import itertools
import pathlib
import warnings

import numpy as np
import onnxruntime
import torch
from safetensors.numpy import save_file
from torch import nn

warnings.simplefilter("ignore")
torch.manual_seed(6)
random = np.random.default_rng(6)
tensors = {}


class Viewed(nn.Module):
    """A CNN that flattens as people write it, and normalizes its input by hand."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3, stride=2, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.second = nn.Conv2d(4, 6, 3, padding=1, bias=False, groups=2)
        self.last = nn.Linear(24, 5)
        self.register_buffer("mean", torch.tensor([0.5, 0.4, 0.3]).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor([0.2, 0.3, 0.4]).view(1, 3, 1, 1))

    def forward(self, x):
        x = (x - self.mean) / self.std
        x = torch.relu(self.norm(self.first(x)))
        x = torch.max_pool2d(torch.tanh(self.second(x)), 2)
        return self.last(x.view(x.size(0), -1))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.one = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.two = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.short = nn.Conv2d(inputs, outputs, 1, stride) if stride > 1 else nn.Identity()

    def forward(self, x):
        y = torch.relu(self.norm1(self.one(x)))
        return torch.relu(self.norm2(self.two(y)) + self.short(x))


def perceptron(function):
    return nn.Sequential(
        nn.Flatten(), nn.Linear(192, 7), function, nn.Dropout(), nn.Linear(7, 6), function,
        nn.Linear(6, 5))


MODELS = {
    "mlp-sigmoid": perceptron(nn.Sigmoid()),
    "mlp-leaky": perceptron(nn.LeakyReLU(0.1)),
    "mlp-softmax": nn.Sequential(perceptron(nn.Tanh()), nn.Softmax(1)),
    "cnn-viewed": Viewed(),
    "cnn-relu6": nn.Sequential(
        nn.Conv2d(3, 4, (3, 2), padding=(0, 1), dilation=2), nn.ReLU6(),
        nn.AvgPool2d(3, 2, 1), nn.Conv2d(4, 5, 2), nn.Hardtanh(-0.5, 0.25),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(5, 5)),
    "residual": nn.Sequential(
        nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), Block(4, 4, 1), Block(4, 6, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(6, 5)),
    "fully-convolutional": nn.Sequential(
        nn.Conv2d(3, 4, 3), nn.Sigmoid(), nn.MaxPool2d(2, ceil_mode=True), nn.Conv2d(4, 5, 1),
        nn.AdaptiveAvgPool2d(1), nn.Flatten()),
}
OPSETS = {"trace": [9, 11, 13, 17, 20], "dynamo": [18, 20, 21, 23]}


def export(model, exporter, opset, is_open):
    image = torch.zeros(2 if is_open else 1, 3, 8, 8)
    options = {"dynamo": exporter == "dynamo", "opset_version": opset, "input_names": ["image"]}
    if is_open and exporter == "dynamo":
        options["dynamic_shapes"] = ({0: torch.export.Dim("n", min=1, max=99)},)
    elif is_open:
        options["dynamic_axes"] = {"image": {0: "n"}}
    if exporter == "trace":
        file = io.BytesIO()
        torch.onnx.export(model, image, file, **options)
        return file.getvalue()
    proto = torch.onnx.export(model, (image,), **options).model_proto
    # What says where in which Python file a node comes from.
    del proto.graph.metadata_props[:], proto.metadata_props[:]
    for item in [*proto.graph.node, *proto.graph.value_info, *proto.graph.input,
                 *proto.graph.output, *proto.graph.initializer]:
        del item.metadata_props[:]
        item.doc_string = ""
    return proto.SerializeToString()


for name, model in MODELS.items():
    model.eval()
    with torch.no_grad():
        for p in model.parameters():
            p *= 2 if p.ndim > 1 else 1
        for m in model.modules():
            if isinstance(m, nn.BatchNorm2d):
                m.running_mean.uniform_(-0.3, 0.3)
                m.running_var.uniform_(0.5, 1.5)
                m.weight.uniform_(-1, 1)
                m.bias.uniform_(-0.2, 0.2)
    for exporter, is_open in itertools.product(OPSETS, [False, True]):
        for opset in OPSETS[exporter]:
            # Every opset once, the two ways to leave the batch open at the ends of the range.
            if is_open and opset not in (9, 20, 23):
                continue
            key = f"{name}-{exporter}-{opset}" + ("-open" if is_open else "")
            try:
                data = export(model, exporter, opset, is_open)
            except Exception as error:
                print("PyTorch does not export", key, type(error).__name__, str(error)[:80])
                continue
            session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
            images = random.uniform(0, 1, (2, 3, 8, 8)).astype(np.float32)
            logits = [session.run(None, {"image": x[None]})[0][0] for x in images]
            with torch.no_grad():
                assert np.abs(model(torch.from_numpy(images)).numpy() - logits).max() < 1e-5
            tensors[key + ".model"] = np.frombuffer(data, np.uint8)
            tensors[key + ".input"] = images
            # Of probabilities the logits are known but for a constant.
            tensors[key + ".output"] = np.stack(logits)
            print(key, len(data))

save_file(tensors, pathlib.Path(__file__).with_name("exports.safetensors"))
