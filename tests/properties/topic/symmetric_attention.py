"""Attention with two numbers, rho on the query's own topic and kappa on [MASK], for any number of topics: words of one
kind (own topic, another of the document, outside it) are counted, not listed. For recheck_topic.py.
"""
from fractions import Fraction as F

from enclosures import Enclosure


def times(a, b):
    found = [F(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            found[i + j] += x * y
    return found


def plus(*polynomials):
    longest = max(map(len, polynomials))
    return [sum(p[k] for p in polynomials if k < len(p)) for k in range(longest)]


def by(c, a):
    return [c * x for x in a]


def slope(a):
    return [k * x for k, x in enumerate(a)][1:] or [F(0)]


def value(a, x):
    total = F(0)
    for c in reversed(a):
        total = total * x + c
    return total


def trimmed(a):
    while len(a) > 1 and a[-1] == 0:
        a = a[:-1]
    return a


def remainder(a, b):
    a = list(a)
    while len(a) >= len(b) and any(a):
        factor = a[-1] / b[-1]
        for k in range(len(b)):
            a[len(a) - len(b) + k] -= factor * b[k]
        a.pop()
    return trimmed(a or [F(0)])


class Sturm:
    """Counts distinct roots of a polynomial."""

    def __init__(self, polynomial):
        self.chain = [trimmed(polynomial), trimmed(slope(polynomial))]
        while any(self.chain[-1]):
            self.chain.append(by(F(-1), remainder(self.chain[-2], self.chain[-1])))
        self.chain.pop()

    def changes(self, x):
        signs = [s for s in (value(p, x) for p in self.chain) if s != 0]
        return sum((a < 0) != (b < 0) for a, b in zip(signs, signs[1:]))

    def roots(self, low, high):
        """In (low, high]."""
        return self.changes(low) - self.changes(high)

    def bound(self):
        p = self.chain[0]
        return 1 + max(abs(c / p[-1]) for c in p)

    def narrowed(self, low, high, width):
        """Around a change of sign."""
        rising = value(self.chain[0], low) < 0
        while high - low > width:
            middle = (low + high) / 2
            found = value(self.chain[0], middle)
            if found == 0:
                return middle, middle
            low, high = (middle, high) if (found < 0) == rising else (low, middle)
        return low, high

    def isolated(self, low, high, width):
        count = self.roots(low, high)
        if count == 0:
            return []
        if count == 1 and value(self.chain[0], low) * value(self.chain[0], high) < 0:
            return [self.narrowed(low, high, width)]
        if count == 1 and high - low <= width:
            return [(low, high)]
        middle = (low + high) / 2
        return self.isolated(low, middle, width) + self.isolated(middle, high, width)


class SymmetricModel:
    def __init__(self, topics, words, tau, mask, correct, random):
        assert 1 <= tau < topics, "not a model with fewer topics a document than topics"
        self.t, self.v, self.tau, self.mask, self.correct, self.random = topics, words, tau, mask, correct, random
        self.k = topics * words
        self.q = 1 - (1 - correct) * mask
        self.noise = mask * random
        self.mu = mask * (1 - correct - random)
        self.inside = self.q / (tau * words) + self.noise / self.k  # share of a word of a topic of the document
        self.outside = self.noise / self.k
        self.at_mask, self.same, self.off = self.least_norm_row()

    def least_norm_row(self):
        """The row of least norm with the right output whether or not the document has the word's topic."""
        v, t, tau, a, b = self.v, self.t, self.tau, self.inside, self.outside
        rows = [(self.mu, v * a, v * ((tau - 1) * a + (t - tau) * b)), (self.mu, v * b, v * (tau * a + (t - tau - 1) * b))]
        often = (1, v, self.k - v)
        dot = lambda x, y: sum(p * q / n for p, q, n in zip(x, y, often))
        (aa, ab), (_, bb) = [[dot(x, y) for y in rows] for x in rows]
        determinant, wanted = aa * bb - ab * ab, F(1, tau * v)
        y = (bb * wanted / determinant, -ab * wanted / determinant)
        return tuple((y[0] * p + y[1] * q) / n for p, q, n in zip(*rows, often))

    def numerators(self, kappa, in_document):
        """(Z, own, in the document, outside): outputs are polynomials in rho over Z."""
        v, a, b, tau = self.v, self.inside, self.outside, self.tau
        own = [F(0), v * (a if in_document else b)]
        others = tau - 1 if in_document else tau
        rest = [v * (others * a + (self.t - others - 1) * b)]
        mask = [kappa * self.mu]
        total = plus(own, rest, mask)
        words = plus(own, rest)
        output = lambda mass: plus(by(self.at_mask, mask), by(self.off, words), by(self.same - self.off, mass))
        return total, output(own), output([v * a]), output([v * b])

    def parts(self, kappa):
        """The loss as a sum: a constant, A / Z^2 and B / Z'^2 for queries inside and outside the document."""
        tau, v, t, inside = self.tau, self.v, self.t, F(self.tau, self.t)
        z, own, document, outside = self.numerators(kappa, True)
        squares = by(F(v), plus(times(own, own), by(F(tau - 1), times(document, document)),
                                by(F(t - tau), times(outside, outside))))
        weight = self.correct + self.random * inside
        label = plus(by(self.correct + self.random * inside / tau, own), by(self.random * inside * (tau - 1) / tau, document))
        first = plus(by(weight, squares), by(F(-2), times(label, z)))
        zz, other_own, other_document, other_outside = self.numerators(kappa, False)
        other_squares = by(F(v), plus(times(other_own, other_own), by(F(tau), times(other_document, other_document)),
                                      by(F(t - tau - 1), times(other_outside, other_outside))))
        second = by(self.random * (1 - inside), plus(other_squares, by(F(-2), times(other_document, zz))))
        # [MASK] queries look at everything alike and are right: what is left is the spread of the label.
        constant = self.correct + self.random + (1 - self.correct - self.random) * (1 - F(1, tau * v))
        return constant, (first, z), (second, zz)

    def loss(self, rho, kappa):
        """At a fraction or an enclosure."""
        constant, *fractions = self.parts(kappa)
        at = lambda p: sum((c * power(rho, k) for k, c in enumerate(p)), start=Enclosure.of(0))
        return sum((at(a) / (at(z) * at(z)) for a, z in fractions), start=Enclosure.of(constant))

    def exact_loss(self, rho, kappa):
        constant, *fractions = self.parts(kappa)
        return constant + sum(value(a, rho) / value(z, rho) ** 2 for a, z in fractions)

    def slope_numerator(self, kappa):
        _, (a, z), (b, y) = self.parts(kappa)
        falls = lambda p, w: plus(times(slope(p), w), by(F(-2), times(p, slope(w))))
        cube = lambda p: times(p, times(p, p))
        return plus(times(falls(a, z), cube(y)), times(falls(b, y), cube(z)))

    def number_of_critical_ratios(self, kappa):
        sturm = Sturm(self.slope_numerator(kappa))
        return sturm.roots(F(0), sturm.bound())

    def best_ratio(self, kappa, width):
        sturm = Sturm(self.slope_numerator(kappa))
        roots = sturm.isolated(F(0), sturm.bound(), width)
        assert roots, "no critical ratio"
        low, high = min(roots, key=lambda root: self.exact_loss(sum(root) / 2, kappa))
        return Enclosure.between(low, high)

    def many_topics_ratio(self, kappa):
        """The closed form, which the best ratio at 10^24 topics must be near."""
        c = self.tau * (self.noise + kappa * self.mu) / self.q
        found = (self.q * (self.tau - 1 + c) + (self.tau - 1) / (self.tau - 1 + c)) / (1 - self.q)
        larger = SymmetricModel(10 ** 24, self.v, self.tau, self.mask, self.correct, self.random)
        near = larger.best_ratio(kappa, F(1, 10 ** 13))
        assert near.meets(Enclosure.between(found - F(1, 10 ** 9), found + F(1, 10 ** 9))), "not the limit"
        return found


def power(x, k):
    found = Enclosure.of(1)
    for _ in range(k):
        found = found * x
    return found
