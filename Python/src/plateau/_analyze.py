"""``plateau.analyze``: weights, activities and the geometry of a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from ._arrays import Examples
from ._options import Numbers
from ._progress import Progress
from ._results import Result, dataframe
from ._task import Command, OutputFolder, evaluate

_COMMAND = Command("analyze", "analysis.npz")


@dataclass(frozen=True, eq=False, kw_only=True)
class AnalysisResult(Result):
    """The analysis of a model."""

    layers: tuple[dict[str, Any], ...] = field(repr=False)
    """The numbers of each layer, the logits last."""
    arrays: dict[str, NDArray[Any]] = field(repr=False)
    """``labels`` and ``order`` of the stimuli, ``dissimilarity_1`` and on and ``dissimilarity_logits``, and the paths
    between examples, such as ``path_1_7_position``; lengths and singular values as decimal logarithms."""

    def to_dataframe(self) -> Any:
        """A ``pandas.DataFrame`` with a row for each layer."""
        return dataframe(self.to_dict()["layers"])


def analyze(
    model: Any,
    x: Examples,
    y: Examples,
    bounds: tuple[float, float] = (0, 1),
    mean: Numbers | None = None,
    std: Numbers | None = None,
    *,
    threads: int | None = None,
    output: OutputFolder = None,
    progress: Progress = None,
) -> AnalysisResult:
    """Measures weights, activities, dissimilarities, Jacobians and length elements of a model.

    What needs gradients is measured twice: naive in float32, as a usual framework rounds, and stable in float64.
    Dissimilarities are of the first 500 examples, Jacobians of the first 100.

    Args:
        model, x, y, bounds, mean, std, threads, output, progress: As of :func:`plateau.audit`.

    Raises:
        InputError: An argument cannot be right.
        PlateauError: The program refused its input or failed.
        KeyboardInterrupt: Ctrl-C: the program has ended, and nothing is kept.
    """
    found = evaluate(
        _COMMAND, model, x, y, [],
        bounds=bounds, mean=mean, std=std, seed=None, threads=threads, output=output, resume=False, progress=progress,
    )  # fmt: skip
    return AnalysisResult(
        record=found.record,
        notes=tuple(found.notes),
        seconds=found.seconds,
        output=found.output,
        layers=tuple(found.record["layers"]),
        arrays=found.arrays,
    )
