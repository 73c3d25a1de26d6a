"""What the program writes to its standard error, taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_ERASE = "\r\x1b[2K"
# A line that was not taken away before an error was written.
_REMAINDER = re.compile(r"^[█░]{8,}.*?(?=(?:Error|Warning|Note): )")
_SHARE = re.compile(r"^(?:\d+ %  |[█░]{8,})")


class Line(NamedTuple):
    """A line, and whether it only says how far the program has come."""

    text: str
    is_progress: bool


class LineReader:
    """Takes text piece by piece, as it comes, and tells lines that stay from those that are replaced."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, text: str) -> Iterator[Line]:
        """The lines that a piece of text completes, and the line that stands now where it is progress."""
        *complete, self._rest = (self._rest + text).split("\n")
        for line in complete:
            yield from self._kept(line)
        if _ERASE in self._rest:
            self._rest = _ERASE + self._rest.rpartition(_ERASE)[2]
            live = self._rest[len(_ERASE):]
            if live and _SHARE.match(live):
                yield Line(live, True)

    def end(self) -> Iterator[Line]:
        """What stands after the last end of a line."""
        yield from self._kept(self._rest)
        self._rest = ""

    @staticmethod
    def _kept(line: str) -> Iterator[Line]:
        text = line.rpartition(_ERASE)[2].rstrip("\r")
        text = _REMAINDER.sub("", text)
        if text.strip():
            yield Line(text, bool(_SHARE.match(text)))
