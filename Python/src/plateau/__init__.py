"""Plateau: is this robustness real? Attacks, proofs and checks of a classifier, and a verdict.

    import plateau
    result = plateau.audit(model, x, y, epsilon=8/255)
    result.verdict, result.robust_accuracy, result.x_adv

The work is done by the program ``plateau``, which the wheel installs beside the interpreter; this package
hands models and arrays to it and takes its answers. Importing it imports NumPy and nothing larger.
"""

import _plateau_robustness_guard as _guard

_conflict = _guard.conflict()
if _conflict is not None:
    raise ImportError(_conflict, name="plateau")

from ._analyze import AnalysisResult, analyze
from ._attack import AttackResult, SingleAttack, attack
from ._audit import AuditResult, audit
from ._certify import CertificationResult, certify
from ._data import Dataset, data
from ._errors import InputError, PlateauError, PlateauWarning, ProgramNotFoundError
from ._program import program
from ._reproduce import ReproductionResult, reproduce
from ._train import TrainingResult, train
from ._version import __version__

__all__ = [
    "AnalysisResult",
    "AttackResult",
    "AuditResult",
    "CertificationResult",
    "Dataset",
    "InputError",
    "PlateauError",
    "PlateauWarning",
    "ProgramNotFoundError",
    "ReproductionResult",
    "SingleAttack",
    "TrainingResult",
    "__version__",
    "analyze",
    "attack",
    "audit",
    "certify",
    "data",
    "program",
    "reproduce",
    "train",
]
