"""Enclosures over integers: two ends on the grid of 2^-320, every operation rounded outwards, exp and log from their
series with the remainder added. What the re-checker needs beside fractions.
"""
import functools
from fractions import Fraction as F

BITS = 320
ONE = 1 << BITS


def down(a, b):
    return a // b


def up(a, b):
    return -(-a // b)


class Enclosure:
    """Every number between low / 2^320 and high / 2^320."""

    def __init__(self, low, high):
        self.low, self.high = low, high

    @staticmethod
    def of(x):
        if isinstance(x, Enclosure):
            return x
        x = F(x)
        return Enclosure(down(x.numerator << BITS, x.denominator), up(x.numerator << BITS, x.denominator))

    @staticmethod
    def between(low, high):
        return Enclosure(Enclosure.of(low).low, Enclosure.of(high).high)

    def __add__(self, other):
        other = Enclosure.of(other)
        return Enclosure(self.low + other.low, self.high + other.high)

    def __neg__(self):
        return Enclosure(-self.high, -self.low)

    def __sub__(self, other):
        return self + -Enclosure.of(other)

    def __mul__(self, other):
        other = Enclosure.of(other)
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Enclosure(min(ends) >> BITS, up(max(ends), ONE))

    def __truediv__(self, other):
        other = Enclosure.of(other)
        assert other.low > 0 or other.high < 0, "division by an enclosure of zero"
        ends = [(a << BITS, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Enclosure(min(down(*e) for e in ends), max(up(*e) for e in ends))

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return -self + other

    def __rtruediv__(self, other):
        return Enclosure.of(other) / self

    def __abs__(self):
        if self.low >= 0 or self.high <= 0:
            return self if self.low >= 0 else -self
        return Enclosure(0, max(-self.low, self.high))

    def meets(self, other):
        other = Enclosure.of(other)
        return self.low <= other.high and other.low <= self.high

    def __str__(self):
        return f"{self.low / ONE:.17g} .. {self.high / ONE:.17g}"


def certainly(a, op, b):
    """Is a op b certain? For an equality only fractions can say so."""
    if isinstance(a, F) and isinstance(b, F):
        return {">=": a >= b, ">": a > b, "<=": a <= b, "<": a < b, "=": a == b}[op]
    a, b = Enclosure.of(a), Enclosure.of(b)
    return {">=": a.low >= b.high, ">": a.low > b.high, "<=": a.high <= b.low, "<": a.high < b.low, "=": False}[op]


def refuted(a, op, b):
    """Is a op b certainly false?"""
    if op == "=":
        return a != b if isinstance(a, F) and isinstance(b, F) else not Enclosure.of(a).meets(b)
    return certainly(a, {">=": "<", ">": "<=", "<=": ">", "<": ">="}[op], b)


def exp(x):
    x = Enclosure.of(x)
    return Enclosure(exp_of(x.low).low, exp_of(x.high).high)


@functools.lru_cache(maxsize=None)
def exp_of(end):
    """exp(end / 2^320): halved until below 2^-8 in size, Taylor, squared again."""
    halvings = max(0, end.bit_length() - BITS + 8)
    x = Enclosure(end >> halvings, -((-end) >> halvings))
    total = term = Enclosure.of(1)
    n = 1
    while abs(term).high > 1:
        term = term * x / n
        total = total + term
        n += 1
    total = Enclosure(total.low - 2, total.high + 2)  # the rest is below a grid step: terms fall by 2^-8
    for _ in range(halvings):
        total = total * total
    return total


def log(x):
    x = Enclosure.of(x)
    assert x.low > 0, "logarithm of an enclosure of zero"
    return Enclosure(log_of(x.low).low, log_of(x.high).high)


def twice_artanh(z):
    """2 (z + z^3/3 + …) for |z| <= 1/3; the rest is at most an eighth more than the last term."""
    total = term = z
    square, n = z * z, 1
    while abs(term).high > 1:
        term = term * square
        n += 2
        total = total + term / n
    return 2 * Enclosure(total.low - 2, total.high + 2)


@functools.lru_cache(maxsize=None)
def log_of(end):
    """log(end / 2^320) = k log 2 + log m with m between 2/3 and 4/3."""
    k = end.bit_length() - BITS
    m = F(end, ONE) / F(2) ** k  # in [1/2, 1)
    if m < F(2, 3):
        m, k = 2 * m, k - 1
    return k * LOG_TWO + twice_artanh(Enclosure.of((m - 1) / (m + 1)))


LOG_TWO = twice_artanh(Enclosure.of(F(1, 3)))


def square_root(x):
    """Of a positive fraction, rounded to the grid both ways."""
    import math
    root = math.isqrt((x.numerator << 2 * BITS) // x.denominator)
    return Enclosure(root, root + 1)
