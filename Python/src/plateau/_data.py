"""``plateau.data``: datasets as arrays."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import _options
from ._errors import PlateauError
from ._folder import PrivateFolder
from ._process import run


class Dataset(NamedTuple):
    """Examples to train and to test on."""

    x_train: NDArray[np.float32]
    """Inputs in [0, 1], ``[examples, …]``."""
    y_train: NDArray[np.int64]
    """The class of each."""
    x_test: NDArray[np.float32]
    """Inputs, of examples that are not among those to train on."""
    y_test: NDArray[np.int64]
    """The class of each."""


def data(
    name: str = "strokes", *, count: int | None = None, data_dir: str | os.PathLike[str] | None = None
) -> Dataset:
    """A dataset that the program knows.

    Args:
        name: ``strokes``, handwritten-looking digits of 28×28 pixels that the program draws itself; ``mnist`` or
            ``cifar10``, whose files must be there; or a folder with such files.
        count: Takes the first examples of each part; all if None.
        data_dir: Where ``mnist`` and ``cifar10`` are looked for.

    Raises:
        InputError: An argument cannot be right.
        PlateauError: There is no such dataset, or it is damaged.
    """
    options: list[str] = []
    if count is not None:
        options += ["--count", str(_options.whole(count, "count", 1, 2**31 - 1))]
    if data_dir is not None:
        options += ["--data-dir", os.fspath(data_dir)]
    with PrivateFolder() as folder:
        path = folder.path / "data.npz"
        run(["data", "export", os.fspath(name), "--output", path, *options], folder=folder)
        try:
            with np.load(path) as archive:
                arrays: dict[str, Any] = {field: archive[field] for field in Dataset._fields if field in archive}
        except (OSError, ValueError) as error:
            raise PlateauError(f"The dataset '{name}' cannot be read: {error}.") from error
    missing = [field for field in Dataset._fields if field not in arrays]
    if missing:
        raise PlateauError(f"The dataset '{name}' has no {' and no '.join(missing)}. Read its file with numpy.load.")
    return Dataset(**arrays)
