"""What counterexamples about graphdepth/* must satisfy: what a substructure reads are means of rows of the product of
all layers, total variation is the excess of one law over another. See tests/reports/recheck_witness.py.
"""
import functools
from fractions import Fraction as F

from exact_algebra import matrix, product
from rules import asserted, under


def excess(a, b):
    """Total variation of two laws: what the first has more."""
    return sum((max(x - y, F(0)) for x, y in zip(a, b)), start=F(0))


def l1(a, b):
    return sum((abs(x - y) for x, y in zip(a, b)), start=F(0))


def check_attention(rows):
    assert all(len(row) == len(rows) and min(row) >= 0 and sum(row) == 1 for row in rows), "a row is no law"
    return rows


def tau(attention):
    return max(excess(a, b) for a in attention for b in attention)


def mixed(share, attention, other):
    """(1 - share) of the attention and a share of what other(i, k) says."""
    return [[(1 - share) * x + share * other(i, k) for k, x in enumerate(row)] for i, row in enumerate(attention)]


class Stack:
    """Layers of attention, the first first, two substructures, features and a value matrix."""

    def __init__(self, at):
        self.layers = [check_attention(matrix(layer)) for layer in at["layers"]]
        self.features, self.value, self.share = matrix(at["features"]), matrix(at["value"]), F(at["share"])
        self.structures = at["first"], at["second"]
        assert all(set(s) <= set(range(len(self.layers[0]))) and len(set(s)) == len(s) > 0 for s in self.structures), \
            "no substructure"

    def through(self, depth, layers=None):
        """A_depth ... A_1."""
        identity = [[F(i == k) for k in range(len(self.layers[0]))] for i in range(len(self.layers[0]))]
        return functools.reduce(lambda below, layer: product(layer, below), (layers or self.layers)[:depth], identity)

    def means(self, rows):
        """Over the positions of each substructure."""
        return [[sum(column) / len(s) for column in zip(*(rows[i] for i in s))] for s in self.structures]

    def distance(self, depth, layers=None):
        """What the two read differently after so many layers."""
        return excess(*self.means(self.through(depth, layers)))

    def features_after(self, depth):
        """A_l ... A_1 H W ... W."""
        passed = functools.reduce(lambda h, _: product(h, self.value), range(depth), self.features)
        return product(self.through(depth), passed)


def coefficient_and_bound(instance, site, claimed):
    """tau of the shares of masses, and tanh B for q = e^B."""
    masses, q = matrix(instance["masses"]), F(instance["factor"])
    assert all(1 / q <= x <= q for row in masses for x in row), "a mass is beyond its bound"
    return tau([[x / sum(row) for x in row] for row in masses]), (q * q - 1) / (q * q + 1)


def coefficient_of_two_and_product(instance, site, claimed):
    stack, depth = Stack(instance), site["l"]
    return tau(stack.through(depth)), tau(stack.layers[depth - 1]) * tau(stack.through(depth - 1))


def oscillations(instance, site, claimed):
    """Of one feature after a layer, and before it times the layer's coefficient."""
    stack, depth = Stack(instance), site["l"]
    def spread(layers):
        column = [row[site["column"]] for row in product(stack.through(layers), stack.features)]
        return max(column) - min(column)
    return spread(depth), tau(stack.layers[depth - 1]) * spread(depth - 1)


def coefficient_with_residual(instance, site, claimed):
    stack = Stack(instance)
    layer, a = stack.layers[site["l"] - 1], 1 - stack.share
    return tau(mixed(a, layer, lambda i, k: F(i == k))), a + stack.share * tau(layer)


def distance_and_product(instance, site, claimed):
    stack, bound = Stack(instance), Stack(instance).distance(0)
    for layer in stack.layers[:site["l"]]:
        bound *= tau(layer)
    return stack.distance(site["l"]), bound


def distance_with_global_attention(instance, site, claimed):
    stack = Stack(instance)
    layers = [mixed(stack.share, layer, lambda i, k: F(1, len(layer))) for layer in stack.layers]
    return stack.distance(site["l"], layers), (1 - stack.share) ** site["l"]


def features_and_bound(instance, site, claimed):
    """l1 distance of mean features; distance, diameter and the largest row sum of the value matrix at each layer."""
    stack, depth = Stack(instance), site["l"]
    diameter = max(l1(a, b) for a in stack.features for b in stack.features)
    norm = max(sum(map(abs, row)) for row in stack.value)
    return l1(*stack.means(stack.features_after(depth))), stack.distance(depth) * diameter * norm ** depth


def are_opposite_halves(at):
    masses, q = matrix(at["masses"]), F(at["factor"])
    halves = sorted(masses[0]) == sorted([q, 1 / q] * (len(masses) // 2)) and len(masses) % 2 == 0 and q > 1
    return halves and masses[1] == [1 / x for x in masses[0]] and all(x == 1 for row in masses[2:] for x in row)


def is_local(at):
    return all(F(x) == 0 for layer in at["layers"] for s in (at["first"], at["second"])
               for i in s for k, x in enumerate(layer[i]) if k not in s)


HYPOTHESES = {
    "opposite halves": asserted(are_opposite_halves, "two rows do not prefer opposite halves"),
    "disjoint substructures": asserted(lambda at: not set(at["first"]) & set(at["second"]), "a position is in both"),
    "local attention": asserted(is_local, "attention leaves a substructure"),
}
CLAIMS = {
    # Of claims that hold, for the relations they hand out.
    "graphdepth/contraction-is-submultiplicative": ("<=", coefficient_of_two_and_product),
    "graphdepth/oscillation-contracts": ("<=", oscillations),
    "graphdepth/bounded-scores-contract": ("<=", coefficient_and_bound),
    "graphdepth/score-bound-is-attained": ("=", under(HYPOTHESES["opposite halves"], coefficient_and_bound)),
    "graphdepth/residual-mixing-slows-collapse": ("<=", coefficient_with_residual),
    "graphdepth/substructures-forget-each-other": ("<=", distance_and_product),
    "graphdepth/local-attention-forgets-at-a-known-rate":
        ("=", under(HYPOTHESES["disjoint substructures"],
                    under(HYPOTHESES["local attention"], distance_with_global_attention))),
    "graphdepth/features-inherit-the-distance": ("<=", features_and_bound),
}
