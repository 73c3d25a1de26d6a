"""The child process: found, told, followed, stopped, and cleaned up after."""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from unittest import mock

from support import Environment, ModelCase, fake_program, said

import numpy as np
import plateau
from plateau import _folder, _progress
from plateau._process import run

SOURCE = pathlib.Path(plateau.__file__).parents[1]


class ProgramTests(ModelCase):
    def test_the_variable_comes_first(self):
        with tempfile.TemporaryDirectory() as folder:
            path = fake_program(folder, said(event="result", record={"fake": 1}))
            with Environment(PLATEAU_PROGRAM=path):
                self.assertEqual(plateau.program(), path)
                self.assertEqual(run(["anything"]).record, {"fake": 1})

    def test_another_version_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            path = fake_program(folder, "", version="0.9.1")
            with Environment(PLATEAU_PROGRAM=path):
                self.refuses(
                    f"PLATEAU_PROGRAM is '{path}', which is version 0.9.1. Let it name the program 'plateau' of Plateau"
                    " 0.1.0, or unset it.", plateau.program)
            with Environment(PLATEAU_PROGRAM=f"{folder}/none"):
                self.refuses(
                    f"PLATEAU_PROGRAM is '{folder}/none', which does not exist. Let it name the program 'plateau' of"
                    " Plateau 0.1.0, or unset it.", plateau.program)

    def test_another_program_of_that_name_is_passed_over(self):
        with tempfile.TemporaryDirectory() as other, tempfile.TemporaryDirectory() as own:
            theirs = fake_program(other, "", version="Plateau forest tools")
            path = fake_program(own, "echo ours")
            with mock.patch("plateau._program.sysconfig.get_path", return_value=None), \
                    mock.patch("plateau._program.sys.executable", "/nowhere/python"):
                with Environment(PLATEAU_PROGRAM=None, PATH=f"{other}:{own}:/usr/bin:/bin"):
                    self.assertEqual(plateau.program(), path)
                with Environment(PLATEAU_PROGRAM=None, PATH=f"{other}:/usr/bin:/bin"):
                    self.refuses(
                        "the program 'plateau' of Plateau 0.1.0 is neither beside '/nowhere/python' nor in PATH."
                        f" '{theirs}' is another program, or does not run. Install plateau-robustness from its wheel,"
                        " which holds the program, or build it ('make build') and let PLATEAU_PROGRAM name it.",
                        plateau.program)


class ErrorTests(ModelCase):
    def failing(self, script):
        with tempfile.TemporaryDirectory() as folder:
            with Environment(PLATEAU_PROGRAM=fake_program(folder, script)):
                with self.assertRaises(plateau.PlateauError) as caught:
                    plateau.audit(self.model, self.x, self.y)
        return caught.exception

    def test_errors_carry_text_and_status(self):
        error = self.failing(
            said(event="note", text="a remark") + "; echo 'Error: other words' >&2; "
            + said(event="error", text="The model is odd. Mend it.", status=2) + "; exit 2")
        self.assertEqual((str(error), error.status), ("The model is odd. Mend it.", 2))
        error = self.failing("echo 'Error: The model is odd. Mend it.' >&2; exit 2")
        self.assertEqual((str(error), error.status), ("The model is odd. Mend it.", 2))
        error = self.failing("echo 'Error: bad word' >&2; echo 'Usage: plateau audit' >&2; exit 2")
        self.assertEqual((str(error), error.status), ("bad word", 2))
        error = self.failing("exit 70")
        self.assertEqual((str(error), error.status), ("The program ended with status 70.", 70))

    def test_signals_are_named(self):
        error = self.failing("kill -KILL $$")
        self.assertEqual((str(error), error.status),
                         ("The program was ended by SIGKILL. Memory may have been short.", -signal.SIGKILL))

    def test_results_that_are_missing(self):
        error = self.failing(said(event="result", record={}))
        self.assertRegex(str(error), r"^The results of plateau audit cannot be read: ")

    def test_lines_of_something_else(self):
        for line in ("{}", "a table", "[1]"):
            error = self.failing(f"echo '{line}'; exec sleep 30")
            self.assertEqual(str(error), f"The program wrote '{line}', which is no line of its protocol.")
        error = self.failing(said(event="begin", protocol=2, version="0.1.0") + "; exec sleep 30")
        self.assertEqual(str(error), "The program speaks version 2 of its protocol; expected 1.")

    def test_warnings_and_notes(self):
        with tempfile.TemporaryDirectory() as folder:
            script = said(event="warning", text="odd") + "; " + said(event="note", text="as is")
            with Environment(PLATEAU_PROGRAM=fake_program(folder, script)):
                with self.assertWarnsRegex(plateau.PlateauWarning, "^odd$") as caught:
                    self.assertEqual(run(["anything"]).notes, ["as is"])
        self.assertEqual(caught.filename, __file__)


class ArgumentTests(unittest.TestCase):
    def arguments(self, function, **named):
        """The command line that a call becomes, and its result."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            script = f"printf '%s\\n' \"$@\" > '{folder}/arguments'; " + said(event="result", record={"claims": []})
            program = fake_program(folder, script)
            (path / "metrics.jsonl").write_text('{"epoch":1}\n')
            with Environment(PLATEAU_PROGRAM=program):
                result = function(folder, **named)
            return (path / "arguments").read_text().replace(folder, "FOLDER").split("\n")[:-1], result

    def test_reproduce(self):
        arguments, result = self.arguments(
            plateau.reproduce, data="mnist", data_dir="m", quick=True, full=True, seed=2, seeds=3, threads=1,
            resume=True)
        self.assertEqual(
            " ".join(arguments),
            "reproduce --output FOLDER --json --seed 2 --threads 1 --data mnist --data-dir m --seeds 3 --quick --full"
            " --resume --protocol 1 --quiet")
        self.assertEqual((result.claims, result.report().name), ((), "index.html"))

    def test_train(self):
        arguments, result = self.arguments(
            plateau.train, preset="vanilla-relu", settings={"training.epochs": 2, "network.widths": [3, 4]},
            resume=True)
        self.assertEqual(
            " ".join(arguments),
            "train --preset vanilla-relu --set training.epochs=2 --set network.widths=[3, 4] --output FOLDER --resume"
            " --protocol 1 --quiet")
        self.assertEqual(result.to_dict(), {"epochs": [{"epoch": 1}]})
        with self.assertRaisesRegex(plateau.InputError, "^preset is None and config is None; expected exactly one of"):
            plateau.train("nowhere")


class InterruptionTests(ModelCase):
    def stopped(self, **named):
        """What Ctrl-C says half a second after the start of a program that goes on for ever."""
        script = "trap 'echo stopped > \"$MARK\"; echo Stopped >&2; exit 1' INT\nwhile :; do sleep 0.05; done"
        with tempfile.TemporaryDirectory() as folder:
            mark = pathlib.Path(folder) / "mark"
            with Environment(PLATEAU_PROGRAM=fake_program(folder, script), MARK=mark):
                timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
                timer.start()
                with self.assertRaises(KeyboardInterrupt) as caught:
                    plateau.audit(self.model, self.x, self.y, **named)
            self.assertEqual(mark.read_text(), "stopped\n")
        return str(caught.exception)

    def test_ctrl_c_is_passed_on_and_says_how_to_go_on(self):
        output = self.path / "stopped"
        self.assertEqual(
            self.stopped(output=output),
            f"plateau audit was stopped; every finished batch is in '{output}'. Go on with the same call,"
            f" output='{output}' and resume=True.")

    def test_without_a_folder_nothing_is_kept(self):
        self.assertEqual(
            self.stopped(), "plateau audit was stopped; nothing is kept. Give output='FOLDER' to be able to go on.")


class FolderTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.parent = pathlib.Path(folder.name)
        patch = mock.patch("tempfile.tempdir", folder.name)
        patch.start()
        self.addCleanup(patch.stop)

    def test_it_is_private_and_removed(self):
        with _folder.PrivateFolder() as folder:
            self.assertEqual(folder.path.parent, self.parent)
            self.assertEqual(folder.path.stat().st_mode & 0o777, 0o700)
            _folder.remove_leftovers()
            self.assertTrue(folder.path.is_dir())
        self.assertEqual(list(self.parent.iterdir()), [])
        with self.assertRaises(ZeroDivisionError), _folder.PrivateFolder():
            _ = 1 / 0
        self.assertEqual(list(self.parent.iterdir()), [])

    def test_what_a_killed_run_left_is_removed_once_its_program_ended(self):
        code = ("import os, signal, subprocess\nfrom plateau._folder import PrivateFolder\n"
                "folder = PrivateFolder().__enter__()\n"
                "child = subprocess.Popen(['sleep', '30'], pass_fds=(folder.lock,))\n"
                "print(child.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)")
        environment = {**os.environ, "TMPDIR": str(self.parent), "PYTHONPATH": str(SOURCE)}
        done = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
        child = int(done.stdout.readline())
        done.stdout.close()
        done.wait()
        _folder.remove_leftovers()
        self.assertEqual(len(list(self.parent.iterdir())), 1, "its program is still running")
        os.kill(child, signal.SIGKILL)
        for _ in range(100):
            _folder.remove_leftovers()
            if not list(self.parent.iterdir()):
                break
            time.sleep(0.05)
        self.assertEqual(list(self.parent.iterdir()), [])

    def test_no_folder_at_all(self):
        with mock.patch("tempfile.tempdir", str(self.parent / "none")):
            with self.assertRaisesRegex(
                    plateau.PlateauError, r"^There is no folder for temporary files: No such file or directory\. Let "):
                with _folder.PrivateFolder():
                    pass

    def test_folders_of_others_stay(self):
        (self.parent / "plateau-py-mine").mkdir()
        (self.parent / "plateau-py-link").symlink_to(self.parent)
        (self.parent / "plateau-py-file").write_text("")
        _folder.remove_leftovers()
        self.assertEqual(len(list(self.parent.iterdir())), 3)


class ProgressTests(ModelCase):
    def test_a_function_is_told(self):
        lines = []
        plateau.audit(self.model, self.x, self.y, epsilon=0.1, quick=True, progress=lines.append)
        self.assertTrue(lines)
        self.assertTrue(all("█" in line or "░" in line for line in lines), lines)

    def test_what_a_function_raises_stops_the_program(self):
        def progress(line):
            raise ZeroDivisionError(line)

        script = (f"trap 'exit 1' INT\n{said(event='progress', activity='fgsm', text='█░  fgsm')}\n"
                  "while :; do sleep 0.05; done")
        with tempfile.TemporaryDirectory() as folder:
            with Environment(PLATEAU_PROGRAM=fake_program(folder, script)):
                with self.assertRaisesRegex(ZeroDivisionError, "fgsm"):
                    plateau.audit(self.model, self.x, self.y, progress=progress)

    def test_nothing_is_shown_unless_asked_for(self):
        code = ("import sys, numpy as np, plateau\nx = np.load(sys.argv[2])\n"
                "plateau.audit(sys.argv[1], x, np.load(sys.argv[3]), epsilon=0.1, quick=True,"
                " progress=eval(sys.argv[4]))")
        np.save(self.path / "x.npy", self.x)
        np.save(self.path / "y.npy", self.y)
        for word, is_shown in (("False", False), ("None", False), ("True", True)):
            done = subprocess.run(
                [sys.executable, "-c", code, self.model, self.path / "x.npy", self.path / "y.npy", word],
                env={**os.environ, "PYTHONPATH": str(SOURCE)}, capture_output=True, text=True, check=True)
            self.assertEqual(bool(done.stderr), is_shown, word)
            self.assertEqual(done.stdout, "")

    def test_a_notebook_has_one_line(self):
        shown = []

        class Handle:
            def update(self, content, raw):
                shown.append(content["text/plain"])

        def display(content, raw, display_id):
            shown.append(content["text/plain"])
            return Handle()

        class ZMQInteractiveShell:
            pass

        modules = {"IPython": mock.Mock(get_ipython=ZMQInteractiveShell), "IPython.display": mock.Mock(display=display)}
        with mock.patch.dict(sys.modules, modules):
            screen = _progress.display(None)
            screen.show("one")
            screen.show("two")
            screen.clear()
        self.assertEqual(shown, ["one", "two", ""])


if __name__ == "__main__":
    unittest.main()
