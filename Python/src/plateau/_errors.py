"""What goes wrong, as exceptions."""

from __future__ import annotations


class PlateauError(Exception):
    """Something that the program refused or failed at, in its own words.

    Attributes:
        status: The exit status of the program: 1 where something failed, 2 for bad input, 70 for a bug of
            Plateau; None where the program was not asked.
    """

    status: int | None

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class InputError(PlateauError, ValueError):
    """An argument that cannot be right: the message names it, what was found, and what to do."""


class ProgramNotFoundError(PlateauError):
    """There is no program ``plateau`` that goes with this package."""


class PlateauWarning(UserWarning):
    """What the program warns of, in its own words, such as a normalization in other units."""
