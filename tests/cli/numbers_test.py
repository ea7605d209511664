"""What `compute` prints is true: enclosures contain the exact fraction, nothing that is not a number
leaves the program, signs are decided, routes that part are an alarm."""

import json
import os
import subprocess
import unittest
from decimal import MAX_EMAX, MIN_EMIN, Decimal, getcontext
from fractions import Fraction

from program import ProgramTest

getcontext().prec, getcontext().Emax, getcontext().Emin = 100, MAX_EMAX, MIN_EMIN

CHAIN = ["--chain", "7/10,3/10;4/10,6/10"]
THIRDS = ["--chain", "1/3,1/3,1/3;1/2,1/4,1/4;1/7,2/7,4/7"]
FOREST = ["--parents=-1,0,1,1"]


def run(*arguments):
    return subprocess.run([os.environ["LEMMASCOPE"], *arguments], capture_output=True, text=True,
                          timeout=240)


def answer(*arguments):
    """The JSON answer of a calculator."""
    made = run("compute", *arguments, "--json")
    if made.returncode != 0:
        raise AssertionError(f"{arguments}: exit {made.returncode}, {made.stderr}")
    return json.loads(made.stdout)


def numbers(value, place=""):
    """Every tagged number of an answer with its place."""
    if isinstance(value, dict) and "kind" in value:
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from numbers(item, f"{place}.{key}")
    elif isinstance(value, list):
        for k, item in enumerate(value):
            yield from numbers(item, f"{place}[{k}]")


def decimal(text):
    return Decimal(text) if isinstance(text, (int, str)) else text


class PrintedEnclosures(unittest.TestCase):
    # Quantities that have both arithmetics, on instances whose values need many digits.
    COMMANDS = [
        ["stationary", *CHAIN],
        ["stationary", *THIRDS],
        ["stationary", "--chain", "1/2,1/2;1/4,3/4"],  # mu = 1/3, 2/3
        ["mutual-information", "--kind", "chi2", *FOREST, *CHAIN],
        ["mutual-information", "--kind", "chi2", *FOREST, *THIRDS],
        ["leading-gradient", *FOREST, *CHAIN],
        ["leading-gradient", *FOREST, *THIRDS, "--epsilon", "1/7"],
        ["leading-gradient", "--graph", "star", "--length", "6", *CHAIN, "--epsilon", "0"],
        ["topic-value-matrix", "--topics", "3", "--words", "2", "--lambda", "1/7"],
        ["topic-embedding", "--topics", "3", "--words", "2", "--lambda", "1/1000"],
    ]

    def test_contain_the_exact_fractions(self):
        checked = 0
        for command in self.COMMANDS:
            exact = dict(numbers(answer(*command, "--evidence", "exact")))
            for place, ball in numbers(answer(*command, "--evidence", "interval")):
                if place == ".difference":
                    continue  # a number of its own in each arithmetic
                distance = abs(Fraction(ball["value"]) - Fraction(exact[place]["value"]))
                self.assertLessEqual(distance, Fraction(ball["radius"]), f"{command} {place}")
                checked += 1
        self.assertGreater(checked, 100)

    def test_stay_narrow(self):
        for command in self.COMMANDS:
            for place, ball in numbers(answer(*command, "--evidence", "interval")):
                # 50 digits inside, 40 printed; instances this small lose a few.
                self.assertLess(Fraction(ball["radius"]), Fraction(1, 10**36), f"{command} {place}")

    def test_keep_their_radius_as_bare_strings(self):
        plain = answer("stationary", *THIRDS, "--evidence", "interval", "--plain")
        exact = answer("stationary", *THIRDS, "--evidence", "exact", "--plain")
        for text, fraction in zip(plain["mu"], exact["mu"]):
            middle, radius = text.split(" ± ")
            self.assertLessEqual(abs(Fraction(middle) - Fraction(fraction)), Fraction(radius))


class NotANumber(ProgramTest):
    def weights(self, name, value, match="1"):
        path = self.folder / name
        path.write_text(json.dumps({
            "A1": [["0", "0", "0"], [value, "0", "0"], ["0", "0", "0"]],
            "A2": [[match, "0"], ["0", match]],
        }))
        return str(path)

    def close(self, found, expected, digits):
        # Not fractions: an e^-1e12 has more digits than memory holds.
        self.assertLessEqual(abs(decimal(found["value"]) - decimal(expected)),
                             decimal(found.get("radius", 0)) + Decimal(10) ** -digits)

    def test_attention_far_apart_is_one_hot(self):
        for value in ("1e9", "1e12", "-1e9"):
            path = self.weights(f"w{value}.json", value)
            for evidence in ("double", "precise", "interval"):
                found = answer("forward", "--tokens", "0,1,1", "--weights",
                               path, "--evidence", evidence)
                # Position 1 sees position 0 alone (or itself alone); z = (0, 0 or 1, 2/3).
                second = 1 if value.startswith("-") else 0
                self.close(found["z"][1], second, 12)
                self.close(found["z"][2], Decimal(2) / 3, 12)
                total = sum(decimal(p["value"]) for p in found["p"])
                self.assertLess(abs(total - 1), Decimal("1e-12"))

    def test_the_loss_far_from_the_start_is_the_true_one(self):
        # Minus infinity in effect: with beta = -1000 the query attends to what differs from it.
        for evidence, digits in (("double", 13), ("precise", 14), ("interval", 14)):
            found = answer("population-gradient", "--parents=-1,0", *CHAIN, "--beta0", "-1000",
                           "--evidence", evidence)
            self.close(found["loss"], "2.50199383617043", digits)

    def test_both_sides_of_the_shift_agree(self):
        # 2^8 in double, 2^20 elsewhere, is where scores start to be measured from the largest.
        for match in ("255", "256", "257", "-255", "-257", "300", "-300"):
            task = ["population-gradient", "--parents=-1,0,0", *CHAIN, "--beta0", match]
            double = answer(*task, "--evidence", "double")
            enclosed = answer(*task, "--evidence", "interval")
            for (place, number), (_, ball) in zip(numbers(double), numbers(enclosed)):
                with self.subTest(match=match, place=place):
                    self.close(number, ball["value"], 11)
        for match in ("1048575", "1048577", "-1048577", "1e12", "-1e12"):
            task = ["population-gradient", "--parents=-1,0,0", *CHAIN, "--beta0", match]
            precise = answer(*task, "--evidence", "precise")
            enclosed = answer(*task, "--evidence", "interval")
            for (place, number), (_, ball) in zip(numbers(precise), numbers(enclosed)):
                with self.subTest(match=match, place=place):
                    self.close(number, ball["value"], 30)

    def test_stage_two_far_out_copies_or_ignores(self):
        for evidence in ("double", "precise", "interval"):
            for beta, roots, expected in (("1e6", "0", 0), ("1e6", "1/2", 0), ("1e6", "1", 1),
                                          ("-1e6", "1", 1)):
                found = answer("stage2-limit", *CHAIN, "--beta", beta, "--roots", roots,
                               "--evidence", evidence)
                for omega in found["omega"][0]:
                    self.close(omega, expected, 12)

    def test_what_the_arithmetic_cannot_hold_is_refused_by_name(self):
        for command in (
            ["leading-gradient", *FOREST, *CHAIN, "--epsilon", "1e400", "--evidence", "double"],
            ["population-gradient", "--parents=-1,0", *CHAIN, "--beta0", "1e309", "--evidence",
             "double"],
            ["forward", "--tokens", "0,1,1", "--weights",
             self.weights("w.json", "1e309"), "--evidence", "double"],
            ["train-exact", "--parents=-1,0", *CHAIN, "--beta0", "1/10", "--eta1", "1e308", "--eta2",
             "1e308", "--evidence", "double"],
        ):
            made = run("compute", *command, "--json")
            if made.returncode == 0:
                for place, number in numbers(json.loads(made.stdout)):
                    self.assertNotRegex(number["value"], "nan|inf", f"{command} {place}")
                continue
            self.assertEqual(made.returncode, 2, f"{command}: {made.stderr}")
            self.assertEqual(made.stderr.count("\n"), 1, made.stderr)
            self.assertRegex(made.stderr, "double|number")
            self.assertEqual(made.stdout, "")

    def test_training_with_huge_steps_stays_a_number(self):
        for evidence in ("precise", "double"):
            found = answer("train-exact", "--parents=-1,0", *CHAIN, "--orbit", "--eta1", "1e12",
                           "--steps1", "2", "--steps2", "1", "--evidence", evidence)
            for place, number in numbers(found):
                self.assertNotRegex(number["value"], "nan|inf", place)


class Concentrations(unittest.TestCase):
    def test_outside_the_tested_range_are_refused_with_it(self):
        for value in ("1e-300", "1e308", "0", "-1", "1/10001", "1001"):
            made = run("compute", "stationary", "--dirichlet", value, "--vocabulary", "2",
                       "--samples", "1")
            self.assertEqual(made.returncode, 2, value)
            self.assertIn("from 1/10000 to 1000", made.stderr)

    def test_inside_the_range_are_drawn_or_refused_for_what_was_drawn(self):
        for value, code in (("1000", 0), ("1/100", 0), ("1/10000", 2)):
            made = run("compute", "parent-dominance", "--parents=-1,0,0", "--dirichlet", value,
                       "--vocabulary", "2", "--samples", "2")
            self.assertEqual(made.returncode, code, made.stderr)
            if code == 2:
                self.assertIn("below the smallest double", made.stderr)


class Signs(unittest.TestCase):
    def test_of_margins_below_rounding_are_decided(self):
        found = answer("parent-dominance", "--dirichlet", "1/10", "--vocab", "2", "--samples", "1",
                       "--seed", "412462", "--parents=-1,-1,1,2,2", "--epsilon", "1/3")
        self.assertEqual(found["chains"], 2)
        self.assertEqual(found["chains_that_hold_over_earlier"], 2)
        self.assertEqual(found["chains_undecided_over_earlier"], 0)


class TwoRoutes(unittest.TestCase):
    def test_of_topic_attention_agree_where_double_was_noise(self):
        for evidence in ("double", "precise", "interval"):
            found = answer("topic-attention", "--topics", "4", "--words", "1", "--per-document", "3",
                           "--mask", "999/1000", "--correct", "0", "--random", "7/20", "--evidence",
                           evidence)
            self.assertEqual(Fraction(found["closed_form"]["rho"]["value"]).limit_denominator(1000), 1)
            self.assertLess(float(found["difference"]["value"]), 1e-6)

    def test_of_topic_attention_agree_with_hardly_any_mask(self):
        for evidence in ("double", "precise", "interval"):
            found = answer("topic-attention", "--topics", "3", "--words", "2", "--per-document", "2",
                           "--mask", "1/10000", "--correct", "1/5", "--random", "1/5", "--evidence",
                           evidence)
            self.assertLess(float(found["difference"]["value"]), 1e-6)


if __name__ == "__main__":
    unittest.main()
