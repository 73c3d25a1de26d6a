"""How far the program has come, as a person sees it."""

from __future__ import annotations

import html
import shutil
import sys
from collections.abc import Callable
from typing import Any, Protocol

Progress = bool | Callable[[str], None] | None
"""Where progress goes: True shows it, False does not, a function is called with each line, and None shows it in
terminals and notebooks. What a function raises stops the program, and is raised by the call."""


class Display(Protocol):
    """Takes lines, of which each replaces the one before."""

    def show(self, line: str) -> None:
        """Shows a line in place of the last one."""

    def clear(self) -> None:
        """Takes the line away."""


class _Silent:
    def show(self, line: str) -> None:
        pass

    def clear(self) -> None:
        pass


class _Function:
    def __init__(self, function: Callable[[str], None]) -> None:
        self._function = function

    def show(self, line: str) -> None:
        self._function(line)

    def clear(self) -> None:
        pass


class _Terminal:
    def show(self, line: str) -> None:
        # A line that is broken in two could not be taken back.
        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write(f"\r\x1b[2K{line[:width]}")
        sys.stderr.flush()

    def clear(self) -> None:
        sys.stderr.write("\r\x1b[2K")
        sys.stderr.flush()


class _Lines:
    """For files and the like, in which nothing is taken back."""

    def show(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    def clear(self) -> None:
        pass


class _Notebook:
    """One line of the cell's output, updated."""

    _handle: Any = None

    def show(self, line: str) -> None:
        content = {
            "text/plain": line,
            "text/html": f'<pre style="margin: 0; line-height: 1.4">{html.escape(line)}</pre>',
        }
        if self._handle is None:
            from IPython.display import display

            self._handle = display(content, raw=True, display_id=True)
        else:
            self._handle.update(content, raw=True)

    def clear(self) -> None:
        if self._handle is not None:
            self._handle.update({"text/plain": "", "text/html": ""}, raw=True)


def display(progress: Progress) -> Display | None:
    """The display that an argument ``progress`` asks for; None where nothing is to be shown."""
    if progress is False:
        return None
    if progress is None or progress is True:
        if _is_notebook():
            return _Notebook()
        if sys.stderr is not None and sys.stderr.isatty():
            return _Terminal()
        return _Lines() if progress else None
    return _Function(progress)


def silent() -> Display:
    """A display that shows nothing."""
    return _Silent()


def _is_notebook() -> bool:
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    return type(get_ipython()).__name__ == "ZMQInteractiveShell"
