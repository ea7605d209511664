"""Running the program under test."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def recheck(*paths):
    script = ROOT / "tests" / "reports" / "recheck_witness.py"
    planted = ROOT / "tests" / "cli" / "recheck_planted.py"
    return subprocess.run([sys.executable, "-B", script, "--rules", planted, *paths], capture_output=True, text=True)


class ProgramTest(unittest.TestCase):
    """A test with a folder of its own."""

    program = "LEMMASCOPE"

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_program(self, *arguments, env=None, program=None, **how):
        """`how` goes to subprocess.run: other streams, another working folder."""
        command = [os.environ[program or self.program], *map(str, arguments)]
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("GTEST_", "SLURM_"))}
        how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "timeout": 240, **how}
        return subprocess.run(command, env={**environment, **(env or {})}, **how)

    def check(self, *arguments, out="out", **options):
        return self.run_program("check", *arguments, "-o", self.folder / out, **options)

    def result(self, out="out"):
        return json.loads((self.folder / out / "result.json").read_text())

    def claim(self, out="out"):
        return self.result(out)["claims"][0]

    def assert_code(self, done, code):
        self.assertEqual(done.returncode, code, f"\n{done.stdout}\n{done.stderr}")
