"""Writes random graphs of all operations that are read, with inputs and the outputs of onnxruntime.

Made with Python 3, onnx 1.23 and onnxruntime 1.32: python make_random_all.py SEED COUNT FOLDER

Beside those of make_random.py, whose files these are like: nonlinearities, what moves numbers, reductions,
maxima, Einsum, CumSum, Where, resizing, arithmetic of shapes and constants, values whose batch lies elsewhere
for a while, functions of the model, and graphs that end in anything. Opsets go from 7 to 23.
"""

import numpy as np
from onnx import helper

import make_random
from make_random import Dead, Graph, Value


class AllGraph(Graph):
    def __init__(self, seed):
        super().__init__(seed)
        self.opset = self.random.choice([7, 8, 9, 10, 11, 12] + list(range(13, 24)) * 2)
        self.functions = []

    def need(self, opset):
        if self.opset < opset:
            raise Dead

    def axis(self, v, first=1):
        if len(v.sides) < first:
            raise Dead
        return self.random.randint(first, len(v.sides))

    def signed(self, v, axis, opset=1):
        """An axis, counted from the first or, where the opset lets it be, the last."""
        return axis - len(v.sides) - 1 if self.opset >= opset and self.chance(0.4) else axis

    # Functions of each number

    def function(self, v):
        kind, opset, attributes = self.pick(
            ("Abs", 7, {}), ("Elu", 7, {"alpha": self.pick(None, 0.5)}), ("Selu", 7, {}),
            ("Celu", 12, {"alpha": self.pick(None, 0.5)}), ("Gelu", 20, {"approximate": self.pick(None, "tanh")}),
            ("Softplus", 7, {}), ("Softsign", 7, {}), ("HardSigmoid", 7, {"alpha": self.pick(None, 0.5)}),
            ("HardSwish", 14, {}), ("Mish", 18, {}), ("Erf", 9, {}), ("Sign", 9, {}), ("Floor", 7, {}),
            ("Ceil", 7, {}), ("Round", 11, {}), ("PRelu", 7, None), ("PRelu", 9, None))
        self.need(opset)
        if kind == "PRelu":
            return self.node(kind, [v, self.constant(self.beside(v))], v.sides)
        return self.node(kind, [v], v.sides, **attributes)

    # Moves

    def concat(self, v):
        axis = self.axis(v)
        parts, sides = [v], list(v.sides)
        fits = [o for o in self.values if len(o.sides) == len(sides) and all(
            a == axis - 1 or o.sides[a] == s for a, s in enumerate(sides))]
        for _ in range(self.pick(0, 1, 1, 2)):
            if self.fixed and self.chance(0.4):
                own = list(v.sides)
                own[axis - 1] = self.random.randint(0, 3)
                parts.append(self.constant(self.array(1, *own)))
                sides[axis - 1] += own[axis - 1]
            else:
                other = self.random.choice(fits)
                parts.append(other)
                sides[axis - 1] += other.sides[axis - 1]
        self.random.shuffle(parts)
        return self.node("Concat", parts, sides, axis=self.signed(v, axis, 11))

    def split(self, v):
        axis = self.axis(v)
        size = v.sides[axis - 1]
        count = self.random.randint(1, min(3, size))
        cuts = sorted(self.random.sample(range(1, size), count - 1))
        widths = [b - a for a, b in zip([0] + cuts, cuts + [size])]
        names = [self.name() for _ in widths]
        attributes, inputs = {"axis": self.signed(v, axis, 11)}, [v.name]
        if self.opset >= 13:
            inputs.append(self.integers(*widths))
        else:
            attributes["split"] = widths
        self.nodes.append(helper.make_node("Split", inputs, names, **attributes))
        for name, width in zip(names, widths):
            sides = list(v.sides)
            sides[axis - 1] = width
            self.values.append(Value(name, sides))
        return self.values[-1]

    def slice(self, v):
        axes = self.random.sample(range(1, len(v.sides) + 1), self.random.randint(1, len(v.sides)))
        starts, ends, steps, sides = [], [], [], list(v.sides)
        for axis in axes:
            size = v.sides[axis - 1]
            step = self.pick(1, 1, 2, -1) if self.opset >= 10 else 1
            start, end = sorted([self.random.randint(0, size), self.random.randint(0, size)])
            if start == end:
                start, end = 0, size
            taken = range(start, end, step) if step > 0 else range(end - 1, start - 1, step)
            first, last = (start, end) if step > 0 else (end - 1, start - 1 if start else -size - 1)
            if step > 0 and self.chance(0.3):
                last = 2 ** 31 if last == size else last - size
            starts.append(first), ends.append(last), steps.append(step)
            sides[axis - 1] = len(taken)
        if self.opset < 10:
            return self.node("Slice", [v], sides, starts=starts, ends=ends, axes=axes)
        return self.node("Slice", [v, self.integers(*starts), self.integers(*ends),
                                   self.integers(*[self.signed(v, a) for a in axes]), self.integers(*steps)], sides)

    def gather(self, v):
        axis = self.axis(v)
        size = v.sides[axis - 1]
        shape = self.pick([], [1], [2], [3], [2, 2])
        places = self.numbers.integers(-size if self.opset >= 11 else 0, size, shape)
        sides = list(v.sides)
        sides[axis - 1:axis] = shape
        if not sides or len(sides) > 4:
            raise Dead
        return self.node("Gather", [v, self.constant(np.array(places, np.int64), "i")], sides,
                         axis=self.signed(v, axis))

    def repeat(self, v):
        if self.chance(0.5):
            self.need(8)
            sides = [self.pick(1, 2, 3) if s == 1 else s for s in v.sides]
            target = [1] + [self.pick(1, s) if s == o else s for s, o in zip(sides, v.sides)]
            if self.chance(0.3):
                target = target[self.random.randint(1, len(target) - 1):]
            sides = list(v.sides)
            for a, t in zip(range(len(sides))[::-1], target[::-1]):
                sides[a] = max(sides[a], t)
            return self.node("Expand", [v, self.integers(*target)], sides)
        times = [self.pick(1, 1, 2, 3) for _ in v.sides]
        return self.node("Tile", [v, self.integers(1, *times)], [s * t for s, t in zip(v.sides, times)])

    def edges(self, v):
        n = len(v.sides)
        mode = self.pick("edge", "reflect", "wrap" if self.opset >= 19 else "edge")
        pads = [0] * (2 * n + 2)
        for axis in range(max(1, n - 1), n + 1):
            for place in (axis, axis + n + 1):
                pads[place] = self.random.randint(0, min(2, v.sides[axis - 1] - 1))
        sides = [s + pads[a + 1] + pads[a + n + 2] for a, s in enumerate(v.sides)]
        if self.opset < 11:
            return self.node("Pad", [v], sides, pads=pads, mode=mode)
        return self.node("Pad", [v, self.integers(*pads)], sides, mode=mode)

    def resize(self, v):
        self.need(11)
        if len(v.sides) != 3:
            raise Dead
        mode = self.pick("nearest", "linear")
        transform = self.pick(None, "asymmetric", "align_corners", "half_pixel", "pytorch_half_pixel")
        nearest = self.pick(None, "floor", "ceil", "round_prefer_ceil") if mode == "nearest" else None
        if mode == "nearest" and transform == "align_corners":
            raise Dead
        sides = [v.sides[0]] + [s * self.pick(1, 2, 3) for s in v.sides[1:]]
        scales = [1.0, 1.0] + [t / s for t, s in zip(sides[1:], v.sides[1:])]
        return self.node("Resize", [v, "", self.constant(np.array(scales, np.float32))], sides, mode=mode,
                         coordinate_transformation_mode=transform, nearest_mode=nearest)

    def depth(self, v):
        if len(v.sides) != 3:
            raise Dead
        channels, height, width = v.sides
        if channels % 4 == 0 and self.chance(0.6):
            return self.node("DepthToSpace", [v], [channels // 4, height * 2, width * 2], blocksize=2,
                             mode=self.pick(None, "CRD", "DCR") if self.opset >= 11 else None)
        if height % 2 or width % 2:
            raise Dead
        return self.node("SpaceToDepth", [v], [channels * 4, height // 2, width // 2], blocksize=2)

    # Sums and maxima

    def reduce(self, v):
        axes = self.random.sample(range(1, len(v.sides) + 1), self.random.randint(1, len(v.sides)))
        keeps = self.chance(0.6) or len(axes) == len(v.sides)
        sides = [1 if a + 1 in axes else s for a, s in enumerate(v.sides)]
        if not keeps:
            sides = [s for a, s in enumerate(v.sides) if a + 1 not in axes]
        kind = self.pick("ReduceSum", "ReduceMean", "ReduceMax")
        keep = None if keeps else 0
        given = [self.signed(v, a, 11) for a in axes]
        if self.opset >= {"ReduceSum": 13}.get(kind, 18):
            return self.node(kind, [v, self.integers(*given)], sides, keepdims=keep)
        return self.node(kind, [v], sides, axes=given, keepdims=keep)

    def largest(self, v):
        if len(v.sides) > 1 and self.chance(0.3):
            return self.node("GlobalMaxPool", [v], [v.sides[0]] + [1] * (len(v.sides) - 1))
        self.need(8)
        others = [o for o in self.values if o.sides == v.sides]
        inputs = [v] + [self.random.choice(others) for _ in range(self.pick(1, 1, 2))]
        return self.node(self.pick("Max", "Min"), inputs, v.sides)

    def multiply(self, v):
        if len(v.sides) < 2:
            raise Dead
        outputs = self.random.randint(1, 4)
        return self.node("MatMul", [v, self.constant(self.array(v.sides[-1], outputs))],
                         list(v.sides[:-1]) + [outputs])

    def einsum(self, v):
        self.need(12)
        letters = "ijkl"[:len(v.sides)]
        sizes = dict(zip(letters, v.sides))
        if self.chance(0.3):
            kept = self.random.sample(letters, self.random.randint(1, len(letters)))
            return self.node("Einsum", [v], [sizes[c] for c in kept], equation=f"b{letters}->b{''.join(kept)}")
        shared = self.random.sample(letters, self.random.randint(1, len(letters)))
        added = self.random.sample("mn", self.random.randint(0, 2))
        sizes.update((c, self.random.randint(1, 3)) for c in added)
        other = shared + added
        self.random.shuffle(other)
        kept = [c for c in letters if self.chance(0.6)] + [c for c in added if self.chance(0.8)]
        self.random.shuffle(kept)
        if not kept:
            raise Dead
        constant = self.constant(self.array(*[sizes[c] for c in other]))
        terms = [(v, "b" + letters), (constant, "".join(other))]
        if self.chance(0.4):
            terms.reverse()
        equation = ",".join(t for _, t in terms) + "->b" + "".join(kept)
        return self.node("Einsum", [x for x, _ in terms], [sizes[c] for c in kept], equation=equation)

    def accumulate(self, v):
        self.need(11)
        if self.isDouble:
            raise Dead
        axis = self.constant(np.array(self.signed(v, self.axis(v)), np.int64), "i")
        return self.node("CumSum", [v, axis], v.sides, exclusive=self.pick(None, 1), reverse=self.pick(None, 1))

    # Choices and constants

    def choose(self, v):
        self.need(9)
        sides = [s if self.chance(0.6) else 1 for s in v.sides]
        if self.chance(0.5):
            test = self.constant(self.numbers.integers(0, 2, sides).astype(bool))
        else:
            one, other = self.constant(self.array(*sides)), self.constant(self.array(*sides))
            test = self.name("t")
            self.nodes.append(helper.make_node(self.pick("Greater", "Less"), [one, other], [test]))
            if self.chance(0.5):
                inverse = self.name("t")
                self.nodes.append(helper.make_node("Not", [test], [inverse]))
                test = inverse
        others = [o for o in self.values if o.sides == v.sides]
        pair = [v, self.random.choice(others) if self.chance(0.4) else self.constant(self.beside(v))]
        self.random.shuffle(pair)
        return self.node("Where", [test] + pair, v.sides)

    def fold(self, v):
        """Constants that nodes calculate first."""
        array = self.beside(v)
        name = self.constant(array)
        for _ in range(self.random.randint(1, 3)):
            kind = self.pick("Neg", "Abs", "Mul", "Add", "Relu", "Max")
            made = self.name("k")
            if kind == "Max" and self.opset < 8:
                raise Dead
            inputs = [name] if kind in ("Neg", "Abs", "Relu") else [name, self.constant(np.asarray(self.array(1)[0]))]
            self.nodes.append(helper.make_node(kind, inputs, [made]))
            name = made
        return self.node(self.pick("Add", "Sub", "Mul"), [v, name], v.sides)

    # Detours of the batch

    def detour(self, v):
        n = len(v.sides)
        if self.chance(0.4):
            flat = self.name()
            self.nodes.append(helper.make_node("Reshape", [v.name, self.integers(-1)], [flat]))
            sides = self.factors(v)
            return self.node("Reshape", [flat, self.integers(-1, *sides)], sides)
        order = list(range(n + 1))
        self.random.shuffle(order)
        turned = self.name()
        self.nodes.append(helper.make_node("Transpose", [v.name], [turned], perm=order))
        # Another order, in which the batch is the first again.
        rest = [p for p in range(n + 1) if order[p] != 0]
        self.random.shuffle(rest)
        back = [order.index(0)] + rest
        return self.node("Transpose", [turned], [v.sides[order[p] - 1] for p in rest], perm=back)

    def call(self, v):
        """A function of the model."""
        if self.opset < 16 or self.isDouble:
            raise Dead
        name = f"F{len(self.functions)}"
        nodes = [helper.make_node("Mul", ["a", "c"], ["m"]), helper.make_node("LeakyRelu", ["m"], ["r"]),
                 helper.make_node("Add", ["r", "a"], ["y"])]
        nodes[1].attribute.add(name="alpha", ref_attr_name="slope", type=1)
        self.functions.append(helper.make_function(
            "local", name, ["a", "c"], ["y"], nodes, [helper.make_opsetid("", self.opset)], ["slope"]))
        result = self.node(name, [v, self.constant(self.beside(v))], v.sides, slope=self.pick(0.25, 0.5))
        self.nodes[-1].domain = "local"
        return result

    def steps(self):
        return [(self.view, 3), (self.activate, 2), (self.calculate, 2), (self.combine, 3), (self.dense, 1),
                (self.convolve, 2), (self.pool, 1), (self.normalize, 1), (self.pad, 1), (self.function, 3),
                (self.concat, 2), (self.split, 1), (self.slice, 2), (self.gather, 1), (self.repeat, 1),
                (self.edges, 1), (self.resize, 1), (self.depth, 1), (self.reduce, 2), (self.largest, 1),
                (self.multiply, 1), (self.einsum, 2), (self.accumulate, 1), (self.choose, 1), (self.fold, 1),
                (self.detour, 1), (self.call, 1)]

    def build(self):
        self.start()
        steps = self.steps()
        for _ in range(self.random.randint(1, 9)):
            step = self.random.choices([s for s, _ in steps], [w for _, w in steps])[0]
            v = self.values[-1] if self.chance(0.65) else self.random.choice(self.values)
            kept = len(self.nodes), len(self.initializers), list(self.values), len(self.functions)
            try:
                step(v)
            except (Dead, ValueError, IndexError):
                del self.nodes[kept[0]:], self.initializers[kept[1]:], self.functions[kept[3]:]
                self.values = kept[2]
        v = self.values[-1]
        if sum(s > 1 for s in v.sides) > 1:
            v = self.node("Flatten", [v], [v.count])
        if self.chance(0.2):
            v = self.last(v)
        if self.chance(0.15):
            v = self.node("Sigmoid", [v], v.sides)
        self.output = v
        model = self.model()
        if self.functions:
            model.functions.extend(self.functions)
            model.opset_import.append(helper.make_opsetid("local", 1))
        return model


if __name__ == "__main__":
    make_random.Graph = AllGraph
    make_random.main()
