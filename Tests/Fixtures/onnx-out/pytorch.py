"""Runs networks of Plateau in PyTorch, and makes models of PyTorch for Plateau."""

import networks
import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional as F

FUNCTIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "clippedReLU": lambda x: x.clamp(0, 1),
}


def module(layer, before):
    """The module of a layer with a number; one without parameters where it has none."""
    match layer["kind"]:
        case "dense":
            return nn.Linear(int(np.prod(before)), layer["units"])
        case "convolution":
            size, stride = layer["window"]["size"], layer["window"]["stride"]
            return nn.Conv2d(
                before[0], layer["channels"], size, stride, bias=layer.get("bias", True))
        case "batchNormalization":
            return nn.BatchNorm2d(before[0], eps=layer["epsilon"])
        case _:
            return nn.Identity()


def padded(x, layer, value=0.0):
    top, left, bottom, right = layer["window"]["padding"]
    return F.pad(x, (left, right, top, bottom), value=value)


def averaged(x, layer):
    size, stride = layer["window"]["size"], layer["window"]["stride"]
    result = F.avg_pool2d(padded(x, layer), size, stride)
    if layer["countsPadding"]:
        return result
    return result / F.avg_pool2d(padded(torch.ones_like(x), layer), size, stride)


def apply(layer, own, x, outputs):
    """One layer; every value is an image."""
    match layer["kind"]:
        case "dense":
            return own(x.flatten(1))[:, :, None, None]
        case "convolution":
            return own(padded(x, layer))
        case "batchNormalization":
            return own(x)
        case "maxPooling":
            window = layer["window"]
            return F.max_pool2d(padded(x, layer, -torch.inf), window["size"], window["stride"])
        case "averagePooling":
            return averaged(x, layer)
        case "globalAveragePooling":
            return x.mean((2, 3), keepdim=True)
        case "flatten":
            return x.flatten(1)[:, :, None, None]
        case "activation":
            return FUNCTIONS[layer["function"]](x)
        case "normalization":
            means, deviations = (
                torch.tensor(layer[key], dtype=x.dtype)[:, None, None]
                for key in ("means", "deviations"))
            return (x - means) / deviations
        case "output":
            return outputs[layer["layer"]]
        case "add":
            return x + outputs[layer["layer"]]


def logits(architecture, path, batch):
    """The logits of a file of Plateau, loaded as the guide says."""
    walk = networks.shapes(architecture)
    numbered = {number: module(layer, before) for layer, number, before, _ in walk
                if layer["kind"] not in ("activation", "output", "add")}
    modules = nn.ModuleList(numbered[number] for number in sorted(numbered))
    state = {name.removeprefix("layers."): x for name, x in load_file(path).items()}
    x = torch.from_numpy(batch)
    modules.to(x.dtype).load_state_dict(state)
    modules.eval()
    x = x if x.ndim == 4 else x[:, None, None, :]
    outputs = []
    with torch.no_grad():
        for layer, number, _, _ in walk:
            x = apply(layer, modules[number] if number < len(modules) else None, x, outputs)
            outputs.append(x)
    return x.flatten(1).numpy()


class Named(nn.Module):
    """Modules under names, of which `fc10` comes before `fc2` in the alphabet."""

    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.fc10 = nn.Linear(6, 5), nn.Linear(5, 5, bias=False), nn.Linear(5, 3)

    def forward(self, x):
        return self.fc10(torch.relu(self.fc2(torch.relu(self.fc1(x)))))


class Images(nn.Module):
    """Convolutions and batch normalization, whose names are in another order than their calls."""

    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(2, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4)
        self.conv2, self.bn2 = nn.Conv2d(4, 3, 2), nn.BatchNorm2d(3, affine=False)
        self.classifier = nn.Sequential(nn.Linear(3 * 4 * 2, 5), nn.Tanh(), nn.Linear(5, 3))

    def forward(self, x):
        x = F.max_pool2d(torch.relu(self.bn1(self.conv1(x))), (1, 2))
        return self.classifier(torch.relu(self.bn2(self.conv2(x))).flatten(1))


IMAGES = networks.network(
    (2, 5, 6),
    networks.conv(4, networks.window(3, padding=(1, 1, 1, 1)), False),
    networks.batch_norm(),
    networks.act("relu"),
    {"kind": "maxPooling", "window": networks.window(1, 2, (1, 2))},
    networks.conv(3, networks.window(2)),
    networks.batch_norm(),
    networks.act("relu"),
    networks.dense(5),
    networks.act("tanh"),
    networks.dense(3),
)


def models():
    """Name, model, and what Plateau is told of its layers."""
    torch.manual_seed(5)
    sequential = nn.Sequential(
        nn.Linear(6, 5), nn.Sigmoid(), nn.Linear(5, 4), nn.Sigmoid(), nn.Linear(4, 3))
    images = Images()
    with torch.no_grad():
        for name, buffer in images.named_buffers():
            if name.endswith(("mean", "var")):
                buffer.uniform_(0.5, 1.5)
    return [
        ("torch-sequential", sequential, "sigmoid"),
        ("torch-named", Named(), "relu"),
        ("torch-images", images, IMAGES),
    ]


def write(model, path, layers):
    """Saves a state_dict; gives inputs and logits."""
    save_file(model.state_dict(), path)
    sides = (6,) if isinstance(layers, str) else tuple(layers["input"].values())
    inputs = torch.rand(3, *sides)
    with torch.no_grad():
        return inputs.numpy(), model.eval()(inputs).numpy()
