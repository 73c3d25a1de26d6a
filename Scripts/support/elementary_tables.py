"""Writes Sources/CPlateauKernels/functions_{exp,log,fits}.inc: tables and fitted polynomials.

Needs mpmath. The numbers are the same wherever it runs: 200 digits, rounded once.
"""

from pathlib import Path

from mpmath import chebyfit, erfc, euler, exp, floor, loggamma, log, mp, mpf

mp.dps = 200
HEAD = """// Made by Scripts/support/elementary_tables.py.

"""


def text(value):
    """A C constant that is the nearest double."""
    return float(value).hex()


def exponentials():
    yield "// 2^(i/128): the nearest double, and what it lacks in units of itself."
    yield "static const double powers[128][2] = {"
    for i in range(128):
        power = mpf(2) ** (mpf(i) / 128)
        near = mpf(float(power))
        yield f"  {{{text(near)}, {text((power - near) / near)}}},"
    yield "};"


def logarithms():
    yield "// For the i-th part of [0.6875, 1.375): a short inverse of its middle, and minus its"
    yield "// logarithm as a multiple of 2^-42 and the rest."
    yield "static const double inverses[128][3] = {"
    for i in range(128):
        lower = mpf(176 + i) / 256 if i < 80 else 1 + mpf(i - 80) / 128
        middle = lower + (mpf(1) / 512 if i < 80 else mpf(1) / 256)
        inverse = mpf(1) if i in (79, 80) else floor(1024 / middle + mpf(1) / 2) / 1024
        value = -log(inverse)
        high = floor(value * 2**42 + mpf(1) / 2) / 2**42
        yield f"  {{{text(inverse)}, {text(high)}, {text(value - high)}}},"
    yield "};"


def fitted(name, comment, function, ends, terms):
    """A polynomial through Chebyshev's points, highest power first."""
    with mp.workdps(80):
        coefficients, error = chebyfit(function, [mpf(e) for e in ends], terms, error=True)
    print(name, "errs by", mp.nstr(error, 3))
    yield f"// {comment}"
    yield f"static const double {name}[{terms}] = {{"
    for value in coefficients:
        yield f"  {text(value)},"
    yield "};"


def scaled_erfc(q):
    x = mpf("3.75") * (1 + q) / (1 - q)
    return (1 + 2 * x) * exp(x * x) * erfc(x)


def shape_of_log_gamma(t):
    # Over its zeros, where it has limits.
    if t == 0 or t == 1:
        return euler if t == 0 else 1 - euler
    return loggamma(1 + t) / (t * (t - 1))


def main():
    folder = Path(__file__).parents[2] / "Sources/CPlateauKernels"
    parts = [
        ("functions_exp.inc", [exponentials()]),
        ("functions_log.inc", [logarithms()]),
        (
            "functions_fits.inc",
            [
                fitted(
                    "scaled_erfc",
                    "(1 + 2x) exp(x^2) erfc(x) in (x - 3.75) / (x + 3.75), x from 0 to 28.",
                    scaled_erfc, ["-1", "0.765"], 25),
                fitted(
                    "log_gamma_shape",
                    "log gamma(1 + t) / (t (t - 1)) in t - 1/2, t from 0 to 1.",
                    lambda s: shape_of_log_gamma(s + mpf(1) / 2), ["-0.5", "0.5"], 22),
            ],
        ),
    ]
    for name, blocks in parts:
        lines = [line for block in blocks for line in [*block, ""]]
        (folder / name).write_text(HEAD + "\n".join(lines[:-1]) + "\n")


main()
