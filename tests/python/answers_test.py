"""What the module computes, checks, attacks, trains and renders is what the program prints and writes, byte for byte."""
import json
import re
import shlex
import unittest
from decimal import Decimal
from fractions import Fraction

import numpy

import lemmascope
from beside import BesideTest
from lemmascope.numbers import is_quantity, number

CHAIN = [[Fraction(7, 10), Fraction(3, 10)], [Fraction(4, 10), Fraction(6, 10)]]
FLAGS = ("--chain", "7/10,3/10;4/10,6/10")
TASK = {"parents": [-1, 0, 0, 0, 0], "chain": numpy.array([[Fraction(1, 100), Fraction(99, 100)],
                                                            [Fraction(1, 1000), Fraction(999, 1000)]], dtype=object),
        "orbit": True, "epsilon": "1/100"}
CLAIMS = "causal/parent-dominates*"


def keywords(example):
    """The keyword arguments of an example's flags."""
    words = [part for word in shlex.split(example) for part in word.split("=", 1)]
    given = {}
    while words:
        name = words.pop(0)
        assert name.startswith("--"), example
        value = words.pop(0) if words and not words[0].startswith("--") else True
        given.setdefault(name[2:].replace("-", "_"), []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in given.items()}


class Compute(BesideTest):
    def assert_same(self, quantity, options, *flags):
        answer = lemmascope.compute(quantity, **options)
        self.assertEqual(answer.text + "\n", self.program("compute", quantity, *flags, "--json"))
        return answer

    def test_every_quantity_answers_its_own_example_with_the_same_bytes(self):
        seen = 0
        for name in lemmascope.quantities():
            found = re.search(rf"^Example:\n  lemmascope compute {re.escape(name)} ?(.*)",
                              self.program("compute", name, "--help"), re.M)
            if found is None:
                continue
            with self.subTest(name):
                seen += 1
                answer = self.assert_same(name, keywords(found[1]), *shlex.split(found[1]))
                # The command it names is one that gives the same.
                program, *arguments = shlex.split(answer.command)
                self.assertEqual(program, "lemmascope")
                self.assertEqual(answer.text + "\n", self.program(*arguments, "--json"))
        self.assertGreater(seen, 8)

    def test_arrays_lists_fractions_and_texts_are_the_same_chain(self):
        array = numpy.array(CHAIN, dtype=object)
        for chain in (CHAIN, tuple(map(tuple, CHAIN)), array, [["7/10", "3/10"], ["2/5", "0.6"]],
                      [[Decimal("0.7"), Decimal("0.3")], [Decimal("0.4"), Decimal("0.6")]]):
            self.assertEqual(lemmascope.compute("stationary", chain=chain).mu.tolist(), [Fraction(4, 7), Fraction(3, 7)])

    def test_every_arithmetic_comes_as_its_own_type(self):
        for evidence, kind in (("exact", Fraction), ("interval", lemmascope.Interval), ("precise", Decimal),
                               ("double", float)):
            answer = self.assert_same("stationary", {"chain": CHAIN, "evidence": evidence}, *FLAGS, "--evidence", evidence)
            self.assertIsInstance(answer.mu.tolist()[0], kind)
            self.assertEqual(answer.arithmetic, evidence)
        self.assertEqual(answer.mu.dtype, float)
        enclosure = lemmascope.compute("stationary", chain=CHAIN, evidence="interval").mu[0]
        self.assertIn(Fraction(4, 7), enclosure)
        self.assertLess(enclosure.rad, Fraction(1, 10**30))

    def test_several_chains_with_weights_and_a_graph(self):
        chains = [CHAIN, [[Fraction(1, 5), Fraction(4, 5)], [Fraction(1, 2), Fraction(1, 2)]]]
        answer = self.assert_same(
            "limit-gradient", {"parents": numpy.array([-1, 0, 1]), "chain": chains, "weight": [Fraction(1, 3), "2/3"]},
            "--parents=-1,0,1", *FLAGS, "--chain", "1/5,4/5;1/2,1/2", "--weight", "1/3", "--weight", "2/3")
        self.assertEqual([len(row) for row in answer.g], [1, 2, 3])
        self.assertEqual(answer["g"][2][1], number(answer.document["g"][2][1]))
        self.assertIsNone(answer.parent_margin[0]["margin"])

    def test_a_flag_and_a_method(self):
        self.assert_same("limit-gradient", {"parents": [-1, 0], "chain": CHAIN, "orbit": True, "method": "both"},
                         "--parents=-1,0", *FLAGS, "--orbit", "--both")

    def test_weights_are_a_dictionary_of_arrays(self):
        weights = {"A1": numpy.array([[0.1, 0.0, 0.0], [0.25, -0.5, 0.0], [1.0, 0.0, 0.3]]),
                   "A2": [[Fraction(1, 3), 0], [0, "1/3"]]}
        exact = {"A1": [[str(Fraction(x)) for x in row] for row in weights["A1"].tolist()], "A2": [["1/3", 0], [0, "1/3"]]}
        (self.folder / "w.json").write_text(json.dumps(exact))
        options = {"tokens": [0, 1, 1], "evidence": "double"}
        answer = lemmascope.compute("forward", weights=weights, **options)
        self.assertEqual(answer.text + "\n",
                         self.program("compute", "forward", "--tokens", "0,1,1", "--evidence", "double", "--weights",
                                      "w.json", "--json"))
        same = lemmascope.compute("forward", weights=self.folder / "w.json", **options)
        self.assertEqual(same.text, answer.text)

    def test_a_task_is_a_file_or_a_dictionary(self):
        (self.folder / "t.toml").write_text('chain = "7/10,3/10;4/10,6/10"\n')
        by_file = lemmascope.compute("stationary", task=self.folder / "t.toml")
        by_dictionary = lemmascope.compute("stationary", task={"chain": CHAIN})
        self.assertEqual(by_file.text, by_dictionary.text)
        self.assertEqual(by_file.text + "\n", self.program("compute", "stationary", "--task", "t.toml", "--json"))

    def test_nothing_of_an_answer_is_lost(self):
        """Every tagged number of the document is read back to the number it says."""
        answer = lemmascope.compute("stationary", chain=CHAIN, evidence="double")
        for read, written in zip(answer.mu.tolist(), answer.document["mu"]):
            self.assertTrue(is_quantity(written))
            self.assertEqual(read.hex(), float.fromhex(written["hex"]).hex())


class Check(BesideTest):
    def test_a_task_of_arrays_leaves_the_files_that_the_command_leaves(self):
        result = lemmascope.check(CLAIMS, task=TASK)
        result.save(self.folder / "ours")
        task = self.folder / "task.toml"
        task.write_bytes((self.folder / "ours" / "task.toml").read_bytes())
        self.program("check", "--task", "task.toml", CLAIMS, "-o", "theirs")
        theirs = self.folder / "theirs"
        names = sorted(str(p.relative_to(theirs)) for p in theirs.rglob("*")
                       if p.is_file() and p.name not in ("events.jsonl", ".lemmascope.lock"))
        self.assertIn("result.json", names)
        self.assertTrue(any(name.startswith("witness/") for name in names), names)
        self.assertEqual(sorted(str(p.relative_to(self.folder / "ours")) for p in (self.folder / "ours").rglob("*")
                                if p.is_file() and p.name != "task.toml"), names)
        for name in names:
            self.assertEqual((self.folder / "ours" / name).read_bytes(), (theirs / name).read_bytes(), name)
        self.assertEqual(result.text.encode(), (theirs / "result.json").read_bytes())

    def test_a_run_over_families_is_the_commands(self):
        claims = ["causal/parent-dominates", "causal/data-processing*"]
        result = lemmascope.check(claims[0], profile="quick", attack=0)
        self.program("check", claims[0], "--attack", "0", "-o", "theirs")
        self.assertEqual(result.text, (self.folder / "theirs" / "result.json").read_text())
        self.assertEqual(result[claims[0]].verdict, "holds")
        self.assertEqual(result.exit_code, 0)

    def test_every_format_of_a_result_is_the_commands(self):
        result = lemmascope.check(CLAIMS, task=TASK)
        result.save(self.folder / "ours")
        for form in ("html", "md", "junit", "csv", "tex", "badge", "badge-json", "json"):
            with self.subTest(form):
                shown = self.program("report", "ours", "-f", form)
                self.assertEqual(lemmascope.report(result, form), shown)
                self.assertEqual(lemmascope.report(self.folder / "ours", form), shown)
        self.assertEqual(lemmascope.report(result, baseline=self.folder / "ours"),
                         self.program("report", "ours", "--baseline", "ours"))
        self.assertIn(r"\lemmascope", result.latex())

    def test_claims_are_found_by_id_and_say_what_the_document_says(self):
        result = lemmascope.check(CLAIMS, task=TASK)
        self.assertEqual(list(result), [claim["id"] for claim in result.document["claims"]])
        claim = result["causal/parent-dominates-at-finite-length"]
        self.assertEqual((claim.verdict, claim.evidence, claim.scope), ("refuted", "exact", "instance"))
        self.assertEqual(len(claim.witnesses), 1)
        self.assertEqual(len(claim.counterexamples()), 1)


class Attack(BesideTest):
    def test_what_it_found_is_what_the_command_prints(self):
        for claim, code in (("causal/parent-dominates", 0), ("causal/parent-dominates-at-finite-length", 0)):
            with self.subTest(claim):
                attack = lemmascope.attack(claim, evaluations=200)
                self.assertEqual(attack.text + "\n",
                                 self.program("attack", claim, "--evaluations", 200, "--json", code=code))
        self.assertEqual(attack.verdict, "refuted")
        self.assertFalse(attack.survived)
        self.assertIn("parents", attack.instance)


class Train(BesideTest):
    OPTIONS = {"parents": [-1, 0, 0], "chain": [CHAIN], "batch": 32, "steps": 16, "held_out": 64}
    FLAGS = ("own", "--parents=-1,0,0", "--chain", "7/10,3/10;2/5,3/5", "--batch", 32, "--steps", 16, "--held-out", 64, "-j", 1)

    def test_a_training_on_arrays_leaves_the_files_that_the_command_leaves(self):
        training = lemmascope.train("own", jobs=1, output=self.folder / "ours", **self.OPTIONS)
        self.program("train", *self.FLAGS, "-o", "theirs")
        for name in ("training.json", "training.html"):
            self.assertEqual((self.folder / "ours" / name).read_bytes(), (self.folder / "theirs" / name).read_bytes(), name)
        self.assertTrue((self.folder / "ours" / "checkpoint.npz").exists())
        self.assertEqual(training.text, (self.folder / "theirs" / "training.json").read_text())
        self.assertEqual(training.html(), (self.folder / "theirs" / "training.html").read_text())
        self.assertEqual(training.curve["step"].tolist()[-1], 16)
        self.assertGreater(len(training.figures), 0)

    def test_without_a_folder_it_is_the_same_and_nothing_is_kept(self):
        before = sorted(self.folder.iterdir())
        training = lemmascope.train("own", jobs=1, **self.OPTIONS)
        self.assertEqual(sorted(self.folder.iterdir()), before)
        self.assertEqual(training.text, self.program("train", *self.FLAGS, "-o", "theirs", "--json"))
        for form in ("html", "md", "json"):
            self.assertEqual(lemmascope.report(training, form), self.program("report", "theirs", "-f", form))


if __name__ == "__main__":
    unittest.main()
