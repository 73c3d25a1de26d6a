"""The program as a child process, which speaks JSON lines: docs/protocol.md."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from ._errors import PlateauError, PlateauWarning
from ._folder import PrivateFolder
from ._program import program
from ._progress import Display, Progress, display, silent

PROTOCOL = 1
"""The version of the protocol that this package speaks."""


@dataclass
class Answer:
    """What the program answered."""

    record: Any = None
    """The record of its result; None of a command without any."""
    notes: list[str] = field(default_factory=list)
    """What it remarked on its input, in sentences."""


def run(
    arguments: Sequence[str | os.PathLike[str]],
    *,
    folder: PrivateFolder | None = None,
    directory: Path | None = None,
    progress: Progress = False,
    goes_on: str = "nothing is kept",
    ask: Callable[[], None] | None = None,
) -> Answer:
    """Runs the program.

    Args:
        arguments: The command and its options.
        folder: The folder whose lock the program is to hold, too.
        directory: Where it runs; where Python does if None.
        progress: Where its progress is shown.
        goes_on: What is left when it is stopped by Ctrl-C, and how to go on: the end of a sentence.
        ask: Answers a query about a function, from file to file. What it raises ends the program, and is raised.

    Raises:
        PlateauError: It refused its input or failed, in its own words.
        KeyboardInterrupt: Ctrl-C; it was passed on, and the program has ended.
    """
    shown = display(progress)
    command = [str(program()), *(os.fspath(one) for one in arguments), "--protocol", str(PROTOCOL)]
    if shown is None:
        command.append("--quiet")
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL if ask is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=directory,
            pass_fds=() if folder is None else (folder.lock,),
            # Ctrl-C of a terminal goes to Python alone, which passes it on once: a second one would end the
            # program before it has kept what is done.
            start_new_session=True,
        )
    except OSError as error:
        raise PlateauError(f"'{command[0]}' could not be started: {error}.") from error
    talk = _Talk(process, shown or silent(), ask)
    errors = bytearray()
    reader = threading.Thread(target=_drain, args=(process, errors), daemon=True)
    reader.start()
    try:
        try:
            talk.follow()
        except KeyboardInterrupt:
            talk.stop()
            raise KeyboardInterrupt(f"plateau {arguments[0]} was stopped; {goes_on}.") from None
        except BaseException:
            process.kill()
            process.wait()
            raise
    finally:
        reader.join()
        talk.close()
    if talk.failure is not None:
        raise talk.failure
    if process.returncode != 0:
        _fail(process.returncode, talk.error, errors.decode(errors="replace"))
    for text in talk.warnings:
        warnings.warn(text, PlateauWarning, stacklevel=_callers())
    return talk.answer


class _Talk:
    """What the program and Python say to each other."""

    def __init__(self, process: subprocess.Popen[bytes], screen: Display, ask: Callable[[], None] | None) -> None:
        self.answer = Answer()
        self.warnings: list[str] = []
        self.error: str | None = None
        self.failure: BaseException | None = None
        """What a function of the user raised."""
        self._process = process
        self._screen = screen
        self._ask = ask

    def follow(self) -> None:
        """Takes line after line, and waits for the program."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._take(line)
        self._process.wait()

    def stop(self) -> None:
        """Asks the program to end, and waits; a second Ctrl-C kills it."""
        self._screen = silent()
        self._ask = None
        self._process.send_signal(signal.SIGINT)
        try:
            self._hang_up()
            self.follow()
        except KeyboardInterrupt:
            self._process.kill()
            self._process.wait()

    def close(self) -> None:
        """Takes progress away, and closes what is open."""
        self._hang_up()
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()
        self._screen.clear()

    def _hang_up(self) -> None:
        if self._process.stdin is not None:
            try:
                self._process.stdin.close()
            except OSError:
                pass

    def _take(self, line: bytes) -> None:
        try:
            said = json.loads(line)
            event = said["event"]
        except (ValueError, TypeError, KeyError):
            text = line.decode(errors="replace").rstrip()
            raise PlateauError(f"The program wrote {text[:100]!r}, which is no line of its protocol.") from None
        if event == "begin" and said["protocol"] != PROTOCOL:
            raise PlateauError(f"The program speaks version {said['protocol']} of its protocol; expected {PROTOCOL}.")
        if event in ("progress", "log"):
            self._try(lambda: self._screen.show(said["text"]))
        elif event == "note":
            self.answer.notes.append(said["text"])
        elif event == "warning":
            self.warnings.append(said["text"])
        elif event == "result":
            self.answer.record = said["record"]
        elif event == "error":
            self.error = said["text"]
        elif event == "query":
            self._reply(said["number"])

    def _reply(self, number: int) -> None:
        reply: dict[str, Any] = {"reply": "logits", "number": number}
        if self._ask is None or not self._try(self._ask):
            reply = {"reply": "failure", "number": number, "text": repr(self.failure)}
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(reply).encode() + b"\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            # It has gone; its end says why.
            pass

    def _try(self, action: Callable[[], None]) -> bool:
        """Calls a function of the user; what it raises asks the program to end, and is kept."""
        if self.failure is not None:
            return False
        try:
            action()
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            self.failure = error
            self._process.send_signal(signal.SIGINT)
            return False
        return True


def _drain(process: subprocess.Popen[bytes], errors: bytearray) -> None:
    """Reads standard error to its end: the program would wait for that."""
    assert process.stderr is not None
    while piece := os.read(process.stderr.fileno(), 1 << 16):
        errors += piece


def _fail(status: int, message: str | None, text: str) -> NoReturn:
    """Raises what the program failed at: what it said, or else what stands on its standard error."""
    if status < 0:
        name = signal.Signals(-status).name
        hint = " Memory may have been short." if name == "SIGKILL" else ""
        raise PlateauError("\n".join(filter(None, [text.strip(), f"The program was ended by {name}.{hint}"])), status)
    if message is None:
        message = (text.partition("Error: ")[2] or text).partition("\nUsage: ")[0].strip()
    raise PlateauError(message or f"The program ended with status {status}.", status)


def _callers() -> int:
    """How far up the caller's own line is, from where it is asked."""
    frame, level = sys._getframe(1), 1
    while frame.f_back is not None and os.path.dirname(frame.f_code.co_filename) == os.path.dirname(__file__):
        frame, level = frame.f_back, level + 1
    return level
