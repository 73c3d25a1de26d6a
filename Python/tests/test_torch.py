"""Modules of PyTorch. PLATEAU_MNIST may name a folder with the four files of MNIST, which are used then."""

import contextlib
import copy
import gzip
import importlib.util
import io
import os
import pathlib
import unittest
import warnings
from unittest import mock

import numpy as np
from support import ModelCase, examples

import plateau

MISSING = [name for name in ("torch", "onnx", "onnxscript") if importlib.util.find_spec(name) is None]
if not MISSING:
    import torch
    from torch import nn


def data():
    """Examples to train on and to audit."""
    folder = os.environ.get("PLATEAU_MNIST")
    if folder is None:
        x, y = examples(400, (1, 8, 8), 10)
        return x[:300], y[:300], x[300:], y[300:]

    def read(name, offset, *shape):
        with gzip.open(pathlib.Path(folder) / name) as file:
            return np.frombuffer(file.read(), np.uint8, offset=offset).reshape(-1, *shape)

    parts = []
    for name, count in (("train", 4000), ("t10k", 200)):
        parts += [(read(f"{name}-images-idx3-ubyte.gz", 16, 1, 28, 28)[:count] / 255).astype(np.float32),
                  read(f"{name}-labels-idx1-ubyte.gz", 8)[:count].astype(np.int64)]
    return parts


@unittest.skipIf(MISSING, f"not installed: {', '.join(MISSING)}")
class TorchTests(ModelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        x, y, cls.images, cls.classes = data()
        torch.manual_seed(0)
        cls.module = nn.Sequential(nn.Flatten(), nn.Linear(x[0].size, 32), nn.ReLU(), nn.Linear(32, 10))
        optimizer = torch.optim.Adam(cls.module.parameters(), 3e-3)
        for step in range(200):
            part = slice(step * 100 % len(x), step * 100 % len(x) + 100)
            optimizer.zero_grad()
            nn.functional.cross_entropy(cls.module(torch.tensor(x[part])), torch.tensor(y[part])).backward()
            optimizer.step()
        cls.module.eval()

    def refused(self, text, model, **named):
        return self.refuses(text, plateau.audit, model, self.images, self.classes, **named)

    def test_adversarial_examples_in_both_precisions(self):
        result = plateau.audit(
            self.module, torch.tensor(self.images), torch.tensor(self.classes), epsilon=0.1, quick=True)
        self.assertTrue(result.broken.any())
        self.assertEqual(set(result.seconds), {"export", "compare", "run"})
        self.assertEqual(result.record["model"], "Sequential.onnx")
        twin = nn.Sequential(nn.Flatten(), nn.Linear(self.images[0].size, 32), nn.ReLU(), nn.Linear(32, 10)).double()
        twin.load_state_dict(self.module.state_dict())
        for module, kind, rounding in ((self.module, torch.float32, 1e-5), (twin, torch.float64, 1e-12)):
            with torch.no_grad():
                clean = module(torch.tensor(self.images, dtype=kind)).numpy()
                found = module(torch.tensor(result.x_adv, dtype=kind)).numpy()
            np.testing.assert_array_equal(clean.argmax(1) == self.classes, result.correct)
            rows = np.flatnonzero(result.broken)
            own = found[rows, self.classes[rows]].copy()
            found[rows, self.classes[rows]] = -np.inf
            lead = own - found[rows].max(1)
            # An attack has succeeded once the label no longer wins; rounding may hide the last bit of that.
            self.assertLessEqual(lead.max(), rounding * np.abs(own).max())
        self.assertLessEqual(np.abs(np.float64(result.x_adv) - self.images).max(), 0.1)

    def test_a_module_and_its_file_give_the_same(self):
        path = self.path / "own.onnx"
        torch.onnx.export(
            self.module, (torch.tensor(self.images[:2]),), str(path), dynamo=True, verbose=False, external_data=False,
            dynamic_shapes=({0: torch.export.Dim("batch")},))
        import onnx
        results = [plateau.attack(model, self.images, self.classes, epsilon=0.05, attacks="pgd")
                   for model in (self.module, path, onnx.load(path))]
        for other in results[1:]:
            np.testing.assert_array_equal(results[0].x_adv, other.x_adv)
            self.assertEqual(results[0].robust_accuracy, other.robust_accuracy)

    def test_one_example_pixels_and_normalization(self):
        # An untrained module is no better than a guess, and epsilon is as large as the box.
        caught = warnings.catch_warnings()
        caught.__enter__()
        self.addCleanup(caught.__exit__, None, None, None)
        warnings.simplefilter("ignore", plateau.PlateauWarning)
        module = nn.Sequential(nn.Flatten(), nn.Linear(self.images[0].size, 10)).eval()
        pixels = np.rint(self.images * 255).astype(np.uint8)
        for x, named in ((pixels, {}), (self.images, {"mean": 0.3, "std": 0.2}), (self.images[:1], {}),
                         (pixels, {"bounds": (0, 255), "mean": [33.0], "std": [80.0]})):
            result = plateau.attack(module, x, self.classes[: len(x)], epsilon=1, attacks="fgsm", **named)
            self.assertEqual(result.x_adv.shape, x.shape)

    def test_double_precision(self):
        twin = copy.deepcopy(self.module).double()
        result = plateau.attack(twin, self.images, self.classes, epsilon=0.1, attacks="fgsm")
        self.assertEqual(
            result.robust_accuracy,
            plateau.attack(self.module, self.images, self.classes, epsilon=0.1, attacks="fgsm").robust_accuracy)

    def test_evaluation_mode_is_demanded_by_name(self):
        module = nn.Sequential(nn.Flatten(), nn.Dropout(), nn.Linear(self.images[0].size, 10)).eval()
        module[1].train()
        error = self.refused(
            "model is in training mode ('1'), in which dropout and batch normalization compute something else. Call"
            " model.eval() first.", module)
        self.assertIsInstance(error, plateau.InputError)
        module.train()
        self.refused(
            "model is in training mode (the model itself, '0', '1' and 1 more), in which dropout and batch"
            " normalization compute something else. Call model.eval() first.", module)

    def test_an_export_that_differs_is_refused_with_both_numbers(self):
        class Counting(nn.Module):
            def __init__(self, size):
                super().__init__()
                self.linear, self.calls = nn.Linear(size, 10), 0

            def forward(self, x):
                self.calls += 1
                return self.linear(x.flatten(1)) + self.calls

        with self.assertRaises(plateau.PlateauError) as caught:
            plateau.audit(Counting(self.images[0].size).eval(), self.images, self.classes)
        self.assertRegex(
            str(caught.exception),
            r"^The exported model puts out something else than model: for x\[\d+\], output \d is [-\d.e]+ exported and"
            r" [-\d.e]+ by the module, and \d+ of \d+ examples differ by more than 0\.0001 of the row's largest"
            r" \|logit - mean\|\. Nothing was attacked\. ")

    def test_what_cannot_be_exported_is_named(self):
        class Branching(nn.Module):
            def __init__(self, size):
                super().__init__()
                self.linear = nn.Linear(size, 10)

            def forward(self, x):
                x = x.flatten(1)
                return self.linear(x) if x.mean() > 0 else self.linear(-x)

        shown = io.StringIO()
        with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
            with self.assertRaises(plateau.PlateauError) as caught:
                plateau.audit(Branching(self.images[0].size).eval(), self.images, self.classes)
        self.assertRegex(
            str(caught.exception),
            r"^torch\.onnx\.export cannot export model \(Branching\) for batches of any size: .*data-dependent.*\."
            r" Change what it objects to, or export the model to an ONNX file yourself and give the path\.$")
        self.assertEqual(shown.getvalue(), "")

    def test_images_with_channels_last_and_one_output(self):
        class Last(nn.Module):
            def __init__(self):
                super().__init__()
                self.layers = nn.Sequential(
                    nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.GELU(), nn.Flatten(), nn.Linear(16, 1))

            def forward(self, x):
                return self.layers(x.permute(0, 3, 1, 2))

        torch.manual_seed(0)
        module = Last().eval()
        x = np.random.default_rng(0).random((20, 4, 4, 3), np.float32)
        with torch.no_grad():
            y = (module(torch.tensor(x))[:, 0] > 0).numpy().astype(int)
            result = plateau.attack(module, x, y, epsilon=0.4, attacks="pgd")
            found = (module(torch.tensor(result.x_adv))[:, 0] > 0).numpy().astype(int)
        self.assertEqual(result.clean_accuracy, 1)
        self.assertEqual(result.x_adv.shape, x.shape)
        self.assertFalse(any("data.npz" in note for note in result.notes), result.notes)
        self.assertTrue(result.broken.any())
        np.testing.assert_array_equal(found != y, result.broken)

    def test_outputs_that_are_no_logits(self):
        class Pair(nn.Module):
            def forward(self, x):
                return x, x

        count = len(self.images)
        some = min(count, 256)
        self.refused(
            f"model puts out tuple for {some} examples; expected a tensor [{some}, classes] of logits. Wrap it in a"
            " module that returns it.", Pair().eval())
        broken = nn.Sequential(nn.Flatten(), nn.Linear(self.images[0].size, 10)).eval()
        with torch.no_grad():
            broken[1].bias[3] = float("nan")
        self.refused("model puts out nan for x[0]; expected finite logits. Its parameters or inputs are too large, or"
                     " no numbers.", broken)
        self.refused("model has parameters of torch.bfloat16; expected all of torch.float32, or all of torch.float64."
                     " Call model.float() first.", nn.Linear(3, 3).bfloat16().eval())

    def test_labels_beyond_the_classes(self):
        place = int(np.argmax(self.classes == 9))
        self.refused(
            f"y[{place}] is 9; expected classes from 0 to 8, since the model has 9 classes. Correct the labels.",
            nn.Sequential(nn.Flatten(), nn.Linear(self.images[0].size, 9)).eval())

    def test_tensors_that_numpy_does_not_know(self):
        with self.assertRaisesRegex(plateau.InputError, r"^x is a tensor of torch\.bfloat16, .*Give x\.float\(\)\.$"):
            plateau.audit(self.module, torch.tensor(self.images).bfloat16(), self.classes)

    def test_packages_that_are_missing(self):
        with mock.patch("plateau._torch.importlib.util.find_spec", lambda name: None):
            self.refused(
                "A torch.nn.Module is exported to ONNX by torch, which needs onnx and onnxscript. Install: pip install"
                " onnx onnxscript", self.module)


if __name__ == "__main__":
    unittest.main()
