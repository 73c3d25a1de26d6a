"""The program as a child process."""

from __future__ import annotations

import codecs
import json
import os
import signal
import struct
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ._errors import PlateauError, PlateauWarning
from ._folder import PrivateFolder
from ._lines import LineReader
from ._program import program
from ._progress import Display, Progress, display, silent

_COLUMNS = 100
"""The width that the program takes the terminal for."""


@dataclass
class Answer:
    """What the program answered."""

    output: str
    """What it wrote to standard output."""
    notes: list[str] = field(default_factory=list)
    """What it remarked on its input, in sentences."""

    def json(self) -> Any:
        """The output as JSON."""
        return json.loads(self.output)


def run(
    arguments: Sequence[str | os.PathLike[str]],
    *,
    folder: PrivateFolder | None = None,
    directory: Path | None = None,
    progress: Progress = False,
    goes_on: str = "nothing is kept",
) -> Answer:
    """Runs the program.

    Args:
        arguments: The command and its options.
        folder: The folder whose lock the program is to hold, too.
        directory: Where it runs; where Python does if None.
        progress: Where its progress is shown.
        goes_on: What is left when it is stopped by Ctrl-C, and how to go on: the end of a sentence.

    Raises:
        PlateauError: It refused its input or failed, in its own words.
        KeyboardInterrupt: Ctrl-C; it was passed on, and the program has ended.
    """
    shown = display(progress)
    command = [str(program()), *(os.fspath(one) for one in arguments)]
    if shown is None:
        command.append("--quiet")
    terminal = _terminal() if shown is not None else None
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if terminal is None else terminal[1],
            cwd=directory,
            pass_fds=() if folder is None else (folder.lock,),
            # Ctrl-C of a terminal goes to Python alone, which passes it on once: a second one would end the
            # program before it has kept what is done.
            start_new_session=True,
        )
    except OSError as error:
        if terminal is not None:
            os.close(terminal[0])
        raise PlateauError(f"'{command[0]}' could not be started: {error}.") from error
    finally:
        if terminal is not None:
            os.close(terminal[1])
    assert process.stdout is not None
    source = terminal[0] if terminal is not None else process.stderr.fileno()  # type: ignore[union-attr]
    kept: list[str] = []
    screen = shown or silent()
    failures: list[BaseException] = []

    def fail(error: BaseException) -> None:
        failures.append(error)
        process.send_signal(signal.SIGINT)

    reader = threading.Thread(target=_follow, args=(source, screen, kept, fail), daemon=True)
    reader.start()
    output = bytearray()
    try:
        try:
            _collect(process, output)
        except KeyboardInterrupt:
            _stop(process, output)
            raise KeyboardInterrupt(f"plateau {arguments[0]} was stopped; {goes_on}.") from None
        except BaseException:
            process.kill()
            process.wait()
            raise
    finally:
        reader.join()
        screen.clear()
        process.stdout.close()
        if terminal is not None:
            os.close(terminal[0])
        else:
            process.stderr.close()  # type: ignore[union-attr]
    if failures:
        raise failures[0]
    notes = _judge(kept, process.returncode)
    return Answer(output.decode(), notes)


def _collect(process: subprocess.Popen[bytes], output: bytearray) -> None:
    """Reads standard output to its end, and waits for the program."""
    stream = process.stdout
    assert stream is not None
    while piece := os.read(stream.fileno(), 1 << 20):
        output += piece
    process.wait()


def _stop(process: subprocess.Popen[bytes], output: bytearray) -> None:
    """Asks the program to end, and waits; a second Ctrl-C kills it."""
    process.send_signal(signal.SIGINT)
    try:
        _collect(process, output)
    except KeyboardInterrupt:
        process.kill()
        process.wait()


def _terminal() -> tuple[int, int] | None:
    """The two ends of a terminal for the program, which draws a live line on one; None where there are none."""
    try:
        import fcntl
        import termios

        ends = os.openpty()
        fcntl.ioctl(ends[1], termios.TIOCSWINSZ, struct.pack("HHHH", 24, _COLUMNS, 0, 0))
    except (ImportError, OSError, AttributeError):
        return None
    return ends


def _follow(source: int, screen: Display, kept: list[str], fail: Callable[[BaseException], None]) -> None:
    """Reads standard error to its end, shows progress, and keeps the rest.

    Where showing fails, as a function of the user may, `fail` is told once, and reading goes on: the program would
    wait for it for ever.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    lines = LineReader()
    while True:
        try:
            piece = os.read(source, 1 << 16)
        except OSError:  # A terminal whose other end is closed.
            piece = b""
        found = list(lines.feed(decoder.decode(piece))) if piece else list(lines.end())
        kept += [line.text for line in found if not line.is_progress]
        latest = [line.text for line in found if line.is_progress][-1:]
        try:
            for text in latest:
                screen.show(text)
        except BaseException as error:
            screen = silent()
            fail(error)
        if not piece:
            return


def _judge(kept: list[str], status: int) -> list[str]:
    """Raises what the program failed at; otherwise the notes, after its warnings were given."""
    if status < 0:
        name = signal.Signals(-status).name
        hint = " Memory may have been short." if name == "SIGKILL" else ""
        raise PlateauError("\n".join([*kept, f"The program was ended by {name}.{hint}"]), status)
    if status > 0:
        text = "\n".join(kept)
        message = text.partition("Error: ")[2] if "Error: " in text else text
        message = message.partition("\nUsage: ")[0]
        raise PlateauError(message or f"The program ended with status {status}.", status)
    for line in kept:
        if line.startswith("Warning: "):
            warnings.warn(line.removeprefix("Warning: "), PlateauWarning, stacklevel=_callers())
    return [line.removeprefix("Note: ") for line in kept if not line.startswith("Warning: ")]


def _callers() -> int:
    """How far up the caller's own line is, from where it is asked."""
    frame, level = sys._getframe(1), 1
    while frame.f_back is not None and os.path.dirname(frame.f_code.co_filename) == os.path.dirname(__file__):
        frame, level = frame.f_back, level + 1
    return level
