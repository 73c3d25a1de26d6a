"""Models and data that need no framework and no files."""

import json
import os
import pathlib
import struct
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "src"))

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def write_perceptron(path, layers, sides=(1, 4, 4), function="relu"):
    """Writes dense layers, pairs of a weight [outputs, inputs] and a bias, as a safetensors file."""
    described = []
    for index, (weight, _) in enumerate(layers):
        described.append({"kind": "dense", "units": len(weight)})
        if index < len(layers) - 1:
            described.append({"kind": "activation", "function": function})
    shape = dict(zip(("channels", "height", "width"), sides))
    header = {"__metadata__": {
        "plateau.architecture": json.dumps({"input": shape, "layers": described}), "plateau.version": "1"}}
    body = b""
    for index, layer in enumerate(layers):
        for name, values in zip(("weight", "bias"), layer):
            data = np.ascontiguousarray(values, "<f4").tobytes()
            header[f"layers.{index}.{name}"] = {
                "dtype": "F32", "shape": list(values.shape), "data_offsets": [len(body), len(body) + len(data)]}
            body += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    pathlib.Path(path).write_bytes(struct.pack("<Q", len(text)) + text + body)


def examples(count=60, sides=(1, 4, 4), classes=3, seed=0):
    """Noisy copies of one random image a class, and their classes."""
    random = np.random.default_rng(seed)
    centers = random.uniform(0.2, 0.8, (classes, *sides))
    y = np.arange(count) % classes
    x = np.clip(centers[y] + random.normal(0, 0.05, (count, *sides)), 0, 1)
    return x.astype(np.float32), y.astype(np.int64)


def fitted_layers(x, y, classes=3, hidden=16, seed=0):
    """A random hidden layer and outputs by least squares: a classifier that is right and can be broken."""
    random = np.random.default_rng(seed)
    flat = x.reshape(len(x), -1).astype(np.float64)
    first = random.normal(0, 1 / np.sqrt(flat.shape[1]), (hidden, flat.shape[1])), random.normal(0, 0.1, hidden)
    active = np.maximum(flat @ first[0].T + first[1], 0)
    target = np.eye(classes)[y] * 8
    solution = np.linalg.lstsq(np.c_[active, np.ones(len(x))], target, rcond=None)[0].T
    return [first, (solution[:, :-1], solution[:, -1])]


class ModelCase(unittest.TestCase):
    """A test with a perceptron as a file, `self.model`, and examples, `self.x` and `self.y`."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.path = pathlib.Path(cls.folder.name)
        cls.x, cls.y = examples()
        cls.layers = fitted_layers(cls.x, cls.y)
        cls.model = cls.path / "model.safetensors"
        write_perceptron(cls.model, cls.layers)

    def logits(self, x):
        """In double precision, of the parameters that are stored."""
        rows = np.asarray(x, np.float64).reshape(len(x), -1)
        for index, (weight, bias) in enumerate(self.layers):
            rows = rows @ np.float64(np.float32(weight)).T + np.float64(np.float32(bias))
            rows = np.maximum(rows, 0) if index == 0 else rows
        return rows

    def refuses(self, text, function, *arguments, **named):
        """That a call is refused in exactly these words."""
        import plateau

        with self.assertRaises(plateau.PlateauError) as caught:
            function(*arguments, **named)
        self.assertEqual(str(caught.exception), text)
        return caught.exception


def fake_program(folder, script, version="0.1.0"):
    """A shell script that says a version, and otherwise does what `script` says."""
    path = pathlib.Path(folder) / "plateau"
    path.write_text(f"#!/bin/sh\nif [ \"$1\" = --version ]; then echo '{version}'; exit; fi\n{script}\n")
    path.chmod(0o755)
    return path


def said(**fields):
    """A command of a shell that says a line of the protocol."""
    text = json.dumps(fields, ensure_ascii=False).replace("'", "'\\''")
    return f"printf '%s\\n' '{text}'"


class Environment:
    """Values of environment variables for a block; None takes one away."""

    def __init__(self, **values):
        self.values = values

    def __enter__(self):
        self.before = {name: os.environ.get(name) for name in self.values}
        self._set(self.values)

    def __exit__(self, *_):
        self._set(self.before)

    @staticmethod
    def _set(values):
        for name, value in values.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = str(value)
