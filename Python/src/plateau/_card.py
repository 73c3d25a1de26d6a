"""The verdict card: what a notebook shows of an audit, in the words and colours of the report."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import PurePath
from typing import Any

# Those of the report, told apart without red and green (Okabe and Ito, "Color Universal Design", 2008).
_STYLE = """
.plateau-card { --ground: #fdfdfc; --panel: #f4f4f1; --ink: #1a1d21; --muted: #5a626c; --rule: #dcdcd6;
  --track: #e2e2dc; --naive: #b84e00; --honest: #0068a6; --clean: #8b929a; --good: #00825e;
  color-scheme: light dark; max-width: 44rem; padding: 1.1rem 1.3rem 0.9rem; border: 1px solid var(--rule);
  border-radius: 10px; background: var(--panel); color: var(--ink);
  font: 0.95rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
@media (prefers-color-scheme: dark) { .plateau-card { --ground: #14171a; --panel: #1c2024; --ink: #e4e7ea;
  --muted: #9ca5af; --rule: #343a41; --track: #31373e; --naive: #f0a04b; --honest: #56b4e9; --clean: #8d96a0;
  --good: #2fbf94; } }
.plateau-card .kicker { margin: 0; font-size: 0.78rem; font-weight: 600; letter-spacing: 0.09em;
  text-transform: uppercase; color: var(--muted); }
.plateau-card .head { display: flex; flex-wrap: wrap; gap: 0.3rem 0.8rem; align-items: center;
  justify-content: space-between; margin: 0.2rem 0 0.8rem; }
.plateau-card .title { margin: 0; font: 600 1.25rem/1.25 ui-serif, Charter, "Iowan Old Style", Palatino, "Noto Serif",
  Georgia, serif; overflow-wrap: anywhere; }
.plateau-card .badge { font-size: 0.82rem; font-weight: 700; letter-spacing: 0.06em; white-space: nowrap;
  border: 1.5px solid currentColor; border-radius: 99px; padding: 0.1rem 0.7rem; }
.plateau-card .bad, .plateau-card .warning { color: var(--naive); } .plateau-card .good { color: var(--good); }
.plateau-card .open { color: var(--muted); }
.plateau-card ul.bars.bars { display: grid; gap: 0.45rem; margin: 0 0 0.8rem; padding: 0; list-style: none; }
.plateau-card .bars li { margin: 0; }
.plateau-card .label { display: block; font-size: 0.88rem; line-height: 1.35; color: var(--muted); }
.plateau-card .label strong { font-weight: 600; color: var(--ink); }
.plateau-card .row { display: flex; align-items: center; gap: 0.8rem; }
.plateau-card .track { flex: 1; height: 0.7rem; border-radius: 3px; background: var(--track); overflow: hidden; }
.plateau-card .bar { display: block; height: 100%; background: var(--mark); }
.plateau-card .value { flex: none; width: 5rem; text-align: right; font-size: 1.15rem; line-height: 1.3;
  font-weight: 700; font-variant-numeric: tabular-nums; }
.plateau-card .clean { --mark: var(--clean); } .plateau-card .proven { --mark: var(--good); }
.plateau-card .naive { --mark: var(--naive); } .plateau-card .honest { --mark: var(--honest); }
.plateau-card .naive .value, .plateau-card .honest .value { color: var(--mark); }
.plateau-card p { margin: 0 0 0.6rem; } .plateau-card .causes { margin: 0 0 0.6rem; padding-left: 1.1rem; }
.plateau-card .note { font-size: 0.85rem; color: var(--muted); }
.plateau-card .warning { font-weight: 600; } .plateau-card details { margin: 0 0 0.6rem; }
.plateau-card summary { cursor: pointer; }
"""

_TONES = {
    "ROBUST": "good",
    "PLAUSIBLE": "good",
    "INCONCLUSIVE": "open",
    "OVERESTIMATED": "bad",
    "MASKED": "bad",
    "BROKEN": "bad",
}
_REASONS = {
    "OVERESTIMATED": "What the usual attacks were too weak for:",
    "INCONCLUSIVE": "What is likely to be wrong with the data, the likeliest first:",
}
_METHODS = {
    "interval": "interval bounds",
    "crown": "CROWN",
    "alpha-crown": "α-CROWN",
    "complete": "branch and bound",
}


def naive_accuracy(record: dict[str, Any]) -> float | None:
    """The lowest accuracy that attacks with naive float32 gradients report."""
    found = [
        one["robustAccuracy"]
        for one in record["attacks"]
        if one["gradient"] == "naive" and one["precision"] == "float"
    ]
    return min(found, default=None)


def percent(share: float) -> str:
    """A share as a percentage with one digit after the point."""
    return f"{100 * share:.1f}\u00a0%"


def audit(record: dict[str, Any]) -> str:
    """A self-contained piece of HTML, light and dark, that loads nothing and needs no script."""
    verdict = record["verdict"]
    norm = {"linf": "ℓ∞", "l2": "ℓ2"}.get(record["norm"], record["norm"])
    parts = [
        f"<style>{_STYLE}</style>",
        '<p class="kicker">Plateau · audit</p>',
        f'<div class="head"><p class="title">Is the robustness of {escape(_name(record))} real?</p>',
        f'<span class="badge {_TONES.get(verdict, "open")}">{escape(verdict)}</span></div>',
        *_bars(record),
        *_reasons(record),
        *_warnings(record),
        f'<p class="note">{escape(_counts(record))} {norm}, ε = {record["epsilon"]:.4g}.</p>',
    ]
    return f'<div class="plateau-card">{"".join(parts)}</div>'


def _name(record: dict[str, Any]) -> str:
    """The model, without the folders above that of its file."""
    path = PurePath(record["model"])
    return str(PurePath(*path.parts[-2:])) if path.is_absolute() else str(path)


def _bars(record: dict[str, Any]) -> Iterator[str]:
    naive = naive_accuracy(record)
    rows = [("clean", "Without an attack", "classified correctly", record["cleanAccuracy"])]
    if naive is not None:
        rows.append(("naive", "A usual evaluation would report", "naive float32 gradients", naive))
    rows += [
        (
            "honest",
            "The worst case over all attacks",
            "the most that can be claimed",
            record["worstCase"]["robustAccuracy"],
        ),
    ]
    certified = record.get("certifiedAccuracy")
    if certified is not None:
        rows.append(("proven", "Proven", _method(record), certified))
    yield '<ul class="bars">'
    for tone, label, remark, share in rows:
        # A bar of nothing keeps a line.
        length = 100 * min(max(share, 0.004), 1)
        yield (
            f'<li class="{tone}"><span class="label"><strong>{label}</strong>, {remark}</span>'
            f'<span class="row"><span class="track" aria-hidden="true"><span class="bar" style="width: {length:.1f}%">'
            f'</span></span><span class="value">{percent(share)}</span></span></li>'
        )
    yield "</ul>"
    if record.get("queries"):
        yield "<p>The model only answers queries: attacked by these alone, nothing is proven.</p>"
    elif certified is None:
        yield "<p>No bound applies to the model.</p>"


def _reasons(record: dict[str, Any]) -> Iterator[str]:
    if record["causes"]:
        reason = _REASONS.get(record["verdict"], "What hid the difference:")
        if record["verdict"] == "INCONCLUSIVE" and not _fails(record, "cleanAccuracy"):
            reason = "Why nothing can be concluded:"
        yield f"<p>{reason}</p>"
        items = "".join(f"<li>{escape(cause[:1].upper() + cause[1:])}</li>" for cause in record["causes"])
        yield f'<ul class="causes">{items}</ul>'


def _fails(record: dict[str, Any], name: str) -> bool:
    return any(check["name"] == name and check["result"] == "fail" for check in record["checks"])


def _warnings(record: dict[str, Any]) -> Iterator[str]:
    failed = [check for check in record["checks"] if check["result"] == "fail"]
    if failed:
        # Where a check is why nothing can be said, it stands open; a cause that is named says it better.
        is_open = " open" if record["verdict"] == "INCONCLUSIVE" else ""
        made = sum(check["result"] != "notApplicable" for check in record["checks"])
        items = "".join(f"<li>{escape(one['name'])}: {escape(one['evidence'])}</li>" for one in failed)
        verb = "fails" if len(failed) == 1 else "fail"
        yield (
            f'<details{is_open}><summary class="warning">{len(failed)} of {made} checks {verb}</summary>'
            f'<ul class="causes note">{items}</ul></details>'
        )
    if record.get("ties"):
        yield f'<p class="warning">Of {_count(record["ties"])} examples the label ties with another class.</p>'
    if record.get("notFinite"):
        yield f'<p class="warning">Of {_count(record["notFinite"])} examples a logit is not finite.</p>'


def _counts(record: dict[str, Any]) -> str:
    decisions = record["decisions"]
    return (
        f"Of {_count(record['examples'])} examples {_count(decisions['certified'])} are certified,"
        f" {_count(decisions['falsified'])} falsified, and {_count(decisions['undecided'])} undecided."
    )


def _method(record: dict[str, Any]) -> str:
    certification = record.get("certification")
    if certification is None:
        return "interval bounds"
    if certification["isExact"]:
        return "exact, the network is linear"
    return _METHODS.get(certification["method"], escape(certification["method"]))


def _count(number: int) -> str:
    return f"{number:,}"
