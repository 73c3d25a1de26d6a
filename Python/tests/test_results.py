"""The functions give the numbers and arrays of the commands."""

import json
import subprocess
import unittest
from unittest import mock

import numpy as np
from support import ModelCase

import plateau


def without_times(record):
    """A record without seconds, which differ each time, and without names of files."""
    if isinstance(record, dict):
        return {k: without_times(v) for k, v in record.items() if k not in ("seconds", "model", "data")}
    return [without_times(one) for one in record] if isinstance(record, list) else record


class ResultsTests(ModelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = cls.path / "examples.npz"
        np.savez(cls.data, x=cls.x, y=cls.y)

    def command(self, *arguments):
        done = subprocess.run(
            [plateau.program(), arguments[0], self.model, "--data", self.data, "--json", "--quiet", *arguments[1:]],
            check=True, capture_output=True)
        return json.loads(done.stdout)

    def test_audit(self):
        output = self.path / "audit"
        record = self.command("audit", "--epsilon", "0.1", "--quick", "--output", output)
        result = plateau.audit(self.model, self.x, self.y, epsilon=0.1, quick=True)
        self.assertEqual(without_times(result.record), without_times(record))
        self.assertEqual(result.verdict, record["verdict"])
        self.assertEqual(result.robust_accuracy, record["worstCase"]["robustAccuracy"])
        self.assertEqual(result.clean_accuracy, record["cleanAccuracy"])
        with np.load(output / "adversarial.npz") as arrays:
            np.testing.assert_array_equal(result.x_adv, arrays["x_0.1"])
            np.testing.assert_array_equal(result.broken, arrays["success_0.1"])
            np.testing.assert_array_equal(result.certified, arrays["certified_0.1"])
        self.assertTrue(result.broken.any() and not result.broken.all())
        self.assertEqual(result.robust_accuracy, np.mean(result.correct & ~result.broken))

    def test_adversarial_examples_break_the_model(self):
        result = plateau.audit(self.model, self.x, self.y, epsilon=0.1, quick=True)
        logits = self.logits(result.x_adv)
        rows = np.arange(len(self.y))
        own = logits[rows, self.y]
        logits[rows, self.y] = -np.inf
        np.testing.assert_array_equal((own > logits.max(1))[result.correct], ~result.broken[result.correct])
        self.assertLessEqual(np.abs(np.float64(result.x_adv) - self.x).max(), 0.1)
        self.assertTrue(((result.x_adv >= 0) & (result.x_adv <= 1)).all())
        np.testing.assert_array_equal(result.x_adv[~result.broken], self.x[~result.broken])

    def test_types_of_inputs(self):
        for kind in ("float64", ">f4", "float16"):
            x = self.x.astype(kind)
            result = plateau.audit(self.model, x, self.y, epsilon=0.1, quick=True)
            self.assertEqual(result.x_adv.shape, x.shape)
            self.assertEqual(result.x_adv.dtype, np.dtype("float64" if kind == "float64" else "float32"))
            np.testing.assert_array_equal(result.x_adv[~result.broken], x[~result.broken])
        pixels = np.rint(self.x * 255).astype(np.uint8)
        bytes_ = plateau.audit(self.model, pixels, self.y, epsilon=0.1, quick=True)
        floats = plateau.audit(self.model, pixels / np.float32(255), self.y, epsilon=0.1, quick=True)
        self.assertEqual(without_times(bytes_.record), without_times(floats.record))
        np.testing.assert_array_equal(bytes_.x_adv, floats.x_adv)

    def test_units_and_normalization(self):
        plain = plateau.attack(self.model, self.x, self.y, epsilon=0.25, attacks="fgsm")
        scaled = plateau.attack(
            self.model, self.x * np.float32(4) - 1, self.y, epsilon=1, bounds=(-1, 3), mean=-1, std=4, attacks="fgsm")
        self.assertEqual(plain.robust_accuracy, scaled.robust_accuracy)
        self.assertLess(plain.robust_accuracy, plain.clean_accuracy)

    def test_attack(self):
        options = ("--epsilon", "0.1", "--attack", "fgsm,pgd", "--seed", "3")
        record = self.command("attack", *options, "--output", self.path / "attack")
        result = plateau.attack(self.model, self.x, self.y, epsilon=0.1, attacks=["fgsm", "pgd"], seed=3)
        self.assertEqual(without_times(result.record), without_times(record))
        self.assertEqual([one.name for one in result.attacks], ["fgsm", "pgd"])
        with np.load(self.path / "attack" / "adversarial.npz") as arrays:
            for one in result.attacks:
                np.testing.assert_array_equal(one.broken, arrays[f"success_{one.name}"])
                np.testing.assert_array_equal(one.x_adv[one.broken], arrays[f"x_{one.name}"][one.broken])
                np.testing.assert_array_equal(one.x_adv[~one.broken], self.x[~one.broken])
        np.testing.assert_array_equal(result.broken, result.attacks[0].broken | result.attacks[1].broken)
        self.assertEqual(result.robust_accuracy, np.mean(result.correct & ~result.broken))
        np.testing.assert_array_equal(
            result.x_adv[result.attacks[0].broken], result.attacks[0].x_adv[result.attacks[0].broken])

    def test_certify(self):
        record = self.command("certify", "--epsilon", "0.1")
        result = plateau.certify(self.model, self.x, self.y, epsilon=0.1)
        self.assertEqual(without_times(result.record), without_times(record))
        self.assertEqual(result.certified_accuracy, record["certifiedAccuracy"])
        self.assertEqual(int((result.answers == "certified").sum()), record["certified"])
        found = (result.answers == "falsified") & (self.logits(self.x).argmax(1) == self.y)
        self.assertTrue(found.any() and (result.answers == "certified").any())
        rows = np.flatnonzero(found)
        logits = self.logits(result.x_adv)[rows]
        own = logits[np.arange(len(rows)), self.y[rows]].copy()
        logits[np.arange(len(rows)), self.y[rows]] = -np.inf
        self.assertTrue((own <= logits.max(1)).all())
        np.testing.assert_array_equal(result.x_adv[~found], self.x[~found])

    def test_analyze(self):
        record = self.command("analyze")
        result = plateau.analyze(self.model, self.x, self.y)
        self.assertEqual(without_times(result.record), without_times(record))
        self.assertEqual(result.arrays["dissimilarity_logits"].shape, (60, 60))

    def test_output_is_kept_and_taken_again(self):
        output = self.path / "kept ü"
        first = plateau.audit(self.model, self.x, self.y, epsilon=0.1, quick=True, output=output)
        self.assertEqual(first.output, output)
        self.assertEqual(first.report(), output / "index.html")
        self.assertTrue((output / "evaluation.sqlite").is_file())
        again = plateau.audit(self.model, self.x, self.y, epsilon=0.1, quick=True, output=output, resume=True)
        self.assertEqual(again.verdict, first.verdict)
        np.testing.assert_array_equal(again.x_adv, first.x_adv)
        with self.assertRaises(plateau.PlateauError) as caught:
            plateau.audit(self.model, self.x, self.y, epsilon=0.1, quick=True, output=output)
        self.assertEqual(caught.exception.status, 2)
        self.assertIn(str(output), str(caught.exception))

    def test_report_card_and_tables(self):
        result = plateau.audit(self.model, self.x, self.y, epsilon=0.1, quick=True)
        page = result.report(self.path / "report")
        self.assertEqual(page, self.path / "report" / "index.html")
        self.assertIn("Is the robustness of", page.read_text())
        self.assertTrue((self.path / "report" / "attacks.csv").is_file())
        card = result._repr_html_()
        for part in (result.verdict, "A usual evaluation would report", "the most that can be claimed", "Proven",
                     "prefers-color-scheme: dark", f"{100 * result.robust_accuracy:.1f}\u00a0%"):
            self.assertIn(part, card)
        for part in ("<script", "http", "src=", "@import", "url("):
            self.assertNotIn(part, card)
        copy = result.to_dict()
        json.dumps(copy, allow_nan=False)
        copy["attacks"].clear()
        self.assertTrue(result.record["attacks"])
        with mock.patch.dict("sys.modules", {"pandas": None}):
            self.refuses("to_dataframe needs pandas, which is not installed. Install: pip install pandas",
                         result.to_dataframe)

    def test_tables(self):
        try:
            import pandas  # noqa: F401
        except ImportError:
            self.skipTest("pandas is not installed")
        result = plateau.audit(self.model, self.x, self.y, epsilon=0.1, quick=True)
        table = result.to_dataframe()
        self.assertEqual(len(table), len(self.x))
        np.testing.assert_array_equal(table["broken"], result.broken)
        self.assertEqual(len(result.to_dataframe("attacks")), len(result.record["attacks"]))

    def test_training(self):
        output = self.path / "run"
        result = plateau.train(
            output, preset="vanilla-relu", settings={"training.epochs": 1, "data.limit": 512, "data.validation": 128,
                                                     "network.widths": [8], "training.batchSize": 64})
        self.assertEqual(result.output, output)
        self.assertEqual(len(result.epochs), 1)
        self.assertTrue(result.model.is_file())
        with self.assertRaises(plateau.PlateauError) as caught:
            plateau.train(output, preset="vanilla-relu")
        self.assertEqual(caught.exception.status, 2)


if __name__ == "__main__":
    unittest.main()
