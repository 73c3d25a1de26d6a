"""``plateau.attack``: adversarial examples of chosen attacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _models, _options
from ._arrays import Examples
from ._audit import NORMS
from ._errors import InputError
from ._options import Numbers
from ._progress import Progress
from ._results import Result, dataframe
from ._task import Command, OutputFolder, evaluate

_COMMAND = Command("attack", "adversarial.npz", resumes=True, asks=True)


@dataclass(frozen=True, eq=False, kw_only=True)
class SingleAttack:
    """What one attack found."""

    name: str
    """The name that the program calls it by in its arrays."""
    robust_accuracy: float
    """The share of all examples that withstands it."""
    broken: NDArray[np.bool_] = field(repr=False)
    """Whether it reached its goal on each example that is classified correctly without it."""
    x_adv: NDArray[Any] = field(repr=False)
    """For each example what broke it, or the example itself."""
    record: dict[str, Any] = field(repr=False)
    """Its numbers, as the program wrote them."""


@dataclass(frozen=True, eq=False, kw_only=True)
class AttackResult(Result):
    """What attacks found. Shares are of all examples, from 0 to 1. A verdict takes an audit."""

    epsilon: float
    """The largest perturbation, in units of the input."""
    clean_accuracy: float
    """The share classified correctly without an attack."""
    robust_accuracy: float
    """The share that withstands all of these attacks."""
    x_adv: NDArray[Any] = field(repr=False)
    """For each example what the first attack that broke it found, or the example itself: of the shape of x, and of
    its type where that is float32 or float64, otherwise float32 (bytes divided by 255)."""
    correct: NDArray[np.bool_] = field(repr=False)
    """Whether each example is classified correctly without an attack."""
    broken: NDArray[np.bool_] = field(repr=False)
    """Whether an attack broke each example that was correct."""
    attacks: tuple[SingleAttack, ...] = field(repr=False)
    """Each attack by itself, in the order in which they were named."""

    def to_dataframe(self) -> Any:
        """A ``pandas.DataFrame`` with a row for each attack."""
        return dataframe(self.to_dict()["attacks"])


def attack(
    model: Any,
    x: Examples,
    y: Examples,
    epsilon: float = 8 / 255,
    norm: str = "linf",
    bounds: tuple[float, float] = (0, 1),
    mean: Numbers | None = None,
    std: Numbers | None = None,
    *,
    attacks: str | Sequence[str] | None = None,
    gradient: str | None = None,
    softness: float | str | None = None,
    precision: str = "double",
    loss: str | None = None,
    steps: int | None = None,
    restarts: int | None = None,
    relative_step: float | None = None,
    decay: bool = False,
    targeted: str | None = None,
    smallest: bool = False,
    every_step: bool = False,
    seed: int = 0,
    threads: int | None = None,
    output: OutputFolder = None,
    progress: Progress = None,
    resume: bool = False,
) -> AttackResult:
    """Attacks a classifier; success is judged on the real network in double precision.

    Args:
        model, x, y, epsilon, norm, bounds, mean, std, seed, threads, output, progress, resume: As of
            :func:`plateau.audit`.
        attacks: Names, such as ``["fgsm", "pgd"]``: fgsm, bim, pgd, mi-fgsm, gradient-descent, gradient-sign, apgd-ce,
            apgd-dlr, apgd-t, fab, fab-t, square, hop-skip-jump, cw, deepfool, lbfgs, noise, standard, thorough. If None, standard; of a
            function square, hop-skip-jump and noise, the only ones that do without gradients.
        gradient: ``naive`` (as a usual framework), ``stable``, or ``surrogate`` (of the softened network); stable if
            None.
        softness: The softness of a surrogate, more than 0, or ``sweep``.
        precision: ``double`` or ``float``, of what the attack computes.
        loss: ``crossEntropy``, ``margin`` or ``logitRatio``, of attacks without a loss of their own.
        steps: The steps of each start, or the queries.
        restarts: The starts.
        relative_step: The size of the steps of pgd and bim, in units of epsilon.
        decay: Whether steps of pgd shrink linearly to 0.
        targeted: Aims at a class: ``next``, ``least-likely`` or ``all``.
        smallest: Whether to go on after a success, for the smallest perturbation.
        every_step: Whether to run every step for every example.

    Raises:
        InputError: An argument cannot be right.
        PlateauError: The program refused its input, such as an option that none of the attacks uses, or failed.
        KeyboardInterrupt: Ctrl-C: the program has ended, what is done is in ``output``.
    """
    if attacks is None:
        attacks = ["square", "hop-skip-jump", "noise"] if _models.is_function(model) else "standard"
    names = [attacks] if isinstance(attacks, str) else list(attacks)
    if not names or not all(isinstance(name, str) and name for name in names):
        raise InputError(f"attacks is {attacks!r}; expected a name, or a list of names, such as ['fgsm', 'pgd'].")
    options = ["--attack", ",".join(names), "--epsilon", _options.size(epsilon)]
    options += ["--norm", _options.choice(norm, "norm", NORMS)]
    options += ["--precision", _options.choice(precision, "precision", ("float", "double"))]
    for option, word in (("gradient", gradient), ("softness", softness), ("loss", loss), ("targeted", targeted)):
        if word is not None:
            options += [f"--{option}", str(word)]
    for option, number in (("steps", steps), ("restarts", restarts), ("relative-step", relative_step)):
        if number is not None:
            options += [f"--{option}", str(number)]
    for option, is_given in (("decay", decay), ("smallest", smallest), ("every-step", every_step)):
        if is_given:
            options.append(f"--{option}")
    found = evaluate(
        _COMMAND, model, x, y, options,
        bounds=bounds, mean=mean, std=std, seed=seed, threads=threads, output=output, resume=resume, progress=progress,
    )  # fmt: skip
    record, arrays = found.record, found.arrays
    keys = [name.removeprefix("success_") for name in arrays if name.startswith("success_")]
    singles = tuple(
        SingleAttack(
            name=key,
            robust_accuracy=one["robustAccuracy"],
            broken=arrays[f"success_{key}"],
            x_adv=found.adversarial(arrays[f"x_{key}"], arrays[f"success_{key}"]),
            record=one,
        )
        for key, one in zip(keys, record["attacks"])
    )
    correct = arrays["correct"]
    broken = np.zeros_like(correct)
    first = singles[0].x_adv.copy()
    for single in singles:
        new = single.broken & ~broken
        first[new] = single.x_adv[new]
        broken |= new
    return AttackResult(
        record=record,
        notes=tuple(found.notes),
        seconds=found.seconds,
        output=found.output,
        epsilon=float(epsilon),
        clean_accuracy=record["cleanAccuracy"],
        robust_accuracy=record["worstCase"]["robustAccuracy"],
        x_adv=first,
        correct=correct,
        broken=broken,
        attacks=singles,
    )
