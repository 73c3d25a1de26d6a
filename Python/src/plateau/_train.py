"""``plateau.train``: a network of a preset or a configuration."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import _options
from ._errors import InputError
from ._process import run
from ._progress import Progress
from ._results import Result, dataframe


@dataclass(frozen=True, eq=False, kw_only=True)
class TrainingResult(Result):
    """A network that was trained. ``output`` is its run folder, which all other functions take as a model."""

    model: Path
    """The network as a safetensors file."""
    epochs: tuple[dict[str, Any], ...] = field(repr=False)
    """The numbers of each epoch, such as ``loss`` and ``validationAccuracy``."""

    def to_dataframe(self) -> Any:
        """A ``pandas.DataFrame`` with a row for each epoch."""
        return dataframe(self.to_dict()["epochs"])


def train(
    output: str | os.PathLike[str],
    *,
    preset: str | None = None,
    config: str | os.PathLike[str] | None = None,
    data: str | os.PathLike[str] | None = None,
    data_dir: str | os.PathLike[str] | None = None,
    settings: Mapping[str, Any] | None = None,
    seed: int | None = None,
    threads: int | None = None,
    progress: Progress = None,
    resume: bool = False,
) -> TrainingResult:
    """Trains a network, with checkpoints. The same configuration gives the same bits.

    Args:
        output: The run folder.
        preset: The name of a preset, such as ``saturating-sigmoid``; or give ``config``.
        config: A YAML file.
        data: ``strokes`` (built in), ``mnist``, ``cifar10``, a folder with IDX or CIFAR-10 files, or an npz file.
        data_dir: Where ``mnist`` and ``cifar10`` are looked for.
        settings: Values of the configuration to change, such as ``{"training.epochs": 5}``.
        seed: The seed of everything random; that of the configuration if None.
        threads: The number of threads, 1 to 1024; all processors if None. Results do not depend on it.
        progress: As of :func:`plateau.audit`.
        resume: Whether to go on from the latest checkpoint in ``output``.

    Raises:
        InputError: Neither a preset nor a configuration is given, or both.
        PlateauError: The program refused its input or failed.
        KeyboardInterrupt: Ctrl-C: a checkpoint is in ``output``.
    """
    if (preset is None) == (config is None):
        raise InputError(f"preset is {preset!r} and config is {config!r}; expected exactly one of the two.")
    folder = Path(os.path.abspath(output))
    arguments = ["train"] + (["--preset", str(preset)] if config is None else [os.path.abspath(config)])
    for option, value in (("--data", data), ("--data-dir", data_dir)):
        if value is not None:
            arguments += [option, os.fspath(value)]
    for key, value in (settings or {}).items():
        arguments += ["--set", f"{key}={json.dumps(value)}"]
    arguments += ["--output", str(folder), *_options.running(seed, threads)]
    if resume:
        arguments.append("--resume")
    begin = time.perf_counter()
    answer = run(
        arguments,
        progress=progress,
        goes_on=f"a checkpoint is in '{folder}'. Go on with the same call and resume=True",
    )
    seconds = time.perf_counter() - begin
    lines = (folder / "metrics.jsonl").read_text().splitlines()
    epochs = [json.loads(line) for line in lines if line]
    return TrainingResult(
        record={"epochs": epochs},
        notes=tuple(answer.notes),
        seconds={"run": seconds},
        output=folder,
        model=folder / "model.safetensors",
        epochs=tuple(epochs),
    )
