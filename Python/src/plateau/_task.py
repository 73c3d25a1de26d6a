"""What all commands on a model and examples have in common."""

from __future__ import annotations

import functools
import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from . import _arrays, _models, _options
from ._arrays import Array, Examples
from ._errors import InputError, PlateauError
from ._folder import PrivateFolder
from ._process import run
from ._progress import Progress

OutputFolder = str | os.PathLike[str] | None


@dataclass
class Command:
    """A command of the program that writes a record, and perhaps arrays and a page."""

    name: str
    arrays: str
    """The file of arrays that it writes."""
    page: tuple[str, ...] = ()
    """The files of its report."""
    resumes: bool = False
    """Whether it can go on where it was stopped."""
    asks: bool = False
    """Whether it takes functions."""


@dataclass
class Found:
    """What a command found."""

    record: dict[str, Any]
    arrays: dict[str, Array]
    page: dict[str, bytes]
    """The files of the report, by name."""
    output: Path | None
    notes: list[str]
    seconds: dict[str, float]
    """Wall time: of ``export`` and ``compare`` for a module, and of the program, ``run``."""
    x: Array
    """The inputs, as they were checked."""
    bounds: tuple[float, float]

    def adversarial(self, found: Array, broken: Any) -> Array:
        """Adversarial examples in the shape and type of the inputs."""
        return _arrays.adversarial(self.x, self.bounds, found, broken)


def evaluate(
    command: Command,
    model: Any,
    x: Examples,
    y: Examples,
    options: Sequence[str],
    *,
    bounds: Any,
    mean: Any,
    std: Any,
    seed: int | None,
    threads: int | None,
    output: OutputFolder,
    resume: bool,
    progress: Progress,
) -> Found:
    """Runs a command on a model and examples."""
    box = _options.bounds_pair(bounds)
    inputs = _arrays.inputs(x, box)
    labels = _arrays.labels(y, len(inputs))
    _options.units(box, mean, std)
    running = _options.running(seed, threads)
    if resume and output is None:
        raise InputError("resume is True, but output is None; expected the folder to go on in, output='FOLDER'.")
    kept = Path(os.path.abspath(output)) if output is not None else None
    with PrivateFolder() as folder:
        file = _models.prepare(model, inputs, folder, bounds=box, mean=mean, std=std)
        labels = _arrays.labels(labels, len(inputs), file.classes)
        data = _arrays.write(folder.path, inputs, labels)
        results = kept or folder.path / "results"
        function = file.function
        if function is not None and not command.asks:
            raise InputError(
                f"model is a function ({function.name}), of which only outputs can be asked, and plateau.{command.name}"
                " looks inside. Give a torch.nn.Module, an onnx.ModelProto, or the path of a file; or audit or attack"
                " the function."
            )
        units = _options.units(box, mean, std) if function is None else _options.units(box, None, None)
        arguments = [command.name, file.path, "--data", str(data), "--output", str(results), "--json", *units]
        arguments += [*options, *running]
        if resume:
            arguments.append("--resume")
        begin = time.perf_counter()
        try:
            answer = run(
                arguments,
                folder=folder,
                directory=file.directory,
                progress=progress,
                goes_on=_goes_on(command, kept),
                ask=None if function is None else functools.partial(function.answer, folder.path),
            )
        except InputError:
            # Of a function, which has answered something else than logits.
            raise
        except PlateauError as error:
            text = _public(str(error), data)
            if str(folder.path) in text:
                text += " It is a temporary folder: let the environment variable TMPDIR name one with more room."
            raise PlateauError(text, error.status) from None
        seconds = {**file.seconds, "run": time.perf_counter() - begin}
        record = answer.record
        try:
            with np.load(results / command.arrays) as archive:
                arrays = {name: archive[name] for name in archive}
            page = {name: (results / name).read_bytes() for name in command.page}
        except (OSError, ValueError) as error:
            raise PlateauError(f"The results of plateau {command.name} cannot be read: {error}.") from error
    notes = [_public(note, data) for note in answer.notes]
    return Found(record, arrays, page, kept, notes, seconds, inputs, box)


def _public(text: str, data: Path) -> str:
    """A text of the program without the name of a file that nobody gave."""
    for name in (data, data.name):
        text = text.replace(f"Array 'x' of '{name}'", "Array 'x'").replace(f"Array 'y' of '{name}'", "Array 'y'")
        text = text.replace(f"'{name}'", "x")
    return text


def _goes_on(command: Command, kept: Path | None) -> str:
    if not command.resumes:
        return "nothing is kept"
    if kept is None:
        return "nothing is kept. Give output='FOLDER' to be able to go on"
    return (
        f"every finished batch is in '{kept}'. Go on with the same call, output={str(kept)!r} and resume=True"
    )


def plain(record: dict[str, Any]) -> dict[str, Any]:
    """A copy of a record that shares nothing with it."""
    return json.loads(json.dumps(record))  # type: ignore[no-any-return]
