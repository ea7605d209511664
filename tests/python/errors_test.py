"""Bad input is one ValueError with the line that the command prints; nothing else is printed."""
import unittest
from fractions import Fraction

import numpy

import lemmascope
from beside import BesideTest

CHAIN = [["7/10", "3/10"], ["4/10", "6/10"]]


class Errors(BesideTest):
    def assert_same_line(self, call, *arguments):
        with self.assertRaises(ValueError) as raised:
            call()
        self.assertEqual(str(raised.exception), self.refusal(*arguments))

    def test_of_compute_it_is_the_commands_line(self):
        compute = lemmascope.compute
        for options, flags in (
                ({"chain": [["7/10", "3/10"], ["4/10", "5/10"]]}, ("--chain", "7/10,3/10;4/10,5/10")),
                ({"chain": [["7/10", "3/10"]]}, ("--chain", "7/10,3/10")),
                ({}, ()),
                ({"chain": CHAIN, "digits": 9}, ("--chain", "7/10,3/10;4/10,6/10", "--digits", "9")),
                ({"chain": CHAIN, "evidence": "guess"}, ("--chain", "7/10,3/10;4/10,6/10", "--evidence", "guess")),
                ({"chain": [["x"]]}, ("--chain", "x")),
                ({"dirichlet": 0, "vocabulary": 3}, ("--dirichlet", "0", "--vocabulary", "3"))):
            with self.subTest(flags):
                self.assert_same_line(lambda: compute("stationary", **options), "compute", "stationary", *flags)

    def test_of_a_graph_that_is_none(self):
        self.assert_same_line(lambda: lemmascope.compute("limit-gradient", parents=[-1, 2], chain=CHAIN), "compute",
                              "limit-gradient", "--parents=-1,2", "--chain", "7/10,3/10;4/10,6/10")

    def test_of_work_that_is_too_large(self):
        self.assert_same_line(
            lambda: lemmascope.compute("population-gradient", graph="chain", length=60, chain=CHAIN), "compute",
            "population-gradient", "--graph", "chain", "--length", "60", "--chain", "7/10,3/10;4/10,6/10")

    def test_of_attack_and_report(self):
        self.assert_same_line(lambda: lemmascope.attack("causal/no-such-law"), "attack", "causal/no-such-law")
        self.assert_same_line(lambda: lemmascope.check("causal/parent-dominates", task={"x": 1}, paper="causal"), "check",
                              "causal/parent-dominates", "--task", self.written("x = 1\n", "task"))

    def written(self, text, name):
        (self.folder / name).write_text(text)
        return name

    def test_of_a_training(self):
        self.assert_same_line(lambda: lemmascope.train("own", parents=[-1, 0], chain=CHAIN, steps=-1), "train", "own",
                              "--parents=-1,0", "--chain", "7/10,3/10;4/10,6/10", "--steps", "-1")

    def test_of_numbers_that_are_none(self):
        for call, arguments in ((lambda: lemmascope.check(seed=-1), ("check", "--seed=-1")),
                                (lambda: lemmascope.check(jobs=2000), ("check", "--jobs", "2000")),
                                (lambda: lemmascope.attack("causal/parent-dominates", evaluations="x"),
                                 ("attack", "causal/parent-dominates", "--evaluations", "x"))):
            with self.assertRaises(ValueError) as raised:
                call()
            self.assertEqual(f"{raised.exception} (--help shows the usage)", self.refusal(*arguments))

    def test_a_name_that_is_none_is_answered_with_the_nearest(self):
        for call, near in ((lambda: lemmascope.compute("stationery"), "stationary"),
                           (lambda: lemmascope.compute("stationary", chian=CHAIN), "chain"),
                           (lambda: lemmascope.check("causal/parent-dominate"), "causal/parent-dominates"),
                           (lambda: lemmascope.check(profile="slow"), "quick"),
                           (lambda: lemmascope.train("owm"), "own")):
            with self.assertRaisesRegex(ValueError, near) as raised:
                call()
            self.assertEqual(len(str(raised.exception).splitlines()), 1)

    def test_floats_are_no_exact_numbers(self):
        for options in ({"chain": numpy.array([[0.7, 0.3], [0.4, 0.6]])}, {"chain": [[0.7, 0.3], [0.4, 0.6]]},
                        {"chain": CHAIN, "dirichlet": 0.1}):
            with self.assertRaisesRegex(ValueError, "expected an exact number, found the float 0.[17]"):
                lemmascope.compute("stationary", **options)
        chain = lemmascope.exact_chain(numpy.array([[0.7, 0.3], [0.4, 0.6]]))
        self.assertTrue(all(sum(row) == 1 for row in chain))
        law = lemmascope.compute("stationary", chain=chain).mu
        self.assertEqual(sum(law), 1)
        self.assertLess(abs(law[0] - Fraction(4, 7)), Fraction(1, 10**15))  # the floats are within 2^-53 of the tenths

    def test_what_was_given_as_a_dictionary_is_named_by_its_option(self):
        with self.assertRaisesRegex(ValueError, r"^--weights as given: A1\[0\]\[0\]: ") as raised:
            lemmascope.compute("forward", tokens=[0, 1], weights={"A1": [["x"], [0, 0]], "A2": [[0, 0], [0, 0]]})
        self.assertNotIn("/tmp", str(raised.exception))

    def test_other_objects_are_refused(self):
        for value in (object(), lemmascope.Interval(0, 1), 1j, [[[[1]]]]):
            with self.assertRaises(ValueError):
                lemmascope.compute("stationary", chain=value)

    def test_a_file_that_is_not_there_is_an_oserror(self):
        for call in (lambda: lemmascope.report(self.folder / "none.json"),
                     lambda: lemmascope.compute("stationary", task=self.folder / "none.toml")):
            with self.assertRaises(OSError):
                call()

    def test_a_format_that_says_nothing_is_refused(self):
        answer = lemmascope.compute("stationary", chain=CHAIN)
        with self.assertRaises(ValueError):
            lemmascope.report(answer, "html")
        with self.assertRaisesRegex(ValueError, "expected format html, md"):
            lemmascope.report(lemmascope.check("causal/parent-dominates", attack=0), "pdf")

    def test_nothing_is_printed(self):
        done = self.python("import lemmascope\n"
                           "lemmascope.compute('stationary', chain=[['7/10', '3/10'], ['4/10', '6/10']])\n"
                           "lemmascope.check('causal/parent-dominates', attack=0)\n"
                           "lemmascope.attack('causal/parent-dominates', evaluations=20)\n"
                           "lemmascope.train('own', parents=[-1, 0], chain=[['7/10', '3/10'], ['4/10', '6/10']],\n"
                           "                 steps=2, batch=8, held_out=8)\n")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))


if __name__ == "__main__":
    unittest.main()
