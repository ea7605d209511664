"""Which sources a unity build puts together: never two that define one name, whatever else they share."""
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

PROJECT = """cmake_minimum_required(VERSION 3.25)
project(united LANGUAGES CXX)
list(APPEND CMAKE_MODULE_PATH {modules})
include(LemmascopeUnity)
"""
TARGET = """add_library({case} STATIC {sources})
lemmascope_unite({case})
foreach(source {sources})
  get_source_file_property(group ${{source}} UNITY_GROUP)
  message(STATUS "GROUP ${{source}} ${{group}}")
endforeach()
"""

TOGETHER = {
    "sources_without_a_common_name": ("int rank() { return 1; }", "int degree() { return 2; }"),
    "the_same_using_twice": ("using std::string;\nusing Row = int;", "using std::string;\nusing Row = int;"),
    "members_of_two_classes": ("void Adam::step() {}", "void Descent::step() {}"),
    "instantiations": ("LEMMASCOPE_FIELDS(INSTANTIATE)", "LEMMASCOPE_FIELDS(INSTANTIATE)"),
    "a_using_of_another_name": ("using std::string;", "void join() {}"),
}
APART = {
    "a_function_twice": ("namespace {\nint rank() { return 1; }\n}", "namespace {\nint rank() { return 2; }\n}"),
    "a_constant_twice": ("constexpr int kSize{3};", "constexpr int kSize = 4;"),
    "an_array_twice": ("const int kSizes[] = {1};", "const int kSizes[] = {2};"),
    "a_type_twice": ("struct Row {\n};", "class Row {\n};"),
    "a_member_twice": ("void Adam::step() {}", "void Adam::step() {}"),
    "an_alias_of_two_meanings": ("using Row = int;", "using Row = double;"),
    "a_using_of_two_meanings": ("using causal::Chain;", "using topic::Chain;"),
    "used_then_defined": ("using std::swap;", "void swap(int) {}"),
    "defined_then_used": ("void swap(int) {}", "using std::swap;"),
}
OTHERS = {
    "one_conflict": ("using Row = int;", "using Row = int;\nint f() {}", "int f() {}", "int g() {}"),
    "nine_sources": tuple(f"int f{n}() {{ return 0; }}" for n in range(9)),
}


def sizes_of_units(cases):
    """For each case the sources of its units, by their numbers."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        project = PROJECT.format(modules=ROOT / "theory/cmake")
        for case, texts in cases.items():
            sources = [f"{case}.{number}.cpp" for number in range(len(texts))]
            for source, text in zip(sources, texts):
                (folder / source).write_text(f"namespace lemmascope {{\n{text}\n}}  // namespace lemmascope\n")
            project += TARGET.format(case=case, sources=" ".join(sources))
        (folder / "CMakeLists.txt").write_text(project)
        made = subprocess.run(["cmake", "-S", folder, "-B", folder / "build"], capture_output=True, text=True)
        if made.returncode != 0:
            raise AssertionError(made.stderr)
    units = {case: {} for case in cases}
    for line in made.stdout.splitlines():
        if "GROUP " in line:
            source, unit = line.split("GROUP ")[1].split()
            case, number, _ = source.split(".")
            units[case].setdefault(unit, []).append(int(number))
    return {case: sorted(found.values()) for case, found in units.items()}


class UnityUnits(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.units = sizes_of_units({**TOGETHER, **APART, **OTHERS})

    def test_what_shares_no_name_is_one_unit(self):
        for case in TOGETHER:
            with self.subTest(case):
                self.assertEqual(self.units[case], [[0, 1]])

    def test_what_defines_or_uses_one_name_in_two_meanings_is_apart(self):
        for case in APART:
            with self.subTest(case):
                self.assertEqual(self.units[case], [[0], [1]])

    def test_a_unit_takes_what_comes_after_a_conflict(self):
        self.assertEqual(self.units["one_conflict"], [[0, 1, 3], [2]])

    def test_at_most_eight_sources_make_a_unit(self):
        self.assertEqual(sorted(map(len, self.units["nine_sources"])), [1, 8])


if __name__ == "__main__":
    unittest.main()
