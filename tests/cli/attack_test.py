"""Attacks from the command line: what only they find, what they say, the same steps everywhere."""
import json
import unittest

from program import ProgramTest

CORNER = "planted/false-in-a-corner"


class Attack(ProgramTest):
    program = "LEMMASCOPE_PLANTED"

    def test_a_claim_that_its_family_supports_is_refuted_by_attack(self):
        self.assert_code(self.check(CORNER), 1)
        claim = self.claim()
        self.assertEqual((claim["verdict"], claim["found_by"]), ("refuted", ["attack"]))
        self.assertEqual([check["verdict"] for check in claim["checks"]], ["holds"])
        self.assertTrue(claim["reason"].startswith("found by attack: "), claim["reason"])
        (path,) = (self.folder / "out" / "witness").iterdir()
        witness = json.loads(path.read_text())
        self.assertEqual(witness["confirmation"]["agrees"], "yes")
        self.assert_code(self.run_program("replay", path), 0)
        self.assertRegex(witness["replay"], rf"^{CORNER}@T=[0-9]+,S=2/quick/seed=20240222/attack=[0-9]+$")
        self.assert_code(self.run_program("replay", witness["replay"]), 1)
        self.assertIn("Attacked", (self.folder / "out" / "report.html").read_text())

    def test_without_evaluations_there_is_no_attack(self):
        self.assert_code(self.check(CORNER, "--attack", "0"), 0)
        self.assertEqual(self.claim()["attack"]["verdict"], "skipped")
        self.assertEqual(self.result()["request"]["attack"], 0)

    def test_the_record_says_how_hard_and_how_near(self):
        self.assert_code(self.check("planted/true-statement", "--attack", "90"), 0)
        record = self.claim()["attack"]["attack"]
        self.assertEqual((record["evaluations"], record["found"]), (90, False))
        self.assertGreater(record["charts"], 1)
        self.assertIn("parents", record["nearest"]["instance"])

    def test_threads_shards_and_resuming_change_nothing(self):
        claims = (CORNER, "planted/true-statement", "planted/expected-refutation")
        self.check(*claims, "-j", "1", out="one")
        attacks = lambda out: [claim["attack"] for claim in self.result(out)["claims"]]
        self.check(*claims, "-j", "3", out="three")
        self.assertEqual(attacks("three"), attacks("one"))
        for k in (1, 2, 3):
            self.check(*claims, "--shard", f"{k}/3", out=f"s{k}")
        self.run_program("merge", *(self.folder / f"s{k}" for k in (1, 2, 3)), "-o", self.folder / "merged")
        self.assertEqual(attacks("merged"), attacks("one"))
        events = (self.folder / "one" / "events.jsonl").read_text().splitlines(keepends=True)
        (self.folder / "one" / "events.jsonl").write_text("".join(events[:-1]))
        self.assertIn("units are done", self.check(*claims, "-j", "1", out="one").stderr)
        self.assertEqual(attacks("one"), attacks("three"))

    def test_shards_of_another_attack_do_not_mix(self):
        for k, evaluations in ((1, 50), (2, 60)):
            self.check(CORNER, "--shard", f"{k}/2", "--attack", evaluations, out=f"s{k}")
        done = self.run_program("merge", self.folder / "s1", self.folder / "s2", "-o", self.folder / "merged")
        self.assert_code(done, 2)
        self.assertIn("request differs", done.stderr)

    def test_a_run_with_another_attack_does_not_resume(self):
        self.check(CORNER, out="one")
        path = self.folder / "one" / "events.jsonl"
        path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
        self.assertNotIn("resuming", self.check(CORNER, "--attack", "5", out="one").stderr)


class AttackCommand(ProgramTest):
    program = "LEMMASCOPE_PLANTED"

    def test_breaks_a_law_and_writes_the_witness(self):
        path = self.folder / "witness.json"
        done = self.run_program("attack", CORNER, "--witness", path)
        self.assert_code(done, 1)
        self.assertIn("counterexample", done.stdout)
        self.assert_code(self.run_program("replay", path), 0)

    def test_says_how_near_a_law_that_survives_came(self):
        done = self.run_program("attack", "planted/true-statement", "--evaluations", "70")
        self.assert_code(done, 0)
        self.assertIn("the law survived", done.stdout)
        self.assertIn("evaluations    70 on ", done.stdout)
        self.assertIn("relative margin", done.stdout)

    def test_a_claim_that_should_fall_and_falls_is_0(self):
        self.assert_code(self.run_program("attack", "planted/expected-refutation"), 0)

    def test_gives_its_result_as_json(self):
        done = self.run_program("attack", CORNER, "--json")
        self.assertTrue(json.loads(done.stdout)["attack"]["found"])

    def test_without_an_instance_that_meets_the_hypotheses_it_is_undecided(self):
        done = self.run_program("attack", "planted/vacuous")
        self.assert_code(done, 3)
        self.assertIn("met every hypothesis", done.stdout)

    def test_refuses_what_cannot_be_attacked_in_one_line(self):
        for claim, word in (("planted/precise", "cannot be attacked"), ("planted/true-statment", "did you mean planted/true-statement?")):
            done = self.run_program("attack", claim)
            self.assert_code(done, 2)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertIn(word, done.stderr)
        self.assert_code(self.run_program("attack", CORNER, "--evaluations", "-1"), 2)

    def test_a_pattern_attacks_all_that_match_and_report_draws_the_record(self):
        # Not planted/law-never-ends.
        done = self.run_program("attack", "planted/*t*e*", "--evaluations", "60", "--json")
        self.assertIn(done.returncode, (1, 6))  # some of them are false
        record = json.loads(done.stdout)
        found = {one["claim"]: one for one in record["attacks"]}
        self.assertTrue(found["planted/expected-refutation"]["result"]["attack"]["found"])
        self.assertEqual(found["planted/true-statement"]["result"]["attack"]["evaluations"], 60)
        self.assertNotIn("planted/trials-repeat", found)  # cannot be attacked
        alone = self.run_program("attack", "planted/true-statement", "--evaluations", "60", "--json")
        self.assertEqual(json.loads(alone.stdout), found["planted/true-statement"]["result"])
        path = self.folder / "attacks.json"
        path.write_text(done.stdout)
        for form in ("md", "html", "tex"):
            page = self.run_program("report", path, "-f", form, "-o", "-")
            self.assert_code(page, 0)
            self.assertIn("planted/true-statement", page.stdout.replace("\\_", "_"))
        self.assert_code(self.run_program("attack", "nothing/*"), 5)

    def test_a_law_that_throws_is_named(self):
        done = self.run_program("attack", "planted/law-throws")
        self.assert_code(done, 3)
        self.assertIn("planted exception", done.stdout)


if __name__ == "__main__":
    unittest.main()
