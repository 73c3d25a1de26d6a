"""Writes saturated.safetensors: a saturated sigmoid network and its exact input gradients.

Made with Python 3.11, numpy 2.4 and mpmath 1.3: python make.py

The network is 64-24-16-10 with random weights, all numbers rounded to single precision. Cases:

  gain30, gain300   hidden weights and biases times 30 and 300, rounded to single precision
  logits1000        gain 1, weights and biases of the last layer times 1000

The 16 inputs lie far from the thresholds of the units, as saturation training makes them: at gain
300 the naive gradient is exactly zero for all of them in double precision, at gain 30 for 12 of
them in single precision. Labels are the classes that the network gives. For each case and loss:

  CASE.LOSS.mantissas, .exponents   the gradient of example i is mantissas[i] * 2^exponents[i]
  CASE.LOSS.condition               the sum of the magnitudes of all paths, largest over the input,
                                    divided by the largest gradient component: what cancellation
                                    between paths multiplies a relative error of each by

Gradients are computed with 60 digits and exponents without limit; no 1 - a and no p - 1 occurs.
"""


import os
import sys

import numpy as np
from mpmath import exp, frexp, mp, mpf

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tensor_files  # noqa: E402

mp.dps = 60
generator = np.random.default_rng(2)
SIZES = [64, 24, 16, 10]
COUNT = 16


def single(values):
    return np.asarray(values, np.float32)


def random_network():
    """Pre-activations with a standard deviation of about 5, centered."""
    w1 = generator.normal(size=(24, 64)) * 5 / np.sqrt(64 / 6)
    b1 = -0.25 * w1.sum(1) + generator.normal(size=24) * 1.5
    w2 = generator.normal(size=(16, 24)) * 5 / np.sqrt(24 / 4)
    b2 = -0.5 * w2.sum(1) + generator.normal(size=16) * 1.5
    w3 = generator.normal(size=(10, 16)) / 2
    b3 = generator.normal(size=10) / 10
    return [(single(w), single(b)) for w, b in ((w1, b1), (w2, b2), (w3, b3))]


def scaled(network, hidden, last):
    factors = [hidden] * (len(network) - 1) + [last]
    return [(w * np.float32(f), b * np.float32(f)) for (w, b), f in zip(network, factors)]


def naive(network, inputs, labels, type_):
    """The gradient of cross-entropy as frameworks compute it."""
    a = inputs.astype(type_)
    activities = []
    with np.errstate(under="ignore"):
        for w, b in network[:-1]:
            z = a @ w.T.astype(type_) + b.astype(type_)
            e = np.exp(-abs(z))
            a = np.where(z < 0, e, 1).astype(type_) / (1 + e)
            activities.append(a)
        w, b = network[-1]
        z = a @ w.T.astype(type_) + b.astype(type_)
        p = np.exp(z - z.max(1, keepdims=True))
        signal = p / p.sum(1, keepdims=True)
        signal[np.arange(len(inputs)), labels(z)] -= 1
        for (w, _), a in zip(network[:0:-1], activities[::-1]):
            signal = (signal @ w.astype(type_)) * (a * (1 - a))
        return signal @ network[0][0].astype(type_)


def exact(network, x):
    """Logits and the slopes of every hidden layer."""
    a = [mpf(float(v)) for v in x]
    slopes = []
    for index, (w, b) in enumerate(network):
        z = [
            sum((mpf(float(v)) * h for v, h in zip(row, a)), mpf(float(c))) for row, c in zip(w, b)
        ]
        if index == len(network) - 1:
            return z, slopes
        e = [exp(-abs(v)) for v in z]
        a = [(1 if v >= 0 else f) / (1 + f) for v, f in zip(z, e)]
        slopes.append([f / (1 + f) ** 2 for f in e])


def logit_gradient(z, label, loss):
    rivals = [k for k in range(len(z)) if k != label]
    if loss == "margin":
        best = max(rivals, key=lambda k: z[k])
        return [mpf(1) if k == best else mpf(-1) if k == label else mpf(0) for k in range(len(z))]
    top = max(z)
    total = sum(exp(v - top) for v in z)
    p = [exp(v - top) / total for v in z]
    return [-sum(p[k] for k in rivals) if k == label else p[k] for k in range(len(z))]


def backward(network, slopes, signal, magnitude):
    """The signal at the input; of all magnitudes on the way if asked for."""
    for index in range(len(network) - 1, -1, -1):
        w = network[index][0]
        part = (lambda v: abs(mpf(float(v)))) if magnitude else (lambda v: mpf(float(v)))
        columns = range(w.shape[1])
        signal = [sum(s * part(w[i, j]) for i, s in enumerate(signal)) for j in columns]
        if index > 0:
            signal = [s * f for s, f in zip(signal, slopes[index - 1])]
    return signal


base = random_network()
winners = lambda z: z.argmax(1)
pool = generator.uniform(size=(40000, 64)) * (generator.uniform(size=(40000, 64)) < 0.5)
pool = single(pool)
zero30 = (naive(scaled(base, 30, 1), pool, winners, np.float32) == 0).all(1)
zero300 = (naive(scaled(base, 300, 1), pool, winners, np.float64) == 0).all(1)
chosen = np.concatenate(
    [np.flatnonzero(zero30 & zero300)[:12], np.flatnonzero(~zero30 & zero300)[:4]]
)
assert len(chosen) == COUNT
inputs = pool[np.sort(chosen)]

tensors = {"inputs": inputs}
for index, (w, b) in enumerate(base):
    tensors[f"layers.{index}.weight"] = w
    tensors[f"layers.{index}.bias"] = b

for case, hidden, last in (("gain30", 30, 1), ("gain300", 300, 1), ("logits1000", 1, 1000)):
    network = scaled(base, hidden, last)
    passes = [exact(network, x) for x in inputs]
    labels = [max(range(10), key=lambda k: z[k]) for z, _ in passes]
    tensors[f"{case}.labels"] = np.array(labels, np.int64)
    for loss in ("crossEntropy", "margin"):
        mantissas, exponents, conditions = [], [], []
        for (z, slopes), label in zip(passes, labels):
            signal = logit_gradient(z, label, loss)
            gradient = backward(network, slopes, signal, magnitude=False)
            paths = backward(network, slopes, [abs(s) for s in signal], magnitude=True)
            largest = max(abs(g) for g in gradient)
            exponent = int(frexp(largest)[1])
            mantissas.append([float(g / mpf(2) ** exponent) for g in gradient])
            exponents.append(exponent)
            conditions.append(float(max(paths) / largest))
        tensors[f"{case}.{loss}.mantissas"] = np.array(mantissas)
        tensors[f"{case}.{loss}.exponents"] = np.array(exponents, np.int64)
        tensors[f"{case}.{loss}.condition"] = np.array(conditions)
        print(case, loss, "exponents", min(exponents), max(exponents), "condition", max(conditions))

ordered = dict(sorted(tensors.items(), key=lambda t: -t[1].dtype.itemsize))
tensor_files.write("saturated.safetensors", ordered)
