"""Writes kernels.safetensors: reference values of the nonlinearities in double precision.

Made with Python 3.11 and mpmath 1.3: python make.py

Every value v is kept as two doubles, `high` = v rounded to nearest and `low` = v - high rounded to
nearest, so that errors far below one unit in the last place of a double are seen.
"""

import os
import random
import sys

from mpmath import exp, expm1, log, log1p, mp, mpf, tanh

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tensor_files  # noqa: E402

mp.dps = 60

# Arguments: zero, both sides of every switch in the kernels, tails, subnormals, and random ones.
special = [0.0, 5e-324, 1e-310, 2.2250738585072014e-308, 1e-300, 1e-100, 1e-17, 1e-16, 1e-8, 1e-4]
special += [0.2499999999999999, 0.25, 0.2500000000000001, 0.49999999999999994, 0.5, 0.75, 1.0]
special += [18.0, 36.7, 37.5, 100.0, 300.0, 354.0, 372.5, 500.0, 700.0, 708.5, 709.78, 720.0]
special += [740.0, 744.4, 745.0, 745.2, 746.5, 1000.0, 1e6]
generator = random.Random(7)
for scale, count in [(0.3, 30), (2.0, 50), (20.0, 50), (40.0, 20), (750.0, 30)]:
    special += [generator.uniform(0, scale) for _ in range(count)]
arguments = [sign * value for value in special for sign in (1, -1)]


def sigmoid(z):
    return 1 / (1 + exp(-z))


def softplus(z):
    return log1p(exp(z)) if z < 0 else z + log1p(exp(-z))


def soft_step(z, softness):
    """softness * (softplus(z / softness) - softplus((z - 1) / softness)), exactly."""
    return -softness * log1p(expm1(-1 / mpf(softness)) * sigmoid(z / softness))


def soft_step_log_slope(z, softness):
    """log(sigmoid(z / softness) - sigmoid((z - 1) / softness)), exactly."""
    width = -expm1(-1 / mpf(softness))
    return log(width) - softplus(-z / softness) - softplus((z - 1) / softness)


functions = {
    "sigmoid": sigmoid,
    "sigmoid.slope": lambda z: sigmoid(z) * sigmoid(-z),
    "sigmoid.log_slope": lambda z: -abs(z) - 2 * log1p(exp(-abs(z))),
    "tanh": tanh,
    "tanh.slope": lambda z: 4 * sigmoid(2 * z) * sigmoid(-2 * z),
    "tanh.log_slope": lambda z: log(4) - 2 * abs(z) - 2 * log1p(exp(-2 * abs(z))),
    # Softened with T = 1/8, 1, 2 and 64: z / T is exact.
    "relu.0.125": lambda z: softplus(8 * z) / 8,
    "relu.0.125.log_slope": lambda z: -softplus(-8 * z),
    "relu.2": lambda z: 2 * softplus(z / 2),
    "relu.2.log_slope": lambda z: -softplus(-z / 2),
    "clipped.0.125": lambda z: soft_step(z, mpf(1) / 8),
    "clipped.0.125.log_slope": lambda z: soft_step_log_slope(z, mpf(1) / 8),
    "clipped.1": lambda z: soft_step(z, 1),
    "clipped.1.log_slope": lambda z: soft_step_log_slope(z, 1),
    "clipped.2": lambda z: soft_step(z, 2),
    "clipped.64": lambda z: soft_step(z, 64),
    "clipped.64.log_slope": lambda z: soft_step_log_slope(z, 64),
}

tensors = {"arguments": arguments}
for name, function in functions.items():
    tensor_files.pairs(tensors, name, [function(mpf(z)) for z in arguments])

tensor_files.write("kernels.safetensors", tensors)
