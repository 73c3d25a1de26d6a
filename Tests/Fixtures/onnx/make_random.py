"""Writes random graphs of the operations that are read, with inputs and the outputs of onnxruntime.

Made with Python 3, onnx 1.23 and onnxruntime 1.32: python make_random.py SEED COUNT FOLDER

Every graph is valid: onnxruntime runs it. Values are taken by several nodes, viewed and transposed at
random places; constants are initializers, Constant nodes or attributes, on the left or on the right;
opsets go from 7 to 22. Numbers are multiples of 1/8, so that most sums are exact. FOLDER gets
random.safetensors: the models one after another with the places where they end, and the same for the
inputs and outputs, of two examples each where the batch is open.
"""

import json
import math
import os
import random
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

onnxruntime.set_default_logger_severity(4)
LARGEST = 2048


class Dead(Exception):
    """The graph has nowhere to go."""


class Value:
    """A value of a graph: its sides without the batch."""

    def __init__(self, name, sides):
        self.name, self.sides = name, tuple(sides)

    @property
    def count(self):
        return math.prod(self.sides)


class Graph:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.numbers = np.random.default_rng(seed)
        self.opset = self.random.choice([7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22])
        self.isDouble = self.chance(0.05)
        self.type = np.float64 if self.isDouble else np.float32
        self.nodes, self.initializers, self.values = [], [], []
        self.count = 0

    # Chances

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, *choices):
        return self.random.choice(choices)

    # Names, nodes and constants

    def name(self, stem="v"):
        self.count += 1
        return f"{stem}{self.count}"

    def array(self, *sides):
        return (self.numbers.integers(-8, 9, sides) / 8).astype(self.type)

    def positive(self, *sides):
        return (self.numbers.choice([0.25, 0.5, 1, 2, 4], sides)).astype(self.type)

    def constant(self, array, stem="c"):
        array = np.asarray(array)
        name = self.name(stem)
        if self.chance(0.3):
            self.nodes.append(helper.make_node("Constant", [], [name], value=numpy_helper.from_array(array)))
        elif self.chance(0.1):
            self.initializers.append(numpy_helper.from_array(array, name + "_"))
            self.nodes.append(helper.make_node("Identity", [name + "_"], [name]))
        else:
            self.initializers.append(numpy_helper.from_array(array, name))
        return name

    def integers(self, *numbers):
        return self.constant(np.array(numbers, np.int64), "i")

    def node(self, operation, inputs, sides, **attributes):
        if math.prod(sides) > LARGEST or min(sides, default=1) < 1:
            raise Dead
        name = self.name()
        inputs = [x.name if isinstance(x, Value) else x for x in inputs]
        self.nodes.append(helper.make_node(
            operation, inputs, [name], name=self.name("n") if self.chance(0.5) else "",
            **{k: v for k, v in attributes.items() if v is not None}))
        value = Value(name, sides)
        self.values.append(value)
        return value

    # Views

    def view(self, v):
        n = len(v.sides)
        kind = self.pick("identity", "dropout", "cast", "flatten", "reshape", "reshape", "squeeze",
                         "unsqueeze", "transpose", "transpose")
        if kind == "identity":
            return self.node("Identity", [v], v.sides)
        if kind == "dropout":
            if self.opset < 12:
                return self.node("Dropout", [v], v.sides, ratio=0.25)
            inputs = [v] + self.pick([], [self.constant(self.type(0.5))])
            if len(inputs) == 2 and self.chance(0.3):
                inputs.append(self.constant(np.array(False)))
            return self.node("Dropout", inputs, v.sides)
        if kind == "cast":
            return self.node("Cast", [v], v.sides, to=TensorProto.DOUBLE if self.isDouble else TensorProto.FLOAT)
        if kind == "flatten":
            axis = self.pick(None, 1, -n) if self.opset >= 11 and n else self.pick(None, 1)
            return self.node("Flatten", [v], [v.count], axis=axis)
        if kind == "reshape":
            return self.reshape(v, self.factors(v))
        if kind == "squeeze":
            ones = [a + 1 for a, side in enumerate(v.sides) if side == 1]
            if not ones or (len(v.sides) == len(ones) and self.chance(0.9)):
                raise Dead
            axes = self.random.sample(ones, self.random.randint(1, len(ones)))
            sides = [s for a, s in enumerate(v.sides) if a + 1 not in axes]
            if not sides:
                raise Dead
            if self.opset >= 11 and self.chance(0.3):
                axes = [a - n - 1 for a in axes]
            return self.withAxes("Squeeze", v, sides, axes)
        if kind == "unsqueeze":
            if n >= 4:
                raise Dead
            axis = self.random.randint(1, n + 1)
            sides = list(v.sides)
            sides.insert(axis - 1, 1)
            return self.withAxes("Unsqueeze", v, sides, [axis])
        if n < 2:
            raise Dead
        order = list(range(1, n + 1))
        if n == 3 and self.chance(0.7):
            order = self.pick([2, 3, 1], [3, 1, 2])
        else:
            self.random.shuffle(order)
        return self.transpose(v, order)

    def transpose(self, v, order):
        return self.node("Transpose", [v], [v.sides[a - 1] for a in order], perm=[0] + order)

    def withAxes(self, operation, v, sides, axes):
        if self.opset >= 13:
            return self.node(operation, [v, self.integers(*axes)], sides)
        return self.node(operation, [v], sides, axes=axes)

    def factors(self, v):
        """Sides of the same product."""
        if self.chance(0.4):
            return [v.count]
        if self.chance(0.2):
            return list(v.sides)
        rest, sides = v.count, []
        for _ in range(self.random.randint(0, 2)):
            divisors = [d for d in range(1, rest + 1) if rest % d == 0]
            sides.append(self.random.choice(divisors))
            rest //= sides[-1]
        sides.append(rest)
        return sides

    def reshape(self, v, sides):
        target = list(sides)
        kind = self.random.random()
        if kind < 0.4:
            target = [-1] + target
        elif kind < 0.6:
            target = [0] + target
            if self.chance(0.5):
                target[self.random.randint(1, len(target) - 1)] = -1
        elif kind < 0.8 and self.fixed:
            target = [1] + target
        else:
            # The size of the batch is computed in the graph.
            shape, size = self.name("s"), self.name("s")
            self.nodes.append(helper.make_node("Shape", [v.name], [shape]))
            self.nodes.append(helper.make_node("Gather", [shape, self.integers(0)], [size], axis=0))
            whole = self.name("s")
            self.nodes.append(helper.make_node("Concat", [size, self.integers(*target)], [whole], axis=0))
            return self.node("Reshape", [v, whole], sides)
        return self.node("Reshape", [v, self.integers(*target)], sides,
                         allowzero=0 if self.opset >= 14 and self.chance(0.2) else None)

    # Elementwise

    def activate(self, v):
        kind = self.pick("Relu", "Relu", "Relu", "Sigmoid", "Tanh", "LeakyRelu", "Clip", "Neg", "Bound")
        if kind == "LeakyRelu":
            return self.node(kind, [v], v.sides, alpha=self.pick(None, 0.25, 0.125, 0.0, 1.0, -0.5))
        if kind == "Clip":
            low, high = self.pick((None, None), (0, None), (-0.5, None), (None, 0.5), (0, 1), (0, 6), (-1, 1),
                                  (-0.25, 0.75), (0.25, 2.0))
            if self.opset < 11:
                return self.node(kind, [v], v.sides, min=low if low is None else float(low),
                                 max=high if high is None else float(high))
            inputs = [v] + ["" if x is None else self.constant(self.type(x)) for x in (low, high)]
            return self.node(kind, inputs, v.sides)
        if kind == "Bound":
            operation = self.pick("Max", "Min")
            if self.isDouble and self.opset < 8:
                raise Dead
            inputs = [v]
            for _ in range(self.pick(1, 1, 2, 0)):
                inputs.append(self.constant(self.beside(v)))
            self.random.shuffle(inputs)
            return self.node(operation, inputs, v.sides)
        return self.node(kind, [v], v.sides)

    def beside(self, v, positive=False):
        """A constant that broadcasts to a value."""
        n = len(v.sides)
        kind = self.pick("scalar", "one", "one", "last", "channel", "channel", "full", "some")
        if kind == "scalar":
            sides = []
        elif kind == "one":
            sides = [1] * self.random.randint(1, n + 1)
        elif kind == "last":
            sides = [v.sides[-1]]
        elif kind == "channel":
            sides = [v.sides[0]] + [1] * (n - 1)
        else:
            sides = list(v.sides)
            if kind == "some":
                sides = [s if self.chance(0.5) else 1 for s in sides]
            if self.chance(0.3):
                sides = [1] + sides
        if kind == "full" and self.chance(0.3):
            # The same everywhere, but written out.
            return np.full(sides, (self.positive if positive else self.array)(1)[0], self.type)
        return self.positive(*sides) if positive else self.array(*sides)

    def calculate(self, v):
        operation = self.pick("Add", "Sub", "Mul", "Div", "Add", "Mul")
        if operation == "Div":
            return self.node(operation, [v, self.constant(self.beside(v, True))], v.sides)
        array = self.beside(v, positive=operation == "Mul" and self.chance(0.7))
        if operation == "Mul" and self.chance(0.05):
            array = array * 0
        inputs = [v, self.constant(array)]
        if self.chance(0.4):
            inputs.reverse()
        return self.node(operation, inputs, v.sides)

    def combine(self, v):
        others = [o for o in self.values if o.sides == v.sides]
        far = [o for o in self.values if o.count == v.count and o.sides != v.sides]
        if far and (len(others) < 2 or self.chance(0.3)):
            others.append(self.reshape(self.random.choice(far), v.sides))
        other = self.random.choice(others)
        operation = self.pick("Add", "Add", "Add", "Sub", "Sum", "Sum")
        inputs = [v, other]
        if operation == "Sum" and self.chance(0.4):
            inputs.append(self.random.choice(others) if self.chance(0.5) else self.constant(self.beside(v)))
        if operation == "Sum" and self.chance(0.1):
            inputs = [v]
        self.random.shuffle(inputs)
        return self.node(operation, inputs, v.sides)

    # Layers

    def dense(self, v):
        if len(v.sides) != 1:
            if self.chance(0.5):
                if any(s != 1 for s in v.sides[:-1]):
                    raise Dead
                outputs = self.random.randint(1, 6)
                return self.node("MatMul", [v, self.constant(self.array(v.sides[-1], outputs))],
                                 list(v.sides[:-1]) + [outputs])
            v = self.node("Flatten", [v], [v.count])
        outputs = self.random.randint(1, 6)
        if v.count > 200:
            raise Dead
        if self.chance(0.4):
            result = self.node("MatMul", [v, self.constant(self.array(v.count, outputs))], [outputs])
            return result if self.chance(0.4) else self.node(
                "Add", self.random.sample([result, self.constant(self.array(outputs))], 2), [outputs])
        transposed = self.chance(0.6)
        weight = self.array(outputs, v.count) if transposed else self.array(v.count, outputs)
        inputs = [v, self.constant(weight)]
        bias = self.pick("none", "list", "list", "row", "scalar")
        if bias == "none" and self.opset < 11:
            bias = "list"
        if bias != "none":
            inputs.append(self.constant(
                self.array(*{"list": [outputs], "row": [1, outputs], "scalar": [1]}[bias])))
        return self.node("Gemm", inputs, [outputs], transB=1 if transposed else None,
                         alpha=self.pick(None, None, 0.5, 2.0), beta=self.pick(None, None, 0.5, 0.0))

    def images(self, v):
        """The value as an image, channels first."""
        if len(v.sides) == 3 and self.channelsLast and v.sides[2] <= 4 and v.sides[0] > 1 and self.chance(0.9):
            return self.transpose(v, [3, 1, 2])
        if len(v.sides) in (2, 3):
            return v
        if v.count >= 4:
            sides = self.factors(v)
            if len(sides) in (2, 3):
                return self.reshape(v, sides)
        raise Dead

    def back(self, v):
        return self.transpose(v, [2, 3, 1]) if self.channelsLast and len(v.sides) == 3 and self.chance(0.5) else v

    def window(self, sides, dilates=True):
        """A kernel with strides, padding and dilations; the sides that come out."""
        kernel, strides, dilations = [], [], []
        for side in sides:
            kernel.append(self.random.randint(1, min(3, side)))
            strides.append(self.pick(1, 1, 2, 3))
            dilations.append(self.pick(1, 1, 1, 2) if dilates else 1)
        mode = self.pick(None, None, None, "NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER")
        pads = [0] * (2 * len(sides))
        if mode in (None, "NOTSET") and self.chance(0.6):
            pads = [self.random.randint(0, kernel[i % len(sides)] - 1) for i in range(2 * len(sides))]
        result = []
        for axis, side in enumerate(sides):
            whole = (kernel[axis] - 1) * dilations[axis] + 1
            if mode in ("SAME_UPPER", "SAME_LOWER"):
                result.append(-(-side // strides[axis]))
            else:
                result.append((side + pads[axis] + pads[axis + len(sides)] - whole) // strides[axis] + 1)
        attributes = dict(kernel_shape=kernel, auto_pad=mode,
                          strides=strides if max(strides) > 1 or self.chance(0.3) else None,
                          pads=pads if max(pads) > 0 or mode is None and self.chance(0.2) else None,
                          dilations=dilations if max(dilations) > 1 or dilates and self.chance(0.2) else None)
        return attributes, kernel, result, pads

    def convolve(self, v):
        v = self.images(v)
        channels, *sides = v.sides
        attributes, kernel, result, _ = self.window(sides)
        groups = self.random.choice([g for g in range(1, channels + 1) if channels % g == 0]) if self.chance(0.3) else 1
        filters = groups * self.random.randint(1, 3)
        if filters * channels // groups * math.prod(kernel) > 300:
            raise Dead
        inputs = [v, self.constant(self.array(filters, channels // groups, *kernel))]
        if self.chance(0.6):
            inputs.append(self.constant(self.array(filters)))
        if self.chance(0.3):
            del attributes["kernel_shape"]
        return self.back(self.node("Conv", inputs, [filters] + result, group=groups if groups > 1 else None, **attributes))

    def pool(self, v):
        v = self.images(v)
        channels, *sides = v.sides
        kind = self.random.random()
        if kind < 0.2:
            return self.node("GlobalAveragePool", [v], [channels] + [1] * len(sides))
        if kind < 0.4:
            keeps = self.chance(0.5)
            axes = list(range(2, 2 + len(sides)))
            if self.channelsLast and len(sides) == 2 and self.chance(0.4):
                v, axes, channels = self.transpose(v, [2, 3, 1]), [1, 2], channels
                result = [1, 1, channels] if keeps else [channels]
            else:
                result = [channels] + [1] * len(sides) if keeps else [channels]
            self.random.shuffle(axes)
            keep = None if keeps else 0
            if self.opset >= 18:
                return self.node("ReduceMean", [v, self.integers(*axes)], result, keepdims=keep)
            return self.node("ReduceMean", [v], result, axes=axes, keepdims=keep)
        isMaximum = self.chance(0.5)
        attributes, kernel, result, pads = self.window(sides, dilates=False)
        n = len(sides)
        if self.opset >= 10 and self.chance(0.3) and attributes["auto_pad"] in (None, "NOTSET"):
            attributes["ceil_mode"] = 1
            strides = attributes["strides"] or [1] * n
            for axis in range(n):
                size = sides[axis] + pads[axis] + pads[axis + n]
                result[axis] = -(-(size - kernel[axis]) // strides[axis]) + 1
                if (result[axis] - 1) * strides[axis] >= sides[axis] + pads[axis]:
                    result[axis] -= 1
        if not isMaximum and self.chance(0.4):
            attributes["count_include_pad"] = 1
        return self.back(self.node("MaxPool" if isMaximum else "AveragePool", [v], [channels] + result, **attributes))

    def normalize(self, v):
        v = self.images(v) if self.chance(0.8) or len(v.sides) > 3 else v
        channels = v.sides[0]
        inputs = [v] + [self.constant(self.array(channels)) for _ in range(3)]
        inputs.append(self.constant(self.positive(channels)))
        return self.back(self.node("BatchNormalization", inputs, v.sides, epsilon=self.pick(None, 1e-3)))

    def pad(self, v):
        v = v if self.channelsLast and self.chance(0.3) else self.images(v)
        n = len(v.sides)
        if n < 2:
            raise Dead
        pads = [0] * (2 * n + 2)
        for axis in range(2, n + 1) if not (self.channelsLast and n == 3 and self.chance(0.3)) else range(1, n):
            for place in (axis, axis + n + 1):
                pads[place] = self.pick(0, 0, 1, 1, 2)
        if self.chance(0.1):
            pads[self.random.randint(1, n)] = self.pick(1, 2, -1)
        sides = [s + pads[a + 1] + pads[a + n + 2] for a, s in enumerate(v.sides)]
        mode = self.pick(None, None, "constant", "constant", "edge" if self.chance(0.2) else None)
        fill = self.pick(None, None, 0.0, 0.5 if self.chance(0.3) else 0.0)
        if mode == "edge":
            fill = None
        if self.opset < 11:
            return self.node("Pad", [v], sides, pads=pads, mode=mode, value=fill)
        inputs = [v, self.integers(*pads)]
        if fill is not None or (self.opset >= 18 and self.chance(0.3)):
            inputs.append("" if fill is None else self.constant(self.type(fill)))
        if self.opset >= 18 and len(inputs) == 3 and self.chance(0.5):
            axes = [a for a in range(1, n + 1)]
            inputs[1] = self.integers(*(pads[1:n + 1] + pads[n + 2:]))
            inputs.append(self.integers(*[a - n - 1 if self.chance(0.3) else a for a in axes]))
        return self.node("Pad", inputs, sides, mode=mode)

    # Whole graphs

    def start(self):
        kind = self.pick("rows", "image", "image", "image", "last", "last", "flat", "line", "gray", "vector", "column")
        self.channelsLast = kind == "last"
        self.fixed = self.chance(0.3) or kind in ("vector", "column")
        size = lambda: self.pick(1, 2, 3, 4, 5, 6, 7)
        if kind == "rows" or kind == "column":
            sides = [self.random.randint(1, 12)]
        elif kind == "image":
            sides = [self.pick(1, 1, 2, 3, 4), size(), size()]
        elif kind == "last":
            sides = [size(), size(), self.pick(1, 2, 3, 4)]
        elif kind == "flat":
            sides = [self.pick(8, 12, 16, 18, 24, 27, 36)]
        elif kind == "line":
            sides = [self.pick(1, 2, 3), self.random.randint(3, 9)]
        elif kind == "gray":
            sides = [size(), size()]
        else:
            sides = [self.random.randint(1, 12)]
        batch = 1 if self.fixed else self.pick("N", "N", None)
        self.inputSides = [batch] + sides
        first = Value("x", sides)
        if kind == "vector":
            self.inputSides = sides
            # ONNX keeps no batch here: a Reshape gives it one.
            self.rows = 1
            self.values.append(first)
            name = self.name()
            target = self.integers(1, sides[0])
            self.nodes.append(helper.make_node("Reshape", ["x", target], [name]))
            first = Value(name, sides)
            self.values = []
        if kind == "column":
            self.inputSides = [sides[0], 1]
            outputs = self.random.randint(1, 6)
            name, flat = self.name(), self.name()
            weight = self.constant(self.array(outputs, sides[0]))
            self.nodes.append(helper.make_node("MatMul", [weight, "x"], [name]))
            if self.chance(0.5):
                other = self.name()
                self.nodes.append(helper.make_node("Relu", [name], [other]))
                name = other
            self.nodes.append(helper.make_node("Reshape", [name, self.integers(1, outputs)], [flat]))
            first = Value(flat, [outputs])
        self.values.append(first)
        self.rows = 1 if self.fixed else 2

    def build(self):
        self.start()
        steps = [(self.view, 3), (self.activate, 3), (self.calculate, 3), (self.combine, 3), (self.dense, 2),
                 (self.convolve, 3), (self.pool, 2), (self.normalize, 1), (self.pad, 2)]
        for _ in range(self.random.randint(1, 9)):
            step = self.random.choices([s for s, _ in steps], [w for _, w in steps])[0]
            v = self.values[-1] if self.chance(0.65) else self.random.choice(self.values)
            kept = len(self.nodes), len(self.initializers), list(self.values)
            try:
                step(v)
            except Dead:
                del self.nodes[kept[0]:], self.initializers[kept[1]:]
                self.values = kept[2]
        v = self.values[-1]
        if self.chance(0.3):
            v = self.combine(v)
        if sum(s > 1 for s in v.sides) > 1:
            v = self.node("Flatten", [v], [v.count])
        if v.count > 12 or self.chance(0.4):
            v = self.last(v)
        if v.count == 1 and len(v.sides) == 1 and self.opset >= 13 and self.chance(0.5):
            if self.chance(0.5) or not self.fixed:
                zero = self.node("Mul", [v, self.constant(self.type(0))], v.sides)
            else:
                zero = self.constant(np.zeros((1, 1), self.type))
            pair = [zero, v]
            if self.chance(0.3):
                pair.reverse()
            v = self.node("Concat", pair, [2], axis=self.pick(1, -1))
        self.output = v
        return self.model()

    def last(self, v):
        if len(v.sides) != 1:
            v = self.node("Flatten", [v], [v.count])
        outputs = self.random.randint(1, 5)
        return self.node("Gemm", [v, self.constant(self.array(outputs, v.count)), self.constant(self.array(outputs))],
                         [outputs], transB=1)

    def model(self):
        kind = TensorProto.DOUBLE if self.isDouble else TensorProto.FLOAT
        graph = helper.make_graph(
            self.nodes, "g", [helper.make_tensor_value_info("x", kind, self.inputSides)],
            [helper.make_tensor_value_info(self.output.name, kind, None)], self.initializers)
        return helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", self.opset)], ir_version=8, producer_name="")

    def inputs(self):
        sides = [self.rows if s in ("N", None) else s for s in self.inputSides]
        return (self.numbers.integers(-16, 17, sides) / 16).astype(self.type)


def made(seed):
    """A graph that onnxruntime runs, its input and its output; None where it does not."""
    try:
        graph = Graph(seed)
        model = graph.build()
        data = model.SerializeToString()
        x = graph.inputs()
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        y = session.run(None, {"x": x})[0]
        # What small changes of the input are blown up to cannot be compared in single precision.
        near = x * (1 + 2.0 ** -20 * graph.numbers.choice([-1, 1], x.shape))
        change = np.abs(session.run(None, {"x": near.astype(graph.type)})[0] - y)
    except (Dead, onnxruntime.capi.onnxruntime_pybind11_state.Fail,
            onnxruntime.capi.onnxruntime_pybind11_state.InvalidArgument,
            onnxruntime.capi.onnxruntime_pybind11_state.InvalidGraph,
            onnxruntime.capi.onnxruntime_pybind11_state.NotImplemented,
            onnxruntime.capi.onnxruntime_pybind11_state.RuntimeException) as error:
        return error
    y = y.reshape(graph.rows, -1)
    # Nor can what is left of sums of much larger numbers.
    size = np.abs(y).max(1)
    size[size == 0] = 1
    if not np.isfinite(y).all() or size.max() > 1e4 or (change.reshape(y.shape).max(1) / size).max() > 2e-5 or size.min() < 2.0 ** -5:
        return Dead()
    if graph.chance(0.1):
        # Nodes in any order, as some tools write them.
        nodes = list(model.graph.node)
        graph.random.shuffle(nodes)
        del model.graph.node[:]
        model.graph.node.extend(nodes)
        data = model.SerializeToString()
    return data, x.astype(np.float64), y.astype(np.float64)


def write(path, tensors):
    """A safetensors file."""
    kinds = {"uint8": "U8", "int64": "I64", "float32": "F32", "float64": "F64"}
    header, place = {}, 0
    for name, array in tensors.items():
        header[name] = {"dtype": kinds[str(array.dtype)], "shape": list(array.shape),
                        "data_offsets": [place, place + array.nbytes]}
        place += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for array in tensors.values():
            file.write(np.ascontiguousarray(array).tobytes())


def main():
    seed, count, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    models, inputs, outputs, seeds = [], [], [], []
    left, number = {}, seed * 1_000_000
    while len(models) < count:
        result = made(number)
        number += 1
        if isinstance(result, Exception):
            left[type(result).__name__] = left.get(type(result).__name__, 0) + 1
            continue
        models.append(np.frombuffer(result[0], np.uint8))
        inputs.append(result[1].ravel().astype(np.float32))
        outputs.append(result[2])
        seeds.append(number - 1)
    os.makedirs(folder, exist_ok=True)
    write(os.path.join(folder, "random.safetensors"), {
        "rows": np.array([o.shape[0] for o in outputs], np.int64),
        "seeds": np.array(seeds, np.int64),
        "modelEnds": np.cumsum([len(m) for m in models]),
        "inputEnds": np.cumsum([len(i) for i in inputs]),
        "outputEnds": np.cumsum([o.size for o in outputs]),
        "models": np.concatenate(models),
        "inputs": np.concatenate(inputs),
        "outputs": np.concatenate([o.ravel() for o in outputs]).astype(np.float32),
    })
    print(f"{count} graphs; left out, since onnxruntime does not run them: {left}")


if __name__ == "__main__":
    main()
