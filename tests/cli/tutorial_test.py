"""The tutorial's commands, run in order in one folder; what it shows is what they print, times apart."""
import re
import shlex
import unittest

from program import ROOT, ProgramTest
from readme_test import timeless

TUTORIAL = ROOT / "properties" / "TUTORIAL.md"
BLOCK = re.compile(r"(?:<!-- (file: \S+|output) -->\n)?```(\w+)\n(.*?)```", re.S)


def blocks():
    return [match.groups() for match in BLOCK.finditer(TUTORIAL.read_text(encoding="utf-8"))]


class Tutorial(ProgramTest):
    maxDiff = None

    def run_line(self, line):
        program, *arguments = shlex.split(line)
        self.assertEqual(program, "lemmascope", line)
        done = self.run_program(*arguments, cwd=self.folder)
        self.assert_code(done, 0)
        return done.stdout

    def test_its_commands_do_what_it_says(self):
        printed, commands, shown = "", 0, 0
        for mark, language, text in blocks():
            if mark and mark.startswith("file: "):
                (self.folder / mark[len("file: "):]).write_text(text)
            elif mark == "output":
                shown += 1
                with self.subTest(printed[:60]):
                    self.assertEqual(timeless(printed), timeless(text))
            elif language == "sh":
                printed = ""
                for line in text.strip().splitlines():
                    commands += 1
                    printed += self.run_line(line)
        self.assertGreater(commands, 10)
        self.assertGreater(shown, 3)
        for name in ("star.html", "broken.json", "lengths.html", "lengths.csv", "lemmascope.tex"):
            self.assertGreater((self.folder / name).stat().st_size, 100, name)


if __name__ == "__main__":
    unittest.main()
