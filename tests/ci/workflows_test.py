"""The CI files: parsed, and every command of ours in them run as written, on a few claims."""
import json
import os
import pathlib
import re
import shlex
import subprocess
import tempfile
import unittest

import yaml

HERE = pathlib.Path(__file__).resolve().parent
SELECTION = ["causal/stationary-law*"]


class Workflow(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        program = self.folder / "build" / "release" / "lemmascope"
        program.parent.mkdir(parents=True)
        # The same program, on a few claims: the whole suite is another test's business.
        program.write_text(f'#!/bin/sh\nif [ "$1" = check ]; then shift; set -- check {shlex.join(SELECTION)} "$@"; fi\nexec "{os.environ["LEMMASCOPE"]}" "$@"\n')
        program.chmod(0o755)
        bootstrap = self.folder / "bootstrap"
        bootstrap.write_text('#!/bin/sh\n[ "$1" = build ] || exec build/release/lemmascope "$@"\n')
        bootstrap.chmod(0o755)

    def run_script(self, script, expected=0, **env):
        done = subprocess.run(["sh", "-euc", script], cwd=self.folder, env={**os.environ, **env}, capture_output=True, text=True)
        self.assertEqual(done.returncode, expected, f"{script}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def make_baseline(self):
        baseline = self.folder / "tests" / "golden"
        baseline.mkdir(parents=True)
        (baseline / "baseline.json").write_bytes((self.folder / "out" / "result.json").read_bytes())

    def test_github(self):
        workflow = yaml.safe_load((HERE / "github.yml").read_text())
        steps = {step["name"]: step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step}
        self.run_script(steps["Verify the theorems"], PROFILE="quick")
        self.make_baseline()
        self.run_script(steps["Compare with the baseline"])
        summary = self.folder / "summary.md"
        self.run_script(steps["Summarise"], GITHUB_STEP_SUMMARY=str(summary))
        self.assertIn("1 passed, 0 failed", summary.read_text())
        self.assertTrue((self.folder / "out" / "junit.xml").exists())
        for step in workflow["jobs"]["check"]["steps"]:
            if "uses" in step:
                self.assertRegex(step["uses"], r"^actions/[a-z-]+@v\d+$")

    def test_gitlab(self):
        pipeline = yaml.safe_load((HERE / "gitlab.yml").read_text())
        total = pipeline["shards"]["parallel"]
        for index in range(1, total + 1):
            self.run_script("\n".join(pipeline["shards"]["script"]), CI_NODE_INDEX=str(index), CI_NODE_TOTAL=str(total))
        self.run_script("build/release/lemmascope check -o out")
        self.make_baseline()
        script = "\n".join(pipeline["report"]["script"])
        self.assertIn("1 passed, 0 failed", self.run_script(script))
        self.assertTrue((self.folder / pipeline["report"]["artifacts"]["reports"]["junit"]).exists())
        # A claim that the baseline has and the run lost turns the job red.
        baseline = self.folder / "tests" / "golden" / "baseline.json"
        document = json.loads(baseline.read_text())
        document["claims"].append({**document["claims"][0], "id": "causal/stationary-law-is-lost"})
        baseline.write_text(json.dumps(document))
        self.run_script(script, expected=4)

    def test_nightly(self):
        workflow = yaml.safe_load((HERE / "nightly.yml").read_text())
        steps = {step["name"]: step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step}
        self.run_script(steps["Verify the theorems on the largest families"].replace("nightly", "quick"))
        summary = self.folder / "summary.md"
        self.run_script(steps["Summarise"], GITHUB_STEP_SUMMARY=str(summary))
        self.assertIn("1 passed, 0 failed", summary.read_text())
        # What takes hours is not run here: each preset and each test it names must exist.
        presets = json.loads((HERE.parents[1] / "CMakePresets.json").read_text())
        for preset in (*workflow["jobs"]["sanitizers"]["strategy"]["matrix"]["preset"], "tidy"):
            for kind in ("configurePresets", "buildPresets") + (("testPresets",) if preset != "tidy" else ()):
                self.assertIn(preset, [p["name"] for p in presets[kind]], kind)
        for preset in re.findall(r"--preset (?!\"\$PRESET)(\S+)", "\n".join(steps.values())):
            self.assertIn(preset, [p["name"] for p in presets["configurePresets"]])
        names = re.search(r"set\(names ([a-z ]+)\)", (HERE.parent / "fuzz" / "CMakeLists.txt").read_text()).group(1).split()
        for name in names:
            self.assertTrue((HERE.parent / "fuzz" / f"{name}_fuzzer.cpp").exists())
            self.assertGreater(len(list((HERE.parent / "fuzz" / "corpus" / name).iterdir())), 0)
        for job in workflow["jobs"].values():
            for step in job["steps"]:
                if "uses" in step:
                    self.assertRegex(step["uses"], r"^actions/[a-z-]+@v\d+$")

    def test_every_option_used_exists(self):
        for path in sorted(HERE.glob("*.yml")):
            for command, options in re.findall(r"lemmascope (\w+)([^\n]*)", path.read_text()):
                help_text = subprocess.run([os.environ["LEMMASCOPE"], command, "--help"], capture_output=True, text=True).stdout
                for option in re.findall(r"(?<!\S)--?[a-z][a-z-]*", options):
                    self.assertIn(option, help_text, f"{command} {option}")


if __name__ == "__main__":
    unittest.main()
