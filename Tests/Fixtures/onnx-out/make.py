"""Writes the fixtures of networks that go to other tools, and checks every one with those tools.

Each network goes through `plateau convert`. ONNX's checker accepts the file, ONNX Runtime computes
logits (in double precision ONNX's reference evaluator), PyTorch loads the safetensors file, and all
must agree with `plateau predict`. From the root of the repository, after `swift build -Xcc -O2`:

    python Tests/Fixtures/onnx-out/make.py .build/debug/plateau

Made with Python 3, torch 2.15, onnx 1.23, onnxruntime 1.32 and safetensors.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import networks
import numpy as np
import onnx
import onnx.reference
import onnxruntime
import pytorch
import safetensors.numpy

HERE = pathlib.Path(__file__).parent
PLATEAU = str(pathlib.Path(sys.argv[1]).resolve())
GOLDEN = ["mlp-sigmoid", "every-kind", "every-kind-double"]


def plateau(folder, *arguments):
    subprocess.run([PLATEAU, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def predicted(folder, model, inputs, precision):
    np.save(folder / "inputs.npy", inputs)
    plateau(
        folder, "predict", model, "--inputs", "inputs.npy", "--output", "logits.npy", "--precision",
        precision)
    return np.load(folder / "logits.npy")


def save(path, architecture, tensors):
    """A file as Plateau writes it."""
    metadata = {"plateau.version": "1", "plateau.architecture": json.dumps(architecture)}
    safetensors.numpy.save_file(tensors, path, metadata)


def difference(found, expected):
    """The largest, relative to the largest logit."""
    return float(np.abs(found - expected).max() / np.abs(expected).max())


def image(architecture, inputs):
    sides = tuple(architecture["input"][side] for side in ("channels", "height", "width"))
    return inputs if sides[:2] == (1, 1) else inputs.reshape(-1, *sides)


def onnx_logits(path, batch, is_double):
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    if is_double:
        return onnx.reference.ReferenceEvaluator(model).run(None, {"input": batch})[0]
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    together = session.run(["logits"], {"input": batch})[0]
    # The batch is open: one example alone gives the same.
    alone = session.run(["logits"], {"input": batch[:1]})[0]
    assert difference(alone, together[:1]) < 1e-6
    return together


def lacking(path):
    """Why ONNX Runtime does not run a file; nothing where it does."""
    try:
        onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    except Exception as error:
        return str(error).splitlines()[0]
    return ""


def main():
    folder = pathlib.Path(tempfile.mkdtemp())
    values, described = {}, {}
    print("largest difference, relative to the largest logit, from plateau predict of")
    for name, (architecture, seed, is_double) in {**networks.NETWORKS, **networks.LARGE}.items():
        kind, precision = (np.float64, "double") if is_double else (np.float32, "float")
        tensors = networks.parameters(architecture, seed, is_double)
        inputs = networks.inputs(architecture, seed).astype(kind)
        save(folder / f"{name}.safetensors", architecture, tensors)
        plateau(folder, "convert", f"{name}.safetensors", f"{name}.onnx")
        plateau(folder, "convert", f"{name}.safetensors", f"{name}.torch.safetensors")
        own = predicted(folder, f"{name}.safetensors", inputs, precision)
        batch = image(architecture, inputs)
        theirs = onnx_logits(folder / f"{name}.onnx", batch, is_double)
        torch = pytorch.logits(architecture, folder / f"{name}.torch.safetensors", batch)
        first, second = difference(own, theirs), difference(own, torch)
        tool = "ONNX reference" if is_double else "ONNX Runtime"
        print(f"{name:18} {tool} {first:.1e}, PyTorch {second:.1e}")
        if is_double and (reason := lacking(folder / f"{name}.onnx")):
            print(f"{'':18} ONNX Runtime: {reason}")
        limit = 1e-7 if is_double else 1e-5
        assert first < limit and second < (1e-12 if is_double else 1e-5)
        if name in networks.LARGE:
            continue
        described[name] = {
            "architecture": architecture, "seed": seed,
            "precision": precision, "golden": name in GOLDEN}
        values |= {
            f"{name}.inputs": inputs, f"{name}.onnx": theirs, f"{name}.torch": torch}
        if name in GOLDEN:
            (HERE / f"{name}.onnx").write_bytes((folder / f"{name}.onnx").read_bytes())
    for name, model, layers in pytorch.models():
        path = HERE / f"{name}.safetensors"
        inputs, torch = pytorch.write(model, path, layers)
        options = ["--activation", layers] if isinstance(layers, str) else ["--architecture", "a.json"]
        (folder / "a.json").write_text(json.dumps(layers))
        plateau(folder, "convert", str(path), f"{name}.safetensors", *options)
        own = predicted(folder, f"{name}.safetensors", inputs.reshape(len(inputs), -1), "float")
        print(f"{name:18} from PyTorch {difference(own, torch):.1e}")
        assert difference(own, torch) < 1e-5
        described[name] = {"layers": layers}
        values |= {f"{name}.inputs": inputs.reshape(len(inputs), -1), f"{name}.torch": torch}
    safetensors.numpy.save_file(values, HERE / "values.safetensors")
    text = json.dumps(described, indent=1)
    (HERE / "networks.json").write_text(text + "\n")


main()
