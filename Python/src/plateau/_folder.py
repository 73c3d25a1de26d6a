"""A private folder for what goes to the program and comes from it."""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
from pathlib import Path
from types import TracebackType

from ._errors import PlateauError

_PREFIX = "plateau-py-"
_LOCK = "lock"


class PrivateFolder:
    """A temporary folder that nobody else can read (mode 0700), removed at the end of the block.

    Its lock is inherited by the program, so that it is held as long as one of the two lives: what runs that
    were killed have left behind is removed when the next folder is made.
    """

    path: Path
    """The folder."""
    lock: int
    """The descriptor of the lock, which the program is to inherit."""

    def __enter__(self) -> PrivateFolder:
        remove_leftovers()
        try:
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        except OSError as error:
            raise PlateauError(
                f"There is no folder for temporary files: {error.strerror or error}. Let the environment variable"
                " TMPDIR name one that can be written."
            ) from error
        # Locked before it has its name: others look for that.
        self.lock = os.open(self.path / "locking", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        os.rename(self.path / "locking", self.path / _LOCK)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self.lock)


def remove_leftovers() -> None:
    """Removes folders of this user whose makers are gone; never fails."""
    try:
        parent = tempfile.gettempdir()
        names = [name for name in os.listdir(parent) if name.startswith(_PREFIX)]
    except OSError:
        return
    for name in names:
        folder = os.path.join(parent, name)
        try:
            status = os.lstat(folder)
            if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
                continue
            lock = os.open(os.path.join(folder, _LOCK), os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            pass
        finally:
            os.close(lock)
