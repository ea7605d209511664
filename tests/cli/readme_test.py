"""What the README shows is what the program prints: times apart."""
import re
import shlex
import unittest

from program import ROOT, ProgramTest

SHOWN = re.compile(r"<!-- output: lemmascope (.*?) -->\n```text\n(.*?)```", re.S)


def timeless(text):
    text = re.sub(r"[0-9.]+ s\b", "_ s", text)
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


class Readme(ProgramTest):
    maxDiff = None

    def test_shows_what_is_printed(self):
        shown = SHOWN.findall((ROOT / "README.md").read_text(encoding="utf-8"))
        self.assertGreater(len(shown), 1)
        for command, output in shown:
            with self.subTest(command):
                arguments = shlex.split(command)
                if arguments[0] in ("check", "train", "reproduce", "sweep"):
                    arguments += ["-o", str(self.folder / "out")]
                done = self.run_program(*arguments)
                printed = done.stdout.replace(str(self.folder / "out"), "out")
                self.assertEqual(timeless(printed), timeless(output), done.stderr)


if __name__ == "__main__":
    unittest.main()
