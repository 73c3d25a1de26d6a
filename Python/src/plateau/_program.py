"""Where the program is."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from ._errors import ProgramNotFoundError
from ._version import __version__

_VARIABLE = "PLATEAU_PROGRAM"
_NAME = "plateau"


def program() -> Path:
    """The program that does the work, of the version of this package.

    It is looked for in the environment variable ``PLATEAU_PROGRAM``, then where installers put the programs
    of wheels, then in ``PATH``, where other programs of that name are passed over.

    Raises:
        ProgramNotFoundError: There is none, or ``PLATEAU_PROGRAM`` names something else.
    """
    named = os.environ.get(_VARIABLE)
    if named:
        path = Path(named).absolute()
        found = _version(path)
        if found != __version__:
            raise ProgramNotFoundError(
                f"{_VARIABLE} is '{named}', which {_said(path, found)}. Let it name the program 'plateau' of"
                f" Plateau {__version__}, or unset it."
            )
        return path
    passed: list[str] = []
    for path in _candidates():
        found = _version(path)
        if found == __version__:
            return path
        passed.append(f" '{path}' {_said(path, found)}.")
    raise ProgramNotFoundError(
        f"the program 'plateau' of Plateau {__version__} is neither beside '{sys.executable}' nor in PATH."
        f"{''.join(passed)} Install plateau-robustness from its wheel, which holds the program, or build it"
        f" ('make build') and let {_VARIABLE} name it."
    )


def _candidates() -> Iterator[Path]:
    """Files called plateau, each once, in the order in which they are tried."""
    folders = [
        sysconfig.get_path("scripts"),
        # Of `pip install --user`, and of `pip install --target`.
        sysconfig.get_path("scripts", f"{os.name}_user"),
        str(Path(__file__).absolute().parents[1] / "bin"),
        str(Path(sys.executable).absolute().parent),
        *os.environ.get("PATH", "").split(os.pathsep),
    ]
    seen: set[str] = set()
    for folder in folders:
        path = shutil.which(_NAME, path=folder) if folder else None
        if path and os.path.realpath(path) not in seen:
            seen.add(os.path.realpath(path))
            yield Path(path).absolute()


@functools.lru_cache(maxsize=16)
def _version(path: Path) -> str | None:
    """What a program says to --version; None where it is not ours, or does not run."""
    try:
        done = subprocess.run(
            [path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20
        )
    except (OSError, subprocess.SubprocessError, UnicodeError):
        return None
    match = re.match(r"(?:plateau )?(\d+\.\d+\.\d+)\b", done.stdout, re.IGNORECASE)
    return match[1] if match and done.returncode == 0 else None


def _said(path: Path, found: str | None) -> str:
    if found is not None:
        return f"is version {found}"
    if not path.exists():
        return "does not exist"
    if not os.access(path, os.X_OK) or path.is_dir():
        return "cannot be executed"
    return "is another program, or does not run"
