"""check --task: every claim of a paper asked about one instance, somebody's own."""
import json
import unittest

from program import ProgramTest, recheck

STAR = """parents = [-1, 0, 0, 0, 0]
chain = "1/100,99/100;1/1000,999/1000"
orbit = true
epsilon = "1/100"
"""
CHAIN = """parents = [-1, 0, 1, 2]
chain = "7/10,3/10;4/10,6/10"
"""


class OwnTask(ProgramTest):
    def ask(self, toml, *arguments, out="out"):
        task = self.folder / "mine.toml"
        task.write_text(toml)
        return self.check("--task", task, *arguments, out=out)

    def verdicts(self, out="out"):
        return {claim["id"]: claim for claim in self.result(out)["claims"]}

    def test_every_claim_about_such_instances_answers(self):
        self.assert_code(self.ask(STAR), 0)
        found = self.verdicts()
        self.assertEqual(found["causal/parent-dominates"]["verdict"], "holds")
        self.assertGreater(len(found), 30)
        for claim in found.values():
            self.assertEqual(claim["scope"], "instance", claim["id"])
            if claim["verdict"] == "skipped":
                self.assertRegex(claim["reason"], "^(hypothesis not met: '|the claim says nothing about this instance)")
        # False in general and false here: the star loses at finite length. Its witness is re-checked without the program.
        lost = found["causal/parent-dominates-at-finite-length"]
        self.assertEqual((lost["verdict"], lost["expected"]), ("refuted", "refuted"))
        witnesses = list((self.folder / "out" / "witness").glob("causal.parent-dominates-at-finite-length.*.json"))
        self.assertEqual(len(witnesses), 1)
        self.assertEqual(recheck(*witnesses).returncode, 0)
        self.assert_code(self.run_program("replay", witnesses[0]), 0)
        self.assertEqual(self.result()["request"]["task"], str(self.folder / "mine.toml"))

    def test_no_claim_fails_on_a_single_skewed_or_periodic_chain(self):
        for chain in ("999999/1000000,1/1000000;1/3,2/3", "1/1000,999/1000;998/1000,2/1000"):
            with self.subTest(chain):
                self.assert_code(self.ask(f'parents = [-1, 0, 1]\nchain = "{chain}"\n'), 0)
                self.assertNotIn("error", {claim["verdict"] for claim in self.verdicts().values()})

    def test_what_is_false_in_general_may_hold_here(self):
        self.assert_code(self.ask(CHAIN + "orbit = true\n"), 0)
        claim = self.verdicts()["causal/parent-dominates-at-finite-length"]
        self.assertEqual((claim["verdict"], claim["expected"]), ("holds", "holds"))

    def test_a_missed_hypothesis_is_named(self):
        self.assert_code(self.ask(STAR), 0)
        missed = self.verdicts()["causal/parent-dominates-below-degree-threshold"]
        self.assertEqual(missed["verdict"], "skipped")
        self.assertIn("'degrees below the threshold'", missed["reason"])

    def test_the_main_theorem_names_what_an_instance_misses(self):
        pairs, skewed = CHAIN.replace("[-1, 0, 1, 2]", "[-1, 0, -1, 2]"), CHAIN.replace("7/10,3/10", "99/100,1/100")
        for toml, hypothesis in ((STAR, "gamma at least 1/4"), (pairs + "orbit = true\n", "a tree"), (CHAIN, "constant mean"),
                                 (skewed + "orbit = true\n", "gamma at least 1/4"),
                                 ("parents = [-1, 0, 0, 0]\n" + CHAIN.splitlines()[1] + "\norbit = true\n", "at most two children")):
            with self.subTest(toml=toml):
                self.assert_code(self.ask(toml, "causal/main-theorem-on-trees"), 0)
                claim = self.verdicts()["causal/main-theorem-on-trees"]
                self.assertEqual(claim["verdict"], "skipped", claim["reason"])
                self.assertIn(f"'{hypothesis}'", claim["reason"])
        self.assert_code(self.ask(CHAIN + "orbit = true\n", "causal/main-theorem-on-trees"), 0)
        self.assertEqual(self.verdicts()["causal/main-theorem-on-trees"]["verdict"], "holds")

    def test_selectors_choose_among_the_claims(self):
        self.assert_code(self.ask(CHAIN, "causal/stationary-*"), 0)
        self.assertEqual(list(self.verdicts()), ["causal/stationary-law-is-invariant"])
        self.assert_code(self.ask(CHAIN, "topic/*", out="none"), 5)

    def test_the_page_shows_no_token_that_leads_nowhere(self):
        self.assert_code(self.ask(STAR), 0)
        page = (self.folder / "out" / "report.html").read_text()
        self.assertNotIn("replay ''", page)
        self.assertNotIn("case=0", page)
        for name in ("md", "junit", "csv", "tex"):
            self.assert_code(self.run_program("report", self.folder / "out", "-f", name), 0)

    def test_a_changed_file_is_read_again(self):
        self.assert_code(self.ask(STAR), 0)
        self.assert_code(self.ask(CHAIN + "orbit = true\n"), 0)
        self.assertEqual(self.verdicts()["causal/parent-dominates-at-finite-length"]["verdict"], "holds")

    def test_what_is_no_task_is_refused_in_one_line(self):
        for toml, arguments, words in (("parents = [1]\n", (), "parents"), ("chain = \"1/2,1/3;1/2,1/2\"\n", (), "chain"),
                                       ("orbits = true\n", (), "orbit"), (STAR, ("--shard", "1/2"), "--shard"),
                                       (STAR, ("--attack", "5"), "--attack"), (STAR, ("--paper", "topic"), "--paper")):
            with self.subTest(toml=toml, arguments=arguments):
                done = self.ask(toml, *arguments, out="refused")
                self.assert_code(done, 2)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                self.assertIn(words, done.stderr)
                self.assertFalse((self.folder / "refused").exists())
        self.assert_code(self.check("--task", self.folder / "absent.toml"), 74)


if __name__ == "__main__":
    unittest.main()
