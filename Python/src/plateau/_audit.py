"""``plateau.audit``: is this robustness real?"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import NDArray

from . import _card, _options
from ._arrays import Examples
from ._options import Numbers
from ._progress import Progress
from ._results import Result, dataframe, keep_page
from ._task import Command, Found, OutputFolder, evaluate

METHODS = ("interval", "crown", "alpha-crown", "complete")
NORMS = ("linf", "l2")

_COMMAND = Command(
    "audit", "adversarial.npz", ("index.html", "attacks.csv", "checks.csv", "examples.csv"), resumes=True, asks=True
)


@dataclass(frozen=True, eq=False, kw_only=True)
class AuditResult(Result):
    """The verdict on a model, and what it rests on. Shares are of all examples, from 0 to 1."""

    verdict: str
    """ROBUST, PLAUSIBLE, INCONCLUSIVE, OVERESTIMATED, MASKED or BROKEN: the first whose rule holds."""
    causes: tuple[str, ...]
    """Why, in sentences; empty where the verdict says it all."""
    epsilon: float
    """The largest perturbation, in units of the input."""
    norm: str
    """``linf`` or ``l2``."""
    examples: int
    """The number of examples."""
    clean_accuracy: float
    """The share classified correctly without an attack."""
    naive_accuracy: float | None
    """What a usual evaluation would report: the least share that an attack with naive float32 gradients leaves."""
    robust_accuracy: float
    """The share that withstands all attacks: the most that can be claimed."""
    certified_accuracy: float | None
    """The share that is proven to withstand everything in the ball; None where no bound applies."""
    x_adv: NDArray[Any] = field(repr=False)
    """For each example what broke it, or the example itself where nothing did: of the shape of x, and of its type
    where that is float32 or float64, otherwise float32 (bytes divided by 255)."""
    correct: NDArray[np.bool_] = field(repr=False)
    """Whether each example is classified correctly without an attack."""
    broken: NDArray[np.bool_] = field(repr=False)
    """Whether an attack broke each example that was correct."""
    certified: NDArray[np.bool_] = field(repr=False)
    """Whether each example is proven to withstand everything."""
    margin: NDArray[np.float64] = field(repr=False)
    """A proven lower bound of each example's least margin, label minus the best other logit; NaN where unknown."""
    page: dict[str, bytes] = field(repr=False)
    """The files of the report, by name."""

    def to_dataframe(self, table: Literal["examples", "attacks", "checks"] = "examples") -> Any:
        """A ``pandas.DataFrame`` with a row for each example, attack or check.

        Raises:
            PlateauError: There is no pandas.
        """
        _options.choice(table, "table", ("examples", "attacks", "checks"))
        if table != "examples":
            return dataframe(self.to_dict()[table])
        outcomes = self.to_dict().get("outcomes") or [{} for _ in range(self.examples)]
        rows = [
            {**outcome, "correct": bool(correct), "broken": bool(broken), "certified": bool(certified)}
            for outcome, correct, broken, certified in zip(outcomes, self.correct, self.broken, self.certified)
        ]
        return dataframe(rows)

    def report(self, folder: str | os.PathLike[str] | None = None) -> Path:
        """The path of the report's ``index.html``, with tables as CSV beside it.

        Args:
            folder: Where it is written; without one it lies in the ``output`` of the audit or, without that, in a new
                temporary folder that stays.
        """
        return keep_page(self.page, self.output, folder)

    def _repr_html_(self) -> str:
        return _card.audit(self.record)


@overload
def audit(
    model: Any,
    x: Examples,
    y: Examples,
    epsilon: float = ...,
    norm: str = ...,
    bounds: tuple[float, float] = ...,
    mean: Numbers | None = ...,
    std: Numbers | None = ...,
    quick: bool = ...,
    certification: str | None = ...,
    seed: int = ...,
    threads: int | None = ...,
    output: OutputFolder = ...,
    progress: Progress = ...,
    *,
    resume: bool = ...,
) -> AuditResult: ...


@overload
def audit(
    model: Any,
    x: Examples,
    y: Examples,
    epsilon: Sequence[float],
    norm: str = ...,
    bounds: tuple[float, float] = ...,
    mean: Numbers | None = ...,
    std: Numbers | None = ...,
    quick: bool = ...,
    certification: str | None = ...,
    seed: int = ...,
    threads: int | None = ...,
    output: OutputFolder = ...,
    progress: Progress = ...,
    *,
    resume: bool = ...,
) -> tuple[AuditResult, ...]: ...


def audit(
    model: Any,
    x: Examples,
    y: Examples,
    epsilon: float | Sequence[float] = 8 / 255,
    norm: str = "linf",
    bounds: tuple[float, float] = (0, 1),
    mean: Numbers | None = None,
    std: Numbers | None = None,
    quick: bool = False,
    certification: str | None = None,
    seed: int = 0,
    threads: int | None = None,
    output: OutputFolder = None,
    progress: Progress = None,
    *,
    resume: bool = False,
) -> AuditResult | tuple[AuditResult, ...]:
    """Attacks a classifier in all ways, bounds it, checks the attacks themselves and the data, and judges.

    Args:
        model: A ``torch.nn.Module`` in evaluation mode, an ``onnx.ModelProto``, or the path of an ONNX file, a
            safetensors file or a run folder; of logits, ``[examples, classes]``. Or a function that gives logits of a
            batch, float32 of the shape of x: attacked by queries only, one call at a time, and nothing is proven; one
            that answers differently to the same batch is audited as randomized, by the mean of 10 answers.
        x: Inputs, ``[examples, …]`` as the model takes them, before any normalization: a NumPy array or a torch tensor
            of float16, float32, float64, bool or uint8, finite, within ``bounds``. Values are rounded to float32.
        y: The class of each example, integers from 0, ``[examples]``.
        epsilon: The largest perturbation, in units of x; more than 0. Or several, each once: there is a result for
            each then, from the smallest to the largest, and one report of all with a security curve.
        norm: ``linf``, the largest change of a value, or ``l2``, the Euclidean length of all changes.
        bounds: The range of every value of x. If (0, 1), uint8 is divided by 255 first.
        mean: The model expects (x − mean) / std: one number, or one for each channel; 0 if None.
        std: The deviation that goes with it, positive; 1 if None.
        quick: Whether to spend a tenth of the budget, for a first look.
        certification: How robustness is proven: ``interval``, ``crown``, ``alpha-crown`` or ``complete``; the program
            chooses if None.
        seed: The seed of everything random. The same seed gives the same result.
        threads: The number of threads, 1 to 1024; all processors if None. Results do not depend on it.
        output: A folder in which evidence, record, adversarial examples and report are kept.
        progress: Whether to show progress; None shows it in terminals and notebooks. A function is called with lines.
        resume: Whether to take the outcomes that ``output`` holds already, of an audit that was stopped.

    Returns:
        The verdict, numbers and adversarial examples; a tuple of them for several epsilons.

    Raises:
        InputError: An argument cannot be right, or a function answered something else than logits. What a function
            raises is raised.
        PlateauError: The program refused its input or failed; of status 70, proofs and attacks contradict each other.
        KeyboardInterrupt: Ctrl-C: the program has ended, what is done is in ``output``.
    """
    options = ["--epsilon", _options.sizes(epsilon), "--norm", _options.choice(norm, "norm", NORMS)]
    if quick:
        options.append("--quick")
    if certification is not None:
        options += ["--certification", _options.choice(certification, "certification", METHODS)]
    found = evaluate(
        _COMMAND, model, x, y, options,
        bounds=bounds, mean=mean, std=std, seed=seed, threads=threads, output=output, resume=resume, progress=progress,
    )  # fmt: skip
    # In ascending order, as the program writes them; of one epsilon it prints the record alone.
    keys = [name.removeprefix("success_") for name in found.arrays if name.startswith("success_")]
    records = found.record if isinstance(found.record, list) else [found.record]
    results = tuple(_result(found, record, key) for record, key in zip(records, keys))
    return results[0] if np.ndim(epsilon) == 0 else results


def _result(found: Found, record: dict[str, Any], key: str) -> AuditResult:
    """What was found at the epsilon of a record, which arrays have in their names."""
    arrays = found.arrays
    broken = arrays[f"success_{key}"]
    margins = [np.nan if one.get("margin") is None else one["margin"] for one in record.get("outcomes") or []]
    return AuditResult(
        record=record,
        notes=tuple(found.notes),
        seconds=found.seconds,
        output=found.output,
        verdict=record["verdict"],
        causes=tuple(record["causes"]),
        epsilon=record["epsilon"],
        norm=record["norm"],
        examples=record["examples"],
        clean_accuracy=record["cleanAccuracy"],
        naive_accuracy=_card.naive_accuracy(record),
        robust_accuracy=record["worstCase"]["robustAccuracy"],
        certified_accuracy=record.get("certifiedAccuracy"),
        x_adv=found.adversarial(arrays[f"x_{key}"], broken),
        correct=arrays["correct"],
        broken=broken,
        certified=arrays[f"certified_{key}"],
        margin=np.array(margins or np.full(record["examples"], np.nan), np.float64),
        page=found.page,
    )
