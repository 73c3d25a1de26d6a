"""The networks of the fixtures: architectures as Plateau writes them, and parameters by a formula.

The formula is one of integers, so that Swift and Python make the same bits; Swift's is in
Tests/PlateauFormatsTests/ONNXWriting/SeededNetwork.swift.
"""

import numpy as np


def window(height, width=None, stride=(1, 1), padding=(0, 0, 0, 0)):
    """Strides of height and width; padding at the top, left, bottom, right."""
    return {"size": [height, width or height], "stride": list(stride), "padding": list(padding)}


def dense(units):
    return {"kind": "dense", "units": units}


def act(function):
    return {"kind": "activation", "function": function}


def conv(channels, win, bias=True):
    layer = {"kind": "convolution", "channels": channels, "window": win}
    return layer if bias else {**layer, "bias": False}


def batch_norm(epsilon=1e-5):
    return {"kind": "batchNormalization", "epsilon": epsilon}


def norm(means, deviations):
    return {"kind": "normalization", "means": means, "deviations": deviations}


def average(win, counts):
    return {"kind": "averagePooling", "window": win, "countsPadding": counts}


def network(shape, *layers):
    channels, height, width = shape
    return {
        "input": {"channels": channels, "height": height, "width": width},
        "layers": list(layers),
    }


def perceptron(function):
    return network((1, 4, 5), dense(8), act(function), dense(6), act(function), dense(4))


def residual(side, channels, blocks, function, classes):
    """Architecture.residual of PlateauNetworks."""
    same = (1, 1, 1, 1)
    layers = [norm([0.4914, 0.4822, 0.4465], [0.247, 0.2435, 0.2616])]
    layers += [conv(channels[0], window(3, padding=same), False), batch_norm(), act(function)]
    before = channels[0]
    for group, width in enumerate(channels):
        for block in range(blocks):
            stride = (2, 2) if group > 0 and block == 0 else (1, 1)
            entry = len(layers) - 1
            layers += [conv(width, window(3, stride=stride, padding=same), False), batch_norm()]
            layers += [act(function), conv(width, window(3, padding=same), False), batch_norm()]
            leaves = len(layers) - 1
            if stride != (1, 1) or width != before:
                layers += [{"kind": "output", "layer": entry}]
                layers += [conv(width, window(1, stride=stride), False), batch_norm()]
                layers += [{"kind": "add", "layer": leaves}]
            else:
                layers += [{"kind": "add", "layer": entry}]
            layers += [act(function)]
            before = width
    layers += [{"kind": "globalAveragePooling"}, {"kind": "flatten"}, dense(classes)]
    return network((3, side, side), *layers)


# Every kind of layer, windows and padding that differ on every side, and a flattened image whose
# order of values matters.
EVERY_KIND = network(
    (2, 9, 8),
    norm([0.25, 0.5], [0.5, 0.75]),
    conv(4, window(3, 2, (2, 1), (1, 0, 2, 1))),
    batch_norm(1e-3),
    act("sigmoid"),
    {"kind": "maxPooling", "window": window(2, 3, (1, 2), (1, 1, 0, 1))},
    conv(4, window(2, padding=(1, 0, 0, 1)), False),
    act("clippedReLU"),
    average(window(3, 2, padding=(1, 0, 1, 1)), True),
    {"kind": "add", "layer": 6},
    act("tanh"),
    average(window(2, 3, (2, 1), (1, 1, 0, 1)), False),
    {"kind": "flatten"},
    dense(6),
    act("relu"),
    {"kind": "output", "layer": 10},
    {"kind": "globalAveragePooling"},
    dense(6),
    {"kind": "add", "layer": 13},
    dense(3),
)

# Vectors taken as images and back, sums of both, and two sums of one kind in a row.
ODD_SHAPES = network(
    (1, 1, 6),
    batch_norm(),
    dense(5),
    act("relu"),
    {"kind": "add", "layer": 1},
    {"kind": "add", "layer": 2},
    conv(5, window(1)),
    {"kind": "add", "layer": 4},
    {"kind": "globalAveragePooling"},
    {"kind": "flatten"},
    {"kind": "add", "layer": 7},
    batch_norm(1e-2),
    norm([0.0, 0.1, 0.2, 0.3, 0.4], [1.0, 1.1, 1.2, 1.3, 1.4]),
    act("tanh"),
    dense(3),
)

# name: (architecture, seed, whether it is in double precision)
NETWORKS = {
    "mlp-sigmoid": (perceptron("sigmoid"), 1, False),
    "mlp-tanh": (perceptron("tanh"), 2, False),
    "mlp-relu": (perceptron("relu"), 3, False),
    "mlp-clippedReLU": (perceptron("clippedReLU"), 4, False),
    "vector": (
        network((1, 1, 7), norm([0.5], [0.25]), dense(5), batch_norm(), act("tanh"), dense(3)),
        5,
        False,
    ),
    "every-kind": (EVERY_KIND, 6, False),
    "odd-shapes": (ODD_SHAPES, 7, False),
    "residual": (residual(8, [4, 6], 2, "sigmoid", 3), 8, False),
    "mlp-double": (perceptron("sigmoid"), 9, True),
    "every-kind-double": (EVERY_KIND, 10, True),
}

# Those of presets, too large to keep.
LARGE = {
    "residual-preset": (residual(32, [16, 32, 64], 1, "sigmoid", 10), 11, False),
    "cnn-preset": (
        network(
            (1, 28, 28),
            *(
                layer
                for channels in (32, 64)
                for layer in (
                    conv(channels, window(5, padding=(2, 2, 2, 2))),
                    act("relu"),
                    {"kind": "maxPooling", "window": window(2, stride=(2, 2))},
                )
            ),
            {"kind": "flatten"},
            dense(128),
            act("relu"),
            dense(10),
        ),
        12,
        False,
    ),
}


def hashed(seed, count):
    """The finalizer of MurmurHash3 of a counter."""
    h = (np.arange(count, dtype=np.uint64) + np.uint64(seed * 0x9E3779B9)) & 0xFFFFFFFF
    h ^= h >> np.uint64(16)
    h = (h * np.uint64(0x85EBCA6B)) & 0xFFFFFFFF
    h ^= h >> np.uint64(13)
    h = (h * np.uint64(0xC2B2AE35)) & 0xFFFFFFFF
    h ^= h >> np.uint64(16)
    return h


def fine(seed, count):
    """Multiples of 2⁻²³ from −1 to below 1."""
    return ((hashed(seed, count) >> np.uint64(8)).astype(np.int64) - (1 << 23)) / float(1 << 23)


def coarse(seed, count):
    """Multiples of 2⁻¹¹ from −1 to below 1."""
    return ((hashed(seed, count) >> np.uint64(20)).astype(np.int64) - (1 << 11)) / float(1 << 11)


def inputs(architecture, seed, count=3):
    """Examples in [0, 1), of shape [count, values]."""
    size = int(np.prod(list(architecture["input"].values())))
    values = (fine(seed + 1000, count * size) + 1) / 2
    return values.reshape(count, size)


def shapes(architecture):
    """Walks through layers: the shape before each, its number, and its tensors in order."""
    shape = tuple(architecture["input"][side] for side in ("channels", "height", "width"))
    outputs, number, result = [], 0, []
    for layer in architecture["layers"]:
        kind, tensors, before = layer["kind"], [], shape
        name = f"layers.{number}."
        if kind == "dense":
            size = int(np.prod(shape))
            tensors = [(name + "weight", (layer["units"], size)), (name + "bias", (layer["units"],))]
            shape = (layer["units"], 1, 1)
        elif kind == "batchNormalization":
            tensors = [
                (name + part, (shape[0],))
                for part in ("weight", "bias", "running_mean", "running_var")
            ]
        elif kind == "flatten":
            shape = (int(np.prod(shape)), 1, 1)
        elif kind == "globalAveragePooling":
            shape = (shape[0], 1, 1)
        elif "window" in layer:
            size, stride = layer["window"]["size"], layer["window"]["stride"]
            top, left, bottom, right = layer["window"]["padding"]
            height = (shape[1] + top + bottom - size[0]) // stride[0] + 1
            width = (shape[2] + left + right - size[1]) // stride[1] + 1
            channels = layer.get("channels", shape[0])
            if kind == "convolution":
                tensors = [(name + "weight", (channels, shape[0], *size))]
                if layer.get("bias", True):
                    tensors.append((name + "bias", (channels,)))
            shape = (channels, height, width)
        elif kind == "output":
            shape = outputs[layer["layer"]]
        outputs.append(shape)
        result.append((layer, number, before, tensors))
        if kind not in ("activation", "output", "add"):
            number += 1
    return result


def parameters(architecture, seed, is_double):
    """All tensors by name, in the order of the layout."""
    tensors = [tensor for *_, own in shapes(architecture) for tensor in own]
    count = sum(int(np.prod(shape)) for _, shape in tensors)
    precise, rough = fine(seed, count), coarse(seed, count)
    if is_double:
        precise = precise + fine(seed + 500, count) * 2.0**-26
    result, start = {}, 0
    for name, shape in tensors:
        end = start + int(np.prod(shape))
        if len(shape) > 1:
            # About 2/√inputs, as a power of 2.
            inputs_of_one = int(np.prod(shape[1:]))
            exponent = 0
            while 4**exponent < inputs_of_one:
                exponent += 1
            values = precise[start:end] * 2.0 ** (1 - exponent)
        elif name.endswith(("weight", "running_var")):
            # Scales and variances lie around 1.
            values = 1 + rough[start:end] / 2
        else:
            values = rough[start:end] / 2
        result[name] = values.reshape(shape).astype(np.float64 if is_double else np.float32)
        start = end
    return result

