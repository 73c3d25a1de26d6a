"""Writes the npy and npz fixtures with NumPy, and checks the archives that Plateau wrote.

Made with Python 3 and numpy 2.4: python make.py
"""

import gzip
import io
import zipfile

import numpy as np
from numpy.lib import format as npy

# One array of each type, with values that show byte order, signs and the ends of the ranges.
TYPES = {
    "b1": np.array([True, False, True]),
    "u1": np.array([0, 7, 255], np.uint8),
    "i1": np.array([-128, 0, 127], np.int8),
    "u2": np.array([0, 258, 65535], np.uint16),
    "i2": np.array([-32768, 258, 32767], np.int16),
    "u4": np.array([0, 16777217, 2**32 - 1], np.uint32),
    "i4": np.array([-(2**31), 16777217, 2**31 - 1], np.int32),
    "u8": np.array([0, 2**53 + 1, 2**63 - 1], np.uint64),
    "i8": np.array([-(2**63), 2**53 + 1, 2**63 - 1], np.int64),
    "f2": np.array([1, -65504, 6e-8, np.inf, -0.0], np.float16),
    "f4": np.array([0.1, -3.4028234663852886e38, 1e-45, np.nan], np.float32),
    "f8": np.array([0.1, 1e300, -5e-324, 1 + 2**-24, -np.inf], np.float64),
}
arrays = dict(TYPES)
for name, values in TYPES.items():
    if values.itemsize > 1:
        arrays["big_" + name] = values.astype(values.dtype.newbyteorder(">"))
grid = np.arange(24, dtype=np.float32).reshape(2, 3, 4) / 8
arrays["scalar"] = np.float64(2.5)
arrays["empty"] = np.zeros((0, 3), np.float32)
arrays["grid"] = grid
arrays["fortran"] = np.asfortranarray(grid)
arrays["big_fortran"] = np.asfortranarray(grid.astype(">f8"))
np.savez("stored.npz", **arrays)
np.savez_compressed("deflated.npz", **arrays)

# Single files in all versions; Plateau writes the first three with the same bytes.
np.save("float.npy", grid)
np.save("double.npy", np.array([[0.5, -2], [1e300, 5e-324]]))
np.save("integers.npy", np.array([-1, 0, 2**62]))
np.save("booleans.npy", np.array([[True], [False]]))
np.save("fortran.npy", np.asfortranarray(grid))
for major in (2, 3):
    with open(f"version{major}.npy", "wb") as file:
        npy.write_array(file, grid, version=(major, 0))

# Types that are refused.
refused = {
    "complex": np.array([1j]),
    "object": np.array([{}], object),
    "bytes": np.array([b"ab"]),
    "strings": np.array(["ab"]),
    "dates": np.array(["2020-01-01"], "datetime64[D]"),
    "spans": np.array([1], "timedelta64[s]"),
    "records": np.zeros(1, [("a", "<f4"), ("b", "<i4")]),
    "raw": np.zeros(1, "V3"),
    "long": np.zeros(1, np.longdouble),
}
np.savez_compressed("refused.npz", **refused)

# Datasets in the layouts that are read.
x = (np.arange(2 * 3 * 4).reshape(2, 3, 4) * 10 % 256).astype(np.uint8)
y = np.array([2, 0])
np.savez("test-only.npz", x=x, y=y)
np.savez_compressed(
    "both.npz",
    x_train=(np.arange(3 * 8).reshape(3, 2, 2, 2) / 32),
    y_train=np.array([0, 4, 1], np.uint8),
    x_test=np.asfortranarray(np.arange(8).reshape(1, 2, 2, 2) / 8).astype(np.float32),
    y_test=np.array([3.0]),
)


class Pipe(io.RawIOBase):
    """A file that cannot seek, so that sizes follow the data."""

    def __init__(self):
        self.bytes = b""

    def writable(self):
        return True

    def write(self, data):
        self.bytes += bytes(data)
        return len(data)


pipe = Pipe()
with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
    for name, values in {"x": x, "y": y}.items():
        entry = io.BytesIO()
        np.save(entry, values)
        archive.writestr(zipfile.ZipInfo(name + ".npy"), entry.getvalue(), zipfile.ZIP_DEFLATED)
with open("piped.npz", "wb") as file:
    file.write(pipe.bytes)

for name, method in {"bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA}.items():
    with zipfile.ZipFile(name + ".npz", "w", method) as archive:
        archive.writestr(zipfile.ZipInfo("x.npy"), b"x" * 100, method)

# As small as deflate gets: a thousandth.
with open("zeros.gz", "wb") as file:
    file.write(gzip.compress(bytes(1 << 20), mtime=0))

# What Plateau wrote, with numbers of 32 and of 64 bits: tests compare their bytes.
for name in ("plateau.npz", "plateau-wide.npz"):
    try:
        with zipfile.ZipFile(name) as archive:
            assert archive.testzip() is None
        written = np.load(name)
    except FileNotFoundError:
        continue
    assert written.files == ["x", "y", "success", "σ"], written.files
    assert written["x"].dtype == np.float32 and (written["x"] == grid.reshape(2, 12)).all()
    assert written["y"].dtype == np.int64 and (written["y"] == [7, -3]).all()
    assert written["success"].dtype == bool and (written["success"] == [True, False]).all()
    assert written["σ"].dtype == np.float64 and (written["σ"] == [[0.1], [1e300]]).all()
    print("NumPy reads", name)
