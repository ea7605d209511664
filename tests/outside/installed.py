"""What the tests of the installed package share: a prefix, and commands run as a stranger would."""
import os
import pathlib
import subprocess
import tempfile
import unittest

HOUSE = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["LEMMASCOPE_BUILD"])  # the build tree that is installed from


def run(command, folder, expected=0, prefix=None, timeout=280):
    """Runs a command line (a list, or a text for the shell) in `folder`; with `prefix` its programs and packages are
    found. Gives back what it printed."""
    env = {**os.environ}
    if prefix is not None:
        env["PATH"] = f"{prefix}/bin:{env['PATH']}"
        env["CMAKE_PREFIX_PATH"] = str(prefix)
    if "LEMMASCOPE_LAUNCHER" in env:  # ccache, where our own build has it
        env["CMAKE_CXX_COMPILER_LAUNCHER"] = env["LEMMASCOPE_LAUNCHER"]
    env.setdefault("CMAKE_BUILD_PARALLEL_LEVEL", "2")
    done = subprocess.run(command, shell=isinstance(command, str), cwd=folder, env=env, capture_output=True, text=True,
                          timeout=timeout)
    if done.returncode != expected:
        raise AssertionError(f"{command}: expected exit code {expected}, got {done.returncode}\n{done.stdout}\n"
                             f"{done.stderr}")
    return done.stdout + done.stderr


class InstalledTest(unittest.TestCase):
    """Tests with a folder of their own, shared by the class."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.prefix = cls.folder / "prefix"
