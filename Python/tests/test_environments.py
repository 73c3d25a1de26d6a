"""Environments that lack something: it works, or says what is missing."""

import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import unittest

import numpy as np
from support import ModelCase

import plateau

SOURCE = pathlib.Path(plateau.__file__).parents[1]
AUDIT = (
    "import sys, numpy as np, plateau\n"
    "result = plateau.audit(sys.argv[1], np.load(sys.argv[2]), np.load(sys.argv[3]), epsilon=0.1, quick=True)\n"
    "print(result.verdict, result.robust_accuracy)"
)


class EnvironmentTests(ModelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        np.save(cls.path / "x.npy", cls.x)
        np.save(cls.path / "y.npy", cls.y)
        cls.expected = cls.audit()

    @classmethod
    def audit(cls, model=None, folder=None, program=None, limit=None, check=True, **environment):
        """What an audit prints, or its error, in an environment of few variables."""
        variables = {
            "PYTHONPATH": str(SOURCE), "PATH": os.environ["PATH"],
            "PLATEAU_PROGRAM": str(program or plateau.program()), **environment,
        }
        done = subprocess.run(
            [sys.executable, "-c", AUDIT, model or cls.model, cls.path / "x.npy", cls.path / "y.npy"],
            env=variables, cwd=folder or cls.path, capture_output=True, text=True,
            preexec_fn=None if limit is None else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        if check:
            assert done.returncode == 0, done.stderr
            return done.stdout
        return done.stderr

    def test_no_home_and_no_locale(self):
        self.assertEqual(self.audit(LC_ALL="C"), self.expected)

    def test_paths_with_spaces_and_letters_of_others(self):
        with tempfile.TemporaryDirectory(prefix="ein Ordner – 文件夹 é ") as folder:
            folder = pathlib.Path(folder)
            model = folder / "mein Modell ü.safetensors"
            shutil.copy(self.model, model)
            program = folder / "bin ž" / "plateau"
            program.parent.mkdir()
            os.symlink(plateau.program(), program)
            (folder / "tmp ø").mkdir()
            found = self.audit(model, folder, program, TMPDIR=str(folder / "tmp ø"))
            self.assertEqual(found, self.expected)
            self.assertEqual(list((folder / "tmp ø").iterdir()), [])

    @unittest.skipUnless(shutil.which("unshare") and os.geteuid() == 0, "mounting needs root")
    def test_read_only_folders_and_temporary_ones_without_programs(self):
        script = (
            'mount -t tmpfs -o noexec,size=200m none "$1" && mkdir "$1/t" && mount --bind "$2" "$2"'
            ' && mount -o remount,ro,bind "$2" && cd "$2" && TMPDIR="$1/t" exec "${@:3}"'
        )
        with tempfile.TemporaryDirectory() as folder:
            command = ["unshare", "-m", "bash", "-c", script, "bash", folder, self.path]
            if subprocess.run([*command, "true"], capture_output=True).returncode != 0:
                self.skipTest("nothing can be mounted here")
            done = subprocess.run(
                [*command, sys.executable, "-c", AUDIT, self.model, self.path / "x.npy", self.path / "y.npy"],
                env={"PYTHONPATH": str(SOURCE), "PATH": os.environ["PATH"], "PLATEAU_PROGRAM": str(plateau.program())},
                capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, self.expected), done.stderr)

    def test_a_full_disk(self):
        error = self.audit(limit=2000, check=False).strip().splitlines()[-1]
        self.assertRegex(
            error, r"PlateauError: 0 MB for the program could not be written to '.*': File too large\. Let the environment"
            r" variable TMPDIR name a folder with more room\.$")

    def test_no_temporary_folder(self):
        error = self.audit(check=False, TMPDIR="/nowhere", HOME="/nowhere")
        # Python falls back to /tmp and others, which are there.
        self.assertEqual(error, "")


if __name__ == "__main__":
    unittest.main()
