"""Writes random graphs of all operations that are read, products of values and softmax among them.

Made with Python 3, onnx 1.23 and onnxruntime 1.32: python make_random_any.py SEED COUNT FOLDER

Beside those of make_random_all.py, whose files these are like: products, quotients and matrix products of values,
Softmax and LogSoftmax, layer, instance and Lp normalizations, Max and Min of values, further reductions, comparisons
with Where, and TopK.
"""

from onnx import helper

import make_random
from make_random import Dead
from make_random_all import AllGraph


class AnyGraph(AllGraph):
    def other(self, v):
        """A value of the same sides, perhaps the same."""
        return self.random.choice([o for o in self.values if o.sides == v.sides])

    def product(self, v):
        return self.node("Mul", [v, self.other(v)], v.sides)

    def quotient(self, v):
        size = self.node("Abs", [self.other(v)], v.sides)
        return self.node("Div", [v, self.node("Add", [size, self.constant(self.positive(1))], v.sides)], v.sides)

    def scores(self, v):
        """Products of matrices with themselves, as attention has them."""
        if len(v.sides) < 2 or v.sides[-2] > 8:
            raise Dead
        n = len(v.sides)
        turned = self.transpose(v, list(range(n - 1)) + [n, n - 1])
        sides = list(v.sides[:-1]) + [v.sides[-2]]
        scores = self.node("MatMul", [v, turned], sides)
        if self.chance(0.5):
            self.need(13)
            scores = self.node("Softmax", [scores], sides, axis=-1)
            return self.node("MatMul", [scores, v], v.sides)
        return self.node("MatMul", [scores, v], v.sides) if self.chance(0.5) else scores

    def soften(self, v):
        self.need(13)
        axis = self.axis(v)
        # A model that ends in the softmax of one number is refused.
        if v.sides[axis - 1] == 1:
            raise Dead
        kind = self.pick("Softmax", "Softmax", "LogSoftmax")
        return self.node(kind, [v], v.sides, axis=self.signed(v, axis))

    def standardize(self, v):
        kind = self.pick("LayerNormalization", "InstanceNormalization", "LpNormalization")
        if kind == "LayerNormalization":
            self.need(17)
            axis = self.axis(v)
            sides = v.sides[axis - 1:]
            parts = [self.constant(self.array(*sides)) for _ in range(self.pick(1, 2))]
            return self.node(kind, [v] + parts, v.sides, axis=self.signed(v, axis), epsilon=self.pick(None, 0.01))
        if kind == "InstanceNormalization":
            if len(v.sides) < 2:
                raise Dead
            parts = [self.constant(self.array(v.sides[0])) for _ in range(2)]
            return self.node(kind, [v] + parts, v.sides, epsilon=self.pick(None, 0.01))
        # Away from 0, where a length has no slope.
        moved = self.node("Add", [v, self.constant(self.positive(1))], v.sides)
        return self.node(kind, [moved], v.sides, axis=self.signed(v, self.axis(v)), p=self.pick(None, 1, 2))

    def extreme(self, v):
        self.need(8)
        return self.node(self.pick("Max", "Min"), [v, self.other(v)], v.sides)

    def condense(self, v):
        kind = self.pick("ReduceMin", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSumExp", "ReduceProd")
        axes = sorted(self.random.sample(range(1, len(v.sides) + 1), self.random.randint(1, len(v.sides))))
        kept = self.chance(0.5)
        sides = [1 if a + 1 in axes else s for a, s in enumerate(v.sides)] if kept else [
            s for a, s in enumerate(v.sides) if a + 1 not in axes]
        if not sides:
            raise Dead
        if self.opset < 18:
            return self.node(kind, [v], sides, axes=axes, keepdims=int(kept))
        return self.node(kind, [v, self.integers(*axes)], sides, keepdims=int(kept))

    def compare(self, v):
        self.need(9)
        name = self.name()
        limit = self.constant(self.array(1) + 0.0123)
        self.nodes.append(helper.make_node(self.pick("Greater", "Less"), [v.name, limit], [name]))
        return self.node("Where", [name, v, self.other(v)], v.sides)

    def rank(self, v):
        self.need(11)
        axis = self.axis(v)
        count = self.random.randint(1, v.sides[axis - 1])
        sides = list(v.sides)
        sides[axis - 1] = count
        name = self.name()
        self.nodes.append(helper.make_node(
            "TopK", [v.name, self.integers(count)], [name, self.name()], axis=self.signed(v, axis),
            largest=self.pick(0, 1, 1)))
        return self.node("Identity", [name], sides)

    def steps(self):
        return super().steps() + [
            (self.product, 3), (self.quotient, 1), (self.scores, 2), (self.soften, 3), (self.standardize, 3),
            (self.extreme, 2), (self.condense, 2), (self.compare, 1), (self.rank, 1)]


if __name__ == "__main__":
    make_random.Graph = AnyGraph
    make_random.main()
