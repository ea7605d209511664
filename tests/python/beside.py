"""The module and the program side by side."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Files without times: the same bytes whenever, and by whomever, they are written.
TIMELESS = {"SOURCE_DATE_EPOCH": "1700000000"}
os.environ.update(TIMELESS)


class BesideTest(unittest.TestCase):
    """A test with a folder of its own."""

    maxDiff = 4000

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def program(self, *arguments, code=0):
        """Runs the program in the folder and gives back what it printed, as bytes are."""
        done = subprocess.run([os.environ["LEMMASCOPE"], *map(str, arguments)], cwd=self.folder, capture_output=True,
                              timeout=240)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout.decode()

    def refusal(self, *arguments, code=2):
        """The line with which the program refuses, without its name."""
        done = subprocess.run([os.environ["LEMMASCOPE"], *map(str, arguments)], cwd=self.folder, capture_output=True,
                              text=True, timeout=240)
        self.assertEqual(done.returncode, code, done.stderr)
        (line,) = done.stderr.splitlines()
        return line.removeprefix("lemmascope: ")

    def python(self, code, **how):
        """Runs a text in a Python of its own."""
        return subprocess.run([sys.executable, "-c", code], cwd=self.folder, capture_output=True, text=True, timeout=240,
                              **how)
