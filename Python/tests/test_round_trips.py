"""Arrays of all types, orders and shapes arrive exactly, or are refused by name.

PLATEAU_ROUND_TRIPS is their number, 200 unless it says something else."""

import os
import pathlib
import tempfile
import unittest
import warnings

import numpy as np
from support import write_perceptron

import plateau
from plateau import _arrays
from plateau._task import Command, evaluate

TYPES = ["?", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8", "g", "c8", "c16", "S3", "U2", "M8[s]",
         "m8[s]", "O", "V4", [("a", "f4"), ("b", "i2")]]
SHAPES = [(6,), (1, 2, 3), (2, 3), (1, 1, 6), (6, 1)]
LARGEST = float(np.finfo(np.float32).max)
SPOILED = [(), (0,), (6, 0), (2, 0, 3)]


def random_array(random):
    """An array of any type, byte order, memory order and shape, with values over its whole range."""
    kind = TYPES[random.integers(len(TYPES))] if random.random() < 0.4 else TYPES[random.integers(12)]
    dtype = np.dtype(kind)
    if isinstance(kind, str) and random.random() < 0.4:
        dtype = dtype.newbyteorder(">")
    count = int(random.integers(1, 6))
    sides = SHAPES[random.integers(len(SHAPES))] if random.random() < 0.9 else SPOILED[random.integers(len(SPOILED))]
    shape = (0, *sides) if random.random() < 0.05 else (count, *sides)
    size = int(np.prod(shape))
    if dtype.kind in "fc" and dtype.itemsize <= 8:
        values = random.integers(0, 256, size * dtype.itemsize, np.uint8).view(dtype)
        if random.random() < 0.9 and dtype.kind == "f":
            with np.errstate(all="ignore"):
                values = np.where(np.isfinite(values) & (np.abs(values) < 1e30), values, 0.5).astype(dtype)
    elif dtype.kind in "iub":
        values = random.integers(0, 256, size * dtype.itemsize, np.uint8)
        values = (values % 2 if dtype.kind == "b" else values).view(dtype)
    elif dtype.kind == "O":
        values = np.array([None] * size, dtype)
    else:
        values = np.zeros(size, dtype)
    array = values.reshape(shape)
    order = random.integers(4)
    if order == 1:
        array = np.asfortranarray(array)
    elif order == 2 and array.ndim:
        array = np.ascontiguousarray(array[::-1])[::-1]
    elif order == 3 and array.ndim:
        array = np.repeat(array, 2, axis=-1)[..., ::2]
    return array


class RoundTripTests(unittest.TestCase):
    def setUp(self):
        # Of a small epsilon, and of casts that overflow.
        caught = warnings.catch_warnings()
        caught.__enter__()
        self.addCleanup(caught.__exit__, None, None, None)
        warnings.simplefilter("ignore")

    def test_arrays_arrive_or_are_refused_by_name(self):
        count = int(os.environ.get("PLATEAU_ROUND_TRIPS", "200"))
        random = np.random.default_rng(0)
        with tempfile.TemporaryDirectory() as folder:
            model = pathlib.Path(folder) / "model.safetensors"
            write_perceptron(model, [(np.zeros((2, 6)), np.array([1.0, 0.0]))], (1, 2, 3))
            arrived, refused = 0, 0
            for index in range(count):
                x = random_array(random)
                bounds = (0, 1) if x.dtype.kind == "b" or x.dtype == np.uint8 else (-LARGEST, LARGEST)
                kept = x.tobytes()
                with self.subTest(index=index, dtype=str(x.dtype), shape=x.shape, strides=x.strides):
                    try:
                        found = evaluate(
                            Command("attack", "adversarial.npz"), model, x, np.zeros(len(x) if x.ndim else 0, int),
                            ["--attack", "fgsm", "--epsilon", "1e-3"], bounds=bounds, mean=None, std=None, seed=None,
                            threads=1, output=None, resume=False, progress=False)
                    except plateau.InputError as error:
                        refused += 1
                        self.assertRegex(str(error), r"^x(\[[\d, ]+\])? (is|has) ")
                        self.assertTrue(x.dtype.kind not in "fiub" or x.dtype.itemsize > 8 or x.size == 0 or x.ndim < 2
                                        or not np.isfinite(x.astype(np.float32)).all(), "it could have been taken")
                    else:
                        arrived += 1
                        expected = x.astype(np.float32) / np.float32(255 if x.dtype == np.uint8 else 1)
                        got = found.arrays["x"]
                        self.assertEqual(got.shape, x.shape)
                        self.assertEqual(got.dtype, np.float32)
                        self.assertEqual(got.tobytes(), np.ascontiguousarray(expected).tobytes())
                        none = np.zeros(len(x), bool)
                        back = _arrays.adversarial(found.x, found.bounds, got, none)
                        if x.dtype.kind == "f" and x.dtype.itemsize > 2:
                            self.assertEqual(back.dtype, x.dtype.newbyteorder("="))
                            np.testing.assert_array_equal(back, x)
                        else:
                            np.testing.assert_array_equal(back, expected)
                    self.assertEqual(x.tobytes(), kept, "the array was changed")
            self.assertGreater(arrived, count // 2)
            self.assertGreater(refused, count // 20)


if __name__ == "__main__":
    unittest.main()
