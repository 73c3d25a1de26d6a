"""The version, of the package and of the program that it goes with."""

__version__ = "0.1.0"
