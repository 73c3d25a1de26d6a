"""Manual pages of a program that knows --experimental-dump-help of swift-argument-parser, in man(7)."""

import datetime
import os
import re
import subprocess
import textwrap

from release import ROOT


def pages(dump, version):
    """The pages of a program and of all its subcommands, by names such as plateau-data-list."""
    root = dump["command"]
    found = {}

    def add(command, above):
        path = [*above, command["commandName"]]
        found["-".join(path)] = _page(command, path, version)
        for one in _subcommands(command):
            add(one, path)

    add(root, [])
    return found


def _subcommands(command):
    """Those that are shown: `help` has nothing to be said of."""
    return [one for one in command.get("subcommands", ())
            if one.get("shouldDisplay", True) and one["commandName"] != "help"]


def _page(command, path, version):
    name = "-".join(path)
    arguments = [one for one in command.get("arguments", ()) if one.get("shouldDisplay", True)]
    # A date, so that readers can tell pages apart: that of the sources.
    lines = [f'.TH "{name.upper()}" "1" "{_date()}" "Plateau {version}" "User Commands"',
             ".SH NAME", f"{_plain(name)} \\- {_plain(command.get('abstract', '').rstrip('.'))}",
             ".SH SYNOPSIS", f".B {_plain(' '.join(path))}", *_synopsis(command, arguments)]
    if command.get("discussion"):
        lines += [".SH DESCRIPTION", *_paragraphs(command["discussion"])]
    if _subcommands(command):
        lines.append(".SH COMMANDS")
        for one in _subcommands(command):
            lines += [".TP", f".BR {_plain(f'{name}-' + one['commandName'])} (1)", *_text(one.get("abstract", ""))]
    titles = dict.fromkeys(one.get("sectionTitle") for one in arguments)
    for title in titles:
        lines.append(f".SH {_plain((title or 'options').upper())}")
        for one in arguments:
            if one.get("sectionTitle") == title:
                lines += _argument(one)
    others = {"-".join(path[:-1])} | ({"plateau"} if len(path) > 1 else set())
    others |= {f"{name}-{one['commandName']}" for one in _subcommands(command)}
    others = sorted(others - {""})
    if others:
        lines.append(".SH SEE ALSO")
        lines += [f".BR {_plain(one)} (1)" + ("," if one != others[-1] else "") for one in others]
    return "\n".join(lines) + "\n"


def _synopsis(command, arguments):
    lines = [".RI [ options ]"] if any(one["kind"] != "positional" for one in arguments) else []
    for one in arguments:
        if one["kind"] == "positional":
            dots = " ..." if one.get("isRepeating") else ""
            word = f".I {_plain(one['valueName'])}{dots}"
            lines.append(f".RI [ {_plain(one['valueName'])}{dots.strip()} ]" if one.get("isOptional") else word)
    if _subcommands(command):
        lines.append(".I command")
    return lines


def _argument(one):
    value = _plain(one.get("valueName", "value"))
    if one["kind"] == "positional":
        head = f".I {value}"
    else:
        names = ", ".join(("-" if name["kind"] == "short" else "--") + name["name"] for name in one["names"])
        head = f".B {_plain(names)}" if one["kind"] == "flag" else f".BI \"{_plain(names)} \" {value}"
    text = " ".join(filter(None, (one.get("abstract"), _values(one), _default(one))))
    lines = [".TP", head, *_text(text)]
    if one.get("discussion"):
        lines += [".IP", *_text(one["discussion"])]
    return lines


def _values(one):
    """The values that an option takes, unless its text says them."""
    values = one.get("allValues", ())
    is_said = all(re.search(rf"\b{re.escape(value)}\b", one.get("abstract", "")) for value in values)
    return None if is_said or one["kind"] == "flag" else f"Values: {', '.join(values)}."


def _default(one):
    return f"Default: {one['defaultValue']}." if one.get("defaultValue") else None


def _paragraphs(text):
    """Paragraphs, with those kept as they are that begin with a space."""
    lines = []
    for index, paragraph in enumerate(re.split(r"\n\s*\n", text.strip("\n"))):
        if index > 0:
            lines.append(".PP")
        if paragraph.startswith(" "):
            lines += [".nf", *(_line(_plain(one)) for one in paragraph.splitlines()), ".fi"]
        else:
            lines += _text(paragraph)
    return lines


def _text(text):
    """A paragraph in lines of up to 76 characters; manual pages should have 80 bytes at most."""
    words = " ".join(_plain(text).split())
    return [_line(one) for one in textwrap.wrap(words, 76, break_long_words=False, break_on_hyphens=False)]


def _line(text):
    """A line in which nothing is taken for a macro."""
    return "\\&" + text if text[:1] in ("'", ".") else text


def _plain(text):
    """Text with the characters that have a meaning in roff: hyphens stay those that can be copied."""
    return text.replace("\\", "\\e").replace("-", "\\-")


def _date():
    """The date of the sources: SOURCE_DATE_EPOCH, or that of the commit; nothing where there is neither."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True)
        seconds = done.stdout.strip()
    return datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc).date().isoformat() if seconds else ""
