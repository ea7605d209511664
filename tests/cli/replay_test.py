"""Replay: a token names one case and no other; a file is a counterexample or the program says what it is instead."""
import json
import unittest

from program import ROOT, ProgramTest

WITNESSES = ROOT / "tests" / "golden" / "witness"


class Replay(ProgramTest):
    def replay(self, witness):
        path = self.folder / "witness.json"
        path.write_text(json.dumps(witness))
        return self.run_program("replay", path)

    def witness(self, start="causal.self-can-win"):
        """What the family broke the claim with; the attack has a witness of its own beside it."""
        (path,) = (path for path in WITNESSES.glob(start + "*.json") if not path.name.endswith(".attack.json"))
        return json.loads(path.read_text())

    def assert_refused(self, done, *parts):
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertEqual((done.stdout, len(done.stderr.splitlines())), ("", 1), done.stderr)
        for part in parts:
            self.assertIn(part, done.stderr)
        for word in ("json.exception", "internal error", "stoi"):
            self.assertNotIn(word, done.stderr)

    def test_a_token_whose_summary_is_of_another_case_is_refused(self):
        self.assert_refused(self.run_program("replay", "causal/main-theorem@T=99,S=7/quick/seed=20240222/case=59"),
                            "case 59 of causal/main-theorem (profile quick, seed 20240222) is ", "the token says T=99,S=7")

    def test_the_token_of_every_witness_names_its_own_case(self):
        for path in sorted(WITNESSES.glob("*.json")):
            with self.subTest(path.name):
                done = self.run_program("replay", json.loads(path.read_text())["replay"])
                self.assertIn(done.returncode, (0, 1), done.stderr)

    def test_a_file_that_breaks_the_schema_is_refused(self):
        for key in ("claim", "instance", "violated", "hypotheses", "confirmation", "shrink", "original", "summary", "statement"):
            witness = self.witness()
            del witness[key]
            self.assert_refused(self.replay(witness), f"'{key}' is missing")
            for value in (None, 7, [7], "x" if key not in ("statement", "summary") else 1):
                self.assert_refused(self.replay({**self.witness(), key: value}), key, "expected")
        witness = self.witness()
        witness["violated"]["op"] = "!="
        self.assert_refused(self.replay(witness), "violated.op: expected one of =, <, <=, >, >=")
        witness = self.witness()
        witness["hypotheses"][0]["met"] = False
        self.assert_refused(self.replay(witness), "hypotheses[0].met: expected true, found false")

    def test_an_instance_of_another_kind_is_refused(self):
        for instance in ({}, {"parents": "none"}, {"parents": [0, 1], "prior": []}, {**self.witness()["instance"], "prior": [{"weight": "1", "chain": [["1/2", "1/3"], ["1", "0"]]}]}):
            self.assert_refused(self.replay({**self.witness(), "instance": instance}), "witness.json: instance: ")

    def test_a_summary_of_another_instance_is_refused(self):
        self.assert_refused(self.replay({**self.witness(), "summary": "T=99,S=7"}), "the summary says T=99,S=7, the instance is ")

    def test_a_law_that_holds_is_reported_as_what_it_is(self):
        witness = self.witness()
        witness["instance"]["prior"][0]["chain"] = [["1/2", "1/2"], ["1/2", "1/2"]]
        done = self.replay(witness)
        self.assert_code(done, 4)
        self.assertIn("the law holds here, by every route: this file shows no counterexample", done.stdout)
        self.assertIn("0 passed, 1 failed, 0 skipped", done.stdout)

    def test_a_hypothesis_that_is_not_met_is_named(self):
        witness = self.witness()
        names = [h["name"] for h in witness["hypotheses"]]
        witness["instance"]["prior"][0]["chain"] = [["1", "0"], ["0", "1"]]
        done = self.replay(witness)
        self.assert_code(done, 4)
        self.assertRegex(done.stdout, "no counterexample: the hypothesis '(" + "|".join(names) + ")' is not met")

    def test_a_law_is_not_asked_outside_its_hypotheses(self):
        self.run_program("check", "planted/false-statement", "-o", self.folder / "out", program="LEMMASCOPE_PLANTED")
        paths = sorted((self.folder / "out" / "witness").iterdir())
        self.assertEqual(len(paths), 2)  # by the attack and by the family
        for path in paths:
            witness = json.loads(path.read_text())
            witness["instance"]["prior"][0]["chain"] = [["1", "0"], ["0", "1"]]
            path.write_text(json.dumps(witness))
            done = self.run_program("replay", path, program="LEMMASCOPE_PLANTED")
            self.assert_code(done, 4)
            self.assertIn("the hypothesis 'irreducible' is not met", done.stdout)
            self.assertIn("not asked: the law is stated where every hypothesis is met", done.stdout)


if __name__ == "__main__":
    unittest.main()
