"""What Scripts/wheel and Scripts/tarball share: what a program needs of a machine, and licences of what is in it."""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
NEWEST = (2, 34)
# Of libstdc++, what a machine with that glibc has: manylinux_2_34 allows no newer symbols.
NEWEST_CXX = (3, 4, 29)
LIBRARIES = {"libc.so.6", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1", "ld-linux-x86-64.so.2",
             "ld-linux-aarch64.so.1", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libutil.so.1"}
MACHINES = {62: "x86_64", 183: "aarch64"}


def arguments(description, product):
    """The options, which both scripts have."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--program", type=pathlib.Path, required=True, help="the program, of a release build")
    parser.add_argument("--output", type=pathlib.Path, required=True, help=f"the folder that the {product} goes to")
    parser.add_argument("--license", action="append", default=[], metavar="NAME=FILE",
                        help="a licence of what is inside; can be given several times")
    parser.add_argument("--checkouts", type=pathlib.Path,
                        help="the folder with the packages that are inside, whose licences are taken")
    parser.add_argument("--allow-newer-glibc", action="store_true",
                        help="takes symbols newer than 2.34, and says so in the result")
    parser.add_argument("--allow-libraries", action="store_true",
                        help=f"takes a program that needs other shared libraries, for a {product} that works here only")
    return parser.parse_args()


def fail(text):
    sys.exit(f"Scripts/{pathlib.Path(sys.argv[0]).name}: {text}")


def tool(*command):
    """What a program writes, or an error that names it."""
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except FileNotFoundError:
        fail(f"there is no '{command[0]}' in PATH. Install binutils.")
    except subprocess.CalledProcessError as error:
        fail(f"'{' '.join(map(str, command))}' ended with status {error.returncode}: {error.stderr.strip()}")


def project():
    """The table `project` of the Python package, which has the version of both."""
    return tomllib.loads((ROOT / "Python" / "pyproject.toml").read_text())["project"]


class Program:
    """A program that machines can run, of the version of the sources.

    `machine` is the processor that it is for, `glibc` the version that it needs, `path` where it is."""

    def __init__(self, options, product):
        self.path = options.program
        self.machine = machine(self.path, product)
        self.glibc, symbols = glibc(self.path)
        if self.glibc > NEWEST and not options.allow_newer_glibc:
            fail(f"'{self.path}' needs glibc {self.glibc[0]}.{self.glibc[1]} for {', '.join(sorted(symbols))};"
                 f" {product}s are for {NEWEST[0]}.{NEWEST[1]} and later. Have functions of our own for these, or give"
                 " --allow-newer-glibc.")
        check_cxx(self.path, options.allow_newer_glibc, product)
        check_libraries(self.path, options.allow_libraries, product)
        said = tool(str(self.path.resolve()), "--version").split()
        version = project()["version"]
        if version not in said:
            fail(f"the program is version '{' '.join(said)}', but Python/pyproject.toml says {version}.")

    def stripped(self):
        """The bytes of the program without its symbols."""
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "plateau"
            tool("strip", "-o", str(copy), str(self.path))
            return copy.read_bytes()


def machine(program, product):
    """The name of the processor that a program is for."""
    try:
        head = program.read_bytes()[:20]
    except OSError as error:
        fail(f"--program is '{program}', which cannot be read: {error.strerror}.")
    if head[:4] != b"\x7fELF":
        fail(f"--program is '{program}', which is no ELF file; {product}s are made of programs for Linux.")
    code = int.from_bytes(head[18:20], "little")
    return MACHINES.get(code) or fail(f"--program is '{program}', for machine {code} of ELF; known are {MACHINES}.")


def glibc(program):
    """The newest version of glibc that a program needs, and the symbols that do."""
    symbols = {}
    for version, names in versions(program, "GLIBC").items():
        symbols.setdefault(version[:2], []).extend(names)
    if not symbols:
        fail(f"'{program}' asks for no symbol of glibc; is it linked to another C library?")
    return max(symbols.items())


def versions(program, library):
    """The symbols that a program asks a library for, by the versions that these have there."""
    symbols = {}
    for line in tool("objdump", "-T", str(program)).splitlines():
        match = re.search(rf"\(?\b{library}_(\d+(?:\.\d+)+)\)?\s+(\S+)$", line)
        if match:
            symbols.setdefault(tuple(map(int, match[1].split("."))), []).append(match[2])
    return symbols


def check_cxx(program, is_allowed, product):
    symbols = versions(program, "GLIBCXX")
    newest = max(symbols, default=(0,))
    if newest > NEWEST_CXX and not is_allowed:
        fail(f"'{program}' needs GLIBCXX_{'.'.join(map(str, newest))} of libstdc++ for {', '.join(sorted(symbols[newest]))};"
             f" {product}s are for {'.'.join(map(str, NEWEST_CXX))} and older. Have functions of our own for these, or give"
             " --allow-newer-glibc.")


def check_libraries(program, is_allowed, product):
    needed = set(re.findall(r"NEEDED\s+(\S+)", tool("objdump", "-p", str(program))))
    others = sorted(needed - LIBRARIES)
    if others and not is_allowed:
        fail(f"'{program}' needs {', '.join(others)}, which machines may lack. Link them statically ('make {product}'),"
             f" or give --allow-libraries for a {product} that works on this machine only.")


def licenses(options):
    """The texts of all licences, by names of files."""
    found = {"LICENSE": (ROOT / "LICENSE").read_bytes()}
    pairs = []
    for text in options.license:
        name, sign, path = text.partition("=")
        if not sign or not re.fullmatch(r"[\w.-]+", name):
            fail(f"--license is '{text}'; expected NAME=FILE, such as swift=LICENSE.txt.")
        pairs.append((name, pathlib.Path(path)))
    for package in sorted(options.checkouts.iterdir()) if options.checkouts else []:
        files = sorted(p for p in package.iterdir() if re.match(r"(?i)(licen[sc]e|notice)", p.name) and p.is_file())
        if not files and package.is_dir():
            fail(f"'{package}' has no licence.")
        pairs += [(f"{package.name}-{p.stem}", p) for p in files]
    for name, path in pairs:
        try:
            found[f"{name}.txt"] = path.read_bytes()
        except OSError as error:
            fail(f"the licence '{path}' cannot be read: {error.strerror}.")
    return found
