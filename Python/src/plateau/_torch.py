"""Modules of PyTorch: exported, and compared with what was exported."""

from __future__ import annotations

import contextlib
import copy
import importlib.util
import inspect
import io
import logging
import re
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from . import _arrays, _options
from ._arrays import Array
from ._errors import InputError, PlateauError
from ._folder import PrivateFolder
from ._process import run

_BATCH = 256
_TOLERANCE = 1e-4
"""The largest difference of logits, in units of the row's largest |logit − mean|."""
_ROUNDING = 2e-7
"""What is always allowed, in units of the row's largest |logit|: rounding in single precision."""


def is_module(model: Any) -> bool:
    """Whether it is a ``torch.nn.Module``; torch is not imported for it."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(model, torch.nn.Module)


class ExportedModule:
    """A module as an ONNX file that was found to put out the same for the examples.

    The module itself is left as it is; one that is not on the processor is copied to it.
    """

    path: Path
    """The file."""
    classes: int | None
    """The number of outputs; None where there is one, which stands for two classes."""
    seconds: dict[str, float]
    """Seconds of wall time of ``export`` and ``compare``."""

    def __init__(
        self,
        module: Any,
        x: Array,
        folder: PrivateFolder,
        *,
        bounds: tuple[float, float],
        mean: Any,
        std: Any,
    ) -> None:
        _check_mode(module)
        _check_packages()
        self._module, self._dtype = _on_processor(module)
        self._x, self._bounds, self._mean, self._std = x, bounds, mean, std
        outputs = self._own_outputs()
        self.classes = outputs.shape[1] if outputs.ndim == 2 and outputs.shape[1] > 1 else None
        # The name stands in reports.
        name = re.sub(r"\W", "", type(module).__name__, flags=re.ASCII) or "Module"
        self.path = folder.path / f"{name}.onnx"
        begin = time.perf_counter()
        self._export()
        middle = time.perf_counter()
        self._compare(outputs, folder)
        self.seconds = {"export": middle - begin, "compare": time.perf_counter() - middle}

    def _batch(self, begin: int, end: int) -> Any:
        """Some of the examples, as the module takes them: normalized, in its precision."""
        import torch

        values = torch.from_numpy(_arrays.attacked(self._x[begin:end], self._bounds).astype(np.float32))
        values = values.to(self._dtype)
        for name, numbers in (("mean", self._mean), ("std", self._std)):
            if numbers is None:
                continue
            text = _options.numbers(numbers, name)
            assert text is not None
            tensor = torch.tensor([float(one) for one in text.split(",")], dtype=self._dtype)
            if len(tensor) not in (1, values.shape[1]):
                raise InputError(
                    f"{name} has {len(tensor)} numbers, but x has {values.shape[1]} channels; expected one number, or"
                    " one for each channel."
                )
            tensor = tensor.reshape(-1, *[1] * (values.ndim - 2))
            values = values - tensor if name == "mean" else values / tensor
        return values

    def _own_outputs(self) -> Array:
        """What the module puts out for the examples, in double precision."""
        import torch

        found: list[Array] = []
        with torch.no_grad():
            for begin in range(0, len(self._x), _BATCH):
                batch = self._batch(begin, begin + _BATCH)
                try:
                    outputs = self._module(batch)
                except Exception as error:
                    raise InputError(
                        f"model fails on examples of x, whose shape is {tuple(batch.shape)}: {error}. Give x as the"
                        " model takes it."
                    ) from error
                if not isinstance(outputs, torch.Tensor) or outputs.ndim < 1 or outputs.shape[0] != len(batch):
                    shape = getattr(outputs, "shape", None)
                    found_text = type(outputs).__name__ if shape is None else f"a tensor of shape {tuple(shape)}"
                    raise InputError(
                        f"model puts out {found_text} for {len(batch)} examples; expected a tensor"
                        f" [{len(batch)}, classes] of logits. Wrap it in a module that returns it."
                    )
                found.append(outputs.double().numpy().reshape(len(batch), -1))
        rows = np.concatenate(found)
        if not np.isfinite(rows).all():
            row = int(np.argmin(np.isfinite(rows).all(1)))
            raise InputError(
                f"model puts out {rows[row][~np.isfinite(rows[row])][0]} for x[{row}]; expected finite logits. Its"
                " parameters or inputs are too large, or no numbers."
            )
        return rows

    def _export(self) -> None:
        import torch

        example = self._batch(0, 2)
        if len(example) < 2:
            # A batch of one would be taken for a constant.
            example = example.repeat(2, *[1] * (example.ndim - 1))
        size = sum(t.numel() * t.element_size() for t in self._module.parameters())
        # The exporter prints graphs and logs whole stack traces of what it raises.
        level = logging.root.manager.disable
        logging.disable(logging.CRITICAL)
        nowhere = io.StringIO()
        try:
            with (
                warnings.catch_warnings(),
                contextlib.redirect_stdout(nowhere),
                contextlib.redirect_stderr(nowhere),
            ):
                warnings.simplefilter("ignore")
                torch.onnx.export(
                    self._module,
                    (example,),
                    str(self.path),
                    dynamo=True,
                    dynamic_shapes=({0: torch.export.Dim("batch")},),
                    external_data=size > 2**30,
                    verbose=False,
                )
        except OSError as error:
            raise _arrays.no_room(self.path.parent, size, error) from error
        except Exception as error:
            raise PlateauError(
                f"torch.onnx.export cannot export model ({type(self._module).__name__}) for batches of any size:"
                f" {_reason(error)} Change what it objects to, or export the model to an ONNX file yourself and give"
                " the path."
            ) from error
        finally:
            logging.disable(level)

    def _compare(self, own: Array, folder: PrivateFolder) -> None:
        """Refuses an export that puts out something else than the module."""
        source, target = folder.path / "inputs.npy", folder.path / "outputs.npy"
        try:
            np.save(source, self._x)
        except OSError as error:
            raise _arrays.no_room(folder.path, self._x.nbytes, error) from error
        precision = "double" if str(self._dtype) == "torch.float64" else "float"
        units = ["--precision", precision] + _options.units(self._bounds, self._mean, self._std)
        run(
            ["predict", self.path.name, "--inputs", str(source), "--output", str(target), *units],
            folder=folder,
            directory=folder.path,
        )
        theirs = np.load(target).astype(np.float64).reshape(len(own), -1)
        if theirs.shape != own.shape:
            raise PlateauError(
                f"The exported model puts out {theirs.shape[1]} numbers for an example, but model itself"
                f" {own.shape[1]}. Export it to an ONNX file yourself and give the path."
            )
        # A single output stands for two classes, and has no others to be compared with.
        spread = np.abs(own - own.mean(1, keepdims=True)).max(1) if own.shape[1] > 1 else np.abs(own).max(0)
        allowed = _TOLERANCE * spread + _ROUNDING * np.abs(own).max(1)
        gap = np.abs(theirs - own)
        if (gap.max(1) <= allowed).all():
            return
        row = int(np.argmax(gap.max(1) - allowed))
        column = int(np.argmax(gap[row]))
        differing = int((gap.max(1) > allowed).sum())
        raise PlateauError(
            f"The exported model puts out something else than model: for x[{row}], output {column} is"
            f" {theirs[row, column]:.9g} exported and {own[row, column]:.9g} by the module, and {differing} of"
            f" {len(own)} examples differ by more than {_TOLERANCE:g} of the row's largest |logit - mean|. Nothing was"
            " attacked. Look for randomness, for branches that depend on the input, or for state that the module"
            " changes."
        )


def _reason(error: BaseException) -> str:
    """The first line of what lies at the bottom of an error of the exporter, as a sentence."""
    while error.__cause__ is not None:
        error = error.__cause__
    lines = [re.sub(r"\x1b\[[\d;]*m", "", line).strip() for line in str(error).splitlines()]
    text = next((line for line in lines if line), type(error).__name__)
    return text if text[-1] in ".!?" else text + "."


def _check_mode(module: Any) -> None:
    training = [f"'{name}'" if name else "the model itself" for name, part in module.named_modules() if part.training]
    if training:
        names = ", ".join(training[:3]) + (f" and {len(training) - 3} more" if len(training) > 3 else "")
        raise InputError(
            f"model is in training mode ({names}), in which dropout and batch normalization compute something else."
            " Call model.eval() first."
        )


def _check_packages() -> None:
    missing = [name for name in ("onnx", "onnxscript") if importlib.util.find_spec(name) is None]
    if missing:
        raise PlateauError(
            f"A torch.nn.Module is exported to ONNX by torch, which needs {' and '.join(missing)}. Install:"
            f" pip install {' '.join(missing)}"
        )
    import torch

    if "dynamic_shapes" not in inspect.signature(torch.onnx.export).parameters:
        raise PlateauError(
            f"torch {torch.__version__} is too old to export modules; 2.5 or later is needed. Update it, or export the"
            " model to an ONNX file and give the path."
        )


def _on_processor(module: Any) -> tuple[Any, Any]:
    """The module, or its copy, with all tensors on the processor; and its precision."""
    import torch

    tensors = [*module.parameters(), *module.buffers()]
    types = {tensor.dtype for tensor in tensors if tensor.is_floating_point()}
    odd = types - {torch.float32, torch.float64}
    if odd or len(types) > 1:
        names = ", ".join(sorted(str(one) for one in types))
        raise InputError(
            f"model has parameters of {names}; expected all of torch.float32, or all of torch.float64. Call"
            " model.float() first."
        )
    if any(tensor.device.type != "cpu" for tensor in tensors):
        module = copy.deepcopy(module).to("cpu")
    return module, next(iter(types), torch.float32)
