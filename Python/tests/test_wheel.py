"""Scripts/wheel, and what is installed from its wheel. The program may be linked to other libraries here."""

import base64
import hashlib
import importlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import venv
import zipfile
from unittest import mock

import numpy as np
from support import ROOT, ModelCase

import plateau

SCRIPT = ROOT / "Scripts" / "wheel"
ANY = ("--allow-newer-glibc", "--allow-libraries")
OBJECTION = "ImportError: another project that is called 'plateau' (3.1) is installed in '"


def wheel(output, *options, program=None):
    return subprocess.run(
        [sys.executable, SCRIPT, "--program", program or plateau.program(), "--output", output, *options],
        capture_output=True, text=True)


def on_a_script(make, folder):
    """A script, and what becomes of it as the program of a wheel or an archive."""
    script = folder / "script"
    script.write_text("#!/bin/sh\n")
    return script, make(folder / "none", program=script)


def needs_tools(test):
    """Skips a test where Scripts/wheel cannot run."""
    test = unittest.skipIf(sys.version_info < (3, 11), "Scripts/wheel needs Python 3.11")(test)
    return unittest.skipUnless(shutil.which("objdump") and shutil.which("strip"), "there is no objdump or strip")(test)


@needs_tools
class WheelTests(ModelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        done = wheel(cls.path / "dist", *ANY)
        assert done.returncode == 0, done.stderr
        cls.wheel, = (cls.path / "dist").iterdir()
        # NumPy alone of what this interpreter has.
        packages = pathlib.Path(np.__file__).parents[1]
        (cls.path / "packages").mkdir()
        for name in ("numpy", "numpy.libs"):
            if (packages / name).exists():
                (cls.path / "packages" / name).symlink_to(packages / name)

    def test_the_archive(self):
        self.assertRegex(
            self.wheel.name, r"^plateau_robustness-0\.1\.0-py3-none-manylinux_2_\d\d_(x86_64|aarch64)\.whl$")
        info = "plateau_robustness-0.1.0.dist-info"
        with zipfile.ZipFile(self.wheel) as archive:
            names = archive.namelist()
            record = archive.read(f"{info}/RECORD").decode().splitlines()
            self.assertEqual({line.split(",")[0] for line in record}, set(names))
            for line in record:
                name, digest, size = line.split(",")
                if digest:
                    body = archive.read(name)
                    code = base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()
                    self.assertEqual((digest, size), (f"sha256={code}", str(len(body))), name)
            program = archive.getinfo("plateau_robustness-0.1.0.data/scripts/plateau")
            self.assertEqual(program.external_attr >> 16, 0o100755)
            metadata = archive.read(f"{info}/METADATA").decode()
            tag = self.wheel.stem.split("-", 2)[2]
            self.assertIn(f"Tag: {tag}\n", archive.read(f"{info}/WHEEL").decode())
        for line in ("Name: plateau-robustness", "Requires-Python: >=3.10", "Requires-Dist: numpy>=1.24",
                     "License-File: LICENSE"):
            self.assertIn(line + "\n", metadata)
        self.assertIn(f"{info}/licenses/LICENSE", names)
        self.assertIn("plateau/py.typed", names)

    def test_the_same_files_give_the_same_bytes(self):
        self.assertEqual(wheel(self.path / "again", *ANY).returncode, 0)
        self.assertEqual((self.path / "again" / self.wheel.name).read_bytes(), self.wheel.read_bytes())

    def test_what_is_no_program_is_refused(self):
        script, done = on_a_script(wheel, self.path)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(
            done.stderr,
            f"Scripts/wheel: --program is '{script}', which is no ELF file; wheels are made of programs for Linux.\n")

    def test_it_is_installed_and_audits(self):
        python = self.environment("env with ü")
        self.install(python, self.wheel)
        np.save(self.path / "x.npy", self.x)
        np.save(self.path / "y.npy", self.y)
        code = ("import sys, numpy, plateau; x, y = map(numpy.load, sys.argv[2:]);"
                " r = plateau.audit(sys.argv[1], x, y, epsilon=0.1, quick=True); print(plateau.program(), r.verdict)")
        said = self.python(python, code, self.model, self.path / "x.npy", self.path / "y.npy")
        verdict = plateau.audit(self.model, self.x, self.y, epsilon=0.1, quick=True).verdict
        self.assertEqual(said.stdout, f"{python.parent / 'plateau'} {verdict}\n", said.stderr)

    def test_the_other_project_is_named_in_both_orders(self):
        other = self.path / "plateau-3.1-py3-none-any.whl"
        files = {"plateau/__init__.py": "from .forest import trees\n", "plateau/forest.py": "trees = 3\n",
                 "plateau-3.1.dist-info/METADATA": "Metadata-Version: 2.1\nName: plateau\nVersion: 3.1\n",
                 "plateau-3.1.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}
        record = "plateau-3.1.dist-info/RECORD"
        files[record] = "".join(f"{name},,\n" for name in (*files, record))
        with zipfile.ZipFile(other, "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
        for order in ((self.wheel, other), (other, self.wheel)):
            python = self.environment("orders")
            for one in order:
                self.install(python, one)
            said = self.python(python, "import plateau")
            self.assertEqual(said.returncode, 1, order)
            self.assertIn(OBJECTION, said.stderr)
            self.assertIn("pip install --force-reinstall", said.stderr)
            self.assertEqual(self.python(python, "import numpy, json").stderr, "")
            # What the sentence says to do.
            self.pip(python, "uninstall", "--yes", "plateau")
            self.pip(python, "install", "--no-index", "--no-deps", "--force-reinstall", self.wheel)
            self.assertEqual(self.python(python, "import plateau; print(plateau.__version__)").stdout, "0.1.0\n")
        python = self.environment("alone")
        self.install(python, other)
        self.assertEqual(self.python(python, "import plateau; print(plateau.trees)").stdout, "3\n")

    def environment(self, name):
        folder = self.path / name
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True, symlinks=True)
        return folder / "bin" / "python"

    def pip(self, python, *arguments):
        subprocess.run([python, "-m", "pip", "--disable-pip-version-check", "-q", *arguments], check=True,
                       env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"})

    def install(self, python, file):
        self.pip(python, "install", "--no-index", "--no-deps", file)

    def python(self, python, code, *arguments):
        """Runs code with NumPy of this interpreter, and without the program that the tests use."""
        environment = {k: v for k, v in os.environ.items() if k not in ("PLATEAU_PROGRAM", "PYTHONPATH")}
        environment["PYTHONPATH"] = str(self.path / "packages")
        return subprocess.run([python, "-c", code, *map(str, arguments)], env=environment, capture_output=True,
                              text=True, cwd=self.path)


@needs_tools
class GlibcTests(unittest.TestCase):
    def test_newer_symbols_of_cxx_are_refused(self):
        with mock.patch.object(sys, "path", [str(SCRIPT.parent / "support"), *sys.path]):
            release = importlib.import_module("release")
        path = plateau.program()
        self.assertTrue(release.versions(path, "GLIBCXX"), "the Swift runtime is C++")
        with mock.patch.object(release, "NEWEST_CXX", (3, 4, 0)), self.assertRaises(SystemExit) as caught:
            release.check_cxx(path, False, "wheel")
        self.assertRegex(
            str(caught.exception),
            r" needs GLIBCXX_3\.4\.\d+ of libstdc\+\+ for \w+(, \w+)*; wheels are for 3\.4\.0 and older\. Have functions of"
            r" our own for these, or give --allow-newer-glibc\.$")

    def test_newer_symbols_and_other_libraries_are_refused(self):
        # Of a program that is built here in the usual way; both are mended for a wheel, and then it has neither.
        with tempfile.TemporaryDirectory() as folder:
            done = wheel(folder, "--allow-libraries")
            if done.returncode:
                self.assertRegex(done.stderr, r"needs glibc 2\.\d+ for [\w, ]+; wheels are for 2\.34 and later\.")
            done = wheel(folder, "--allow-newer-glibc")
            if done.returncode:
                self.assertRegex(done.stderr, r"needs [\w.+, -]+, which machines may lack\. Link them statically")


if __name__ == "__main__":
    unittest.main()
