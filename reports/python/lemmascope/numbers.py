"""Numbers as Python has them: what the program writes with its evidence, read back without loss.

A fraction becomes a `fractions.Fraction`, an enclosure an `Interval` with exact ends, many digits a `decimal.Decimal`, a
double the same float, counted successes a `Proportion`.
"""
import numbers as abstract
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy


class Interval:
    """A number known to lie between `lo` and `hi`, both exact fractions.

    Enclosures are not ordered: two that overlap are neither less nor greater. Ask `certainly_less`, `possibly_less`,
    `overlaps`, or `x in interval`. Sums, differences and products are exact.
    """

    __slots__ = ("lo", "hi", "_text")

    def __init__(self, lo, hi=None, text=None):
        """From `lo` to `hi` (to `lo` itself unless given). Raises ValueError where lo > hi."""
        self.lo = Fraction(lo)
        self.hi = self.lo if hi is None else Fraction(hi)
        if self.lo > self.hi:
            raise ValueError(f"expected an interval from its lower end to its upper one, found {lo} to {hi}")
        self._text = text

    @classmethod
    def ball(cls, middle, radius):
        """The interval `middle` ± `radius`, given as decimal texts or numbers."""
        return cls(Fraction(middle) - Fraction(radius), Fraction(middle) + Fraction(radius), f"{middle} ± {radius}")

    @property
    def mid(self):
        """The middle, a Fraction."""
        return (self.lo + self.hi) / 2

    @property
    def rad(self):
        """Half the width, a Fraction."""
        return (self.hi - self.lo) / 2

    def certainly_less(self, other):
        """Is every number of this one below every number of the other?"""
        return self.hi < interval(other).lo

    def possibly_less(self, other):
        """Is some number of this one below some number of the other?"""
        return self.lo < interval(other).hi

    def overlaps(self, other):
        """Do the two have a number in common?"""
        other = interval(other)
        return self.lo <= other.hi and other.lo <= self.hi

    def __contains__(self, number):
        other = interval(number)
        return self.lo <= other.lo and other.hi <= self.hi

    def __eq__(self, other):
        return isinstance(other, Interval) and (self.lo, self.hi) == (other.lo, other.hi)

    def __hash__(self):
        return hash((self.lo, self.hi))

    def _not_ordered(self, other):
        raise TypeError("enclosures are not ordered: ask certainly_less or possibly_less")

    __lt__ = __le__ = __gt__ = __ge__ = _not_ordered

    def __neg__(self):
        return Interval(-self.hi, -self.lo)

    def __add__(self, other):
        other = interval(other)
        return Interval(self.lo + other.lo, self.hi + other.hi)

    __radd__ = __add__

    def __sub__(self, other):
        return self + -interval(other)

    def __rsub__(self, other):
        return interval(other) - self

    def __mul__(self, other):
        other = interval(other)
        ends = [a * b for a in (self.lo, self.hi) for b in (other.lo, other.hi)]
        return Interval(min(ends), max(ends))

    __rmul__ = __mul__

    def __float__(self):
        return float(self.mid)

    def __str__(self):
        return self._text or f"{self.lo} … {self.hi}"

    def __repr__(self):
        return f"Interval({self})"


def interval(number):
    """The number itself where it is an Interval, else the point."""
    return number if isinstance(number, Interval) else Interval(number)


class Proportion(NamedTuple):
    """`successes` of `trials`, with limits that the true share lies between at the check's stated error rate."""

    successes: int
    trials: int
    lower: float
    upper: float

    @property
    def share(self):
        """The observed share, a Fraction."""
        return Fraction(self.successes, self.trials)


def is_quantity(value):
    """Is it a number with its evidence, as documents hold them?"""
    return isinstance(value, dict) and "kind" in value and isinstance(value.get("value"), str)


def number(quantity):
    """The number of a tagged quantity. Raises ValueError on a kind there is not."""
    kind, value = quantity["kind"], quantity["value"]
    if kind == "rational":
        return Fraction(value)
    if kind == "ball":
        return Interval.ball(value, quantity["radius"])
    if kind == "real":
        return Decimal(value)
    if kind == "f64":
        return float.fromhex(quantity["hex"])
    if kind == "proportion":
        successes, trials = value.split("/")
        return Proportion(int(successes), int(trials), float(quantity["lower"]), float(quantity["upper"]))
    raise ValueError(f"expected a quantity of a known kind, found {kind!r}")


def array(items):
    """A NumPy array of them: of doubles or whole numbers where all are, of objects elsewhere."""
    if all(type(item) is float for item in items):
        return numpy.array(items, dtype=float)
    if all(type(item) is int and abs(item) < 2**63 for item in items):
        return numpy.array(items, dtype=numpy.int64)
    out = numpy.empty(len(items), dtype=object)
    for k, item in enumerate(items):
        out[k] = item
    return out


def is_number(value):
    """A number, or the None that stands for "nothing here"."""
    return value is None or isinstance(value, (abstract.Number, Interval)) and not isinstance(value, bool)


def read(value):
    """A value of a document as Python has it.

    Lists of numbers become arrays, lists of lists of one length become matrices; rows of growing length, as those of a
    lower triangle, stay a list of arrays: `g[i][j]` reads the same in both.
    """
    if is_quantity(value):
        return number(value)
    if isinstance(value, dict):
        return {key: read(item) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    items = [read(item) for item in value]
    if items and all(is_number(item) for item in items):
        return array(items)
    arrays = [item for item in items if isinstance(item, numpy.ndarray)]
    same = len({item.shape for item in arrays}) == 1 and len({item.dtype for item in arrays}) == 1
    if items and len(arrays) == len(items) and same:
        out = numpy.empty((len(items), *items[0].shape), dtype=items[0].dtype)
        for k, item in enumerate(items):
            out[k] = item
        return out
    return items


def text(value):
    """What a person reads: short fractions as they are, long ones as about how much."""
    if value is None:
        return "–"
    if isinstance(value, Fraction):
        exact = str(value)
        return exact if len(exact) <= 24 else f"≈ {float(value):.6g}"
    if isinstance(value, Interval):
        return f"≈ {float(value):.6g} ± {float(value.rad):.1e}"
    if isinstance(value, Proportion):
        return f"{value.successes}/{value.trials} [{value.lower:.6g}, {value.upper:.6g}]"
    if isinstance(value, (float, Decimal)):
        return f"{value:.6g}"
    return str(value)
