"""Certificates: right numbers are accepted, wrong ones refused by name. The right numbers come from an
independent route: sums over all sequences, in Python fractions, straight from the definitions."""

import itertools
import os
import shutil
import sys
import unittest
from fractions import Fraction as F
from pathlib import Path

PROOFS = Path(os.environ["PROOFS"])
OUT = Path(os.environ["COMPILED_PROOFS"])
sys.path.insert(0, str(PROOFS))

import certificate  # noqa: E402

TWO = [[F(7, 10), F(3, 10)], [F(4, 10), F(6, 10)]]
TWO_LAW = [F(4, 7), F(3, 7)]
# Doubly stochastic, so the stationary law is uniform.
THREE = [[F(1, 2), F(1, 3), F(1, 6)], [F(1, 6), F(1, 2), F(1, 3)], [F(1, 3), F(1, 6), F(1, 2)]]
THREE_LAW = [F(1, 3)] * 3


def sequences(chain, law, parents):
    """(sequence, probability) of every sequence of a forest."""
    for s in itertools.product(range(len(law)), repeat=len(parents)):
        p = F(1)
        for i, parent in enumerate(parents):
            p *= law[s[i]] if parent < 0 else chain[s[parent]][s[i]]
        yield s, p


def gradient(chain, law, parents, j, i):
    """g = E[pi(s_i | s_j) / mu(s_i)] - 1."""
    return sum(p * chain[s[j]][s[i]] / law[s[i]] for s, p in sequences(chain, law, parents)) - 1


def drive(chain, law, parents, epsilon, i, j):
    """K = E[w_i 1(s_j = q)], the query q uniform and appended."""
    letters, total = range(len(law)), F(0)
    for s, p in sequences(chain, law, parents):
        for q in letters:
            x = s + (q,)
            if x[j] != q:
                continue
            for t in letters:
                share = F(x.count(t), len(x))
                if share + epsilon != 0:
                    total += p / len(law) * chain[q][t] / (share + epsilon) * ((x[i] == t) - share)
    return total


def gradient_entry(name, chain, law, parents, values=None, tolerance=0):
    n = len(parents)
    pairs = [(j, i) for i in range(n) for j in range(n)]
    right = [(j, i, gradient(chain, law, parents, j, i)) for j, i in pairs]
    return {"name": name, "kind": "gradient", "chain": chain, "stationary": law, "parents": parents,
            "tolerance": tolerance, "values": right if values is None else values}


def drive_entry(name, atoms, parents, epsilon, pairs, values=None, tolerance=0):
    right = [(i, j, sum(w * drive(c, m, parents, epsilon, i, j) for w, c, m in atoms)) for i, j in pairs]
    prior = [{"weight": w, "chain": c, "stationary": m} for w, c, m in atoms]
    return {"name": name, "kind": "drive", "prior": prior, "parents": parents, "epsilon": epsilon,
            "tolerance": tolerance, "values": right if values is None else values}


class Certificates(unittest.TestCase):
    maxDiff = None

    def test_right_gradients_are_accepted(self):
        entries = [gradient_entry("path", TWO, TWO_LAW, [-1, 0, 1]),
                   gradient_entry("two trees", TWO, TWO_LAW, [-1, 0, -1, 2, 0]),
                   gradient_entry("three letters", THREE, THREE_LAW, [-1, 0, 0, 1])]
        self.assertEqual(certificate.judge(OUT, entries), [None] * 3)

    def test_right_drives_are_accepted(self):
        pairs = [(1, 0), (2, 0), (2, 1), (3, 3), (3, 0), (0, 3)]
        atoms = [(F(1, 3), TWO, TWO_LAW), (F(2, 3), [[F(1, 2), F(1, 2)], [F(1, 4), F(3, 4)]], [F(1, 3), F(2, 3)])]
        entries = [drive_entry("path", [(F(1), TWO, TWO_LAW)], [-1, 0, 1], F(1, 100), pairs),
                   drive_entry("prior, no smoothing", atoms, [-1, 0, -1], F(0), pairs),
                   drive_entry("three letters", [(F(1), THREE, THREE_LAW)], [-1, 0, 0], F(1, 3), pairs)]
        self.assertEqual(certificate.judge(OUT, entries), [None] * 3)

    def test_the_reference_value_of_the_specification_is_accepted(self):
        entry = drive_entry("reference", [(F(1), TWO, TWO_LAW)], [-1, 0, 1], F(1, 100), [],
                            [(1, 0, "-57901/2351440")])
        self.assertEqual(certificate.judge(OUT, [entry]), [None])

    def test_a_wrong_gradient_is_refused_by_name_and_the_others_are_not(self):
        right = gradient_entry("right", TWO, TWO_LAW, [-1, 0, 1])
        wrong = gradient_entry("wrong", TWO, TWO_LAW, [-1, 0, 1], [(0, 1, F(9, 100)), (0, 2, F(28, 1000))])
        first, second, third = certificate.judge(OUT, [right, wrong, right])
        self.assertIsNone(first)
        self.assertIsNone(third)
        self.assertEqual(second, "([::], [:: (0%N, 2%N, (7%Z, 250%Z), Some (27%Z, 1000%Z))])")

    def test_a_gradient_of_the_transposed_pair_is_refused(self):
        chain, law = [[F(9, 10), F(1, 10), F(0)], [F(0), F(1, 2), F(1, 2)], [F(1, 2), F(0), F(1, 2)]], None
        law = [F(5, 7), F(1, 7), F(1, 7)]
        forward, backward = (gradient(chain, law, [-1, 0], a, b) for a, b in ((0, 1), (1, 0)))
        self.assertNotEqual(forward, backward)
        entry = gradient_entry("transposed", chain, law, [-1, 0], [(0, 1, backward)])
        self.assertIsNotNone(certificate.judge(OUT, [entry])[0])

    def test_a_wrong_drive_is_refused(self):
        entry = drive_entry("wrong", [(F(1), TWO, TWO_LAW)], [-1, 0, 1], F(1, 100), [],
                            [(1, 0, "-57902/2351440")])
        self.assertEqual(certificate.judge(OUT, [entry]),
                         ["([::], [:: (1%N, 0%N, ((-131)%Z, 5320%Z), Some ((-57901)%Z, 2351440%Z))])"])

    def test_a_wrong_stationary_law_is_refused(self):
        entry = gradient_entry("law", TWO, [F(1, 2), F(1, 2)], [-1, 0], [])
        self.assertEqual(certificate.judge(OUT, [entry]), ['([:: "chain"%string], [::])'])

    def test_parents_that_are_no_forest_are_refused(self):
        entry = gradient_entry("cycle", TWO, TWO_LAW, [1, 0], [])
        self.assertEqual(certificate.judge(OUT, [entry]), ['([:: "forest"%string], [::])'])

    def test_a_prior_that_is_no_law_is_refused(self):
        entry = drive_entry("prior", [(F(1, 2), TWO, TWO_LAW)], [-1], F(1, 9), [], [])
        self.assertEqual(certificate.judge(OUT, [entry]), ['([:: "prior"%string], [::])'])

    def test_a_position_outside_the_sequence_is_refused(self):
        entry = gradient_entry("outside", TWO, TWO_LAW, [-1, 0], [(0, 2, F(0))])
        self.assertIsNotNone(certificate.judge(OUT, [entry])[0])

    def test_a_double_is_accepted_within_its_error_and_refused_beyond_it(self):
        double = F(float(F(27, 1000)))
        entries = [gradient_entry("double", TWO, TWO_LAW, [-1, 0, 1], [(0, 2, double)], tolerance)
                   for tolerance in (abs(double - F(27, 1000)), F(0))]
        accepted, refused = certificate.judge(OUT, entries)
        self.assertIsNone(accepted)
        self.assertIsNotNone(refused)

    def test_a_decimal_is_refused_before_it_is_rounded(self):
        with self.assertRaisesRegex(ValueError, "0.09 is a decimal"):
            certificate.certificate([gradient_entry("decimal", TWO, TWO_LAW, [-1, 0], [(0, 1, 0.09)])])


if __name__ == "__main__":
    if shutil.which("coqc") is None:
        print("skipped: coqc is absent (Debian packages coq and libcoq-mathcomp-algebra)")
        sys.exit(77)
    unittest.main()
