"""A foreign project stands on the installed package alone: every command of properties/GUIDE.md, in order, as written."""
import concurrent.futures
import json
import re
import shutil
import subprocess
import unittest

from installed import BUILD, HOUSE, InstalledTest, run

GUIDE = HOUSE / "properties" / "GUIDE.md"
CLAIM = "properties/lazy/two_states_are_reversible.cpp"
CROWD = """
#include "properties/catalogue/catalogue.hpp"
#include "properties/statistics/trials.hpp"

namespace lemmascope::crowd {
namespace {

claim::Claim one_of_many(const std::string& id) {
  const auto always = [](const statistics::TrialKey&) { return true; };
  const auto never = [](const statistics::TrialKey&) { return false; };
  return statistics::ClaimByTrials(id)
      .states("Something happens.")
      .latex("x")
      .from({"crowd", "nowhere"})
      .formally("It is counted.")
      .differs("none")
      .measured_by({"trials", "nothing is trained", 64, 160, 400, 0.4, always})
      .twin({"never", "it never happens", 64, 160, 400, 0.4, never})
      .example("one trial", always);
}

std::vector<claim::Claim> forty() {
  std::vector<claim::Claim> all;
  for (int k = 0; k < 40; ++k) all.push_back(one_of_many("crowd/claim-" + std::to_string(k)));
  return all;
}

}  // namespace

claim::Claim first_claim() { return one_of_many("crowd/first"); }

catalogue::Paper paper() {
  catalogue::Paper paper;
  paper.key = paper.name = "crowd";
  paper.claims = forty;
  return paper;
}

}  // namespace lemmascope::crowd
"""


def commands_of_guide():
    """The lines of the guide's sh blocks, continuation lines joined."""
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(), re.M | re.S)
    return [line for block in blocks for line in block.replace("\\\n", " ").splitlines() if line.strip()]


def code_lines(files):
    """Lines of C++ that are neither blank nor comment."""
    return sum(1 for file in files for line in file.read_text().splitlines()
               if line.strip() and not line.strip().startswith("//"))


class Outside(InstalledTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        run(["cmake", "--install", BUILD, "--prefix", cls.prefix], cls.folder)
        cls.project = cls.folder / "lazy"
        shutil.copytree(HOUSE / "tests" / "outside", cls.project, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        for command in ("git init -q", "git add .",
                        "git -c user.name=x -c user.email=x@example.org commit -q -m 'A paper of our own'"):
            run(command, cls.project)
        cls.commit = run("git rev-parse HEAD", cls.project).strip()
        cls.said = {command: run(command, cls.project, prefix=cls.prefix) for command in commands_of_guide()}

    def said_by(self, words):
        (found,) = [text for command, text in self.said.items() if words in command]
        return found

    def copy(self, name):
        """The project's sources again, to be broken."""
        copy = self.folder / name
        shutil.copytree(self.project, copy, ignore=shutil.ignore_patterns(".git", "build", "out*"))
        return copy

    def test_the_prefix_holds_no_path_of_the_build(self):
        for file in self.prefix.rglob("*.cmake"):
            self.assertNotIn(str(HOUSE), file.read_text(), file)

    def test_the_project_is_small(self):
        files = sorted((HOUSE / "tests" / "outside").rglob("*.?pp"))
        self.assertLess(code_lines(files), 200)

    def test_every_block_of_the_guide_is_code_that_was_just_built(self):
        files = [file.read_text() for suffix in ("?pp", "txt", "toml")
                 for file in (HOUSE / "tests" / "outside").rglob("*." + suffix)]
        blocks = re.findall(r"^```(?:cpp|cmake|toml)\n(.*?)^```", GUIDE.read_text(), re.M | re.S)
        self.assertGreater(len(blocks), 5)
        for block in blocks:
            self.assertTrue(any(block in text for text in files), block)
        self.assertEqual(len(re.findall("^```", GUIDE.read_text(), re.M)),
                         2 * (len(blocks) + GUIDE.read_text().count("\n```sh\n")))

    def test_the_outside_quantity_is_computed_and_swept(self):
        self.assertIn("7/15", self.said_by("compute lazy-gap"))  # (1 - 1/3) (3/10 + 4/10)
        sweep = json.loads((self.project / "sweep" / "sweep.json").read_text())
        gaps = [case["values"]["gap"]["value"] for case in sweep["cases"]]
        self.assertEqual(gaps, ["7/10", "21/40", "7/20", "7/40"])

    def test_its_python_module_computes_and_names_its_program(self):
        if not (self.prefix / "lib/python3/dist-packages/lemmascope").exists():
            self.skipTest("this build has no Python module (LEMMASCOPE_PYTHON)")
        said = run(["/usr/bin/python3", "-B", "-c",
                    "import lazy; found = lazy.compute('lazy-gap', chain=[['7/10', '3/10'], ['4/10', '6/10']], "
                    "laziness='1/3'); print(found.command, repr(found.gap))"], self.project / "build" / "python")
        self.assertEqual(said, "lazy_check compute lazy-gap --chain '7/10,3/10;4/10,6/10' --laziness 1/3 "
                               "Fraction(7, 15)\n")

    def test_what_the_program_says_of_itself(self):
        self.assertRegex(self.said_by("--version"), r"^lazy_check 1\.2\.0 \(Lemmascope \d")
        explained = self.said_by("explain")
        self.assertIn("Theorem 2", explained)
        self.assertIn("lazy_check check lazy/laziness-keeps-the-law", explained)

    def test_the_help_of_the_program_names_the_program(self):
        for command in ("check", "attack", "train", "sweep", "report"):
            said = run(f"build/lazy_check {command} --help", self.project)
            self.assertIn(f"lazy_check {command}", said)
            self.assertNotRegex(said, r"\blemmascope [a-z]", said)

    def test_its_page_names_the_program_in_every_command(self):
        pages = list(self.project.rglob("report.html"))
        self.assertTrue(pages)
        for page in pages:
            commands = re.findall(r'<pre class=command><code>(.*?)</code>', page.read_text(), re.S)
            self.assertTrue(commands)
            self.assertNotIn("./bootstrap", page.read_text())
            for line in "\n".join(commands).splitlines():
                self.assertTrue(line.startswith("lazy_check "), line)

    def test_a_claim_names_the_lines_of_its_law_and_its_mathematics(self):
        explained = self.said_by("explain")
        for file, start in (("properties/lazy/laziness_keeps_the_law.cpp", "      .law("),
                            ("theory/lazy/lazy_chain.hpp", "markov::Chain lazy_chain(")):
            (line,) = re.findall(re.escape(file) + r":(\d+)", explained)
            self.assertTrue((self.project / file).read_text().splitlines()[int(line) - 1].startswith(start), explained)

    def test_the_outside_training_ends_where_descent_on_its_own_draws_ends(self):
        trained = json.loads((self.project / "trained" / "training.json").read_text())
        self.assertEqual(trained["command"], "lazy_check train laziness --laziness 1/2")
        self.assertEqual([point["step"] for point in trained["curve"]], list(range(0, 61, 10)))
        self.assertEqual(trained["curve"][0]["laziness"], 0.5)  # w = 0
        # Rate 1 and batches of 64: the laziness wanders by 1/40 (one standard deviation); 1/10 is four.
        self.assertLess(abs(trained["curve"][-1]["laziness"] - 0.5), 0.1)
        self.assertIn('id=figure-train.curve', (self.project / "trained" / "training.html").read_text())

    def test_the_outside_figure_is_trained_and_drawn_beside_what_is_published(self):
        document = json.loads((self.project / "figures" / "fig1.json").read_text())
        (curves, table) = document["figures"]
        self.assertEqual([series["name"] for series in curves["series"]], ["quarter", "half"])
        numbers = document["reproduction"]["numbers"]
        self.assertEqual([n["published"] for n in numbers], [0.25, 0.5])
        for run, number, series in zip(document["reproduction"]["runs"], numbers, curves["series"]):
            self.assertEqual(number["ours"], run["curve"][-1]["laziness"])
            self.assertEqual(number["ours"], series["y"][-1])
            self.assertLess(abs(number["ours"] - number["published"]), 0.1)
        self.assertEqual(len(table["rows"]), 2)

    def test_every_header_finds_what_it_includes_and_those_of_the_guide_compile_alone(self):
        root = self.prefix / "include" / "lemmascope"
        headers = sorted(file.relative_to(root).as_posix() for file in root.rglob("*.hpp"))
        included = set()
        for header in headers:
            found = re.findall(r'^#include "([^"]+)"', (root / header).read_text(), re.M)
            for one in found:
                self.assertIn(one, headers, f"{header} includes {one}, which is not installed")
        for file in self.project.glob("*/lazy/*.?pp"):
            included.update(re.findall(r'^#include "([^"]+)"', file.read_text(), re.M))
        alone = sorted(included.intersection(headers))
        self.assertGreater(len(alone), 10)
        compile_alone = f"g++ -std=c++20 -fsyntax-only -I{root} -isystem /usr/include/eigen3 -x c++ "
        with concurrent.futures.ThreadPoolExecutor(2) as two:
            for _ in two.map(lambda header: run(compile_alone + str(root / header), self.folder), alone):
                pass

    def test_every_claim_of_the_outside_paper_is_checked(self):
        result = json.loads((self.project / "out" / "result.json").read_text())
        listed = re.findall(r"^\s+(lazy/[a-z-]+)", (self.project / "properties/lazy/CMakeLists.txt").read_text(), re.M)
        self.assertEqual([claim["id"] for claim in result["claims"]], listed)
        self.assertGreaterEqual(len(listed), 3)
        self.assertTrue(all(claim["verdict"] == "holds" for claim in result["claims"]), result["claims"])
        program = result["provenance"]["program"]
        self.assertEqual((program["name"], program["version"], program["commit"]), ("lazy_check", "1.2.0", self.commit))
        self.assertIs(program["dirty"], False)

    def test_the_twins_and_hypotheses_of_the_own_kind_of_instance_are_at_work(self):
        result = json.loads((self.project / "out" / "result.json").read_text())
        (claim,) = [c for c in result["claims"] if c["id"] == "lazy/laziness-keeps-the-law"]
        (check,) = claim["checks"]
        cases = check["cases"]
        self.assertEqual(cases["met"] * 4, cases["tried"] * 3)  # lazy by 0, 1/3 and 2/3, not by 1
        (twin,) = claim["twins"]
        self.assertEqual((twin["caught"], twin["result"]["verdict"]), (True, "refuted"))
        # Shrunk through `simpler`: the laziness is 0, the chain the simplest of its kind.
        self.assertEqual(twin["result"]["failing"]["instance"], "S=2,laziness=0")

    # The probes of strangers that once failed.
    def test_a_claim_file_of_one_comment_stops_the_configuration(self):
        copy = self.copy("commented")
        (copy / CLAIM).write_text("// nothing here yet\n")
        said = run("cmake -S . -B build", copy, expected=1, prefix=self.prefix)
        self.assertIn("two_states_are_reversible.cpp does not define its claim", " ".join(said.split()))

    def test_a_claim_that_is_only_spoken_of_stops_the_linker(self):
        copy = self.copy("spoken_of")
        (copy / CLAIM).write_text("// claim::Claim two_states_are_reversible_claim() would be here\n")
        run("cmake -S . -B build", copy, prefix=self.prefix)
        done = subprocess.run("cmake --build build", shell=True, cwd=copy, capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("two_states_are_reversible_claim()", done.stdout + done.stderr)

    def test_a_project_that_takes_the_checkout_in_registers_its_claims(self):
        copy = self.copy("subdirectory")
        text = (copy / "CMakeLists.txt").read_text()
        found = "find_package(Lemmascope 0.1 REQUIRED)"
        self.assertIn(found, text)
        (copy / "CMakeLists.txt").write_text(text.replace(
            found, f"set(LEMMASCOPE_PAPERS plasticity)\nadd_subdirectory({HOUSE} lemmascope)"))
        run("cmake -G Ninja -S . -B build", copy)
        (registry,) = (copy / "build/properties/lazy").rglob("lazy_claims.cpp")
        for file in (copy / "properties/lazy").glob("*.cpp"):
            if file.stem != "paper":
                self.assertIn(file.stem + "_claim}", registry.read_text())
        # Neither our tests nor our packages become theirs, nor our wish for a build without warnings.
        self.assertFalse((copy / "build/lemmascope/tests").exists())
        self.assertFalse((copy / "build/CPackConfig.cmake").exists())
        plan = run("ninja -C build -t commands lazy_check", copy)
        theirs = [line for line in plan.splitlines() if "-c " in line and f"{copy}/properties/lazy" in line]
        self.assertTrue(theirs)
        self.assertFalse([line for line in theirs if "-Werror" in line.split()])
        self.assertIn("-o lazy_check", plan)
        # A file of theirs compiles: the headers are found, of our checkout and of theirs.
        (target,) = set(re.findall(r"-o (theory/lazy/\S+lazy_chain\.cpp\.o)", plan))
        run(["ninja", "-C", "build", target], copy)

    def test_a_file_that_no_list_names_stops_the_configuration(self):
        copy = self.copy("unlisted")
        (copy / "properties/lazy/forgotten.cpp").write_text("// a claim that nobody would check\n")
        said = " ".join(run("cmake -S . -B build", copy, expected=1, prefix=self.prefix).split())
        self.assertIn("forgotten.cpp is neither the file of one of the CLAIMS nor among the SOURCES", said)

    def test_a_key_that_is_taken_stops_the_configuration(self):
        copy = self.copy("taken")
        for file in ("CMakeLists.txt", "properties/lazy/CMakeLists.txt"):
            text = (copy / file).read_text()
            (copy / file).write_text(text.replace("PAPERS lazy", "PAPERS causal").replace("KEY lazy", "KEY causal"))
        said = run("cmake -S . -B build", copy, expected=1, prefix=self.prefix)
        self.assertIn("the KEY 'causal' is taken", said)

    def test_forty_statistical_claims_are_refused_at_start(self):
        copy = self.copy("crowd")
        room = copy / "properties" / "crowd"
        room.mkdir()
        (room / "CMakeLists.txt").write_text("lemmascope_paper(KEY crowd SOURCES paper.cpp CLAIMS crowd/first)\n")
        (room / "first.cpp").write_text("// first_claim() is in paper.cpp\n")
        (room / "paper.cpp").write_text(CROWD)
        (copy / "CMakeLists.txt").write_text("""
cmake_minimum_required(VERSION 3.25)
project(crowd VERSION 1 LANGUAGES CXX)
find_package(Lemmascope REQUIRED)
add_subdirectory(properties/crowd)
lemmascope_program(crowd_check PAPERS crowd)
""")
        run("cmake -S . -B build && cmake --build build", copy, prefix=self.prefix)
        said = run("build/crowd_check check -o out", copy, expected=2)
        self.assertEqual(len(said.strip().splitlines()), 1, said)
        self.assertIn("crowd", said)
        self.assertFalse((copy / "out").exists())


if __name__ == "__main__":
    unittest.main()
