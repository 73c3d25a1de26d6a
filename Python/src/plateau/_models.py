"""A model in any of the forms that are taken, as a file for the program."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import _arrays
from ._arrays import Array
from ._errors import InputError, PlateauError
from ._folder import PrivateFolder
from ._function import Function
from ._torch import ExportedModule, is_module


@dataclass
class ModelFile:
    """A model as the program takes it."""

    path: str
    """The file or folder, as the program is told."""
    directory: Path | None = None
    """Where the program runs, so that the path is short in reports; None for where Python does."""
    classes: int | None = None
    """The number of classes, where it is known."""
    function: Function | None = None
    """What is asked for logits, of a function; the normalization is in it."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Seconds of wall time that it took to export a module and to compare it."""


def prepare(
    model: Any, x: Array, folder: PrivateFolder, *, bounds: tuple[float, float], mean: Any, std: Any
) -> ModelFile:
    """A model as a file, in the private folder where it is none yet.

    Raises:
        InputError: It is of another type, a module that is not to be exported as it is, or a function that answers
            something else than logits.
        PlateauError: It could not be exported, or its export computes something else.
    """
    if isinstance(model, (str, os.PathLike)):
        return _file(os.fspath(model))
    if is_module(model):
        exported = ExportedModule(model, x, folder, bounds=bounds, mean=mean, std=std)
        return ModelFile(exported.path.name, folder.path, exported.classes, seconds=exported.seconds)
    if _is_proto(model):
        return ModelFile(_save(model, folder).name, folder.path)
    if callable(model):
        function = Function(model, x, bounds=bounds, mean=mean, std=std)
        return ModelFile(function.write(folder.path).name, folder.path, function.classes, function)
    raise InputError(
        f"model is of the type {type(model).__name__}; expected a torch.nn.Module, an onnx.ModelProto, the path of an"
        " ONNX file, a safetensors file or a run folder, or a function that gives logits of a batch."
    )


def is_function(model: Any) -> bool:
    """Whether a model is a function, of which only outputs can be asked."""
    is_known = isinstance(model, (str, os.PathLike)) or is_module(model) or _is_proto(model)
    return callable(model) and not is_known


def _file(path: str | bytes) -> ModelFile:
    text = os.fsdecode(path)
    if not os.path.exists(text):
        raise InputError(f"model is {text!r}, and there is no such file or folder. Correct the path.")
    # A name that begins with a dash would be an option.
    return ModelFile(os.path.join(".", text) if text.startswith("-") else text)


def _is_proto(model: Any) -> bool:
    onnx = sys.modules.get("onnx")
    return onnx is not None and isinstance(model, onnx.ModelProto)


def _save(model: Any, folder: PrivateFolder) -> Path:
    import onnx

    path = folder.path / "model.onnx"
    size = model.ByteSize()
    try:
        # Above 2 GiB a message cannot be written as one.
        onnx.save_model(model, path, save_as_external_data=size > 2**31 - 2**20)
    except OSError as error:
        raise _arrays.no_room(folder.path, size, error) from error
    except Exception as error:
        raise PlateauError(f"The onnx.ModelProto could not be written: {error}") from error
    return path
