"""What results of all commands can do."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ._errors import PlateauError
from ._task import plain


@dataclass(frozen=True, eq=False, kw_only=True)
class Result:
    """A record of the program, with arrays."""

    record: dict[str, Any] = field(repr=False)
    """All numbers, as the program wrote them: what ``--json`` of the command prints."""
    notes: tuple[str, ...] = field(repr=False)
    """What the program remarked on its input."""
    seconds: dict[str, float] = field(repr=False)
    """Wall time: of the program, ``run``, and for a module of ``export`` and ``compare``."""
    output: Path | None
    """The folder in which everything is kept; None where none was asked for."""

    def to_dict(self) -> dict[str, Any]:
        """A copy of the record: lists, texts, numbers and None, fit for JSON."""
        return plain(self.record)


def dataframe(rows: Any) -> Any:
    """A ``pandas.DataFrame``.

    Raises:
        PlateauError: There is no pandas.
    """
    try:
        import pandas
    except ImportError as error:
        raise PlateauError("to_dataframe needs pandas, which is not installed. Install: pip install pandas") from error
    return pandas.DataFrame(rows)


def keep_page(page: dict[str, bytes], output: Path | None, folder: str | os.PathLike[str] | None) -> Path:
    """The path of a report's ``index.html``, which is written where it is not kept yet."""
    if folder is None and output is not None:
        return output / "index.html"
    target = Path(os.path.abspath(folder)) if folder is not None else Path(tempfile.mkdtemp(prefix="plateau-report-"))
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, content in page.items():
            (target / name).write_bytes(content)
    except OSError as error:
        raise PlateauError(f"The report could not be written to '{target}': {error.strerror}.") from error
    return target / "index.html"
