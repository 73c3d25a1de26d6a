"""``plateau.reproduce``: the paper's networks, trained, attacked and compared."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import _options
from ._process import run
from ._progress import Progress
from ._results import Result, dataframe


@dataclass(frozen=True, eq=False, kw_only=True)
class ReproductionResult(Result):
    """A reproduction, in ``output``."""

    claims: tuple[dict[str, Any], ...] = field(repr=False)
    """The claims of the paper's abstract, each with a verdict and its evidence."""

    def to_dataframe(self) -> Any:
        """A ``pandas.DataFrame`` with a row for each claim."""
        return dataframe(self.to_dict().get("claims", []))

    def report(self) -> Path:
        """The path of the report."""
        assert self.output is not None
        return self.output / "index.html"


def reproduce(
    output: str | os.PathLike[str] = "runs/reproduction",
    *,
    data: str | os.PathLike[str] | None = None,
    data_dir: str | os.PathLike[str] | None = None,
    quick: bool = False,
    full: bool = False,
    seed: int = 0,
    seeds: int = 1,
    threads: int | None = None,
    progress: Progress = None,
    resume: bool = False,
) -> ReproductionResult:
    """Trains vanilla, adversarially trained and saturating networks, attacks them, and writes the report.

    Args:
        output: Where everything goes.
        data: ``strokes`` (built in), ``mnist``, ``cifar10``, a folder with IDX or CIFAR-10 files, or an npz file.
        data_dir: Where ``mnist`` and ``cifar10`` are looked for.
        quick: Whether to train shortly and attack few examples: a few minutes.
        full: Whether convolutional networks and transformers are trained, too: an hour more.
        seed: The seed of everything random.
        seeds: The number of seeds in all, for means and standard deviations.
        threads: The number of threads, 1 to 1024; all processors if None. Results do not depend on it.
        progress: As of :func:`plateau.audit`.
        resume: Whether to go on with what is in ``output``.

    Raises:
        PlateauError: The program refused its input or failed.
        KeyboardInterrupt: Ctrl-C: everything that is finished is in ``output``.
    """
    folder = Path(os.path.abspath(output))
    arguments = ["reproduce", "--output", str(folder), "--json", *_options.running(seed, threads)]
    for option, value in (("--data", data), ("--data-dir", data_dir)):
        if value is not None:
            arguments += [option, os.fspath(value)]
    if seeds != 1:
        arguments += ["--seeds", str(_options.whole(seeds, "seeds", 1, 1000))]
    for option, is_given in (("--quick", quick), ("--full", full), ("--resume", resume)):
        if is_given:
            arguments.append(option)
    begin = time.perf_counter()
    answer = run(
        arguments,
        progress=progress,
        goes_on=f"everything finished is in '{folder}'. Go on with the same call and resume=True",
    )
    record = answer.record
    return ReproductionResult(
        record=record,
        notes=tuple(answer.notes),
        seconds={"run": time.perf_counter() - begin},
        output=folder,
        claims=tuple(record.get("claims", [])),
    )
