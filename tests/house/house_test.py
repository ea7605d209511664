#!/usr/bin/env python3
"""The rules of the house that a machine can check: arrows between rooms and folders, papers kept apart, forbidden
words, top-level names, format."""
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROOMS = ["theory", "sim", "properties", "reports", "tests"]
TOP_LEVEL = set(ROOMS) | {"CMakeLists.txt", "CMakePresets.json", "README.md", "CHANGELOG.md", "LICENSE",
                          "bootstrap"}
# What a folder may be called only when nobody owns it.
OWNERLESS = {"src", "utils", "util", "common", "helpers", "misc", "core"}

# The folders of properties that know no paper, lowest first; two of one level do not know each other.
# Claims and the attack on them are one part in two folders: a domain offers charts, the attack runs the law.
ENGINE_LEVELS = {"attack": 0, "claim": 0, "domain": 1, "markov": 2, "statistics": 2, "compute": 2, "encoder": 3,
                 "catalogue": 3}
PAPERS_LEVEL = 4
# What the papers are about. The engine and the reports have no such words: they would be one paper's.
WORDS_OF_PAPERS = ["forest", "topic", "parent attention"]
# Keys that are words of any program: they name their paper only in a path or as a whole text.
KEYS_THAT_ARE_WORDS = {"signal"}
# Keys that are folders of the reports too: they name their paper in a path below a room, in a claim's id or as a whole
# text.
KEYS_THAT_ARE_FOLDERS = {"templates"}
NAMES_NO_PAPER = ["properties/" + folder for folder in ENGINE_LEVELS] + ["reports"]
# Finished documents are about papers, whoever wrote them.
DOCUMENTS = "reports/published"
CODE = {".hpp", ".cpp", ".cmake", ".txt", ".mustache", ".js", ".css", ".json", ".py"}


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


def papers(files):
    """The slugs: whoever has a properties/SLUG/paper.cpp."""
    return {f.parts[1] for f in files if f.parts[0] == "properties" and len(f.parts) == 3 and f.name == "paper.cpp"}


def paper_of(path, slugs):
    """The paper that owns a file of a room, or of the tests of that room. None: it is shared."""
    folder = path.parts[2:3] if path.parts[0] == "tests" else path.parts[1:2]
    return folder[0] if folder and folder[0] in slugs else None


def includes(text):
    return re.findall(r'^\s*#\s*include\s+"([^"]+)"', text, re.M)


def strangers_files(path, text, slugs):
    """Includes of a paper's file outside that paper. The tests of what is shared may look at everything."""
    owner = paper_of(path, slugs)
    if path.parts[0] == "tests" and owner is None:
        return []
    found = []
    for name in includes(text):
        other = paper_of(pathlib.PurePosixPath(name), slugs)
        if other is not None and other != owner:
            found.append(f"{path}: {name}")
    return found


def wrong_arrows_of_properties(path, text):
    """claim <- domain <- statistics, compute <- catalogue <- papers."""
    level = ENGINE_LEVELS.get(path.parts[1], PAPERS_LEVEL)
    found = []
    for name in includes(text):
        parts = name.split("/")
        if parts[0] != "properties" or parts[1] == path.parts[1]:
            continue
        if {path.parts[1], parts[1]} == {"attack", "claim"}:
            continue
        if level != PAPERS_LEVEL and ENGINE_LEVELS.get(parts[1], PAPERS_LEVEL) >= level:
            found.append(f"{path}: {name}")
    return found


def numbers_of_papers(texts, slugs):
    """What arXiv calls the papers, as their paper.cpp says."""
    return {number for slug in slugs
            for number in re.findall(r"\d{4}\.\d{5}", texts[pathlib.PurePosixPath(f"properties/{slug}/paper.cpp")])}


def name_of_paper(slug):
    """What names a paper, as a pattern."""
    if slug in KEYS_THAT_ARE_FOLDERS:
        return rf"(?:{'|'.join(ROOMS)})/{slug}(?![a-z])|(?<![a-z/]){slug}/[a-z0-9]+-|\"{slug}/?\""
    return rf"(?<![a-z]){slug}/|\"{slug}\"" if slug in KEYS_THAT_ARE_WORDS else rf"(?<![a-z]){slug}(?![a-z])"


def words_of_papers(path, text, slugs, numbers):
    """Where a file that names no paper does name one, or speaks of what papers are about."""
    names = [name_of_paper(slug) for slug in sorted(slugs)] + [re.escape(n) for n in sorted(numbers)]
    pattern = re.compile("|".join(WORDS_OF_PAPERS + names), re.I)
    return [f"{path}:{n}: {line.strip()}" for n, line in enumerate(text.splitlines(), 1) if pattern.search(line)]


def names_no_paper(path):
    return (path.suffix in CODE and not str(path).startswith(DOCUMENTS)
            and any(str(path).startswith(room + "/") for room in NAMES_NO_PAPER))


def homeless_tests(files):
    """Folders of tests/ROOM that mirror no folder of ROOM."""
    folders = {f.parent.parts[:2] for f in files}
    return sorted({"/".join(f.parts[:3]) for f in files
                   if len(f.parts) > 3 and f.parts[0] == "tests" and f.parts[1] in ROOMS
                   and f.parts[1:3] not in folders})


def badly_formatted(root, files):
    """What clang-format would change."""
    done = subprocess.run(["clang-format", "--dry-run", "-Werror", *map(str, files)], cwd=root,
                          capture_output=True, text=True)
    complaints = [line for line in done.stderr.splitlines() if "error:" in line]
    return complaints or ([done.stderr] if done.returncode != 0 else [])


def forbidden_words(path, text):
    """Code that weakens a comparison or the rounding it rests on."""
    rules = [(r"\bEXPECT_NEAR\b|\bASSERT_NEAR\b|\bDoubleNear\b", "compare by equality, containment or ulp"),
             (r"\bfesetround\b", "rounding modes are not changed by hand"),
             (r"\bstd::lgamma\b|(?<![:\w])lgamma\(", "sim::log_gamma: std::lgamma shares its sign between threads"),
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
        cls.papers = papers(cls.files)

    def test_nothing_outside_a_paper_includes_its_files(self):
        found = [i for f, t in self.texts.items() if f.parts[0] in ROOMS for i in strangers_files(f, t, self.papers)]
        self.assertEqual(found, [])

    def test_arrows_inside_properties_point_the_right_way(self):
        found = [i for f, t in self.texts.items() if f.parts[0] == "properties"
                 for i in wrong_arrows_of_properties(f, t)]
        self.assertEqual(found, [])

    def test_engine_and_reports_name_no_paper(self):
        numbers = numbers_of_papers(self.texts, self.papers)
        self.assertGreaterEqual(len(numbers), len(self.papers))
        found = [w for f in self.files if names_no_paper(f) and (ROOT / f).exists()
                 for w in words_of_papers(f, (ROOT / f).read_text(encoding="utf-8"), self.papers, numbers)]
        self.assertEqual(found, [], "\n".join(found))

    def test_tests_mirror_the_house(self):
        self.assertEqual(homeless_tests(self.files), [])

    @unittest.skipUnless(shutil.which("clang-format"), "clang-format is not installed")
    def test_every_source_is_formatted(self):
        files = [f for f in self.files if f.suffix in {".hpp", ".cpp"} and (ROOT / f).exists()]
        self.assertEqual(badly_formatted(ROOT, files), [])

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

    def test_the_paper_rule_catches_a_guest(self):
        files = [pathlib.PurePosixPath(name) for name in
                 ("properties/mine/paper.cpp", "properties/yours/paper.cpp", "properties/claim/claim.hpp")]
        slugs = papers(files)
        self.assertEqual(slugs, {"mine", "yours"})
        guest = '#include "theory/mine/law.hpp"\n'
        for path in ("sim/train/x.cpp", "properties/claim/x.cpp", "reports/cli/x.cpp", "theory/yours/x.cpp",
                     "tests/theory/yours/x.cpp"):
            self.assertEqual(len(strangers_files(pathlib.PurePosixPath(path), guest, slugs)), 1, path)
        for path in ("sim/mine/x.cpp", "tests/theory/mine/x.cpp", "tests/bench/x.cpp"):
            self.assertEqual(strangers_files(pathlib.PurePosixPath(path), guest, slugs), [], path)

    def test_the_arrow_rule_of_properties_catches_a_wrong_arrow(self):
        arrows = lambda path, name: wrong_arrows_of_properties(pathlib.PurePosixPath(path), f'#include "{name}"\n')
        self.assertEqual(len(arrows("properties/claim/x.hpp", "properties/domain/y.hpp")), 1)
        self.assertEqual(len(arrows("properties/statistics/x.hpp", "properties/compute/y.hpp")), 1)
        self.assertEqual(len(arrows("properties/catalogue/x.hpp", "properties/mine/y.hpp")), 1)
        self.assertEqual(arrows("properties/catalogue/x.hpp", "properties/compute/y.hpp"), [])
        self.assertEqual(arrows("properties/mine/x.cpp", "properties/catalogue/y.hpp"), [])
        self.assertEqual(arrows("properties/claim/x.cpp", "properties/claim/y.hpp"), [])

    def test_the_rule_of_names_catches_a_paper(self):
        path = pathlib.PurePosixPath("properties/mine/paper.cpp")
        numbers = numbers_of_papers({path: '.name = "arXiv 2402.14735"'}, {"mine"})
        words = lambda text: words_of_papers(pathlib.PurePosixPath("reports/x.cpp"), text, {"mine"}, numbers)
        for text in ('if (key == "mine")', "mine::law()", "lemmascope_paper_mine", "// every Forest", "topic_model",
                     "arXiv 2402.14735"):
            self.assertEqual(len(words(text)), 1, text)
        for text in ("// the determined minerals of 2024.5", "undermine", "arXiv 2601.01234, say"):
            self.assertEqual(words(text), [], text)
        of_signal = lambda text: words_of_papers(pathlib.PurePosixPath("reports/x.cpp"), text, {"signal"}, set())
        for text in ('if (key == "signal")', '#include "theory/signal/x.hpp"', "check signal/x"):
            self.assertEqual(len(of_signal(text)), 1, text)
        self.assertEqual(of_signal("std::signal(signal, SIG_DFL);"), [])
        of_templates = lambda text: words_of_papers(pathlib.PurePosixPath("reports/x.cpp"), text, {"templates"}, set())
        for text in ('if (key == "templates")', '#include "theory/templates/x.hpp"', "check templates/some-law"):
            self.assertEqual(len(of_templates(text)), 1, text)
        self.assertEqual(of_templates("files in templates/ and reports/writers/templates/x.mustache"), [])
        self.assertTrue(names_no_paper(pathlib.PurePosixPath("reports/cli/x.cpp")))
        self.assertFalse(names_no_paper(pathlib.PurePosixPath("properties/mine/x.cpp")))

    def test_the_mirror_rule_catches_a_homeless_test(self):
        files = [pathlib.PurePosixPath(name) for name in
                 ("theory/markov/x.cpp", "tests/theory/markov/x_test.cpp", "tests/theory/gone/y_test.cpp")]
        self.assertEqual(homeless_tests(files), ["tests/theory/gone"])

    @unittest.skipUnless(shutil.which("clang-format"), "clang-format is not installed")
    def test_the_format_rule_catches_a_crooked_line(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / ".clang-format").write_bytes((ROOT / ".clang-format").read_bytes())
            (pathlib.Path(folder) / "x.cpp").write_text("int  x ;\n")
            self.assertNotEqual(badly_formatted(folder, ["x.cpp"]), [])
            (pathlib.Path(folder) / "x.cpp").write_text("int x;\n")
            self.assertEqual(badly_formatted(folder, ["x.cpp"]), [])

    def test_the_word_rule_catches_a_tolerance(self):
        path = pathlib.PurePosixPath("tests/x.cpp")
        self.assertEqual(len(forbidden_words(path, "EXPECT_NEAR(a, b, 1e-6);\n")), 1)

    def test_the_word_rule_catches_a_shared_sign(self):
        path = pathlib.PurePosixPath("sim/x.cpp")
        for line in ("y = std::lgamma(x);\n", "y = lgamma(x);\n"):
            self.assertEqual(len(forbidden_words(path, line)), 1)
        for line in ("y = log_gamma(x);\n", "y = boost::math::lgamma(x);\n", "y = lgamma_r(x, &s);\n"):
            self.assertEqual(forbidden_words(path, line), [])


if __name__ == "__main__":
    unittest.main()
