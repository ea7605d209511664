"""`list findings`: what is wrong or unsaid in print, derived from claims that are expected to fall."""
import json
import unittest

from program import ProgramTest


class Findings(ProgramTest):
    def listed(self, *arguments):
        done = self.run_program("list", "findings", "--json", *arguments)
        self.assert_code(done, 0)
        return json.loads(done.stdout)

    def expected_to_fall(self):
        claims = json.loads(self.run_program("list", "claims", "--json").stdout)
        return [claim["id"] for claim in claims if claim["expected"] == "refuted"]

    def test_they_are_the_claims_that_are_expected_to_be_refuted(self):
        found = self.listed()
        self.assertGreater(len(found), 0)
        self.assertEqual([finding["claim"] for finding in found], self.expected_to_fall())
        for finding in found:
            for key in ("paper", "where", "statement", "instead"):
                self.assertTrue(finding[key], finding)
            self.assertNotIn("counterexample", finding)

    def test_the_text_names_every_one_with_its_command(self):
        shown = self.run_program("list", "findings").stdout
        for name in self.expected_to_fall():
            self.assertIn(f"lemmascope check {name}\n", shown)
        self.assertTrue(shown.endswith("findings\n"), shown[-200:])

    def test_its_command_shows_the_counterexample_which_a_result_adds_to_the_list(self):
        name = min(self.expected_to_fall())
        done = self.check(name)
        self.assert_code(done, 0)
        [finding] = self.listed("--result", self.folder / "out")
        self.assertEqual(finding["claim"], name)
        smallest = finding["counterexample"]
        self.assertIn(f"counterexample {smallest['instance']}: {smallest['relation']}", done.stdout)
        self.assert_code(self.run_program("replay", smallest["replay"]), 0)

    def test_a_result_belongs_to_findings_alone(self):
        done = self.run_program("list", "claims", "--result", self.folder)
        self.assert_code(done, 2)
        self.assertIn("--result: expected with findings", done.stderr)


if __name__ == "__main__":
    unittest.main()
