"""Enclosures, and documents read back as Python's numbers."""
import doctest
import unittest
from decimal import Decimal
from fractions import Fraction

import numpy

import lemmascope
from lemmascope import Interval, given, numbers


class Enclosures(unittest.TestCase):
    def test_a_ball_has_exact_ends(self):
        ball = Interval.ball("0.1", "1e-3")
        self.assertEqual((ball.lo, ball.hi), (Fraction(99, 1000), Fraction(101, 1000)))
        self.assertEqual((ball.mid, ball.rad), (Fraction(1, 10), Fraction(1, 1000)))
        self.assertEqual(str(ball), "0.1 ± 1e-3")

    def test_they_are_not_ordered(self):
        one, two = Interval(0, 1), Interval(2, 3)
        for compare in (lambda: one < two, lambda: one <= two, lambda: one > two, lambda: one >= two, lambda: max(one, two)):
            self.assertRaises(TypeError, compare)
        self.assertTrue(one.certainly_less(two))
        self.assertFalse(Interval(0, 2).certainly_less(two))
        self.assertTrue(Interval(0, 2).overlaps(two))
        self.assertFalse(one.overlaps(two))
        self.assertTrue(Interval(0, 5).possibly_less(two))
        self.assertFalse(two.possibly_less(one))

    def test_they_contain_numbers_and_each_other(self):
        third = Interval(Fraction(333, 1000), Fraction(334, 1000))
        self.assertIn(Fraction(1, 3), third)
        self.assertIn(third, Interval(0, 1))
        self.assertNotIn(Interval(0, 1), third)

    def test_arithmetic_is_exact(self):
        self.assertEqual(Interval(-1, 2) * Interval(-3, 4), Interval(-6, 8))
        self.assertEqual(1 - Interval(0, Fraction(1, 3)), Interval(Fraction(2, 3), 1))
        self.assertEqual(Interval(1, 2) + 1, Interval(2, 3))
        self.assertRaises(ValueError, Interval, 1, 0)


class Documents(unittest.TestCase):
    def test_every_kind_of_number_is_read(self):
        self.assertEqual(numbers.read({"kind": "rational", "value": "-3/8", "approximate": -0.375}), Fraction(-3, 8))
        self.assertEqual(numbers.read({"kind": "real", "value": "0.1000", "bits": 9, "approximate": 0}), Decimal("0.1000"))
        self.assertEqual(numbers.read({"kind": "f64", "value": "x", "hex": "0x1.8p+1", "approximate": 0}), 3.0)
        k = numbers.read({"kind": "proportion", "value": "3/4", "lower": "0.5", "upper": "0.9", "approximate": 0})
        self.assertEqual((k.share, k.lower, k.upper), (Fraction(3, 4), 0.5, 0.9))
        self.assertRaises(ValueError, numbers.read, {"kind": "guess", "value": "1"})

    def test_lists_become_arrays_and_rows_of_growing_length_stay_rows(self):
        half = {"kind": "rational", "value": "1/2", "approximate": 0.5}
        square = numbers.read([[half, half], [half, half]])
        self.assertEqual((square.shape, square.dtype), ((2, 2), object))
        triangle = numbers.read([[half], [half, half]])
        self.assertIsInstance(triangle, list)
        self.assertEqual([len(row) for row in triangle], [1, 2])
        self.assertEqual(numbers.read([1, 2, 3]).dtype, numpy.int64)
        self.assertEqual(numbers.read([1.5, 2.0]).dtype, float)
        self.assertEqual(numbers.read(["a", "b"]), ["a", "b"])
        self.assertEqual(numbers.read([]), [])
        self.assertEqual(numbers.read([True]), [True])


class Given(unittest.TestCase):
    def test_a_list_a_matrix_and_several_of_them(self):
        once, often = {"name": "x"}, {"name": "x", "repeatable": True}
        texts = lambda option, value: given.texts_of(option, value, "--x", None)
        self.assertEqual(texts(once, [-1, 0, numpy.int64(1)]), ["-1,0,1"])
        self.assertEqual(texts(often, [[1, "1/2"], [3, 4]]), ["1,1/2;3,4"])
        self.assertEqual(texts(often, [Fraction(1, 3), Fraction(2, 3)]), ["1/3", "2/3"])
        self.assertEqual(texts(often, [[[1, 0], [0, 1]], [[0, 1], [1, 0]]]), ["1,0;0,1", "0,1;1,0"])
        self.assertEqual(texts(once, True), ["true"])
        self.assertEqual(texts(once, False), [])
        self.assertEqual(texts(once, {"a": [0.5]}), ['{"a": ["1/2"]}'])

    def test_a_dictionary_is_the_file_that_says_the_same(self):
        task = {"parents": [-1, 0], "chain": [[[1, 0], [0, 1]]], "weight": [1], "orbit": True, "graph_seed": 7, "no": None}
        self.assertEqual(given.task_text(task), 'parents = ["-1", "0"]\nchain = ["1,0;0,1"]\nweight = ["1"]\norbit = true\n'
                                                'graph-seed = "7"\n')

    def test_parents_are_read_off_an_adjacency_matrix(self):
        self.assertEqual(lemmascope.parents_of(numpy.eye(3, k=-1)), [-1, 0, 1])
        self.assertRaises(ValueError, lemmascope.parents_of, [[0, 0, 0], [1, 0, 0], [1, 1, 0]])

    def test_a_row_without_a_sum_is_no_chain(self):
        for rows in ([[0.0, 0.0], [1, 0]], [[-1.0, 2.0], [1, 0]]):
            self.assertRaises(ValueError, lemmascope.exact_chain, rows)


class Docstrings(unittest.TestCase):
    def test_their_examples_hold(self):
        for module in (lemmascope, given):
            failed, tried = doctest.testmod(module)
            self.assertEqual(failed, 0)
            self.assertGreater(tried, 0)

    def test_everything_public_has_one(self):
        for name in lemmascope.__all__:
            found = getattr(lemmascope, name)
            self.assertTrue(found.__doc__, name)
            self.assertNotIn("internal", found.__doc__)


if __name__ == "__main__":
    unittest.main()
