#!/usr/bin/env python3
"""The rules of the house that a machine can check: arrows between rooms, forbidden words, top-level names."""
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROOMS = ["theory", "sim", "properties", "reports", "tests"]
TOP_LEVEL = set(ROOMS) | {"CMakeLists.txt", "CMakePresets.json", "README.md", "CHANGELOG.md", "LICENSE",
                          "bootstrap"}
# What a folder may be called only when nobody owns it.
OWNERLESS = {"src", "utils", "util", "common", "helpers", "misc", "core"}


def tracked():
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [pathlib.PurePosixPath(line) for line in listing.stdout.splitlines()]


def sources(files):
    return [f for f in files if f.suffix in {".hpp", ".cpp"} and "compile_fail" not in f.parts]


def wrong_arrows(path, text):
    """Includes that point against theory <- sim <- properties <- reports, tests see all."""
    room = ROOMS.index(path.parts[0])
    found = []
    for line in text.splitlines():
        match = re.match(r'\s*#\s*include\s+"([a-z]+)/', line)
        if match and match.group(1) in ROOMS and ROOMS.index(match.group(1)) > room:
            found.append(f"{path}: {line.strip()}")
    return found


def forbidden_words(path, text):
    """Code that weakens a comparison or the rounding it rests on."""
    rules = [(r"\bEXPECT_NEAR\b|\bASSERT_NEAR\b|\bDoubleNear\b", "compare by equality, containment or ulp"),
             (r"\bfesetround\b", "rounding modes are not changed by hand"),
             (r"#\s*include\s*<random>", "draw from keyed streams, not from std distributions"),
             (r"\bGTEST_SKIP\b(?!.*\")", "a skip needs its reason")]
    if path.parts[0] == "theory":
        rules += [(r"#\s*include\s*<(fstream|chrono|ctime)>", "theory has no files and no clocks")]
    return [f"{path}:{n}: {line.strip()} ({why})"
            for n, line in enumerate(text.splitlines(), 1)
            for pattern, why in rules if re.search(pattern, line)]


class House(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = tracked()
        cls.texts = {f: (ROOT / f).read_text(encoding="utf-8") for f in sources(cls.files)
                     if (ROOT / f).exists()}

    def test_arrows_between_rooms_point_the_right_way(self):
        found = [a for f, t in self.texts.items() if f.parts[0] in ROOMS for a in wrong_arrows(f, t)]
        self.assertEqual(found, [])

    def test_no_comparison_is_weakened(self):
        found = [w for f, t in self.texts.items() for w in forbidden_words(f, t)]
        self.assertEqual(found, [])

    def test_no_fast_math(self):
        found = [str(f) for f in self.files
                 if f.name == "CMakeLists.txt" or f.suffix == ".cmake"
                 if re.search(r"^[^#]*-ffast-math", (ROOT / f).read_text(encoding="utf-8"), re.M)]
        self.assertEqual(found, [])

    def test_top_level_names_are_the_fixed_ones(self):
        top = {f.parts[0] for f in self.files if not f.parts[0].startswith(".")}
        self.assertEqual(top - TOP_LEVEL, set())

    def test_every_folder_has_an_owner(self):
        found = {part for f in self.files for part in f.parts[:-1] if part in OWNERLESS}
        self.assertEqual(found, set())

    def test_every_source_says_what_lives_in_it(self):
        silent = [str(f) for f, t in self.texts.items()
                  if f.suffix == ".hpp" and not t.lstrip().startswith("//")]
        self.assertEqual(silent, [])

    # The rules themselves, seen failing.
    def test_the_arrow_rule_catches_a_wrong_arrow(self):
        path = pathlib.PurePosixPath("theory/markov/x.cpp")
        self.assertEqual(len(wrong_arrows(path, '#include "sim/random/philox.hpp"\n')), 1)
        self.assertEqual(wrong_arrows(path, '#include "theory/numeric/truth.hpp"\n'), [])

    def test_the_word_rule_catches_a_tolerance(self):
        path = pathlib.PurePosixPath("tests/x.cpp")
        self.assertEqual(len(forbidden_words(path, "EXPECT_NEAR(a, b, 1e-6);\n")), 1)


if __name__ == "__main__":
    unittest.main()
