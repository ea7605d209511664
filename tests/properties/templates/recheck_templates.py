"""What counterexamples about templates/* must satisfy: Gaussian moments monomial by monomial, whole Gram matrices,
networks and heads trained in fractions, lattice sums of tanh in enclosures. See tests/reports/recheck_witness.py.
"""
import functools
import itertools
import math
from fractions import Fraction as F

from enclosures import Enclosure, exp
from exact_algebra import matrix, product, solve, transposed
from rules import asserted, under

REGULAR = 100  # symbols from here on are regular tokens


# Series of the kernel at beta = gamma = 0.

def times(a, b):
    """Of polynomials in gamma^2."""
    result = [F(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            result[i + j] += x * y
    return result


def plus(a, b, factor=1):
    return [x + factor * y for x, y in itertools.zip_longest(a, b, fillvalue=F(0))]


@functools.lru_cache(maxsize=None)
def softmax_series(k, degree):
    """Coefficients of softmax_0 in monomials of the scores: from s_0' = s_0 (1 - s_0) along every direction, by
    solving s_0 sum_l e^{u_l} = e^{u_0} degree by degree."""
    exponents = [e for e in itertools.product(range(degree + 1), repeat=k) if sum(e) <= degree]
    found = {}
    for e in sorted(exponents, key=sum):
        right = F(1, math.factorial(e[0])) if not any(e[1:]) else F(0)
        for l in range(k):
            for n in range(1, e[l] + 1):
                rest = e[:l] + (e[l] - n,) + e[l + 1:]
                right -= found[rest] / math.factorial(n)
        found[e] = right / k
    return {e: x for e, x in found.items() if x}


def coefficient(x, y, order):
    """Of beta^order: a polynomial in gamma^2."""
    k, symbols = len(x), list(x) + list(y)

    @functools.lru_cache(maxsize=None)
    def moment(exponents):
        first = next((a for a, e in enumerate(exponents) if e), None)
        if first is None:
            return (F(1),)
        less = list(exponents)
        less[first] -= 1
        total = [F(0)]
        for b, e in enumerate(less):
            covariance = [F(symbols[first] == symbols[b]), F(first % k == b % k)]
            if e and any(covariance):
                rest = less[:b] + [e - 1] + less[b + 1:]
                total = plus(total, times(covariance, moment(tuple(rest))), e)
        return tuple(total)

    def at(i, exponents):
        swapped = list(exponents)
        swapped[0], swapped[i] = swapped[i], swapped[0]
        return tuple(swapped)

    total = [F(0)] * (order + 2)
    for i, j in itertools.product(range(k), repeat=2):
        weight = [F(x[i] == y[j]), F(i == j)]
        if any(weight):
            for (u, p), (v, q) in itertools.product(softmax_series(k, order).items(), repeat=2):
                if sum(u) + sum(v) == order:
                    total = plus(total, times(weight, moment(at(i, u) + at(j, v))), p * q)
    return total


def derivative(x, y, beta, gamma):
    return coefficient(x, y, beta)[gamma // 2] * math.factorial(beta) * math.factorial(gamma)


def printed(x, y, beta, gamma):
    """The notebook's polynomials, over matrices."""
    k = F(len(x))
    same = lambda a, b: [[F(s == t) for t in b] for s in a]
    p, q, c = same(x, x), same(y, y), same(x, y)
    d = transposed(c)
    total = lambda *m: sum(map(sum, functools.reduce(product, m)))
    trace = lambda *m: sum(row[i] for i, row in enumerate(functools.reduce(product, m)))
    terms = {
        (0, 0): lambda: total(c) / k ** 2,
        (2, 2): lambda: 8 * trace(c) / k ** 2 - 8 * total(c) / k ** 3,
        (4, 2): lambda: (
            -168 * total(c) / k ** 3 + 72 * trace(c) / k ** 2 + 576 * (total(p, c) + total(c, q)) / k ** 4
            - 336 * (trace(p, c) + trace(c, q)) / k ** 3 - 432 * total(c) * (total(p) + total(q)) / k ** 5
            + 96 * trace(c) * (total(p) + total(q)) / k ** 4 - 384 * total(c) ** 2 / k ** 5
            + 144 * (total(c) * trace(c) + total(c, c)) / k ** 4 + 192 * (total(d, q) + total(p, d)) / k ** 4
            + 48 * total(p, q) / k ** 4 - 48 * total(p) * total(q) / k ** 5),
        (6, 4): lambda: (
            (-34560 / k ** 3 + 552960 / k ** 4) * total(c) + (17280 / k ** 2 - 432000 / k ** 3) * trace(c)
            + (-1693440 / k ** 5 + 129600 / k ** 4) * (total(p, c) + total(c, q))
            + (1313280 / k ** 4 - 86400 / k ** 3) * (trace(p, c) + trace(c, q))
            + (-103680 / k ** 5 + 1451520 / k ** 6) * total(c) * (total(p) + total(q))
            + (25920 / k ** 4 - 397440 / k ** 5) * trace(c) * (total(p) + total(q))
            + (34560 / k ** 4 - 587520 / k ** 5) * (trace(c) * total(c) + total(c, c))
            + (-86400 / k ** 5 + 1226880 / k ** 6) * total(c) ** 2
            + (-794880 / k ** 5 + 51840 / k ** 4) * (total(p, d) + total(d, q))
            + 34560 / k ** 4 * (trace(c, c) + trace(c) ** 2) - 17280 / k ** 2
            + 60480 / k ** 4 * (total(p) + total(q)) - 207360 / k ** 5 * (total(p, p) + total(q, q))
            + (17280 / k ** 4 - 241920 / k ** 5) * total(p, q) + 155520 / k ** 6 * (total(p) ** 2 + total(q) ** 2)
            + (224640 / k ** 6 - 17280 / k ** 5) * total(p) * total(q) + 17280 / k ** 4 * trace(p, q))}
    return terms[beta, gamma]()


def printed_and_exact(instance, site, claimed):
    x, y, orders = instance["first"], instance["second"], (site["beta"], site["gamma"])
    return printed(x, y, *orders), derivative(x, y, *orders)


def leading_term(instance, site, claimed):
    away = lambda z: [s + 1000 for s in z]
    one, other = instance["first"], instance["second"]
    series = {}
    for order in range(0, 7, 2):
        for name, x, y in (("a", one, one), ("b", one, other), ("c", other, other)):
            series[name, order] = coefficient(x, away(y), order)
        found = [F(0)]
        for m in range(0, order + 1, 2):
            found = plus(found, times(series["a", m], series["c", order - m]))
            found = plus(found, times(series["b", m], series["b", order - m]), -1)
        if any(found):
            return (F(order), F(7)) if site["side"] else (F(0), sum(found))
    raise AssertionError("the determinant vanishes up to beta^6")


# Ridge regression.

class Ridge:
    def __init__(self, at, counts=None):
        self.n = matrix(at["between"])
        self.labels, excess = [F(y) for y in at["labels"]], [F(x) for x in at["excess"]]
        self.counts = counts or at["counts"]
        self.penalty = [x + F(at["ridge"]) for x in excess]
        assert self.n == transposed(self.n) and min(self.penalty) > 0 and min(self.counts) > 0, "no such regression"

    def whole(self):
        """Predictions by the whole Gram matrix."""
        of = [t for t, count in enumerate(self.counts) for _ in range(count)]
        gram = [[self.n[s][t] + (self.penalty[s] if a == b else 0) for b, t in enumerate(of)] for a, s in enumerate(of)]
        dual = solve(gram, [[self.labels[t]] for t in of])
        return [sum(row[t] * x[0] for t, x in zip(of, dual)) for row in self.n]

    def blocks(self):
        r = range(len(self.n))
        system = [[self.n[i][j] * self.counts[j] + (self.penalty[i] if i == j else 0) for j in r] for i in r]
        z = solve(system, [[y] for y in self.labels])
        return [y - d * x[0] for y, d, x in zip(self.labels, self.penalty, z)]


def whole_and_blocks(instance, site, claimed):
    ridge, i = Ridge(instance), site["template"]
    return ridge.whole()[i], ridge.blocks()[i]


def error_times_samples(instance, site, claimed):
    n, i = site["samples"], site["template"]
    ridge = Ridge(instance, [n] * len(instance["labels"]))
    predictions = ridge.blocks()
    x = solve(ridge.n, [[p] for p in predictions])
    return n * (ridge.labels[i] - predictions[i]), ridge.penalty[i] * x[i][0]


def weighted_errors(instance, site, claimed):
    def error(n):
        ridge = Ridge(instance, [n] * len(instance["labels"]))
        return sum((y - p) ** 2 / d for y, p, d in zip(ridge.labels, ridge.whole(), ridge.penalty))
    return error(site["samples"] + 1), error(site["samples"])


def one_prediction(instance, site, claimed):
    ridge = Ridge(instance)
    (a, b), (x, y) = ridge.whole(), ridge.labels
    error = ((a - x) ** 2 + (b - y) ** 2) / 2
    return [(a, b), (b, a), ((x - y) ** 2 / 4, error)][site["side"]]


def inner_product(instance, site, claimed):
    def string(template, pool, shift):
        return [z if z >= REGULAR else (pool, (z + shift) % 7) for z in template]
    x, y = instance["first"], instance["second"]
    pairs = zip(string(x, 1, site["substitution"]), string(y, 2, 2 * site["substitution"]))
    return F(sum(a == b for a, b in pairs)), F(sum(a == b and a >= REGULAR for a, b in zip(x, y)))


# Networks.

def relu(x):
    return max(x, F(0))


class Training:
    """Columns of the input weights by (position, symbol)."""

    def __init__(self, at):
        self.at, m = at, at["vocabulary"]
        rows = matrix(at["input"])
        self.input = {(p, s): [row[p * m + s] for row in rows] for p in (0, 1) for s in range(m)}
        self.hidden, self.readout = matrix(at["hidden"]), matrix(at["readout"])[0]
        self.samples = [(tuple(s["string"]), F(s["label"])) for s in at["samples"]]
        self.rate, self.decay = F(at["rate"]), F(at["decay"])

    def exchanged(self):
        one, other = (1, self.at["one"]), (1, self.at["other"])
        self.input[one], self.input[other] = self.input[other], self.input[one]
        return self

    def layers(self, string):
        first = [a + b for a, b in zip(self.input[0, string[0]], self.input[1, string[1]])]
        second = [sum(w * relu(x) for w, x in zip(row, first)) for row in self.hidden]
        return first, second, sum(v * relu(x) for v, x in zip(self.readout, second))

    def output(self, string):
        return self.layers(string)[2]

    def trained(self):
        for _ in range(self.at["steps"]):
            self.step()
        return self

    def step(self):
        width = range(len(self.readout))
        inputs = {place: [F(0)] * len(column) for place, column in self.input.items()}
        hidden, readout = [[F(0)] * len(width) for _ in width], [F(0)] * len(width)
        for string, label in self.samples:
            first, second, output = self.layers(string)
            factor = (output - label) / len(self.samples)
            back = [factor * v * (x > 0) for v, x in zip(self.readout, second)]
            below = [sum(back[i] * self.hidden[i][j] for i in width) * (first[j] > 0) for j in width]
            for i in width:
                readout[i] += factor * relu(second[i])
                for j in width:
                    hidden[i][j] += back[i] * relu(first[j])
            for place in enumerate(string):
                inputs[place] = [a + b for a, b in zip(inputs[place], below)]
        moved = lambda values, slopes: [x - self.rate * (g + self.decay * x) for x, g in zip(values, slopes)]
        self.input = {place: moved(column, inputs[place]) for place, column in self.input.items()}
        self.hidden = [moved(*rows) for rows in zip(self.hidden, hidden)]
        self.readout = moved(self.readout, readout)


def weight_before_and_after(instance, site, claimed):
    place, unit = (site["position"], site["symbol"]), site["unit"]
    return Training(instance).trained().input[place][unit], Training(instance).input[place][unit]


def exchanged_strings(instance, site, claimed):
    same, different = (instance["one"],) * 2, (instance["one"], instance["other"])
    end, other = Training(instance).trained(), Training(instance).exchanged().trained()
    return [(end.output(same), other.output(different)), (end.output(different), other.output(same))][site["string"]]


def symbols_are_unseen(at):
    seen = {s for sample in at["samples"] for s in sample["string"]}
    return at["one"] != at["other"] and not seen & {at["one"], at["other"]}


# Copying.

class Head:
    def __init__(self, at):
        self.at, self.e, self.w, self.b = at, matrix(at["embeddings"]), matrix(at["values"]), F(at["identity"])

    def read(self, string):
        return [sum(self.e[s][d] for s in string) / F(len(string)) for d in range(len(self.w))]

    def logits(self, string, b=None):
        o, b = self.read(string), self.b if b is None else b
        out = [sum(w * x for w, x in zip(row, o)) + b * y for row, y in zip(self.w, o)]
        return [sum(a * x for a, x in zip(row, out)) for row in self.e]

    def trained(self):
        tasks, d = self.at["tasks"], range(len(self.w))
        for _ in range(self.at["steps"]):
            slopes = [[F(0)] * len(d) for _ in d]
            for task in tasks:
                error = [z - (v == task["target"]) for v, z in enumerate(self.logits(task["string"]))]
                o = self.read(task["string"])
                for i, j in itertools.product(d, repeat=2):
                    slopes[i][j] += sum(r * row[i] for r, row in zip(error, self.e)) * o[j] / len(tasks)
            self.w = [[x - F(self.at["rate"]) * g for x, g in zip(*rows)] for rows in zip(self.w, slopes)]
        return self


def copied_logit(instance, site, claimed):
    v, string = site["symbol"], instance["string"]
    start = Head(instance)
    own = sum(a * b for a, b in zip(start.e[v], start.read(string)))
    return Head(instance).trained().logits(string)[v], start.logits(string, F(0))[v] + start.b * own


def symbols_are_orthogonal(at):
    e = matrix(at["embeddings"])
    seen = {s for task in at["tasks"] for s in task["string"]}
    return all(sum(a * b for a, b in zip(e[s], e[t])) == 0 for s in at["string"] for t in seen)


# Attention by equality.

def by_equality(instance, site, claimed):
    q = F(instance["factor"])

    def attention(z):
        masses = [q if s == z[-1] else F(1) for s in z]
        return [m / sum(masses) for m in masses]
    x, y = attention(instance["first"]), attention(instance["second"])
    dot = lambda a, b: sum(s * t for s, t in zip(a, b))
    return dot(x, x) * dot(y, y) - dot(x, y) ** 2, ((q - 1) / (q + 1)) ** 2 / 4


def is_same_and_different(at):
    return at["first"][0] == at["first"][1] and at["second"][0] != at["second"][1] and len(at["first"]) == 2


# The kernel of aa and ab, as enclosures.

DIGITS = 16


def root(x):
    """sqrt of a fraction, to 2^-300."""
    scale = 1 << 300
    low = math.isqrt(x.numerator * scale * scale // x.denominator)
    return Enclosure.between(F(low, scale), F(low + 1, scale))


class HalfLattice:
    """Nodes (j + 1/2) h of a standard normal variable with normalised weights, its shift d into the complex plane,
    and bounds on aliases e^{d^2/2} 2q/(1 - q), q = e^{-2 pi d/h}, and tails e^{-(R - h)^2/2}."""

    def __init__(self, room):
        log_error = DIGITS * math.log(10) + 10
        self.shift = F(int(min(room, math.sqrt(2 * log_error)) * 4096), 4096)
        d = float(self.shift)
        self.step = F(int(6.28 * d / (log_error + d * d / 2) * 8192), 8192)
        half = int(math.sqrt(2 * log_error) / float(self.step)) + 3
        self.nodes = [(F(2 * j + 1, 2)) * self.step for j in range(-half, half)]
        masses = [exp(-x * x / 2) for x in self.nodes]
        total = sum(masses, start=F(0))
        self.weights = [m / total for m in masses]
        q = exp(-F(628, 100) * self.shift / self.step)
        self.alias = exp(self.shift ** 2 / 2) * 2 * q / (1 - q)
        self.tail = exp(-((half - 1) * self.step) ** 2 / 2)

    def powers(self, factor):
        return [exp(factor * x) for x in self.nodes]


@functools.lru_cache(maxsize=None)
def tangents(beta, gamma, a):
    """E h_1^2, E h_1 h_2, E h_2^2 of h_1 = tanh(beta gamma D/2), h_2 = E_g tanh((beta (sqrt 2 g + gamma D) - a)/2)."""
    scale = root(2 * beta * beta)
    size = math.sqrt(2) * float(beta)
    outer, inner = HalfLattice(1.5 / (size * float(gamma))), HalfLattice(1.5 / size)
    symbols, shift = inner.powers(scale), exp(-a)
    tangent = lambda power: 1 - 2 / (1 + power)
    sums = [F(0)] * 3
    for weight, position in zip(outer.weights, outer.powers(scale * gamma)):
        first, moved = tangent(position), position * shift
        second = sum((w * tangent(moved * s) for w, s in zip(inner.weights, symbols)), start=F(0))
        for n, product_of_two in enumerate((first * first, first * second, second * second)):
            sums[n] = sums[n] + weight * product_of_two
    masses = least = Enclosure.of(1)
    tails = F(0)
    for block in (outer, inner, inner):
        masses, least, tails = masses * (1 + block.alias), least * (1 - block.alias - block.tail), tails + block.tail
    error = 2 * ((200 * (masses - 1) + tails * masses) / least + 1 / least - 1)
    return [x + Enclosure(-error.high, error.high) for x in sums]


class Kernel:
    def __init__(self, at, identity=None):
        self.beta, self.gamma, a = F(at["beta"]), F(at["gamma"]), F(at["identity"] if identity is None else identity)
        half = self.gamma ** 2 / 2
        self.first, self.mixed, self.second = (half * (1 + x) for x in tangents(self.beta, self.gamma, a))

    def determinant(self):
        return self.first * self.second - self.mixed * self.mixed

    def difference(self):
        return self.first + self.second - 2 * self.mixed


def determinant_between_bounds(instance, site, claimed):
    kernel = Kernel(instance)
    half, found = kernel.gamma ** 2 / 2, kernel.determinant()
    return [(half * kernel.difference(), found), (found, Enclosure.of((kernel.beta * kernel.gamma) ** 6 / 32)),
            (Enclosure.of(0), kernel.difference())][site["bound"]]


def separations(instance, site, claimed):
    def separation(kernel):
        trace = kernel.first + kernel.second
        return kernel.determinant() / (trace * trace)
    return separation(Kernel(instance, F(0))), separation(Kernel(instance))


@functools.lru_cache(maxsize=None)
def cosine_of_one():
    terms = [F((-1) ** n, math.factorial(2 * n)) for n in range(60)]
    return Enclosure.between(sum(terms) - abs(terms[-1]), sum(terms) + abs(terms[-1]))


def own_kernel_of_different(beta, gamma):
    """(1 + gamma^2)(1 + E tanh^2)/2 over one Gaussian score of variance 2 beta^2 (1 + gamma^2)."""
    variance = 2 * beta * beta * (1 + gamma * gamma)
    lattice = HalfLattice(1.5 / math.sqrt(variance))
    tangents_at = [1 - 2 / (1 + power) for power in lattice.powers(root(variance))]
    square = sum((w * t * t for w, t in zip(lattice.weights, tangents_at)), start=F(0))
    least = 1 - lattice.alias - lattice.tail
    error = 2 * ((200 * lattice.alias + lattice.tail * (1 + lattice.alias)) / least + 1 / least - 1)
    return (1 + gamma * gamma) * (1 + square + Enclosure(-error.high, error.high)) / 2


def full_kernel(instance, site, claimed):
    kernel = Kernel(instance)
    own = [1 + kernel.first, own_kernel_of_different(kernel.beta, kernel.gamma)]

    def entry(x, y, mixed):
        return exp(-(own[x] + own[y]) / 2) * (exp(mixed) + cosine_of_one() * exp(-mixed)) / 2
    first, mixed, second = entry(0, 0, kernel.first), entry(0, 1, kernel.mixed), entry(1, 1, kernel.second)
    return [(Enclosure.of(0), first * second - mixed * mixed), (mixed * mixed, first * second),
            (first + second, Enclosure.of(1))][site["side"]]


# Few symbols: strings that share some.

def letters_of(name):
    return tuple(ord(letter) - ord("a") for letter in name)


def sharing_kernel(instance, x, y):
    k = len(x)
    counts = sum(a == b for a in x for b in y)
    places = sum(a == b for a, b in zip(x, y))
    patterns = sum(x[i] == x[j] and y[i] == y[j] for i in range(k) for j in range(k))
    return (F(instance["constant"]) + F(instance["counts"]) * F(counts, k * k) + F(instance["places"]) * F(places, k)
            + F(instance["patterns"]) * F(patterns, k * k))


def strings_over(letters, pool):
    return [tuple(chosen[letter] for letter in letters) for chosen in itertools.permutations(pool, len(set(letters)))]


def falling(m, count):
    return math.prod(m - i for i in range(count))


def mean_over(instance, first, letters, m):
    """Of all strings of a template: by which of the first's symbols each of its wildcards stands for."""
    wildcards = len(set(letters))
    total = F(0)
    for chosen in itertools.product([*sorted(set(first)), None], repeat=wildcards):
        shared = [c for c in chosen if c is not None]
        if len(set(shared)) == len(shared):
            symbols = [1000 + w if c is None else c for w, c in enumerate(chosen)]
            ways = falling(m - len(set(first)), wildcards - len(shared))
            total += ways * sharing_kernel(instance, first, tuple(symbols[letter] for letter in letters))
    return total / falling(m, wildcards)


def disjoint_rows(instance, templates):
    return [[sharing_kernel(instance, a, tuple(1000 + s for s in b)) for b in templates] for a in templates]


def all_strings_and_blocks(instance, site, claimed):
    templates, labels = [letters_of(t) for t in instance["templates"]], [F(y) for y in instance["labels"]]
    m, n, ridge = instance["symbols"], F(instance["samples"]), F(instance["ridge"])
    drawn = [(s, i) for i, t in enumerate(templates) for s in strings_over(t, range(m))]
    gram = [[sharing_kernel(instance, a, b) + (ridge * falling(m, len(set(a))) / n if row == column else 0)
             for column, (b, _) in enumerate(drawn)] for row, (a, _) in enumerate(drawn)]
    dual = solve(gram, [[labels[i]] for _, i in drawn])
    unseen = tuple(1000 + s for s in templates[site["template"]])
    whole = sum(sharing_kernel(instance, unseen, s) * x[0] for (s, _), x in zip(drawn, dual))
    system = [[n * mean_over(instance, a, b, m) + (ridge if i == j else 0) for j, b in enumerate(templates)]
              for i, a in enumerate(templates)]
    x = solve(system, [[y] for y in labels])
    return whole, sum(n * k * v[0] for k, v in zip(disjoint_rows(instance, templates)[site["template"]], x))


def error_times_symbols(instance, site, claimed):
    templates, labels = [letters_of(t) for t in instance["templates"]], [[F(y)] for y in instance["labels"]]
    m, i = instance["symbols"], site["template"]
    disjoint = disjoint_rows(instance, templates)
    mean = [[mean_over(instance, a, b, m) for b in templates] for a in templates]
    predictions = product(disjoint, solve(mean, labels))

    def shared(a, b):
        apart = tuple(1000 + s for s in b)
        return sum(sharing_kernel(instance, a, tuple(s if w == 1000 + r else w for w in apart))
                   - sharing_kernel(instance, a, apart) for s in set(a) for r in set(b))
    claimed = sum(shared(templates[i], b) * x[0] for b, x in zip(templates, solve(disjoint, predictions)))
    return m * (labels[i][0] - predictions[i][0]), claimed


HYPOTHESES = {
    "different templates": asserted(lambda at: leading_pattern(at["first"]) != leading_pattern(at["second"]),
                                    "the templates are one"),
    "something to learn": asserted(lambda at: any(F(y) for y in at["labels"]), "all labels are zero"),
    "one kernel value": asserted(lambda at: len({F(x) for row in at["between"] for x in row}) == 1
                                 and len(at["between"]) == 2, "kernel values differ"),
    "unseen symbols": asserted(symbols_are_unseen, "a symbol is in a sample"),
    "no weight decay": asserted(lambda at: F(at["decay"]) == 0, "weights decay"),
    "orthogonal symbols": asserted(symbols_are_orthogonal, "a symbol shares a direction with the tasks'"),
    "moderate parameters": asserted(lambda at: F(at["beta"]) <= 1 and 0 < F(at["identity"]) <= 2,
                                    "beta or the identity is out of range"),
    "same and different": asserted(is_same_and_different, "the templates are not aa and ab"),
}


def leading_pattern(symbols):
    return [symbols.index(s) for s in symbols]


CLAIMS = {
    # Of claims that hold, for the relations they hand out.
    "templates/printed-derivatives-are-exact": ("=", printed_and_exact),
    "templates/taylor-terms-separate-templates": ("<", under(HYPOTHESES["different templates"], leading_term)),
    "templates/same-and-different-are-separated": ("<", determinant_between_bounds),
    "templates/cosine-features-keep-templates-apart": ("<", full_kernel),
    "templates/ridge-has-a-block-formula": ("=", whole_and_blocks),
    "templates/ridge-error-is-one-over-n": ("=", error_times_samples),
    "templates/ridge-error-falls-with-samples": ("<", under(HYPOTHESES["something to learn"], weighted_errors)),
    "templates/few-symbols-have-a-block-formula": ("=", all_strings_and_blocks),
    "templates/few-symbols-leave-one-over-m": ("=", error_times_symbols),
    "templates/inner-products-see-regular-tokens-only": ("=", inner_product),
    "templates/equal-kernels-give-one-prediction": ("<=", under(HYPOTHESES["one kernel value"], one_prediction)),
    "templates/unseen-inputs-keep-their-weights":
        ("=", under(HYPOTHESES["unseen symbols"], under(HYPOTHESES["no weight decay"], weight_before_and_after))),
    "templates/unseen-strings-are-exchangeable":
        ("=", under(HYPOTHESES["unseen symbols"], under(HYPOTHESES["no weight decay"], exchanged_strings))),
    "templates/identity-separates-without-symbols":
        ("=", under(HYPOTHESES["same and different"], by_equality)),
    "templates/identity-improves-conditioning": ("<", under(HYPOTHESES["moderate parameters"], separations)),
    "templates/copying-unseen-symbols-needs-the-identity":
        ("=", under(HYPOTHESES["orthogonal symbols"], copied_logit)),
}
