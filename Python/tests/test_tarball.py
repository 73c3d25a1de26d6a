"""Scripts/tarball, and what is unpacked from its archive. The program may be linked to other libraries here."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

from support import ROOT
from test_wheel import ANY, needs_tools, on_a_script

import plateau

SCRIPT = ROOT / "Scripts" / "tarball"
SHELLS = {"bash": "bash-completion/completions/plateau", "zsh": "zsh/site-functions/_plateau",
          "fish": "fish/vendor_completions.d/plateau.fish"}


def tarball(output, *options, program=None):
    return subprocess.run(
        [sys.executable, SCRIPT, "--program", program or plateau.program(), "--output", output, *options],
        capture_output=True, text=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"})


def commands(command, above=()):
    """The program and its subcommands, as paths of names."""
    path = (*above, command["commandName"])
    yield path
    for one in command.get("subcommands", ()):
        if one["commandName"] != "help":
            yield from commands(one, path)


@needs_tools
class TarballTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.path = Path(folder.name)
        (cls.path / "a licence").write_text("Do what you want.\n")
        cls.options = (*ANY, "--license", f"other={cls.path / 'a licence'}")
        done = tarball(cls.path / "dist", *cls.options)
        assert done.returncode == 0, done.stderr
        cls.archive, = (cls.path / "dist").iterdir()
        cls.prefix = cls.path / "prefix"
        cls.prefix.mkdir()
        subprocess.run(["tar", "-xzf", cls.archive, "--strip-components=1", "-C", cls.prefix], check=True)
        cls.share = cls.prefix / "share"

    def test_the_archive(self):
        self.assertRegex(self.archive.name, r"^plateau-0\.1\.0-linux-(x86_64|aarch64)\.tar\.gz$")
        name = self.archive.name.removesuffix(".tar.gz")
        with tarfile.open(self.archive) as archive:
            for member in archive:
                self.assertTrue(member.isfile() and member.name.startswith(f"{name}/"), member.name)
                self.assertEqual((member.uid, member.gid, member.uname, member.gname, member.mtime), (0, 0, "", "", 0))
                is_program = member.name == f"{name}/bin/plateau"
                self.assertEqual(member.mode, 0o755 if is_program else 0o644, member.name)
        licenses = self.share / "doc" / "plateau" / "licenses"
        self.assertEqual((licenses / "LICENSE").read_bytes(), (ROOT / "LICENSE").read_bytes())
        self.assertEqual((licenses / "other.txt").read_text(), "Do what you want.\n")
        readme = (self.share / "doc" / "plateau" / "README").read_text()
        self.assertIn(f"tar -xzf {self.archive.name} --strip-components=1 -C PREFIX\n", readme)
        self.assertRegex(readme, r"glibc 2\.\d+ or later")

    def test_the_same_files_give_the_same_bytes(self):
        self.assertEqual(tarball(self.path / "again", *self.options).returncode, 0)
        self.assertEqual((self.path / "again" / self.archive.name).read_bytes(), self.archive.read_bytes())

    def test_the_program_runs(self):
        said = subprocess.run([self.prefix / "bin" / "plateau", "--version"], capture_output=True, text=True)
        self.assertEqual(said.stdout.splitlines()[0], "0.1.0")

    def test_every_command_has_a_page_with_its_options(self):
        program = self.prefix / "bin" / "plateau"
        dump = subprocess.run([program, "--experimental-dump-help"], capture_output=True, text=True, check=True)
        pages = {"-".join(path): path for path in commands(json.loads(dump.stdout)["command"])}
        found = {one.stem: one for one in (self.share / "man" / "man1").iterdir()}
        self.assertEqual(set(found), set(pages))
        for name, path in pages.items():
            text = found[name].read_text()
            self.assertTrue(
                text.startswith(f'.TH "{name.upper()}" "1" "2023-11-14" "Plateau 0.1.0" "User Commands"\n'), name)
            said = subprocess.run([program, "help", *path[1:]], capture_output=True, text=True, check=True).stdout
            for option in re.findall(r"^ +(?:-\w, )?(--[\w-]+)", said, re.MULTILINE):
                self.assertIn(option.replace("-", "\\-"), text, name)

    def test_pages_have_no_faults(self):
        if not shutil.which("mandoc"):
            self.skipTest("there is no mandoc")
        for page in (self.share / "man" / "man1").iterdir():
            done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", page], capture_output=True, text=True)
            self.assertEqual(done.stdout + done.stderr, "")

    def test_completions_load(self):
        for shell, place in SHELLS.items():
            with self.subTest(shell):
                self.assertIn("reproduce", (self.share / place).read_text())
                if not shutil.which(shell):
                    self.skipTest(f"there is no {shell}")
                done = subprocess.run([shell, "-n", self.share / place], capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_what_is_no_program_is_refused(self):
        script, done = on_a_script(tarball, self.path)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(
            done.stderr,
            f"Scripts/tarball: --program is '{script}', which is no ELF file; tarballs are made of programs for"
            " Linux.\n")


if __name__ == "__main__":
    unittest.main()
