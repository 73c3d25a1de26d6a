"""Options of several commands, checked and written as the command line has them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._errors import InputError

Numbers = float | Sequence[float] | NDArray[Any]
"""One number, or one for each channel."""


def bounds_pair(bounds: Any) -> tuple[float, float]:
    """The range of every input value: two finite numbers, the lower one first."""
    try:
        low, high = (float(end) for end in bounds)
    except (TypeError, ValueError):
        low, high = math.nan, math.nan
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise InputError(f"bounds is {bounds!r}; expected two numbers, the lower one first, such as (0, 255).")
    return low, high


def size(epsilon: Any) -> str:
    """A perturbation's largest size: a finite number of at least 0, in units of the input."""
    value = _number(epsilon)
    if value is None or value < 0:
        raise InputError(
            f"epsilon is {epsilon!r}; expected a finite number in units of the input, such as 8/255 for pixels in"
            " [0, 1]."
        )
    return repr(value)


def sizes(epsilon: Any) -> str:
    """One size, or several, as the command line has them."""
    if np.ndim(epsilon) == 0:
        return size(epsilon)
    if np.ndim(epsilon) != 1 or len(epsilon) == 0:
        raise InputError(f"epsilon is {epsilon!r}; expected a number, or a list of numbers such as [2/255, 8/255].")
    return ",".join(size(one) for one in epsilon)


def numbers(value: Any, name: str) -> str | None:
    """One number, or one for each channel, as the command line has them; None where there are none."""
    if value is None:
        return None
    all_numbers = [_number(one) for one in np.atleast_1d(np.asarray(value, dtype=object)).ravel()]
    if not all_numbers or any(one is None for one in all_numbers):
        raise InputError(f"{name} is {value!r}; expected a finite number, or one for each channel.")
    return ",".join(repr(one) for one in all_numbers)


def units(bounds: tuple[float, float], mean: Any, std: Any) -> list[str]:
    """The options of the units of inputs, and of the normalization."""
    options: list[str] = []
    if bounds != (0.0, 1.0):
        options += ["--bounds", f"{bounds[0]!r},{bounds[1]!r}"]
    for name, value in (("mean", mean), ("std", std)):
        text = numbers(value, name)
        if text is not None:
            options += [f"--{name}", text]
    return options


def running(seed: int | None, threads: int | None) -> list[str]:
    """The options of how a command runs."""
    options: list[str] = []
    if seed is not None:
        options += ["--seed", str(whole(seed, "seed", 0, 2**64 - 1))]
    if threads is not None:
        options += ["--threads", str(whole(threads, "threads", 1, 1024))]
    return options


def whole(value: Any, name: str, least: int, most: int) -> int:
    """A whole number in a range."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise InputError(f"{name} is {value!r}; expected a whole number from {least} to {most}.")
    if not least <= value <= most:
        raise InputError(f"{name} is {value}; expected a whole number from {least} to {most}.")
    return int(value)


def choice(value: Any, name: str, choices: Sequence[str]) -> str:
    """One of a few words."""
    if value not in choices:
        raise InputError(f"{name} is {value!r}; expected one of {', '.join(map(repr, choices))}.")
    return str(value)


def _number(value: Any) -> float | None:
    if isinstance(value, (bool, str, bytes)):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None
