"""Writes elementary.safetensors: arguments and reference values of the elementary functions.

Made with Python 3.11 and mpmath 1.3: python make.py

Every value v is kept as two doubles, `high` = v rounded to nearest and `low` = v - high rounded to
nearest, so that errors far below one unit in the last place of a double are seen.
"""

import math
import os
import random
import sys

from mpmath import (
    atanh, cbrt, cos, erfc, exp, expm1, log, log1p, loggamma, mp, mpf, power, sin, tanh)

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tensor_files  # noqa: E402

mp.dps = 60
generator = random.Random(11)


def between(low, high, count):
    return [generator.uniform(low, high) for _ in range(count)]


def orders(low, high, count):
    """Numbers of all orders of magnitude between powers of two."""
    return [math.ldexp(generator.uniform(1, 2), generator.randint(low, high)) for _ in range(count)]


def around(*places):
    """Numbers next to places, on both sides."""
    return [f(x) for x in places for f in (
        lambda x: math.nextafter(x, -math.inf), lambda x: x, lambda x: math.nextafter(x, math.inf))]


def signed(values):
    return [s * v for v in values for s in (1, -1)]


steps = [k * math.log(2) / 256 for k in (1, 3, 127, 255, 257, 90001)]
parts = [1 + k / 128 for k in range(-40, 48, 8)]
arguments = {
    "exp": signed(around(*steps) + orders(-60, 8, 80)) + between(-745.1, 709.7, 200)
    + between(-745.1, -700, 40),
    "exp2": signed(orders(-60, 8, 80)) + between(-1074, 1023, 200) + between(-1074, -1000, 40),
    "expm1": signed(around(0.5, *steps[:3]) + orders(-70, 1, 120)) + between(-40, 709, 100),
    "log": around(31 / 32, 33 / 32, *parts) + orders(-1074, 1023, 150) + between(0.9, 1.1, 150),
    "log1p": signed(around(1 / 32) + orders(-70, -1, 100)) + orders(0, 1023, 60),
    "log2": around(1, *parts) + orders(-1074, 1023, 100) + between(0.9, 1.1, 100),
    "log10": around(1, *parts) + orders(-1074, 1023, 100) + between(0.9, 1.1, 100),
    "cbrt": signed(orders(-1074, 1023, 60)) + between(1, 8, 200),
    "tanh": signed(around(0.25, 22) + orders(-60, 3, 150)),
    "atanh": signed(around(0.5) + orders(-60, -2, 80) + between(0, 1, 80)),
    "cos": signed(orders(-30, 18, 80)) + between(0, 6.2831853, 200)
    + around(*[k * math.pi / 4 for k in range(1, 9)]),
    "erfc": signed(around(0.5) + orders(-60, -2, 40)) + between(-6, 27, 250),
    "lgamma": around(1, 2, 3, 10) + orders(-1000, 1000, 60) + between(0, 12, 250)
    + [float(k) for k in range(3, 60)],
}
functions = {
    "exp": exp, "exp2": lambda x: power(2, x), "expm1": expm1, "log": log, "log1p": log1p,
    "log2": lambda x: log(x) / log(mpf(2)), "log10": lambda x: log(x) / log(mpf(10)),
    "cbrt": lambda x: cbrt(x) if x >= 0 else -cbrt(-x), "tanh": tanh, "atanh": atanh, "cos": cos,
    "erfc": erfc, "lgamma": loggamma, "sin": sin,
}
bases = orders(-1074, 1023, 150) + between(0.9, 1.1, 100) + [0.9, 0.999, 10.0] * 30
exponents = [
    generator.uniform(-1, 1) * min(700 / abs(math.log(x)), 1e9) for x in bases[:250]
] + [float(generator.randint(1, 300)) for _ in bases[250:]]
arguments["sin"] = (
    signed(orders(-60, 18, 80)) + between(0, 6.2831853, 200)
    + around(*[k * math.pi / 4 for k in range(1, 9)] + [k * math.pi for k in (10, 355, 100000)]))
# Of tiny numbers 1 + x keeps all digits.
mp.dps = 400
values = {name: [functions[name](mpf(x)) for x in xs] for name, xs in arguments.items()}
values["pow"] = [power(mpf(x), mpf(y)) for x, y in zip(bases, exponents)]

tensors = {name + ".arguments": xs for name, xs in arguments.items()}
tensors |= {"pow.arguments": bases, "pow.exponents": exponents}
for name, exact in values.items():
    tensor_files.pairs(tensors, name, exact)

tensor_files.write("elementary.safetensors", tensors)
