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
    seconds: dict[str, float] = field(default_factory=dict)
    """Seconds of wall time that it took to export a module and to compare it."""


def prepare(
    model: Any, x: Array, folder: PrivateFolder, *, bounds: tuple[float, float], mean: Any, std: Any
) -> ModelFile:
    """A model as a file, in the private folder where it is none yet.

    Raises:
        InputError: It is of another type, or a module that is not to be exported as it is.
        PlateauError: It could not be exported, or its export computes something else.
    """
    if isinstance(model, (str, os.PathLike)):
        return _file(os.fspath(model))
    if is_module(model):
        exported = ExportedModule(model, x, folder, bounds=bounds, mean=mean, std=std)
        return ModelFile(exported.path.name, folder.path, exported.classes, exported.seconds)
    if _is_proto(model):
        return ModelFile(_save(model, folder).name, folder.path)
    if callable(model):
        raise InputError(
            f"model is a function ({getattr(model, '__name__', type(model).__name__)}), of which only outputs can be"
            " asked. Such models are not audited yet: give a torch.nn.Module, an onnx.ModelProto, or the path of an"
            " ONNX file, a safetensors file or a run folder."
        )
    raise InputError(
        f"model is of the type {type(model).__name__}; expected a torch.nn.Module, an onnx.ModelProto, or the path of"
        " an ONNX file, a safetensors file or a run folder."
    )


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
