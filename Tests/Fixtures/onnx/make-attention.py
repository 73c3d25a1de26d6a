"""Writes networks with attention, gates and normalizations by examples, exported by PyTorch, with inputs and the
outputs of onnxruntime.

Made with Python 3, torch 2.15, onnx 1.23, onnxscript 0.7, onnxruntime 1.32 and safetensors:
python make-attention.py

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
torch.manual_seed(7)
random = np.random.default_rng(7)
tensors = {}


class Heads(nn.Module):
    """Attention as vision transformers write it: queries, keys and values of one layer."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.qkv, self.last = heads, nn.Linear(width, 3 * width), nn.Linear(width, width)

    def forward(self, x):
        b, n, d = x.shape
        q, k, v = self.qkv(x).reshape(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        scores = (q @ k.transpose(-2, -1)) * (d // self.heads) ** -0.5
        return self.last((scores.softmax(-1) @ v).transpose(1, 2).reshape(b, n, d))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(3, 8, 4, 4)
        self.token = nn.Parameter(torch.randn(1, 1, 8))
        self.places = nn.Parameter(torch.randn(1, 5, 8))
        self.one, self.two, self.end = nn.LayerNorm(8), nn.LayerNorm(8), nn.LayerNorm(8)
        self.attention = Heads(8, 2)
        self.mlp = nn.Sequential(nn.Linear(8, 12), nn.GELU(), nn.Linear(12, 8))
        self.last = nn.Linear(8, 5)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1) + self.places
        x = x + self.attention(self.one(x))
        x = x + self.mlp(self.two(x))
        return self.last(self.end(x)[:, 0])


class Encoder(nn.Module):
    """PyTorch's own encoder layer, whose attention puts the batch second."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(24, 8)
        self.layer = nn.TransformerEncoderLayer(8, 2, 12, batch_first=True)
        self.last = nn.Linear(8, 5)

    def forward(self, x):
        return self.last(self.layer(self.first(x.permute(0, 2, 1, 3).flatten(2))).mean(1))


class Squeeze(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.down, self.up = nn.Conv2d(3, 6, 3, padding=1), nn.Conv2d(6, 2, 1), nn.Conv2d(2, 6, 1)
        self.last = nn.Linear(6, 5)

    def forward(self, x):
        x = torch.relu(self.first(x))
        x = x * torch.sigmoid(self.up(torch.nn.functional.silu(self.down(x.mean((2, 3), keepdim=True)))))
        return self.last(x.mean((2, 3)))


class Gated(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.norm, self.last = nn.Linear(24, 12), nn.LayerNorm(6), nn.Linear(6, 5)

    def forward(self, x):
        u, v = self.first(x.permute(0, 2, 1, 3).flatten(2)).chunk(2, -1)
        x = (u * self.norm(v)).mean(1)
        return self.last(x / x.norm(dim=-1, keepdim=True))


def normalized(layer):
    return nn.Sequential(
        nn.Conv2d(3, 4, 3, stride=2, padding=1), layer, nn.Tanh(), nn.Conv2d(4, 4, 3), nn.Flatten(), nn.Linear(16, 5))


MODELS = {
    "transformer": Transformer(),
    "encoder": Encoder(),
    "squeeze": Squeeze(),
    "gated": Gated(),
    "group-norm": normalized(nn.GroupNorm(2, 4)),
    "instance-norm": normalized(nn.InstanceNorm2d(4, affine=True)),
    "layer-norm": normalized(nn.LayerNorm([4, 4, 4])),
    "softmax-within": nn.Sequential(nn.Flatten(), nn.Linear(192, 6), nn.Softmax(-1), nn.Linear(6, 5)),
    "local-response": normalized(nn.LocalResponseNorm(3)),
}
OPSETS = {"trace": [12, 14, 17, 20], "dynamo": [18, 23]}


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
    for exporter, is_open in itertools.product(OPSETS, [False, True]):
        for opset in OPSETS[exporter]:
            if is_open and opset not in (14, 23) or not is_open and opset == 14:
                continue
            key = f"{name}-{exporter}-{opset}" + ("-open" if is_open else "")
            try:
                data = export(model, exporter, opset, is_open)
            except Exception as error:
                print("PyTorch does not export", key, type(error).__name__, str(error)[:80])
                continue
            session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
            images = random.uniform(0, 1, (2, 3, 8, 8)).astype(np.float32)
            logits = [session.run(None, {session.get_inputs()[0].name: x[None]})[0][0] for x in images]
            with torch.no_grad():
                assert np.abs(model(torch.from_numpy(images)).numpy() - logits).max() < 1e-4, key
            tensors[key + ".model"] = np.frombuffer(data, np.uint8)
            tensors[key + ".input"] = images
            tensors[key + ".output"] = np.stack(logits)
            print(key, len(data))

save_file(tensors, pathlib.Path(__file__).with_name("attention.safetensors"))
