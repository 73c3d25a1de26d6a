"""A model that is a function of a batch: what it is asked, and what it may answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from . import _arrays
from ._arrays import Array
from ._errors import InputError

_CHANNELS = (1, 3, 4)
_BATCH = 32
"""The examples of the first call, which tells the number of classes."""


class Function:
    """Gives the logits of a batch, by way of the function.

    Args:
        function: Takes float32 inputs of shape ``[examples, …]``, as ``x`` has them, and gives ``[examples, classes]``.
        x: The inputs, checked.
        bounds: The range of every value.
        mean: What is subtracted from inputs first; None for nothing.
        std: What they are divided by then; None for nothing.

    Raises:
        InputError: It answers something else, on the first inputs. What it raises itself is raised.
    """

    classes: int
    """The number of classes."""

    def __init__(
        self, function: Callable[[Array], Any], x: Array, *, bounds: tuple[float, float], mean: Any, std: Any
    ) -> None:
        self._function = function
        self._sides = x.shape[1:]
        # The program has channels first.
        self._is_turned = x.ndim == 4 and x.shape[3] in _CHANNELS and x.shape[1] not in _CHANNELS
        self._mean = self._by_channel(mean, "mean")
        self._std = self._by_channel(std, "std")
        first = _arrays.attacked(x[:_BATCH], bounds).astype(np.float32)
        self.classes = self._checked(self._call(first), len(first), None).shape[1]

    @property
    def name(self) -> str:
        """The function, as reports name it."""
        return str(getattr(self._function, "__qualname__", type(self._function).__name__))

    def write(self, folder: Path) -> Path:
        """Writes the file that stands for it, and returns its path."""
        path = folder / "model.callable"
        path.write_text(json.dumps({"name": self.name, "input": self._shape(), "classes": self.classes}))
        return path

    def _shape(self) -> list[int]:
        """The sides of an example as the program takes them: of more than three all values in a row."""
        if self._is_turned:
            return [self._sides[2], *self._sides[:2]]
        return list(self._sides) if len(self._sides) <= 3 else [int(np.prod(self._sides))]

    def answer(self, folder: Path) -> None:
        """Answers a query: from ``query.npy`` to ``answer.npy``."""
        query = np.load(folder / "query.npy")
        inputs = query.reshape(len(query), *(self._shape() if self._is_turned else self._sides))
        if self._is_turned:
            inputs = np.ascontiguousarray(np.moveaxis(inputs, 1, 3))
        logits = self._checked(self._call(inputs), len(query), self.classes)
        try:
            np.save(folder / "answer.npy", logits)
        except OSError as error:
            raise _arrays.no_room(folder, logits.nbytes, error) from error

    def _call(self, inputs: Array) -> Any:
        if self._mean is not None or self._std is not None:
            inputs = (inputs - (0 if self._mean is None else self._mean)) / (1 if self._std is None else self._std)
            inputs = inputs.astype(np.float32)
        return self._function(inputs)

    def _checked(self, found: Any, examples: int, classes: int | None) -> Array:
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(found, torch.Tensor):
            found = found.detach().cpu().double().numpy()
        try:
            logits = np.asarray(found, np.float64)
        except (TypeError, ValueError) as error:
            raise InputError(
                f"The function {self.name} returned {type(found).__name__} ({error}); expected the logits of a batch,"
                " an array of shape [examples, classes]."
            ) from error
        expected = f"({examples}, {'classes' if classes is None else classes})"
        if logits.ndim != 2 or len(logits) != examples or (classes is not None and logits.shape[1] != classes):
            raise InputError(
                f"The function {self.name} returned the shape {logits.shape} for {examples} examples; expected"
                f" {expected}, the logits of each."
            )
        if logits.shape[1] < 2:
            raise InputError(
                f"The function {self.name} returned one number for each example; expected a logit for each class, at"
                " least two. Of a binary classifier give [0, z] in place of z."
            )
        wrong = np.isnan(logits)
        if wrong.any():
            place = tuple(int(i) for i in np.argwhere(wrong)[0])
            raise InputError(
                f"The function {self.name} returned NaN at {list(place)}, and {int(wrong.sum())} in all; expected"
                " logits."
            )
        return np.ascontiguousarray(logits)

    def _by_channel(self, value: Any, name: str) -> Array | None:
        """A mean or deviation in the shape in which it goes with inputs, one number for each channel."""
        if value is None:
            return None
        numbers = np.atleast_1d(np.asarray(value, np.float32)).ravel()
        if len(numbers) == 1:
            return numbers
        if len(self._sides) == 3 and len(numbers) == self._sides[2 if self._is_turned else 0]:
            return numbers if self._is_turned else numbers.reshape(-1, 1, 1)
        raise InputError(
            f"{name} has {len(numbers)} numbers, but an example has the shape {self._sides}; expected one number, or"
            " one for each channel. Normalize in the function itself."
        )
