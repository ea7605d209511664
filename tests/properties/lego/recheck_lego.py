"""What counterexamples about lego/* must satisfy: groups as affine maps and permutations, bags taken apart element by
element, networks run token by token on the sentence as written. See tests/reports/recheck_witness.py.
"""
import collections
import functools
import itertools
import math
from fractions import Fraction as F

from rules import asserted, under

ROOT = UNRESOLVED = -1


def cyclic(n):
    return list(range(n)), lambda a, b: (a + b) % n


def dihedral(n):
    """r^j is x -> x + j modulo n and s_j = s r^j is x -> -x - j: pairs of a sign and a shift."""
    elements = [(1, j) for j in range(n)] + [(-1, -j % n) for j in range(n)]
    return elements, lambda a, b: (a[0] * b[0], (a[0] * b[1] + a[1]) % n)


def symmetric(n):
    return list(itertools.permutations(range(n))), lambda p, q: tuple(p[i] for i in q)


class Group:
    """The table of products; a name that is no family's is such a table."""

    def __init__(self, name):
        families = {"z": cyclic, "d": dihedral, "s": symmetric}
        if name[0] in families:
            elements, times = families[name[0]](int(name[1:]))
            place = {element: k for k, element in enumerate(elements)}
            self.table = [[place[times(a, b)] for b in elements] for a in elements]
        else:
            self.table = [[int(x) for x in row.split(",")] for row in name.split(";")]
        self.elements = range(len(self.table))
        self.identity = next(e for e in self.elements if self.table[e] == list(self.elements))
        self.check()

    def check(self):
        table, every = self.table, sorted(self.elements)
        assert all(sorted(line) == every for line in table + list(zip(*table))), "a row or column is no permutation"
        assert all(table[table[a][b]][c] == table[a][table[b][c]]
                   for a, b, c in itertools.product(every, repeat=3)), "products are not associative"

    def value(self, elements):
        """x_i = g_i ... g_1 of the elements in the order of the chain."""
        return functools.reduce(lambda x, g: self.table[g][x], elements, self.identity)

    @functools.lru_cache(maxsize=None)
    def arrangements(self, bag):
        """How many sequences with those multiplicities have each value: by what the last element is."""
        if not any(bag):
            return collections.Counter({self.identity: 1})
        found = collections.Counter()
        for g in self.elements:
            if bag[g] > 0:
                for value, count in self.arrangements(bag[:g] + (bag[g] - 1,) + bag[g + 1:]).items():
                    found[self.table[g][value]] += count
        return found

    @functools.lru_cache(maxsize=None)
    def bag_accuracy(self, clauses, variable):
        """Every bag, every share of it that comes first, and the likeliest value of the first `variable` elements."""
        hits = 0
        for bag in bags(len(self.table), clauses):
            votes = collections.Counter()
            for first in parts(bag, variable):
                rest = orders(tuple(a - b for a, b in zip(bag, first)))
                for value, count in self.arrangements(first).items():
                    votes[value] += count * rest
            hits += max(votes.values())
        return F(hits, len(self.table) ** clauses)


group = functools.lru_cache(maxsize=None)(Group)


def bags(kinds, size):
    """Multiplicities of so many kinds that sum to the size."""
    if kinds == 1:
        return [(size,)]
    return [(k,) + rest for k in range(size + 1) for rest in bags(kinds - 1, size - k)]


def parts(bag, size):
    """The bags of that size within the bag."""
    return [part for part in itertools.product(*(range(k + 1) for k in bag)) if sum(part) == size] \
        if size < sum(bag) else [bag]


def orders(bag):
    """In how many orders a bag can be written."""
    return math.factorial(sum(bag)) // math.prod(math.factorial(k) for k in bag)


def bag_accuracy(at, clauses, variable):
    return group(at["group"]).bag_accuracy(clauses, variable)


def bags_and_closed_form(instance, site, claimed):
    n, i = instance["clauses"], instance["variable"]
    even = [sum(math.comb(i, j) * math.comb(n - i, m - j) for j in range(0, min(i, m) + 1, 2)) for m in range(n + 1)]
    closed = F(sum(max(e, math.comb(n, m) - e) for m, e in enumerate(even)), 2 ** n)
    return bag_accuracy(instance, n, i), closed


def bags_of_mirrored_places(instance, site, claimed):
    n, i = instance["clauses"], instance["variable"]
    return bag_accuracy(instance, n, i), bag_accuracy(instance, n, n - i)


def next_or_floor_and_now(instance, site, claimed):
    """One clause more (bound 0) or a third (bound 1), below the accuracy of this many."""
    n = instance["clauses"]
    now = bag_accuracy(instance, n, n)
    return (F(1, 3) if site["bound"] else bag_accuracy(instance, n + 1, n + 1)), now


def bag_and_certainty(instance, site, claimed):
    return bag_accuracy(instance, instance["clauses"], instance["clauses"]), F(1)


def nameless_and_bag(instance, site, claimed):
    """Every sequence in every order; for each list as written its commonest last value."""
    g, n = group(instance["group"]), instance["clauses"]
    seen = collections.defaultdict(collections.Counter)
    for elements in itertools.product(g.elements, repeat=n):
        value = g.value(elements)
        for written in itertools.permutations(elements):
            seen[written][value] += 1
    hits = sum(max(votes.values()) for votes in seen.values())
    return F(hits, len(g.table) ** n * math.factorial(n)), bag_accuracy(instance, n, n)


def share_changed_and_share_apart(instance, site, claimed):
    """Sequences whose x_k the exchange of two elements changes; pairs that do not commute."""
    g, i, j, k = group(instance["group"]), instance["variable"] - 1, instance["other"] - 1, site["k"]
    assert i < j < k <= instance["clauses"], "the variable is not later than both places"
    changed = 0
    for elements in itertools.product(g.elements, repeat=k):
        swapped = list(elements)
        swapped[i], swapped[j] = swapped[j], swapped[i]
        changed += g.value(elements) != g.value(swapped)
    n = len(g.table)
    apart = sum(g.table[a][b] != g.table[b][a] for a in g.elements for b in g.elements)
    return F(changed, n ** k), F(apart, n * n)


def sentence(at):
    """(variable, element, what it is made from) for each clause as written."""
    names = at["names"]
    assert sorted(at["order"]) == sorted(names) == list(range(len(at["elements"]))), "not one clause a variable"
    return [(names[i], at["elements"][i], names[i - 1] if i else ROOT) for i in at["order"]]


def in_order(at):
    plain = list(range(len(at["elements"])))
    return dict(at, order=plain, names=plain)


def iterative(at):
    """Two tokens a clause with masses over the group: the uniform mean over tokens of one name, then g applied to the
    second token's masses, scaled to one, for the first."""
    g, clauses = group(at["group"]), sentence(at)
    names = [name for x, _, y in clauses for name in (x, y)]
    tokens = [{g.identity: F(1)} if name == ROOT else {} for name in names]
    for _ in range(at["layers"]):
        tokens = [mean([t for t, other in zip(tokens, names) if other == name]) for name in names]
        for k, (_, element, _) in enumerate(clauses):
            total = sum(tokens[2 * k + 1].values())
            tokens[2 * k] = {g.table[element][y]: mass / total for y, mass in tokens[2 * k + 1].items()}
    return {x: resolved(tokens[2 * k]) for k, (x, _, _) in enumerate(clauses)}


def mean(vectors):
    """Of masses over the group; what has none is left out."""
    total = collections.Counter()
    for vector in vectors:
        for value, mass in vector.items():
            total[value] += mass / len(vectors)
    return dict(total)


def resolved(vector):
    assert len(vector) <= 1, "a token has several values"
    return next(iter(vector), UNRESOLVED)


def doubling(at):
    """Every clause holds a product and what it waits for; a layer hands it what that one holds."""
    g = group(at["group"])
    held = {x: (element, y) for x, element, y in sentence(at)}
    for _ in range(at["layers"]):
        held = {x: (element, y) if y == ROOT else (g.table[element][held[y][0]], held[y][1])
                for x, (element, y) in held.items()}
    return {x: element if y == ROOT else UNRESOLVED for x, (element, y) in held.items()}


NETWORKS = (iterative, doubling)


def network_and_truth(network, known):
    """The value of variable i along the chain, and the product of its elements if it is among those known."""
    def sides(instance, site, claimed):
        i = site["i"]
        truth = group(instance["group"]).value(instance["elements"][:i])
        return F(network(instance)[instance["names"][i - 1]]), F(truth if i <= known(instance) else UNRESOLVED)
    return sides


def written_and_in_order(instance, site, claimed):
    network, i = NETWORKS[site["network"]], site["i"]
    return F(network(instance)[instance["names"][i - 1]]), F(network(in_order(instance))[i - 1])


def leak(at, factor):
    """The softmax mass of the others when every copy weighs the factor and every other token one."""
    weights = [factor] * at["copies"] + [F(1)] * (at["tokens"] - at["copies"])
    return sum(weight / sum(weights) for weight in weights[at["copies"]:])


def leak_and_formula(instance, site, claimed):
    q, c, others = 1 / F(instance["leak"]), instance["copies"], instance["tokens"] - instance["copies"]
    return leak(instance, q), others / (c * q + others)


def leak_at_a_threshold(instance, site, claimed):
    """At most eps at the simple factor (bound 0) and at the sharp one (1), and no less at the sharp one (2)."""
    eps, odds = F(instance["leak"]), F(instance["tokens"] - instance["copies"], instance["copies"])
    found = leak(instance, odds / eps if site["bound"] == 0 else odds / eps - odds)
    return (eps, found) if site["bound"] == 2 else (found, eps)


HYPOTHESES = {
    "signs": asserted(lambda at: at["group"] == "z2", "the group is not Z_2"),
    "signs, not the last variable": asserted(lambda at: at["group"] == "z2" and at["variable"] < at["clauses"],
                                             "the group is not Z_2 or the variable is the last"),
}
CLAIMS = {
    "lego/shortcut-gives-the-last-variable": ("=", bag_and_certainty),
    # Of claims that hold, for the relations they hand out.
    "lego/iterative-network-resolves-one-more-a-layer":
        ("=", network_and_truth(iterative, lambda at: at["layers"])),
    "lego/doubling-network-resolves-twice-as-many": ("=", network_and_truth(doubling, lambda at: 2 ** at["layers"])),
    "lego/networks-ignore-order-and-names": ("=", written_and_in_order),
    "lego/association-leaks-a-known-share": ("=", leak_and_formula),
    "lego/temperature-bounds-the-leak": ("<=", leak_at_a_threshold),
    "lego/bags-of-signs-have-a-closed-form": ("=", under(HYPOTHESES["signs"], bags_and_closed_form)),
    "lego/bags-of-signs-are-symmetric":
        ("=", under(HYPOTHESES["signs, not the last variable"], bags_of_mirrored_places)),
    "lego/dihedral-bags-tell-little": ("<", next_or_floor_and_now),
    "lego/nameless-predictors-are-bag-predictors": ("=", nameless_and_bag),
    "lego/swaps-show-chain-following": ("=", share_changed_and_share_apart),
}
