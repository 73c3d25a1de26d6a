"""The notebooks run, and show what they showed when they were committed."""

import importlib.machinery
import importlib.util
import os
import re
import tempfile
import unittest

from support import ROOT

import plateau

NEEDED = ("nbclient", "nbformat", "ipykernel", "torch", "onnx", "onnxscript", "pandas", "matplotlib")
MISSING = [name for name in NEEDED if importlib.util.find_spec(name) is None]
VERDICTS = re.compile(r"badge \w+\">([A-Z]+)<")


def script():
    loader = importlib.machinery.SourceFileLoader("notebooks", str(ROOT / "Scripts" / "notebooks"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("notebooks", loader))
    loader.exec_module(module)
    return module


def verdicts(notebook):
    """The verdicts on the cards, in order."""
    return [
        verdict for cell in notebook.cells for output in cell.get("outputs", ())
        for verdict in VERDICTS.findall(output.get("data", {}).get("text/html", ""))]


@unittest.skipIf(MISSING, f"notebooks need {', '.join(MISSING)}")
class NotebookTests(unittest.TestCase):
    def check(self, name):
        import nbformat

        path = ROOT / "Python" / "notebooks" / f"{name}.ipynb"
        kept = nbformat.read(path, as_version=4)
        self.assertTrue(all(cell.execution_count for cell in kept.cells if cell.cell_type == "code"), "was never run")
        os.environ["PLATEAU_PROGRAM"] = str(plateau.program())
        with tempfile.TemporaryDirectory() as folder:
            found = script().executed(path, folder)
        self.assertEqual(verdicts(found), verdicts(kept))
        self.assertTrue(verdicts(found))

    def test_audit_of_a_pytorch_cnn(self):
        self.check("audit-of-a-pytorch-cnn")

    def test_is_my_defence_masked(self):
        self.check("is-my-defence-masked")

    def test_saturating_networks(self):
        self.check("saturating-networks")


if __name__ == "__main__":
    unittest.main()
