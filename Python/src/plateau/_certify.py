"""``plateau.certify``: proofs that no perturbation changes a class."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _options
from ._arrays import Examples
from ._audit import METHODS, NORMS
from ._errors import InputError
from ._options import Numbers
from ._progress import Progress
from ._results import Result, dataframe
from ._task import Command, OutputFolder, evaluate

_COMMAND = Command("certify", "counterexamples.npz")


@dataclass(frozen=True, eq=False, kw_only=True)
class CertificationResult(Result):
    """What is proven, refuted and open. Shares are of all examples, from 0 to 1."""

    epsilon: float
    """The radius of the ball, in units of the input."""
    clean_accuracy: float
    """The share classified correctly without a perturbation."""
    certified_accuracy: float
    """The share that is proven to withstand everything in the ball."""
    robust_accuracy: float
    """The share for which no counterexample is known: the most that can be claimed."""
    answers: NDArray[np.str_] = field(repr=False)
    """``certified``, ``falsified`` or ``undecided`` for each example."""
    margin: NDArray[np.float64] = field(repr=False)
    """A proven lower bound of each example's least margin; NaN where unknown."""
    x_adv: NDArray[Any] = field(repr=False)
    """For each example a counterexample, or the example itself: of the shape of x, in float64, in which
    counterexamples are checked."""

    def to_dataframe(self) -> Any:
        """A ``pandas.DataFrame`` with a row for each example."""
        return dataframe(self.to_dict()["outcomes"])


def certify(
    model: Any,
    x: Examples,
    y: Examples,
    epsilon: float = 8 / 255,
    norm: str = "linf",
    bounds: tuple[float, float] = (0, 1),
    mean: Numbers | None = None,
    std: Numbers | None = None,
    *,
    method: str = "complete",
    timeout: float = 300,
    seed: int = 0,
    threads: int | None = None,
    output: OutputFolder = None,
    progress: Progress = None,
) -> CertificationResult:
    """Proves for each example that no perturbation changes its class, or finds one that does.

    Args:
        model, x, y, epsilon, norm, bounds, mean, std, seed, threads, output, progress: As of :func:`plateau.audit`.
        method: ``interval``, ``crown``, ``alpha-crown`` or ``complete``, branch and bound with a long attack first.
        timeout: Seconds for each example, more than 0.

    Raises:
        InputError: An argument cannot be right.
        PlateauError: The program refused its input or failed.
        KeyboardInterrupt: Ctrl-C: the program has ended, and nothing is kept.
    """
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or not 0 < timeout < float("inf"):
        raise InputError(f"timeout is {timeout!r}; expected a positive number of seconds.")
    options = ["--epsilon", _options.size(epsilon), "--norm", _options.choice(norm, "norm", NORMS)]
    options += ["--method", _options.choice(method, "method", METHODS), "--timeout", repr(float(timeout))]
    found = evaluate(
        _COMMAND, model, x, y, options,
        bounds=bounds, mean=mean, std=std, seed=seed, threads=threads, output=output, resume=False, progress=progress,
    )  # fmt: skip
    record, arrays = found.record, found.arrays
    outcomes = record["outcomes"]
    answers = np.array([one["answer"] for one in outcomes], dtype=np.str_)
    counterexamples = found.adversarial(found.x, np.zeros(len(found.x), bool)).astype(np.float64)
    counterexamples[arrays["index"]] = arrays["x"]
    return CertificationResult(
        record=record,
        notes=tuple(found.notes),
        seconds=found.seconds,
        output=found.output,
        epsilon=record["epsilon"],
        clean_accuracy=record["cleanAccuracy"],
        certified_accuracy=record["certifiedAccuracy"],
        robust_accuracy=1 - record["falsified"] / record["examples"],
        answers=answers,
        margin=np.array([np.nan if o.get("margin") is None else o["margin"] for o in outcomes], np.float64),
        x_adv=counterexamples,
    )
