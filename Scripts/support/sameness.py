"""What has to be the same in the files of two runs that differ in level, threads or machine.

A file becomes a list of parts, (place, bytes): fields of JSON and CSV as they are written, members of
an npz file, tensors of a safetensors file, values of a database. What MAY_DIFFER lists is left out
there and nowhere else; all other files are taken byte for byte.
"""
import csv
import hashlib
import io
import json
import os
import sqlite3
import struct
import zipfile

# Fields of JSON and columns of CSV.
MAY_DIFFER = frozenset((
    "seconds",  # of a run, an epoch, an attack, an example
    "threads", "level", "system", "plateau",  # where a run was made, and by which version
))


class Literal(str):
    """A number as it is written."""


def parts(path):
    """The parts of a file, in order; one that cannot be read as what it is called is taken whole."""
    with open(path, "rb") as file:
        content = file.read()
    whole = [("the file", content)]
    try:
        match os.path.splitext(path)[1]:
            case ".sqlite":
                return database(path)
            case ".json":
                return fields(content)
            case ".jsonl":
                return [(f"line {number}{place}", value)
                        for number, line in enumerate(content.splitlines(), 1)
                        for place, value in fields(line)]
            case ".csv":
                return table(content)
            case ".npz":
                return members(content) + whole
            case ".safetensors":
                return tensors(content) + whole
    except (sqlite3.DatabaseError, zipfile.BadZipFile, struct.error, ValueError, KeyError):
        pass
    return whole


def fields(content):
    found = []

    def add(value, place):
        if isinstance(value, list):
            found.append((place, f"a list of {len(value)}".encode()))
            for number, item in enumerate(value):
                add(item, f"{place}[{number}]")
        elif isinstance(value, Pairs):
            found.append((place, f"an object of {len(value)}".encode()))
            for key, item in value:
                add(item, f"{place}.{key}")
        else:
            found.append((place, str(value).encode() if isinstance(value, Literal)
                          else json.dumps(value).encode()))

    class Pairs(tuple):
        """An object, in the order of the file."""

    def pairs(items):
        return Pairs(item for item in items if item[0] not in MAY_DIFFER)

    add(json.loads(content, object_pairs_hook=pairs, parse_float=Literal, parse_int=Literal,
                   parse_constant=Literal), "")
    return found


def table(content):
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    names = rows[0] if rows else []
    return [(f"row {number}, {names[column] if column < len(names) else column}", value.encode())
            for number, row in enumerate(rows) for column, value in enumerate(row)
            if column >= len(names) or names[column] not in MAY_DIFFER]


def members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def tensors(content):
    size = struct.unpack("<Q", content[:8])[0]
    header, body = content[8:8 + size], content[8 + size:]
    entries = json.loads(header)
    entries.pop("__metadata__", None)
    return [("the header", header)] + [
        (name, body[slice(*entry["data_offsets"])])
        for name, entry in sorted(entries.items(), key=lambda item: item[1]["data_offsets"])]


def database(path):
    """The rows in the order of their keys; an attack is numbered by its settings, not as it came."""
    store = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        names = store.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        found = [(f"{name}, its columns", sql.encode()) for name, sql in names]
        settings = sorted(store.execute("SELECT * FROM attacks").fetchall(),
                          key=lambda row: ordered(row[1:]))
        numbers = {row[0]: number for number, row in enumerate(settings)}
        for name, _ in names:
            cursor = store.execute(f'SELECT * FROM "{name}"')
            columns = [column[0] for column in cursor.description]
            key = "id" if name == "attacks" else "attack"
            rows = [tuple(numbers[value] if column == key else value
                          for column, value in zip(columns, row)) for row in cursor]
            for number, row in enumerate(sorted(rows, key=ordered)):
                found += [(f"{name}, row {number}, {column}", stored(value))
                          for column, value in zip(columns, row)]
        return found
    finally:
        store.close()


def ordered(row):
    return [(type(value).__name__, value if value is not None else 0) for value in row]


def stored(value):
    if isinstance(value, bytes):
        return value
    return (value.hex() if isinstance(value, float) else repr(value)).encode()


def digest(parts):
    """A SHA-256 of parts."""
    result = hashlib.sha256()
    for place, value in parts:
        for item in (place.encode(), value):
            result.update(struct.pack("<Q", len(item)) + item)
    return result.hexdigest()


def difference(ours, theirs):
    """The first place where two lists of parts differ, and what is there; or None."""
    for (place, value), (other, found) in zip(ours, theirs):
        if place != other:
            return f"{place} against {other}"
        if value != found:
            return f"{place}: {shown(value)} against {shown(found)}"
    if len(ours) != len(theirs):
        longer = max(ours, theirs, key=len)
        return f"{longer[min(len(ours), len(theirs))][0]} is in one alone"
    return None


def shown(value):
    if len(value) <= 60 and all(32 <= byte < 127 for byte in value):
        return value.decode()
    return f"{len(value)} bytes of SHA-256 {hashlib.sha256(value).hexdigest()[:12]}"


def files(folder):
    """The files in a folder, by their paths in it."""
    return sorted(os.path.relpath(os.path.join(root, name), folder)
                  for root, _, names in os.walk(folder) for name in names)
