"""Safetensors files, written with Python alone."""

import json
import struct

TYPES = {"uint8": "U8", "float32": "F32", "float64": "F64", "int64": "I64"}


def pairs(tensors, name, exact):
    """Adds values of many digits as `name.high`, rounded to nearest, and `name.low`, the rest."""
    high = [float(value) for value in exact]
    tensors[name + ".high"] = high
    tensors[name + ".low"] = [float(value - type(value)(h)) for value, h in zip(exact, high)]


def write(path, tensors):
    """Writes arrays of NumPy, or lists of numbers as doubles, in the order in which they come."""
    header, data = {}, b""
    for name, values in tensors.items():
        start = len(data)
        if isinstance(values, list):
            kind, shape = "F64", [len(values)]
            data += struct.pack(f"<{len(values)}d", *values)
        else:
            kind, shape = TYPES[values.dtype.name], list(values.shape)
            data += values.astype(values.dtype.newbyteorder("<")).tobytes()
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [start, len(data)]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)
