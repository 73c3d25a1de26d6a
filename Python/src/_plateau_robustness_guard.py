"""Says that another project called ``plateau`` is installed, where ``import plateau`` would fail somewhere.

Both projects put their files into ``site-packages/plateau``, and installers do not object: the later one
overwrites ``__init__.py`` of the earlier. Where ours is the later one, ``plateau/__init__.py`` asks
:func:`conflict`. Where theirs is, nothing of ours runs on ``import plateau``; so ``plateau_robustness.pth``
puts a finder first in ``sys.meta_path``, which looks at this one name, when it is imported. It imports
nothing and reads no folder before.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def conflict() -> str | None:
    """The sentence for an error where a distribution called ``plateau`` is installed; otherwise None."""
    import os

    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for name in names:
            stem, extension = os.path.splitext(name)
            if extension in (".dist-info", ".egg-info") and stem.split("-")[0].lower() == "plateau":
                version = "".join(stem.split("-")[1:2])
                return (
                    f"another project that is called 'plateau'{version and f' ({version})'} is installed in"
                    f" '{folder or '.'}'. It and plateau-robustness are both imported as 'plateau', and their"
                    " files lie in the same folder, so that an environment can hold one of them only."
                    " Install plateau-robustness in a fresh environment; or remove the other one with"
                    " 'pip uninstall plateau' and install plateau-robustness again with"
                    " 'pip install --force-reinstall', since files of both had the same names."
                )
    return None


class Guard:
    """A finder that finds nothing, but objects to ``plateau`` where there are two of them."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: object = None) -> None:
        """Raises an ``ImportError`` with the sentence; all other names are none of its business."""
        if name == "plateau":
            text = conflict()
            if text:
                raise ImportError(text, name="plateau")


def install() -> None:
    """Puts the finder before all others."""
    if Guard not in sys.meta_path:
        sys.meta_path.insert(0, Guard)
