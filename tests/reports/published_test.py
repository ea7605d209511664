"""The published results: made by the command written beside them, and quoted as they are.

reports/published/README.md names every file with the command that made it. What takes seconds is made again here;
of the trainings, which take minutes, the numbers quoted in the README are compared with the files.
"""
import json
import os
import pathlib
import re
import shlex
import subprocess
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "reports" / "published"
README = (PUBLISHED / "README.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"^### `([^`]+)`$.*?^```text\n(lemmascope [^`]*?)```", re.M | re.S)
COMPUTED = {"phase_map.json", "dominance_square.json", "dominance_threshold.json"}  # made again here, seconds
RECORDS = {"attacks.json"}  # of which a part is made again
DRAWN_LATER = {"trace", "sites"}  # what pictures need, written since the record was made
COMMANDS = {name: shlex.split(text.replace("\\\n", " ")) for name, text in COMMAND.findall(README)}
# Quoted as: <!-- fig9.json: reproduction.numbers.0.ours --> 0.8400
QUOTE = re.compile(r"<!-- (\S+\.json): (\S+) -->\s*([-0-9.]+)")


def at(document, path):
    for key in path.split("."):
        document = document[int(key)] if isinstance(document, list) else document[key]
    return document


def same(ours, theirs, where):
    """Equal in everything but the last bits of doubles, which the C library's log and exp decide."""
    if isinstance(ours, dict) and ours.get("kind") == "f64":
        if f"{ours['approximate']:.9e}" != f"{theirs['approximate']:.9e}":
            raise AssertionError(f"{where}: {ours['value']} made, {theirs['value']} published")
    elif isinstance(ours, dict):
        if ours.keys() != theirs.keys():
            raise AssertionError(f"{where}: other keys")
        for key in ours:
            same(ours[key], theirs[key], f"{where}.{key}")
    elif isinstance(ours, list):
        if len(ours) != len(theirs):
            raise AssertionError(f"{where}: {len(ours)} entries made, {len(theirs)} published")
        for k, (mine, other) in enumerate(zip(ours, theirs)):
            same(mine, other, f"{where}.{k}")
    elif ours != theirs:
        raise AssertionError(f"{where}: {ours!r} made, {theirs!r} published")


def without_pictures(result):
    if isinstance(result, dict):
        drawn = lambda key, value: key in DRAWN_LATER or isinstance(value, dict) and value and value.keys() <= DRAWN_LATER
        return {key: without_pictures(value) for key, value in result.items() if not drawn(key, value)}
    return [without_pictures(value) for value in result] if isinstance(result, list) else result


class Published(unittest.TestCase):
    def test_every_file_has_its_command(self):
        files = {path.name for path in PUBLISHED.glob("*.json")}
        self.assertEqual(files, set(COMMANDS))
        self.assertGreater(len(files), 0)

    def made(self, *arguments):
        done = subprocess.run([os.environ["LEMMASCOPE"], *arguments], capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_maps_are_made_again(self):
        for name in sorted(COMPUTED):
            with self.subTest(name):
                same(self.made(*COMMANDS[name][1:]), json.loads((PUBLISHED / name).read_text()), name)

    def test_attacks_are_made_again_where_that_is_quick(self):
        record = {one["claim"]: one for one in json.loads((PUBLISHED / "attacks.json").read_text())["attacks"]}
        for name in ("causal/parent-dominates", "causal/parent-dominates-at-finite-length"):
            with self.subTest(name):
                theirs = record[name]
                evaluations = ["--evaluations", str(theirs["asked"])] if "asked" in theirs else []
                ours = self.made("attack", name, "--profile", theirs["profile"], *evaluations, "--json")
                same(without_pictures(ours), without_pictures(theirs["result"]), name)

    def test_every_law_that_should_stand_stood_its_attack(self):
        for one in json.loads((PUBLISHED / "attacks.json").read_text())["attacks"]:
            with self.subTest(one["claim"]):
                self.assertEqual(one["result"]["verdict"], one["expected"])

    def test_trainings_are_the_full_ones_where_their_name_does_not_say_otherwise(self):
        for name in sorted(COMMANDS.keys() - COMPUTED - RECORDS):
            document = json.loads((PUBLISHED / name).read_text())
            with self.subTest(name):
                made = document["reproduction"]
                quick = made.get("quick", made["figure"].endswith("-quick"))
                self.assertEqual(quick, name.endswith("-quick.json"))
                self.assertTrue(made["finished"])
                self.assertEqual(document["request"]["selectors"], [" ".join(COMMANDS[name][1:])])

    def test_trainings_are_valid_results_that_render(self):
        program = os.environ["LEMMASCOPE"]
        schema = json.loads(subprocess.run([program, "schema", "result"], capture_output=True, text=True).stdout)
        for name in sorted(COMMANDS.keys() - COMPUTED - RECORDS):
            with self.subTest(name):
                document = json.loads((PUBLISHED / name).read_text())
                jsonschema.validate(document, schema)
                page = subprocess.run([program, "report", PUBLISHED / name, "-f", "html", "-o", "-"],
                                      capture_output=True, text=True)
                self.assertEqual(page.returncode, 0, page.stderr)
                for figure in document["figures"]:
                    drawn = re.escape(f"figure-{figure['id'].replace('/', '.')}")
                    self.assertRegex(page.stdout, rf'id=("{drawn}"|{drawn}[ >])')

    def test_quoted_numbers_are_in_the_files(self):
        quotes = QUOTE.findall(README)
        self.assertGreater(len(quotes), 0)
        for name, path, text in quotes:
            with self.subTest(f"{name}: {path}"):
                value = at(json.loads((PUBLISHED / name).read_text()), path)
                digits = len(text.partition(".")[2])
                self.assertEqual(f"{value:.{digits}f}", text)


if __name__ == "__main__":
    unittest.main()
