"""Mistyped commands: one clear line, a suggestion, exit code 2."""
import unittest

from program import ProgramTest


class Usage(ProgramTest):
    def assert_told(self, expected, *arguments):
        done = self.run_program(*arguments)
        self.assert_code(done, 2)
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.stderr, f"lemmascope: {expected} (--help shows the usage)\n")

    def assert_refused(self, expected, *arguments):
        done = self.run_program(*arguments)
        self.assert_code(done, 2)
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.stderr, f"lemmascope: {expected}\n")

    def test_a_mistyped_command_gets_a_suggestion(self):
        self.assert_told("there is no command 'chekc'; did you mean check?", "chekc")

    def test_a_mistyped_option_gets_a_suggestion(self):
        self.assert_told("there is no option --profle; did you mean --profile?", "check", "--profle", "quick")
        self.assert_told("there is no option --chian; did you mean --chain?", "compute", "stationary", "--chian=1")

    def test_a_wrong_word_names_the_right_ones(self):
        self.assert_told("--profile: expected one of nightly, pr, quick, found 'slow'", "check", "--profile", "slow")
        self.assert_refused("--heads: expected a whole number from 1 to 3, found '9'", "train", "chain", "--heads", "9")

    def test_every_command_has_help_with_examples_or_options(self):
        for command in ("check", "compute", "train", "reproduce", "sweep", "merge", "report", "compare", "replay"):
            with self.subTest(command):
                done = self.run_program(command, "--help")
                self.assert_code(done, 0)
                self.assertIn(f"Usage: lemmascope {command}", done.stdout)


if __name__ == "__main__":
    unittest.main()
