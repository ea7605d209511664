"""The check of the proofs must refuse what it must: planted trees, each with one thing wrong."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROOFS = Path(os.environ["PROOFS"])
ROOT = PROOFS.parent.parent
sys.path.insert(0, str(PROOFS))

import check  # noqa: E402
import sources  # noqa: E402

GOOD = """(* A planted file. *)
From mathcomp Require Import all_ssreflect.

Definition twice n := n + n.

(** theorem planted/TwiceIsEven
    says: Twice a number is even.
    leaves out: Nothing.
    supports: no claim yet *)
Definition TwiceIsEven_statement : Prop := forall n, ~~ odd (twice n).

Section Inside.
Variable n : nat.
Hypothesis positive : 0 < n.
Lemma half_lt : 0 < twice n. Proof. by rewrite /twice addn_gt0 positive. Qed.
End Inside.

Theorem TwiceIsEven : TwiceIsEven_statement.
Proof. by move=> n; rewrite /twice addnn odd_double. Qed.
"""


class PlantedTree(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.root, self.out = self.folder / "sources", self.folder / "compiled"
        (self.root / "planted").mkdir(parents=True)
        self.write(GOOD)
        self.assertEqual(self.refusals(record=True), [])

    def write(self, text, name="even.v"):
        (self.root / "planted" / name).write_text(text)

    def refusals(self, record=False):
        return check.examine(self.root, self.out, self.root / "statements.json", record)[0]

    def assert_refused(self, text, reason):
        self.assertNotEqual(text, GOOD, "the planted change did not apply")
        self.write(text)
        try:
            lines = self.refusals()
        except sources.Malformed as error:
            lines = [str(error)]
        self.assertTrue(any(re.search(reason, line, re.S) for line in lines), lines)

    def test_accepts_the_unchanged_file(self):
        self.assertEqual(self.refusals(), [])

    def test_refuses_an_admitted_proof(self):
        self.assert_refused(GOOD.replace("Proof. by move=> n; rewrite /twice addnn odd_double. Qed.",
                                         "Proof. Admitted."), r"rests on assumptions: Axioms: (even\.)?TwiceIsEven")

    def test_names_the_line_of_an_admitted_proof(self):
        self.assert_refused(GOOD.replace("Proof. by move=> n; rewrite /twice addnn odd_double. Qed.",
                                         "Proof. Admitted."), r"even\.v:19: 'Admitted' is not allowed")

    def test_refuses_an_admitted_lemma_that_the_theorem_does_not_use(self):
        self.assert_refused(GOOD + "Lemma unused : 0 = 1. Admitted.\n", "'Admitted' is not allowed")

    def test_refuses_an_axiom_that_the_theorem_uses(self):
        bad = GOOD.replace("Theorem", "Axiom even : TwiceIsEven_statement.\nTheorem").replace(
            "by move=> n; rewrite /twice addnn odd_double.", "exact: even.")
        self.assert_refused(bad, r"rests on assumptions: Axioms: (even\.)?even")

    def test_refuses_a_hypothesis_outside_a_section(self):
        self.assert_refused(GOOD.replace("Section Inside.\n", "").replace("End Inside.\n", ""),
                            "'Variable' outside a section")

    def test_refuses_an_axiom_hidden_behind_another_spelling(self):
        self.assert_refused(GOOD + "#[local] Parameters (a : nat) (b : a = 0).\n", "'Parameters'")

    def test_allows_the_words_in_comments(self):
        self.write(GOOD + "(* no Admitted (* Axiom *) here: Hypothesis. *)\n")
        self.assertEqual(self.refusals(), [])

    def test_refuses_a_changed_statement(self):
        self.assert_refused(GOOD.replace("forall n, ~~ odd (twice n)", "forall n : nat, ~~ odd (0 + 0)")
                            .replace("rewrite /twice addnn odd_double", "by []"),
                            "TwiceIsEven: 'statement' is not as recorded")

    def test_refuses_a_changed_definition_behind_an_unchanged_statement(self):
        self.assert_refused(GOOD.replace("twice n := n + n", "twice n := n * 0 + n + n"
                                         ).replace("rewrite /twice addnn", "rewrite /twice muln0 addnn"
                                                   ).replace("/twice addn_gt0", "/twice muln0 addn_gt0"),
                            "'definitions' is not as recorded: twice")

    def test_refuses_a_theorem_that_is_gone(self):
        self.write("(* nothing *)\n")
        self.assertIn("planted/TwiceIsEven: recorded, but no source proves it", self.refusals())

    def test_refuses_a_theorem_of_another_type(self):
        self.assert_refused(GOOD.replace("Theorem TwiceIsEven : TwiceIsEven_statement.\nProof. by move=> n; "
                                         "rewrite /twice addnn odd_double. Qed.",
                                         "Theorem TwiceIsEven : True.\nProof. by []. Qed."),
                            "has the type .*True, not its recorded statement")

    def test_refuses_a_theorem_that_is_not_recorded(self):
        self.write(GOOD.replace("TwiceIsEven", "Another"), "another.v")
        self.assertIn("planted/Another: proved, but not recorded", self.refusals())

    def test_refuses_a_source_that_does_not_compile(self):
        self.assert_refused(GOOD.replace("odd_double. Qed.", "odd_dooble. Qed."), "does not compile")

    def test_refuses_a_check_of_coq_that_is_switched_off(self):
        self.assert_refused("Unset Guard Checking.\n" + GOOD, "'Guard Checking' is not allowed")

    def test_refuses_a_notation_that_could_change_what_a_statement_means(self):
        self.assert_refused(GOOD.replace("Definition twice", "Notation odd := negb.\nDefinition twice"),
                            "'Notation' outside a section|does not compile")

    def test_refuses_a_header_without_what_it_leaves_out(self):
        self.assert_refused(GOOD.replace("    leaves out: Nothing.\n", ""), "lacks 'leaves out:'")

    def test_refuses_a_library_of_axioms(self):
        self.assert_refused("From Foo Require Import bar.\n" + GOOD, "library Foo is not trusted")


class Record(unittest.TestCase):
    def test_every_supported_claim_exists(self):
        text = "\n".join(p.read_text() for p in (ROOT / "properties").rglob("*.cpp"))
        claims = set(re.findall(r'"([a-z]+/[a-z0-9-]+)"', text))
        for entry in json.loads((PROOFS / "statements.json").read_text()):
            self.assertEqual([c for c in entry["supports"] if c not in claims], [], entry["id"])

    def test_every_theorem_has_a_statement_and_all_its_words(self):
        for entry in json.loads((PROOFS / "statements.json").read_text()):
            for key in ("id", "file", "coq", "says", "leaves_out", "statement", "printed"):
                self.assertTrue(entry[key], (entry["id"], key))


class Command(unittest.TestCase):
    def test_is_skipped_with_a_reason_where_coq_is_absent(self):
        done = subprocess.run([sys.executable, PROOFS / "check.py", "/nonexistent"],
                              env={"PATH": "/nonexistent"}, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout.partition(" (")[0]), (77, "skipped: coqc is absent"))


if __name__ == "__main__":
    if shutil.which("coqc") is None:
        print("skipped: coqc is absent (Debian packages coq and libcoq-mathcomp-algebra)")
        sys.exit(77)
    unittest.main()
