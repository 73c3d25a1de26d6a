"""Models that are functions: asked, checked, attacked by queries, and never more than that."""

import json
import os
import signal
import traceback
import unittest
from unittest import mock

import numpy as np
from support import ROOT, ModelCase

import plateau
from plateau import _process


class FunctionTests(ModelCase):
    def refused(self, text, function, **named):
        return self.refuses(text, plateau.audit, function, self.x, self.y, epsilon=0.1, **named)

    def test_an_attack_is_that_on_the_file(self):
        seen = []

        def model(batch):
            seen.append((batch.dtype, batch.shape[1:]))
            return self.logits(batch)

        options = {"epsilon": 0.1, "attacks": "square", "steps": 60, "precision": "double"}
        found = plateau.attack(model, self.x, self.y, **options)
        expected = plateau.attack(self.model, self.x, self.y, **options)
        np.testing.assert_array_equal(found.broken, expected.broken)
        np.testing.assert_array_equal(found.x_adv, expected.x_adv)
        self.assertTrue(found.broken.any())
        self.assertEqual(set(seen), {(np.dtype("float32"), (1, 4, 4))})
        self.assertEqual(found.record["queries"]["answers"], 1)

    def test_an_audit_says_what_it_could_not_do(self):
        result = plateau.audit(self.logits, self.x, self.y, epsilon=0.1, quick=True)
        self.assertIn(result.verdict, ("INCONCLUSIVE", "BROKEN"))
        self.assertIsNone(result.naive_accuracy)
        self.assertIsNone(result.certified_accuracy)
        self.assertEqual({one["name"] for one in result.record["attacks"]}, {"square", "hop-skip-jump", "noise"})
        self.assertIn("attacked by these alone, nothing is proven", result._repr_html_())
        page = result.report(self.path / "page").read_text()
        self.assertIn("The model only answers queries", page)
        self.assertNotIn("A usual evaluation would report", page)
        self.assertTrue(result.broken.any())
        logits = self.logits(result.x_adv[result.broken])
        own = logits[np.arange(len(logits)), self.y[result.broken]].copy()
        logits[np.arange(len(logits)), self.y[result.broken]] = -np.inf
        self.assertTrue((own <= logits.max(1)).all())

    def test_one_that_does_not_repeat_itself_is_randomized(self):
        random = np.random.default_rng(0)
        result = plateau.audit(
            lambda batch: self.logits(batch) + random.normal(0, 0.1, (len(batch), 3)), self.x, self.y, epsilon=0.1,
            quick=True)
        self.assertEqual(result.record["queries"]["answers"], 10)
        check, = (one for one in result.record["checks"] if one["name"] == "deterministic")
        self.assertEqual(check["result"], "notApplicable")

    def test_what_it_raises_is_raised_with_its_traceback(self):
        calls = []

        def model(batch):
            calls.append(len(batch))
            if len(calls) == 9:
                raise ZeroDivisionError("in the model")
            return self.logits(batch)

        try:
            plateau.audit(model, self.x, self.y, epsilon=0.1)
        except ZeroDivisionError as error:
            self.assertEqual(str(error), "in the model")
            self.assertEqual(traceback.extract_tb(error.__traceback__)[-1].name, "model")
        else:
            self.fail("nothing is raised")
        self.assertEqual(len(calls), 9)

    def test_what_it_may_not_answer(self):
        name = "FunctionTests.test_what_it_may_not_answer.<locals>.<lambda>"
        self.refused(
            f"The function {name} returned the shape (32,) for 32 examples; expected (32, classes), the logits of each.",
            lambda batch: np.zeros(len(batch)))
        self.refused(
            f"The function {name} returned one number for each example; expected a logit for each class, at least two."
            " Of a binary classifier give [0, z] in place of z.", lambda batch: np.zeros((len(batch), 1)))
        self.refused(
            f"The function {name} returned NaN at [0, 1], and 32 in all; expected logits.",
            lambda batch: np.tile([0, np.nan, 1], (len(batch), 1)))
        with self.assertRaisesRegex(plateau.InputError, r"returned str \(could not convert"):
            plateau.audit(lambda batch: "none", self.x, self.y)
        later = mock.Mock(__qualname__="later", side_effect=lambda b: np.zeros((len(b), 3 if later.call_count < 5 else 4)))
        with self.assertRaisesRegex(
                plateau.InputError, r"^The function later returned the shape \(\d+, 4\) for \d+ examples; expected"):
            plateau.audit(later, self.x, self.y, epsilon=0.1)

    def test_labels_and_classes(self):
        self.refuses(
            "y[2] is 2; expected classes from 0 to 1, since the model has 2 classes. Correct the labels.",
            plateau.audit, lambda batch: np.zeros((len(batch), 2)), self.x, self.y)

    def test_what_looks_inside_is_refused(self):
        self.refuses(
            "model is a function (ModelCase.logits), of which only outputs can be asked, and plateau.certify looks"
            " inside. Give a torch.nn.Module, an onnx.ModelProto, or the path of a file; or audit or attack the"
            " function.", plateau.certify, self.logits, self.x, self.y)
        self.refuses(
            "pgd follows gradients, but 'ModelCase.logits' only answers queries. Attacks by queries: square,"
            " hop-skip-jump, noise.", plateau.attack, self.logits, self.x, self.y, epsilon=0.1, attacks="pgd")

    def test_shapes_and_normalization(self):
        shapes = []

        def model(batch):
            shapes.append(batch.shape[1:])
            return batch.reshape(len(batch), -1)[:, :3] * 4

        random = np.random.default_rng(0)
        y = np.array([0, 1])
        for sides in ((7,), (4, 5), (3, 4, 5), (5, 6, 3), (2, 2, 2, 2)):
            shapes.clear()
            x = random.uniform(size=(2, *sides))
            result = plateau.attack(model, x, y, epsilon=0.2, attacks="noise")
            self.assertEqual(set(shapes), {sides})
            self.assertEqual(result.x_adv.shape, x.shape)
            self.assertLessEqual(np.abs(result.x_adv - x).max(), 0.2 + 1e-6)
        inputs = []
        x = random.uniform(size=(2, 5, 6, 3)).astype(np.float32)
        first = plateau.attack(
            lambda b: inputs.append(b) or np.zeros((len(b), 3)), x, y, mean=[0.1, 0.2, 0.3], std=2, attacks="noise")
        np.testing.assert_array_equal(inputs[0], (x - np.float32([0.1, 0.2, 0.3])) / np.float32(2))
        self.assertEqual(first.clean_accuracy, 0)
        self.refuses(
            "mean has 2 numbers, but an example has the shape (5, 6, 3); expected one number, or one for each channel."
            " Normalize in the function itself.", plateau.attack, model, x, y, mean=[1, 2])

    def test_tensors(self):
        torch = __import__("importlib").import_module("torch") if _has("torch") else None
        if torch is None:
            self.skipTest("torch is not installed")
        result = plateau.attack(
            lambda batch: torch.tensor(self.logits(batch), requires_grad=True), self.x, self.y, epsilon=0.1,
            attacks="noise")
        self.assertEqual(result.clean_accuracy, 1)

    def test_ctrl_c_in_the_function(self):
        calls = []

        def model(batch):
            calls.append(1)
            if len(calls) == 20:
                os.kill(os.getpid(), signal.SIGINT)
            return self.logits(batch)

        output = self.path / "stopped"
        with self.assertRaisesRegex(KeyboardInterrupt, "Go on with the same call"):
            plateau.audit(model, self.x, self.y, epsilon=0.1, quick=True, output=output)
        resumed = plateau.audit(self.logits, self.x, self.y, epsilon=0.1, quick=True, output=output, resume=True)
        whole = plateau.audit(self.logits, self.x, self.y, epsilon=0.1, quick=True)
        np.testing.assert_array_equal(resumed.x_adv, whole.x_adv)


class SchemaTests(ModelCase):
    def test_lines_are_those_of_the_schema(self):
        if not _has("jsonschema"):
            self.skipTest("jsonschema is not installed")
        import jsonschema

        schema = json.loads((ROOT / "docs" / "protocol.schema.json").read_text())
        checker = jsonschema.Draft202012Validator(schema)
        lines, replies = [], []
        take, reply = _process._Talk._take, json.dumps

        def taken(talk, line):
            lines.append(json.loads(line))
            take(talk, line)

        def dumped(value, **named):
            if isinstance(value, dict) and "reply" in value:
                replies.append(value)
            return reply(value, **named)

        with mock.patch.object(_process._Talk, "_take", taken), mock.patch.object(_process.json, "dumps", dumped):
            plateau.audit(self.logits, self.x, self.y, epsilon=0.1, quick=True, progress=lambda line: None)
            plateau.audit(self.model, self.x, self.y, epsilon=[0.1, 0.2], quick=True)
            with self.assertRaises(plateau.PlateauError):
                plateau.audit(self.model, self.x * 9, self.y)
            with self.assertRaises(ZeroDivisionError):
                plateau.attack(_Failing(self.logits), self.x, self.y, epsilon=0.1)
            plateau.train(
                self.path / "run", preset="vanilla-relu", settings={"training.epochs": 1, "network.widths": [4]},
                progress=lambda line: None)
        for line in lines + replies:
            checker.validate(line)
        self.assertEqual(
            {line["event"] for line in lines}, {"begin", "progress", "query", "result", "error", "log"} | (
                {line["event"] for line in lines} & {"note", "warning"}))
        self.assertEqual({one["reply"] for one in replies}, {"logits", "failure"})


class _Failing:
    """A model that fails at its tenth call."""

    def __init__(self, function):
        self.function, self.calls = function, 0

    def __call__(self, batch):
        self.calls += 1
        if self.calls == 10:
            raise ZeroDivisionError
        return self.function(batch)


def _has(module):
    import importlib.util

    return importlib.util.find_spec(module) is not None


class SeveralTests(ModelCase):
    def test_several_sizes(self):
        results = plateau.audit(self.model, self.x, self.y, epsilon=[0.2, 0.1], quick=True)
        self.assertEqual([one.epsilon for one in results], [0.1, 0.2])
        for one in results:
            single = plateau.audit(self.model, self.x, self.y, epsilon=one.epsilon, quick=True)
            self.assertEqual(one.robust_accuracy, single.robust_accuracy)
            np.testing.assert_array_equal(one.x_adv, single.x_adv)
        self.assertIn("Security curve", results[0].report(self.path / "several").read_text())
        self.assertEqual(len(plateau.audit(self.model, self.x, self.y, epsilon=[0.1], quick=True)), 1)
        self.refuses(
            "epsilon is []; expected a number, or a list of numbers such as [2/255, 8/255].",
            plateau.audit, self.model, self.x, self.y, epsilon=[])
        self.refuses(
            "--epsilon has '0.1' twice; give each number once.",
            plateau.audit, self.model, self.x, self.y, epsilon=[0.1, 0.1])


if __name__ == "__main__":
    unittest.main()
