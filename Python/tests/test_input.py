"""What cannot be right is refused by name, in exact words."""

import pathlib
import unittest

import numpy as np
from support import ModelCase

import plateau


class InputTests(ModelCase):
    def audit(self, x=None, y=None, model=None, **named):
        return plateau.audit(
            self.model if model is None else model, self.x if x is None else x, self.y if y is None else y, **named)

    def refused(self, text, **named):
        error = self.refuses(text, self.audit, **named)
        self.assertIsInstance(error, plateau.InputError)
        self.assertIsInstance(error, ValueError)
        self.assertIsNone(error.status)

    def test_inputs(self):
        self.refused(
            "x is of the type list; expected a NumPy array or a torch tensor. Convert it with numpy.asarray.",
            x=self.x.tolist())
        self.refused(
            "x has the shape (60,); expected [examples, …], such as (200, 1, 28, 28) or (200, 784). Add the dimension"
            " of the examples, x[None], or reshape it.", x=self.x[:, 0, 0, 0])
        self.refused("x has the shape (0, 1, 4, 4), without a value; expected at least one example.", x=self.x[:0])
        self.refused(
            "x is complex64; expected float32, float64, float16, bool or uint8. Convert it, such as with"
            " x.astype('float32').", x=self.x.astype(np.complex64))
        self.refused(
            "x is int32, and bounds is (0, 1); expected floating-point numbers in [0, 1], or uint8 from 0 to 255. Give"
            " the range of its values, such as bounds=(0, 255), or convert it with x.astype('uint8').",
            x=self.x.astype(np.int32))
        x = self.x.copy()
        x[3, 0, 1, 2] = np.nan
        x[4, 0, 0, 0] = np.inf
        self.refused(
            "x[3, 0, 1, 2] is nan; 2 of 960 values are infinite, no numbers or beyond float32. Remove those examples,"
            " or mend what made them.", x=x)
        x = self.x.astype(np.float64)
        x[0, 0, 0, 0] = 1e300
        self.refused(
            "x[0, 0, 0, 0] is 1e+300; 1 of 960 values are infinite, no numbers or beyond float32. Remove those"
            " examples, or mend what made them.", x=x)
        self.refused(
            "x is a masked array, in which values are missing; expected all of them. Give x.filled(…).",
            x=np.ma.masked_array(self.x))

    def test_labels(self):
        self.refused(
            "y has the shape (60, 3); expected one whole number for each example, (60,). If these are one-hot rows,"
            " give y.argmax(1).", y=np.eye(3)[self.y])
        self.refused(
            "y has the shape (59,), but x has 60 examples; expected (60,), the class of each example.", y=self.y[1:])
        self.refused(
            "y is float64; expected integers, the class of each example from 0. Convert it with y.astype('int64').",
            y=self.y.astype(float))
        y = self.y.copy()
        y[7] = -1
        self.refused("y[7] is -1; expected classes from 0. Correct the labels.", y=y)

    def test_options(self):
        self.refused(
            "epsilon is -0.1; expected a finite number in units of the input, such as 8/255 for pixels in [0, 1].",
            epsilon=-0.1)
        self.refused(
            "epsilon is '8/255'; expected a finite number in units of the input, such as 8/255 for pixels in [0, 1].",
            epsilon="8/255")
        self.refused("norm is 'l1'; expected one of 'linf', 'l2'.", norm="l1")
        self.refused("bounds is (1, 0); expected two numbers, the lower one first, such as (0, 255).", bounds=(1, 0))
        self.refused("mean is [0.1, None]; expected a finite number, or one for each channel.", mean=[0.1, None])
        self.refused("seed is -1; expected a whole number from 0 to 18446744073709551615.", seed=-1)
        self.refused("threads is 2.5; expected a whole number from 1 to 1024.", threads=2.5)
        self.refused(
            "certification is 'magic'; expected one of 'interval', 'crown', 'alpha-crown', 'complete'.",
            certification="magic")
        self.refused(
            "resume is True, but output is None; expected the folder to go on in, output='FOLDER'.", resume=True)

    def test_models(self):
        self.refused("model is '/nowhere/model.onnx', and there is no such file or folder. Correct the path.",
                     model=pathlib.Path("/nowhere/model.onnx"))
        self.refused(
            "model is of the type int; expected a torch.nn.Module, an onnx.ModelProto, the path of an ONNX file, a"
            " safetensors file or a run folder, or a function that gives logits of a batch.", model=3)

    def test_the_programs_own_words(self):
        error = self.refuses(
            "Array 'x' holds 1.5 at index [2, 0, 0, 0], in example 2; inputs lie in [0, 1]. The array"
            " goes from 0 to 1.5: give its range with --bounds 0,1.5, or scale it.",
            self.audit, x=np.where(np.arange(60).reshape(-1, 1, 1, 1) == 2, np.float32(1.5), self.x * 0))
        self.assertEqual(error.status, 2)
        error = self.refuses(
            "There is no attack 'pgdd'; there is pgd. Attacks: fgsm, bim, pgd, mi-fgsm, gradient-descent,"
            " gradient-sign, apgd-ce, apgd-dlr, apgd-t, fab, fab-t, square, hop-skip-jump, cw, deepfool, lbfgs, noise,"
            " standard, thorough.", plateau.attack, self.model, self.x, self.y, attacks="pgdd")
        self.assertEqual(error.status, 2)
        with self.assertRaises(plateau.PlateauError) as caught:
            self.audit(y=self.y + 1)
        self.assertEqual(caught.exception.status, 2)

    def test_warnings(self):
        with self.assertWarnsRegex(
                plateau.PlateauWarning, r"^epsilon is 0\.1, but inputs go from 0 to 255") as caught:
            plateau.attack(self.model, self.x * 255, self.y, epsilon=0.1, bounds=(0, 255), std=255, attacks="fgsm")
        self.assertEqual(caught.filename, __file__)


if __name__ == "__main__":
    unittest.main()
