"""Dense sigmoid networks in safetensors files, test images in IDX files, and who is fooled."""
import gzip
import json
import subprocess

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file


def load(path):
    """The tensors of a file by name, and its metadata."""
    with safe_open(path, "np") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()


def save_with_gain(path, gain, target):
    """Writes a copy with the weights and biases of all layers but the last times a gain."""
    tensors, metadata = load(path)
    if "sigmoid" not in metadata.get("plateau.architecture", ""):
        raise SystemExit(f"{path} is no sigmoid network: expected one that plateau has written")
    last = sum(name.endswith(".weight") for name in tensors) - 1
    save_file({name: tensor if name.startswith(f"layers.{last}.") else tensor * np.float32(gain)
               for name, tensor in tensors.items()}, target, metadata)


def test_images(folder, count=None):
    """The first test images of MNIST in [0, 1], of shape [count, 784], and their labels."""
    def read(name, offset):
        with gzip.open(f"{folder}/mnist/t10k-{name}-ubyte.gz") as file:
            return np.frombuffer(file.read(), np.uint8, offset=offset)
    images = read("images-idx3", 16).reshape(-1, 784)[:count]
    return images.astype(np.float32) / np.float32(255), read("labels-idx1", 8)[:count].astype(int)


def logits(tensors, x):
    """Logits in float64, of shape [count, classes]."""
    x, last = x.astype(np.float64), sum(name.endswith(".weight") for name in tensors) - 1
    for layer in range(last + 1):
        x = x @ tensors[f"layers.{layer}.weight"].T.astype(np.float64)
        x = x + tensors[f"layers.{layer}.bias"].astype(np.float64)
        if layer < last:
            e = np.exp(-np.abs(x))
            x = np.where(x >= 0, 1, e) / (1 + e)
    return x


def is_fooled(tensors, x, y):
    """Whether another class than the label has a larger logit, of shape [count]."""
    scores = logits(tensors, x)
    return (scores > scores[np.arange(len(y)), y][:, None]).any(1)


def run(program, *arguments):
    """What 'plateau attack … --json' prints."""
    command = [program, "attack", *map(str, arguments), "--json", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
    return json.loads(done.stdout)
