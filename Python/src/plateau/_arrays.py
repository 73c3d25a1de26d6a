"""Inputs and labels: what is taken, and how they go to the program and come back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ._errors import InputError, PlateauError

Array = NDArray[Any]


class Tensor(Protocol):
    """A ``torch.Tensor``; its type is not named, so that torch is not needed to check types."""

    def detach(self) -> Any:
        """The tensor without its history."""


Examples = NDArray[Any] | Tensor
"""Inputs, or labels."""

_FLOATS = ("float16", "float32", "float64")
_WHOLE = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64")


def inputs(x: Any, bounds: tuple[float, float] = (0.0, 1.0)) -> Array:
    """Inputs in the order and byte order of the processor.

    Args:
        x: A NumPy array or a torch tensor of shape ``[examples, …]``, at least one example and two dimensions:
            float16, float32 or float64; bool; uint8, which is divided by 255 where ``bounds`` is (0, 1); or any
            integers where ``bounds`` is something else. All values finite.
        bounds: The range of every value.

    Raises:
        InputError: It is none of that.
    """
    array = _array(x, "x")
    name = array.dtype.name
    if array.ndim < 2:
        raise InputError(
            f"x has the shape {array.shape}; expected [examples, …], such as (200, 1, 28, 28) or (200, 784)."
            " Add the dimension of the examples, x[None], or reshape it."
        )
    if array.size == 0:
        raise InputError(f"x has the shape {array.shape}, without a value; expected at least one example.")
    if name not in ("bool", *_FLOATS, *_WHOLE):
        raise InputError(
            f"x is {name}; expected float32, float64, float16, bool or uint8. Convert it, such as with"
            " x.astype('float32')."
        )
    if name in _WHOLE and name != "uint8" and tuple(bounds) == (0.0, 1.0):
        raise InputError(
            f"x is {name}, and bounds is (0, 1); expected floating-point numbers in [0, 1], or uint8 from 0 to 255."
            " Give the range of its values, such as bounds=(0, 255), or convert it with x.astype('uint8')."
        )
    array = np.ascontiguousarray(array, array.dtype.newbyteorder("="))
    if name in _FLOATS:
        with np.errstate(over="ignore"):
            _check_finite(array, np.isfinite(array.astype(np.float32, copy=False)))
    return array


def labels(y: Any, examples: int, classes: int | None = None) -> NDArray[np.int64]:
    """Labels, one for each example.

    Args:
        y: A NumPy array or a torch tensor of integers of shape ``[examples]``, from 0.
        examples: The number of examples.
        classes: The number of classes, where it is known.

    Raises:
        InputError: It is none of that.
    """
    array = _array(y, "y")
    if array.ndim == 2 and array.shape[0] == examples and array.shape[1] > 1:
        raise InputError(
            f"y has the shape {array.shape}; expected one whole number for each example, ({examples},). If these"
            " are one-hot rows, give y.argmax(1)."
        )
    if array.shape != (examples,):
        raise InputError(
            f"y has the shape {array.shape}, but x has {examples} examples; expected ({examples},), the class of"
            " each example."
        )
    if array.dtype.name not in _WHOLE:
        raise InputError(
            f"y is {array.dtype.name}; expected integers, the class of each example from 0. Convert it with"
            " y.astype('int64')."
        )
    most = int(array.max())
    if int(array.min()) < 0 or (classes is not None and most >= classes) or most > np.iinfo(np.int64).max:
        last = classes - 1 if classes is not None else np.iinfo(np.int64).max
        place = int(np.argmax((array < 0) | (array > last)))
        known = f" to {classes - 1}, since the model has {classes} classes" if classes is not None else ""
        raise InputError(f"y[{place}] is {array[place]}; expected classes from 0{known}. Correct the labels.")
    return np.ascontiguousarray(array, np.int64)


def attacked(x: Array, bounds: tuple[float, float]) -> Array:
    """The inputs in the units that attacks work in: bytes divided by 255 where the bounds are 0 and 1."""
    if x.dtype.name in _FLOATS:
        return x
    if x.dtype == np.uint8 and tuple(bounds) == (0.0, 1.0):
        pixels: Array = x.astype(np.float32) / np.float32(255)
        return pixels
    return x.astype(np.float32)


def adversarial(x: Array, bounds: tuple[float, float], found: Array, broken: NDArray[np.bool_]) -> Array:
    """Adversarial examples in the shape of x; an example that is not broken stands as it is.

    The type is that of x where that is float32 or float64, and float32 otherwise, since neither half precision nor
    integers hold what was found.
    """
    base = attacked(x, bounds)
    result = base.astype(np.float32) if base.dtype == np.float16 else base.copy()
    result[broken] = found[broken]
    return result


def write(folder: Path, x: Array, y: Array) -> Path:
    """Writes both as an npz file, and returns its path."""
    path = folder / "data.npz"
    try:
        np.savez(path, x=x, y=y)
    except OSError as error:
        raise no_room(folder, x.nbytes, error) from error
    return path


def no_room(folder: Path, size: int, error: OSError) -> PlateauError:
    """The error for what could not be written to a temporary folder."""
    return PlateauError(
        f"{size / 1e6:.0f} MB for the program could not be written to '{folder}': {error.strerror}. Let the"
        " environment variable TMPDIR name a folder with more room."
    )


def _check_finite(x: Array, is_finite: Array) -> None:
    """Refuses values that are infinite, no numbers, or too large for float32, in which they are attacked."""
    wrong = x.size - int(np.count_nonzero(is_finite))
    if wrong:
        place = tuple(int(i) for i in np.argwhere(~is_finite)[0])
        raise InputError(
            f"x[{', '.join(map(str, place))}] is {x[place]}; {wrong} of {x.size} values are infinite, no numbers or"
            " beyond float32. Remove those examples, or mend what made them."
        )


def _array(value: Any, name: str) -> Array:
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        try:
            return value.detach().cpu().numpy()  # type: ignore[no-any-return]
        except (TypeError, RuntimeError) as error:
            advice = "float()" if name == "x" else "long()"
            raise InputError(
                f"{name} is a tensor of {value.dtype}, which NumPy does not know ({error}). Give {name}.{advice}."
            ) from error
    if isinstance(value, np.ma.MaskedArray):
        raise InputError(
            f"{name} is a masked array, in which values are missing; expected all of them. Give {name}.filled(…)."
        )
    if isinstance(value, np.ndarray):
        return value
    raise InputError(
        f"{name} is of the type {type(value).__name__}; expected a NumPy array or a torch tensor. Convert it with"
        " numpy.asarray."
    )
