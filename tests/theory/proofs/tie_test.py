"""The tie between the theorems and the program: names agree both ways, Coq is asked and answers, its absence is a
skip with a reason, a refusal is a contradiction (exit code 6) that names claim, instance and entry."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["LEMMASCOPE"]
WITH_BUGS = os.environ.get("LEMMASCOPE_WITH_BUGS", "")
PROOFS = Path(os.environ["PROOFS"])
SKIPPED = 77

# Bugs of tests/planted_bugs and the claim whose certificate must refuse them.
PLANTED = {
    "prior-weights-dropped-in-tables": "causal/parent-entry-is-chi2",
    "stationary-law-divided-by-the-number-of-states": "causal/parent-dominates",
    "limiting-drive-forgets-to-subtract-one": "causal/roots-have-zero-drive",
    "limiting-drive-reads-the-chain-transposed": "causal/parent-dominates",
    "quadrature-forgets-the-mean": "causal/gradient-rows-sum-to-zero",
    "contrast-strength-divides-by-the-wrong-count": "topic/moments-have-two-directions",
    "ridge-penalty-counted-twice": "topic/value-matrix-has-two-directions",
    "value-gap-forgets-the-true-share": "topic/value-matrix-limit-is-least-norm",
    "pointer-doubling-multiplies-the-other-way-round": "lego/doubling-network-resolves-twice-as-many",
}


def run(*arguments, program=PROGRAM, **variables):
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=600,
                          env={**os.environ, "LEMMASCOPE_PROOFS": os.environ["COMPILED_PROOFS"], **variables})


def checked(*arguments, **options):
    """Exit code and result document of `check --proofs`."""
    with tempfile.TemporaryDirectory() as folder:
        done = run("check", *arguments, "--proofs", "-o", folder, **options)
        return done.returncode, json.loads((Path(folder) / "result.json").read_text()), \
            (Path(folder) / "report.html").read_text()


def claims():
    return json.loads(run("list", "claims", "--json").stdout)


class Tie(unittest.TestCase):
    def test_every_claim_names_the_theorems_that_say_they_support_it_and_no_others(self):
        recorded = json.loads((PROOFS / "statements.json").read_text())
        by_theorems = {(e["id"], claim) for e in recorded for claim in e["supports"]}
        by_claims = {(theorem, c["id"]) for c in claims()
                     for theorem in c.get("proved_by", {}).get("theorems", []) + c.get("proved_in_part", [])}
        self.assertEqual(by_theorems, by_claims)

    def test_the_program_carries_the_recorded_statements(self):
        recorded = json.loads((PROOFS / "statements.json").read_text())
        carried = json.loads(run("proofs", "--json").stdout)
        self.assertEqual([(e["id"], e["statement"], e["says"]) for e in recorded],
                         [(e["id"], e["statement"], e["says"]) for e in carried])

    def test_a_claim_shows_statement_definitions_and_what_is_left_out(self):
        shown = run("proofs", "causal/parent-dominates").stdout
        for words in ("ParentDominates_statement", "Definition pair_law", "Leaves out", "the kernel of Coq"):
            self.assertIn(words, shown)
        self.assertIn("machine-checked in Coq, no axioms", run("explain", "causal/parent-dominates").stdout)

    def test_an_unknown_name_is_refused_with_the_nearest(self):
        done = run("proofs", "causal/ParentDominate")
        self.assertEqual(done.returncode, 2)
        self.assertIn("causal/ParentDominates", done.stderr)

    def test_without_coq_the_proof_is_skipped_and_the_claim_keeps_what_it_has(self):
        with tempfile.TemporaryDirectory() as empty:
            code, document, page = checked("causal/prediction-is-a-law", PATH=empty)
            listed = run("proofs", "--check", PATH=empty)
        (claim,) = document["claims"]
        self.assertEqual((code, claim["evidence"], claim["proof"]["verdict"]), (0, "interval", "skipped"))
        self.assertIn("not installed", claim["proof"]["reason"])
        self.assertIn("not checked by Coq in this run", page)
        self.assertEqual(listed.returncode, 3)
        self.assertIn("skipped: coqc is not installed", listed.stdout)


@unittest.skipIf(shutil.which("coqc") is None, "coqc is absent")
class Coq(unittest.TestCase):
    def test_it_accepts_every_theorem(self):
        done = run("proofs", "--check")
        count = len(json.loads((PROOFS / "statements.json").read_text()))
        self.assertEqual((done.returncode, done.stdout.strip()),
                         (0, f"{count} of {count} theorems machine-checked in Coq, no axioms, for the stated "
                             "definitions"))

    def test_it_accepts_the_numbers_of_every_proved_claim(self):
        proved = [c for c in claims() if "proved_by" in c]
        differences = {c["id"]: c["proved_by"]["differs"] for c in proved}
        code, document, page = checked(*[c["id"] for c in proved])
        self.assertEqual(code, 0)
        for claim in document["claims"]:
            universal = claim["expected"] == "holds"
            self.assertEqual((claim["id"], claim["evidence"], claim["scope"], claim["proof"]["verdict"]),
                             (claim["id"], "machine-checked", "universal" if universal else "instance", "holds"))
            self.assertEqual(claim["proof"]["cases"]["tried"], claim["proof"]["cases"]["met"])
            certified = claim["proof"]["cases"]["tried"] > 0
            self.assertNotEqual(certified, "No certificate: " in differences[claim["id"]], claim["id"])
        holding = [claim for claim in document["claims"] if claim["expected"] == "holds"]
        self.assertGreaterEqual(len(holding), 40)
        self.assertIn("Definition ParentDominates_statement", page)

    @unittest.skipIf(not WITH_BUGS, "the program with bugs is not built")
    def test_it_refuses_the_numbers_of_planted_bugs(self):
        for bug, name in PLANTED.items():
            with self.subTest(bug=bug):
                code, document, _ = checked(name, program=WITH_BUGS, LEMMASCOPE_BUG=bug)
                (claim,) = document["claims"]
                self.assertEqual((code, claim["contradiction"], claim["proof"].get("contradiction")),
                                 (6, True, True))
                self.assertRegex(claim["proof"]["reason"], r"^Coq refuses a number of the program at \S*=\d+: \S")
                print(f"{bug}: {name}: {claim['proof']['reason'][:150]}", file=sys.stderr)


if __name__ == "__main__":
    if shutil.which("coqc") is None:
        print("coqc is absent (Debian packages coq and libcoq-mathcomp-algebra): only what needs no Coq is tested")
    unittest.main()
