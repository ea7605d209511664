"""What counterexamples about looped/* must satisfy: loops token by token, averages over Gaussian inputs by a quadrature
rule on the entries of a triangular factor, minimisers bracketed by bisection. See tests/reports/recheck_witness.py.
"""
import functools
import itertools
from fractions import Fraction as F
from math import comb

from enclosures import Enclosure, exp, log
from exact_algebra import is_positive_semidefinite, matrix, product, solve, transposed
from rules import asserted, not_covered, under

BISECTIONS = 160  # of a minimiser's bracket


def dot(a, b):
    return sum((x * y for x, y in zip(a, b)), start=F(0))


def times(rows, x):
    return [dot(row, x) for row in rows]


def identity(n):
    return [[F(i == j) for j in range(n)] for i in range(n)]


def less(a, b):
    return [[x - y for x, y in zip(*rows)] for rows in zip(a, b)]


def scaled(a, by):
    return [[by * x for x in row] for row in a]


def power(base, exponent):
    return functools.reduce(product, [base] * exponent, identity(len(base)))


class Loop:
    def __init__(self, at):
        self.x, self.a, self.loops = transposed(matrix(at["inputs"])), matrix(at["A"]), at["loops"]
        self.query, self.w, self.u = ([row[0] for row in matrix(at[key])] for key in ("query", "map", "u"))
        self.n, self.d = len(self.x), len(self.query)
        assert self.n >= 1 and len(self.w) == len(self.u) == self.d and self.loops >= 1, "no such loop"

    def error(self):
        """Tokens (x, y) with y of the query unknown; the prediction is minus its last value."""
        y, asked = [dot(self.w, x) for x in self.x], F(0)
        for _ in range(self.loops):
            values = [v + dot(self.u, x) for v, x in zip(y, self.x)]

            def step(x):
                return dot(values, [dot(xi, times(self.a, x)) for xi in self.x]) / self.n
            y, asked = [v - step(x) for v, x in zip(y, self.x)], asked - step(self.query)
        return dot(self.w, self.query) + asked

    def covariance(self):
        return scaled(product(transposed(self.x), self.x), F(1, self.n))

    def closed_form(self):
        left = power(less(identity(self.d), product(self.covariance(), self.a)), self.loops)
        moved = times(left, self.query)
        return dot(self.w, moved) + dot(self.u, moved) - dot(self.u, self.query)


def loop_error(instance, site, claimed):
    at = Loop(instance)
    return at.error(), at.closed_form()


def root_of(at):
    """B of looped/error-is-bounded-by-contraction."""
    b = [[(v + w) / 8 for v, w in zip(*rows)] for rows in zip(at.a, transposed(at.a))]
    return [[abs(v) + 2 if i == j else v for j, v in enumerate(row)] for i, row in enumerate(b)]


def error_and_bound(instance, site, claimed):
    at = Loop(instance)
    b = root_of(at)
    at.a, at.u = product(b, b), [F(0)] * at.d
    moved = less(identity(at.d), product(b, product(at.covariance(), b)))

    def below(k):
        room = scaled(identity(at.d), F(k, 16))
        return is_positive_semidefinite(less(room, moved)) and is_positive_semidefinite(less(room, scaled(moved, -1)))
    sixteenths = next(k for k in itertools.count() if below(k))
    whitened = [row[0] for row in solve(b, [[v] for v in at.w])]
    moved_query = times(b, at.query)
    return at.error() ** 2, (F(sixteenths, 16) ** (2 * at.loops) * dot(whitened, whitened)
                             * dot(moved_query, moved_query))


def matching(points, moments):
    weights = solve([[p ** k for p in points] for k in range(len(points))], [[m] for m in moments])
    return [(p, row[0]) for p, row in zip(points, weights)]


@functools.lru_cache(maxsize=None)
def normal(degree):
    points = [F(p) for p in range(-degree, degree + 1)]
    odd = lambda k: functools.reduce(lambda a, b: a * b, range(1, k, 2), F(1))
    return matching(points, [odd(k) if k % 2 == 0 else F(0) for k in range(len(points))])


def chi_square(freedom, most):
    return list(itertools.accumulate(range(most), lambda m, k: m * (freedom + 2 * k), initial=F(1)))


@functools.lru_cache(maxsize=None)
def chi(freedom, degree):
    """Points for the root of a chi-square variable: its square has the moments."""
    return [(r, w) for r, (_, w) in enumerate(matching([F(r * r) for r in range(degree + 1)],
                                                       chi_square(freedom, degree)))]


@functools.lru_cache(maxsize=None)
def covariances(d, n, degree):
    """S with its weight, exact for polynomials of that degree in S."""
    if d == 1:
        return [([[F(r * r, n)]], w) for r, w in chi(n, degree)]
    if d > 2:
        not_covered("a triangular factor of more than two rows has too many points")
    return [([[F(r * r) / n, r * z / n], [r * z / n, (z * z + q * q) / n]], u * v * w)
            for r, u in chi(n, degree) for z, v in normal(degree) for q, w in chi(n - 1, degree)]


def average(d, n, degree, f):
    return sum((w * f(s) for s, w in covariances(d, n, degree)), start=F(0))


def squares(rows):
    return sum((v * v for row in rows for v in row), start=F(0))


class Law:
    def __init__(self, at):
        self.d, self.n, self.loops = at["dimension"], at["context"], at["loops"]
        self.a, self.root, self.number = matrix(at["A"]), matrix(at["root"]), F(at["number"])

    def left(self, s, a):
        return power(less(identity(self.d), product(s, a)), self.loops)

    def loss(self, a):
        return average(self.d, self.n, 2 * self.loops, lambda s: squares(self.left(s, a)))


def bias_minor(instance, site, claimed):
    at = Law(instance)

    def entry(i, j):
        def f(s):
            moved = less(at.left(s, at.a), identity(at.d))
            return dot(moved[i], moved[j])
        return average(at.d, at.n, 2 * at.loops, f)
    if site["minor"] == 1:
        return F(0), entry(0, 0)
    return F(0), entry(0, 0) * entry(1, 1) - entry(0, 1) ** 2


def loss_of_covariance(instance, site, claimed):
    at = Law(instance)
    c = product(at.root, at.root)

    def f(s):
        m = at.left(product(at.root, product(s, at.root)), at.a)
        moved = solve(c, product(m, product(c, transposed(m))))
        return sum(moved[i][i] for i in range(at.d))
    return average(at.d, at.n, 2 * at.loops, f), at.loss(product(at.root, product(at.a, at.root)))


@functools.lru_cache(maxsize=None)
def trace_moment(k, d, n):
    """E tr (X X^T)^k, by names of rows and columns of closed walks; entries are standard normal."""
    if k == 0:
        return F(d)
    if k > 6:
        not_covered("walks of more than six rows take too long here")
    total = F(0)
    for rows in partitions(k):
        for columns in partitions(k):
            edges = {}
            for a in range(k):
                for e in ((rows[a], columns[a]), (rows[(a + 1) % k], columns[a])):
                    edges[e] = edges.get(e, 0) + 1
            if all(m % 2 == 0 for m in edges.values()):
                weight = functools.reduce(lambda a, m: a * functools.reduce(lambda p, q: p * q, range(1, m, 2), F(1)),
                                          edges.values(), F(1))
                total += weight * falling(d, max(rows) + 1) * falling(n, max(columns) + 1)
    return total


@functools.lru_cache(maxsize=None)
def partitions(k):
    if k == 0:
        return [()]
    return [head + (name,) for head in partitions(k - 1) for name in range(max(head, default=-1) + 2)]


def falling(n, p):
    return functools.reduce(lambda a, b: a * b, range(n - p + 1, n + 1), F(1)) if p <= n else F(0)


def isotropic(d, n, loops):
    """Coefficients of E tr (I - a S)^(2L) in a."""
    moments = chi_square(n, 2 * loops) if d == 1 else [trace_moment(k, d, n) for k in range(2 * loops + 1)]
    return [comb(2 * loops, k) * (-1) ** k * m / F(n) ** k for k, m in enumerate(moments)]


def value(polynomial, x):
    return functools.reduce(lambda v, c: v * x + c, reversed(polynomial), F(0))


@functools.lru_cache(maxsize=None)
def best_step(d, n, loops):
    """Ends of an interval around the minimiser: the derivative of a convex polynomial changes sign once."""
    slope = [k * c for k, c in enumerate(isotropic(d, n, loops))][1:]
    low, high = F(0), F(2)
    assert value(slope, low) < 0 < value(slope, high), "the minimiser is not between 0 and 2"
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (low, middle) if value(slope, middle) > 0 else (middle, high)
    return low, high


def on(polynomial, ends):
    """Values between the ends: by the one in the middle and a bound of the slope."""
    low, high = ends
    middle, most = value(polynomial, (low + high) / 2), sum(k * abs(c) * 2 ** (k - 1) if k else 0
                                                             for k, c in enumerate(polynomial))
    return Enclosure.between(middle - most * (high - low), middle + most * (high - low))


def isotropic_coefficient(instance, site, claimed):
    at = Law(instance)
    coefficient = isotropic(at.d, at.n, at.loops)[site["power"]]
    return coefficient, coefficient


def one_loop(instance, site, claimed):
    at = Law(instance)
    c0, c1, c2 = isotropic(at.d, at.n, 1)
    total = at.n + at.d + 1
    if site["loss"] == 0:
        return -c1 / (2 * c2), F(at.n, total)
    return c0 - c1 * c1 / (4 * c2), F(at.d * (at.d + 1), total)


def limit(instance, site, claimed):
    """Coefficients in 1/n by exact values at 1/n = 1, 1/2, ...: moments of tr S^k are polynomials in n."""
    at = Law(instance)
    if site["order"] < at.loops:
        return F(0), F(0)
    # E tr G^(2L) over pairings of 2L entries of a symmetric matrix, variance 2 on the diagonal and 1 off it.
    names = range(2 * at.loops)

    def pairings(left):
        if not left:
            yield []
        for other in left[1:]:
            yield from ([(left[0], other)] + rest for rest in pairings([k for k in left[1:] if k != other]))
    total = F(0)
    for pairs in pairings(list(names)):
        for turned in itertools.product((False, True), repeat=at.loops):
            parent = list(names)

            def find(k):
                while parent[k] != k:
                    k = parent[k]
                return k
            for (k, l), turn in zip(pairs, turned):
                ends = ((k, l), ((k + 1) % len(names), (l + 1) % len(names))) if not turn else (
                    (k, (l + 1) % len(names)), ((k + 1) % len(names), l))
                for a, b in ends:
                    parent[find(a)] = find(b)
            total += F(at.d) ** len({find(k) for k in names})
    d = at.d
    return total, F({1: d * (d + 1), 2: d * (2 * d * d + 5 * d + 5),
                     3: d * (5 * d ** 3 + 22 * d * d + 52 * d + 41)}[at.loops])


def magnitude(x):
    x = Enclosure.of(x)
    return Enclosure(max(x.low, -x.high, 0), max(abs(x.low), abs(x.high)))


def closeness(instance, site, claimed):
    at = Law(instance)
    low, high = best_step(at.d, at.n, at.loops)
    inside = log(F(8 * at.loops * at.d ** 2)) - log(F(at.n)) * F(1, 2)
    return magnitude(Enclosure.between(1 - high, 1 - low)), exp(inside * F(1, 2 * at.loops)) * 8


def turning(instance, site, claimed):
    """The coefficient of b^2 of the loss of a I + b J at the best a, from losses at b = 0, ..., L and a = 0, ..., 2L."""
    at = Law(instance)

    def in_squares(a):
        values = [at.loss([[F(a), F(-b)], [F(b), F(a)]]) for b in range(at.loops + 1)]
        return [row[0] for row in solve([[F(b) ** (2 * j) for j in range(at.loops + 1)] for b in range(at.loops + 1)],
                                        [[v] for v in values])][1]
    points = [F(a) for a in range(2 * at.loops + 1)]
    coefficients = [row[0] for row in solve([[a ** k for k in range(len(points))] for a in points],
                                            [[in_squares(a)] for a in points])]
    return F(0), on(coefficients, best_step(2, at.n, at.loops))


def dominance(instance, site, claimed):
    at = Law(instance)
    left = [1 - at.a[i][i] for i in range(at.d)]
    loss, gradient = sum(v ** (2 * at.loops) for v in left), sum(v ** (4 * at.loops - 2) for v in left)
    return loss ** (2 * at.loops - 1), F(at.d) ** (at.loops - 1) * gradient ** at.loops


def dominance_on_the_line(instance, site, claimed):
    """L^(2L-1) and (16 L'(a)^2 / d)^L at A = a I."""
    at = Law(instance)
    loss = isotropic(at.d, at.n, at.loops)
    found = value(loss, at.number)
    slope = value([k * c for k, c in enumerate(loss)][1:], at.number)
    return found ** (2 * at.loops - 1), (16 * slope ** 2 / at.d) ** at.loops


def printed_time(instance, site, claimed):
    """From loss one to xi = k^(-2L(2L-1)); both times to the power L."""
    at = Law(instance)
    k, loops = F(at.n), at.loops
    taken = (k ** (2 * (2 * loops - 1) * (loops - 1)) - 1) / (4 * loops * (loops - 1))
    return taken ** loops, k ** (2 * loops * loops * (loops - 1)) * F(16 * loops, loops - 1) ** (loops - 1)


def flow(instance, site, claimed):
    """alpha' = -2L alpha^(2L-1) and (p^(2L-2) + 4L(L-1) t)^(-1/(2L-2)), coefficient by coefficient."""
    at = Law(instance)
    loops, p, order = at.loops, at.number, site["power"]
    alpha = [1 / p]
    for k in range(order):
        cut = functools.reduce(lambda a, b: [sum((a[i] * b[j - i] for i in range(j + 1)), start=F(0))
                                             for j in range(k + 1)], [alpha] * (2 * loops - 1))
        alpha.append(-2 * loops * cut[k] / (k + 1))
    claimed_term = 1 / p
    for k in range(order):
        claimed_term *= (F(-1, 2 * loops - 2) - k) / (k + 1) * 4 * loops * (loops - 1) / p ** (2 * loops - 2)
    return alpha[order], claimed_term


def further_loop(instance, site, claimed):
    at = Law(instance)
    ends = best_step(at.d, at.n, at.loops)
    return tuple(on(isotropic(at.d, at.n, site["loops"] + more), ends) for more in (1, 0))


HYPOTHESES = {
    "no u": asserted(lambda at: all(F(row[0]) == 0 for row in at["u"]), "u is not zero"),
    "few loops": asserted(lambda at: at["loops"] <= 3, "too many loops"),
    "up to four loops": asserted(lambda at: at["loops"] <= 4, "too many loops"),
    "one or two loops": asserted(lambda at: at["loops"] <= 2, "too many loops"),
    "two coordinates": asserted(lambda at: at["dimension"] == 2 and at["loops"] <= 3, "another size"),
    "few examples": asserted(lambda at: (at["context"] <= 14 and at["loops"] <= 2) or at["loops"] == 1,
                             "too many examples"),
    "two loops": asserted(lambda at: at["loops"] >= 2 and F(at["number"]) != 0, "one loop or no start"),
    "enough examples": asserted(lambda at: at["context"] >= 15, "too few examples"),
}
ONE_COORDINATE = {
    "looped/printed-convergence-time": asserted(lambda at: at["dimension"] == 1 and at["loops"] >= 2, "another size"),
    "looped/more-loops-always-help": asserted(
        lambda at: at["dimension"] == 1 and at["loops"] <= 3 and at["context"] >= 10, "another size"),
}
HYPOTHESES["one coordinate"] = asserted(lambda at: at["dimension"] == 1, "more than one coordinate")
CLAIMS = {
    "looped/best-weights-are-symmetric": ("<", under(HYPOTHESES["two coordinates"], turning)),
    "looped/printed-convergence-time": (
        "<=", under(ONE_COORDINATE["looped/printed-convergence-time"], printed_time)),
    "looped/more-loops-always-help": ("<", under(ONE_COORDINATE["looped/more-loops-always-help"], further_loop)),
    "looped/dominance-without-exception": ("<=", under(HYPOTHESES["up to four loops"], dominance_on_the_line)),
    # Of claims that hold, for the relations they hand out.
    "looped/exact-error": ("=", loop_error),
    "looped/loop-is-preconditioned-descent": ("=", under(HYPOTHESES["no u"], loop_error)),
    "looped/bias-never-helps": ("<=", bias_minor),
    "looped/covariances-are-equivalent": ("=", loss_of_covariance),
    "looped/isotropic-loss": ("=", isotropic_coefficient),
    "looped/one-loop-optimum": ("=", one_loop),
    "looped/many-examples-limit": ("=", under(HYPOTHESES["few loops"], limit)),
    "looped/closeness-bound": ("<=", under(HYPOTHESES["one or two loops"], closeness)),
    "looped/gradient-dominates-the-loss": ("<=", dominance),
    "looped/flow-without-noise": ("=", under(HYPOTHESES["two loops"], flow)),
    "looped/error-is-bounded-by-contraction": ("<=", error_and_bound),
    "looped/a-few-more-loops-help": ("<", under(HYPOTHESES["enough examples"], further_loop)),
}
UNCOVERED = {
    "looped/dominance-fails-near-the-minimum":
        "every real root of a polynomial of degree up to twelve; the claim's own second route finds them by Descartes' "
        "rule",
    "looped/turned-directions-fall":
        "expectations of products of traces; the claim's own second route pairs columns",
    "looped/turned-weights-are-best":
        "the minimiser over four entries needs all critical points; the loss there and the Hessian are compared with "
        "Bartlett's points by the claim's own second route",
}
