"""Curves of cost against size: images to measure on, fits of exponents, and their plot."""
import array
import math
import random
import struct
import zipfile

SIDE, CLASSES = 28, 10
COLORS = {"training": "#0072b2", "PGD": "#d55e00", "interval bounds": "#009e73",
          "linear bounds": "#a8527f", "audit": "#8a6d00"}
MARKS = {"training": "circle", "PGD": "square", "interval bounds": "diamond",
         "linear bounds": "triangle", "audit": "circle"}


def write_images(path, count):
    """Writes an npz file of gray images in ten classes, the same on every machine.

    A thousand are different, as noise around ten prototypes, and come again after that: the cost of
    an image does not depend on what is in it.
    """
    generator = random.Random(0)
    prototypes = [generator.randbytes(SIDE * SIDE) for _ in range(CLASSES)]
    images = []
    for index in range(min(count, 1000)):
        noise = generator.randbytes(SIDE * SIDE)
        images.append(bytes(
            (3 * a + b) >> 2 for a, b in zip(prototypes[index % CLASSES], noise)))
    labels = array.array("B", (index % CLASSES for index in range(count)))
    pixels = b"".join(images) * -(-count // len(images))
    pixels = pixels[:count * SIDE * SIDE]
    few = min(count, 100)
    with zipfile.ZipFile(path, "w") as file:
        for part, number in (("train", count), ("test", few)):
            file.writestr(f"x_{part}.npy",
                          _npy((number, SIDE, SIDE)) + pixels[:number * SIDE * SIDE])
            file.writestr(f"y_{part}.npy", _npy((number,)) + labels.tobytes()[:number])


def _npy(shape):
    """The head of an npy file of bytes."""
    text = f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape!r}, }}"
    text += " " * (-(len(text) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode("ascii")


class Curve:
    """Times for sizes, and the exponent p of the fit time = c·sizeᵖ."""

    def __init__(self, quantity, name, sizes, times):
        self.quantity, self.name, self.sizes, self.times = quantity, name, sizes, times
        xs, ys = [math.log(size) for size in sizes], [math.log(time) for time in times]
        count = len(xs)
        middle_x, middle_y = sum(xs) / count, sum(ys) / count
        spread = sum((x - middle_x) ** 2 for x in xs)
        self.exponent = sum(
            (x - middle_x) * (y - middle_y) for x, y in zip(xs, ys)) / spread
        self.offset = middle_y - self.exponent * middle_x
        left = sum((y - self.offset - self.exponent * x) ** 2 for x, y in zip(xs, ys))
        self.error = math.sqrt(left / (count - 2) / spread) if count > 2 else math.nan
        self.last_slope = (ys[-1] - ys[-2]) / (xs[-1] - xs[-2])

    @property
    def record(self):
        return {"against": self.quantity, "costOf": self.name, "sizes": self.sizes,
                "seconds": self.times, "exponent": self.exponent,
                "standardError": self.error, "lastSlope": self.last_slope}

    @property
    def line(self):
        times = "  ".join(f"{time:.3g}" for time in self.times)
        return (f"{self.quantity:12} {self.name:16} {self.exponent:9.2f} {self.error:7.2f} "
                f"{self.last_slope:10.2f}  {times}")

    def fitted(self, size):
        return math.exp(self.offset + self.exponent * math.log(size))


# MARK: the plot

WIDTH, HEIGHT, GAP = 300, 300, 78
LEFT, TOP = 62, 40


def figure(curves):
    """An SVG image with a panel of logarithmic axes for each quantity that grows."""
    quantities = list(dict.fromkeys(curve.quantity for curve in curves))
    total = LEFT + len(quantities) * (WIDTH + GAP)
    height = TOP + HEIGHT + 128
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total} {height}" '
        f'width="{total}" height="{height}" font-family="system-ui, sans-serif" font-size="12" '
        'fill="#1a1d21">',
        "<title>Seconds against size, with fitted exponents</title>",
        f'<rect width="{total}" height="{height}" fill="#fdfdfc"/>']
    for index, quantity in enumerate(quantities):
        chosen = [curve for curve in curves if curve.quantity == quantity]
        parts += _panel(LEFT + index * (WIDTH + GAP), quantity, chosen)
    return "\n".join(parts + ["</svg>"]) + "\n"


def _panel(left, quantity, curves):
    sizes = sorted({size for curve in curves for size in curve.sizes})
    times = [time for curve in curves for time in curve.times]
    low = 10 ** math.floor(math.log10(min(times)))
    high = 10 ** math.ceil(math.log10(max(times)))

    def x(size):
        share = math.log(size / sizes[0]) / math.log(sizes[-1] / sizes[0])
        return left + 12 + share * (WIDTH - 24)

    def y(time):
        return TOP + HEIGHT - math.log(time / low) / math.log(high / low) * HEIGHT

    parts = [f'<text x="{left}" y="{TOP - 16}" font-weight="600">Seconds by {quantity}</text>']
    for power in range(round(math.log10(low)), round(math.log10(high)) + 1):
        height = y(10.0 ** power)
        parts.append(f'<path d="M{left} {height:.1f}h{WIDTH}" stroke="#e7e7e2"/>')
        parts.append(f'<text x="{left - 8}" y="{height + 4:.1f}" text-anchor="end" '
                     f'fill="#5a626c">{10.0 ** power:g}</text>')
    for size in sizes:
        parts.append(f'<path d="M{x(size):.1f} {TOP}v{HEIGHT}" stroke="#e7e7e2"/>')
        parts.append(f'<text x="{x(size):.1f}" y="{TOP + HEIGHT + 18}" text-anchor="middle" '
                     f'fill="#5a626c">{size:,}</text>'.replace(",", "\u202f"))
    parts.append(f'<path d="M{left} {TOP}v{HEIGHT}h{WIDTH}" fill="none" stroke="#5a626c"/>')
    for row, curve in enumerate(curves):
        color = COLORS[curve.name]
        first, last = curve.sizes[0], curve.sizes[-1]
        fit = [min(max(curve.fitted(size), low), high) for size in (first, last)]
        parts.append(
            f'<path d="M{x(first):.1f} {y(fit[0]):.1f}L{x(last):.1f} {y(fit[1]):.1f}" '
            f'stroke="{color}" stroke-dasharray="4 4" stroke-width="1.2"/>')
        parts += [_mark(MARKS[curve.name], x(size), y(time), color)
                  for size, time in zip(curve.sizes, curve.times)]
        height = TOP + HEIGHT + 44 + 18 * row
        parts.append(_mark(MARKS[curve.name], left + 6, height - 4, color))
        parts.append(f'<text x="{left + 18}" y="{height}">{curve.name}: exponent '
                     f'{curve.exponent:.2f} ± {curve.error:.2f}</text>')
    return parts


def _mark(kind, x, y, color):
    if kind == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{color}"/>'
    paths = {"square": "m-4 -4h8v8h-8z", "diamond": "m0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
             "triangle": "m0 -5l5 9h-10z"}
    return f'<path d="M{x:.1f} {y:.1f}{paths[kind]}" fill="{color}"/>'
