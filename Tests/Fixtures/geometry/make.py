"""Writes paths.safetensors: the exact geometry of saturated networks along a path.

Made with Python 3.11, numpy 2.4 and mpmath 1.3, beside ../gradients: python make.py

The network is that of ../gradients/saturated.safetensors, the path goes from its input 1 to its input 5
in 11 points, (1 - s) a + s b rounded to double precision. Cases:

  gain300     hidden weights and biases times 300, the last layer's times 100: in double precision
              slopes and probabilities underflow
  logits300  the last layer's weights and biases times 300: probabilities below 10^-800 at full
              rank

For each, with values as mantissas * 2^exponents:

  CASE.euclidean, CASE.fisher      length elements |u| and sqrt(sum p_i p_j (u_i - u_j)^2)
  CASE.logits, CASE.probabilities  singular values of J and of (diag p - p p^T) J, descending

and what rounding can do, as factors of the unit roundoff:

  CASE.movement.paths        relative error of any path through the network: an error of a product of n
                             terms is (n + 2) sum |terms|, a log-slope moves by as much as its
                             pre-activation and by 6 roundings of its size
  CASE.movement.softmax      relative error of p_i p_j: that of log p_i and log p_j together, each twice
                             the movement of the logits and 8 roundings of their size
  CASE.condition.QUANTITY    what multiplies it: the same quantity with the magnitudes of all paths
                             (of singular values: the Frobenius norm), divided by the quantity (the
                             largest singular value)
  CASE.condition.relative    the same for each singular value of probabilities by itself: the largest
                             of a row's magnitude to its length, times the inverse of the least
                             singular value of the rows scaled to length 1

Everything is computed with 2000 digits, without a difference of probabilities.
"""

import json
import os
import struct
import sys

import numpy as np
from mpmath import eigsy, exp, frexp, matrix, mp, mpf, sqrt

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tensor_files  # noqa: E402

mp.dps = 2000
POINTS = 11


def read(path):
    with open(path, "rb") as file:
        size = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(size))
        data = file.read()
    types = {"F32": np.float32, "F64": np.float64, "I64": np.int64}
    return {
        name: np.frombuffer(data[slice(*t["data_offsets"])], types[t["dtype"]]).reshape(t["shape"])
        for name, t in header.items()
        if name != "__metadata__"
    }


stored = read("../gradients/saturated.safetensors")
base = [(stored[f"layers.{i}.weight"], stored[f"layers.{i}.bias"]) for i in range(3)]
source, target = (stored["inputs"][i].astype(np.float64) for i in (1, 5))


def scaled(hidden, last):
    factors = [hidden] * (len(base) - 1) + [last]
    return [(w * np.float32(f), b * np.float32(f)) for (w, b), f in zip(base, factors)]


def forward(network, x):
    """Logits, slopes of every hidden layer, and the relative errors of paths and of softmax."""
    a = [mpf(float(v)) for v in x]
    moved = np.zeros(len(a))
    slopes, movement = [], 0.0
    for index, (w, b) in enumerate(network):
        wide = w.astype(np.float64)
        size = np.array([float(v) for v in a])
        terms = np.abs(b.astype(np.float64)) + np.abs(wide) @ np.abs(size)
        shift = (len(a) + 2) * terms + np.abs(wide) @ moved
        z = [sum((mpf(float(v)) * h for v, h in zip(row, a)), mpf(float(c))) for row, c in zip(w, b)]
        largest = max(abs(float(v)) for v in z)
        movement += len(z) + 2
        if index == len(network) - 1:
            return z, slopes, movement, 4 * shift.max() + 16 * largest
        movement += shift.max() + 6 * max(1, largest)
        e = [exp(-abs(v)) for v in z]
        a = [(1 if v >= 0 else f) / (1 + f) for v, f in zip(z, e)]
        slopes.append([f / (1 + f) ** 2 for f in e])
        moved = np.array([float(s) for s in slopes[-1]]) * shift + 6 * np.array([float(v) for v in a])


def jacobian(network, slopes, part):
    """The rows of the Jacobian of the logits, of the magnitudes of all paths with part = abs."""
    rows = [[part(mpf(float(v))) for v in row] for row in network[-1][0]]
    for (w, _), slope in zip(network[-2::-1], slopes[::-1]):
        wide = [[part(mpf(float(v))) for v in row] for row in w]
        rows = [
            [sum(r * s * v[j] for r, s, v in zip(row, slope, wide)) for j in range(len(wide[0]))]
            for row in rows
        ]
    return rows


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def spectrum(rows):
    gram = matrix(len(rows))
    for i, a in enumerate(rows):
        for j, b in enumerate(rows[: i + 1]):
            gram[i, j] = gram[j, i] = dot(a, b)
    values = [sqrt(max(v, mpf(0))) for v in eigsy(gram, eigvals_only=True)]
    return sorted(values, reverse=True)


def norm(rows):
    return sqrt(sum(dot(row, row) for row in rows))


def weighted(p, rows, sign):
    """Rows p_i sum_j p_j (J_i - J_j), or with a plus sign."""
    result = []
    for i, a in enumerate(rows):
        parts = [[p[j] * (x + sign * y) for x, y in zip(a, b)] for j, b in enumerate(rows) if j != i]
        result.append([p[i] * sum(column) for column in zip(*parts)])
    return result


def split(values):
    exponents = [int(frexp(v)[1]) if v else 0 for v in values]
    return [float(v / mpf(2) ** e) for v, e in zip(values, exponents)], exponents


tensors = {}
for case, network in (("gain300", scaled(300, 100)), ("logits300", scaled(1, 300))):
    names = ("euclidean", "fisher", "logits", "probabilities")
    found = {name: [] for name in names}
    conditions = {name: [] for name in names + ("relative",)}
    movements = {"paths": [], "softmax": []}
    for point in range(POINTS):
        s = point / (POINTS - 1)
        z, slopes, *movement = forward(network, (1 - s) * source + s * target)
        for name, value in zip(movements, movement):
            movements[name].append(value)
        total = sum(exp(v - max(z)) for v in z)
        p = [exp(v - max(z)) / total for v in z]
        rows = jacobian(network, slopes, lambda v: v)
        paths = jacobian(network, slopes, abs)
        velocity = [mpf(float(v)) for v in target - source]
        u = [dot(row, velocity) for row in rows]
        bound = [dot(row, map(abs, velocity)) for row in paths]
        pairs = [(i, j) for i in range(len(u)) for j in range(i)]
        euclidean = sqrt(dot(u, u))
        fisher = sqrt(sum(p[i] * p[j] * (u[i] - u[j]) ** 2 for i, j in pairs))
        fisher_bound = sqrt(sum(p[i] * p[j] * (bound[i] + bound[j]) ** 2 for i, j in pairs))
        slanted, slanted_bound = weighted(p, rows, -1), weighted(p, paths, 1)
        logits, probabilities = spectrum(rows), spectrum(slanted)
        # Probabilities add up to 1: the last singular value is 0.
        probabilities[-1] = mpf(0)
        found["euclidean"].append(euclidean)
        found["fisher"].append(fisher)
        found["logits"] += logits
        found["probabilities"] += probabilities
        conditions["euclidean"].append(float(sqrt(dot(bound, bound)) / euclidean))
        conditions["fisher"].append(float(fisher_bound / fisher))
        conditions["logits"].append(float(norm(paths) / logits[0]))
        conditions["probabilities"].append(float(norm(slanted_bound) / probabilities[0]))
        rest = [i for i in range(len(p)) if p[i] != max(p)]
        lengths = {i: norm([slanted[i]]) for i in rest}
        unit = [[v / lengths[i] for v in slanted[i]] for i in rest]
        share = max(norm([slanted_bound[i]]) / lengths[i] for i in rest)
        conditions["relative"].append(float(share / spectrum(unit)[-1]))
        print(case, point, float(mp.log10(fisher)), movement, [c[-1] for c in conditions.values()])
    for name, values in found.items():
        shape = (POINTS,) if len(values) == POINTS else (POINTS, 10)
        mantissas, exponents = split(values)
        tensors[f"{case}.{name}.mantissas"] = np.array(mantissas).reshape(shape)
        tensors[f"{case}.{name}.exponents"] = np.array(exponents, np.int64).reshape(shape)
    for name, values in conditions.items():
        tensors[f"{case}.condition.{name}"] = np.array(values)
    for name, values in movements.items():
        tensors[f"{case}.movement.{name}"] = np.array(values)

tensor_files.write("paths.safetensors", dict(sorted(tensors.items())))
