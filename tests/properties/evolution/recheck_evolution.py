"""What counterexamples about evolution/* must satisfy: every sequence summed, monomials integrated over the square, ln 2
in enclosures. See tests/reports/recheck_witness.py.
"""
import functools
import itertools
from fractions import Fraction as F

from enclosures import Enclosure, certainly, exp, log, square_root
from exact_algebra import matrix, solve
from rules import asserted, not_covered, under

MOST_SEQUENCES = 2 ** 12
LN_TWO = log(F(2))


class Chain:
    def __init__(self, at):
        self.rows, self.t = matrix(at["chain"]["chain"]), F(at["length"])
        assert self.t.denominator == 1 and 1 <= self.t <= 12, "not a whole length"
        self.t, self.k = int(self.t), len(self.rows)
        assert all(sum(row) == 1 and min(row) >= 0 for row in self.rows), "a row is no law"

    def stationary(self):
        system = [[self.rows[j][i] - (i == j) for j in range(self.k)] for i in range(self.k)]
        system[-1] = [F(1)] * self.k
        return [row[0] for row in solve(system, [[F(i == self.k - 1)] for i in range(self.k)])]

    @functools.lru_cache(maxsize=None)
    def tensor(self):
        """Every sequence, every place that predicts, is counted, is compared."""
        if self.k ** self.t > MOST_SEQUENCES:
            not_covered("there are too many sequences")
        pi, found = self.stationary(), {}
        for x in itertools.product(range(self.k), repeat=self.t):
            p = pi[x[0]]
            for a, b in zip(x, x[1:]):
                p *= self.rows[a][b]
            for end, counted in itertools.product(range(self.t), repeat=2):
                for s in range(counted + 1) if counted <= end else ():
                    key = x[end], x[s], counted - s + 1
                    gain = self.rows[x[end]][x[counted]] - F(1, self.k)
                    found[key] = found.get(key, F(0)) + p * gain / self.t
        return found


def tensor_entry(instance, site, claimed):
    entry = Chain(instance).tensor().get((site["m"], site["l"], site["j"]), F(0))
    return entry, entry


def first_step(instance, site, claimed):
    """(A.36) in n_0 and lambda; W by summing the tensor over lags."""
    chain = Chain(instance)
    tensor = chain.tensor()
    if "m" in site:
        step = sum((v for (m, l, _), v in tensor.items() if (m, l) == (site["m"], site["l"])), start=F(0))
        return step, step
    a, b, n = chain.rows[0][0], chain.rows[1][1], chain.t - site["j"] + 1
    x = a + b - 1
    assert x not in (0, 1), "the eigenvalue is 0 or 1"
    printed = F(n * (n + 1), 2) * (((a - 1) ** 2 + (b - 1) ** 2) / (x - 1) ** 2 - F(1, 2))
    printed += 2 * x * (a - 1) * (b - 1) / (x - 1) ** 3 * ((x - x ** (n + 1)) / (1 - x) - n)
    return printed / chain.t, sum((v for (_, _, j), v in tensor.items() if j == site["j"]), start=F(0))


class LongChain:
    """Up to 100 tokens, by powers of the chain."""

    def __init__(self, at):
        self.rows, t = matrix(at["chain"]["chain"]), F(at["length"])
        assert t.denominator == 1 and 1 <= t <= 100, "not a length of tens"
        self.t, self.k = int(t), len(self.rows)
        assert all(sum(row) == 1 and min(row) >= 0 for row in self.rows), "a row is no law"
        self.pi = Chain.stationary(self)

    def powers(self, most):
        found = [[[F(i == j) for j in range(self.k)] for i in range(self.k)]]
        for _ in range(most):
            found.append([[sum(x * row[j] for x, row in zip(before, self.rows)) for j in range(self.k)]
                          for before in found[-1]])
        return found

    def forgets(self):
        """One less the Dobrushin coefficient: the least overlap of two rows."""
        return min(sum(map(min, a, b)) for a in self.rows for b in self.rows)


def leading_order(instance, site, claimed):
    chain = LongChain(instance)
    t, k, pi, powers = chain.t, chain.k, chain.pi, chain.powers(chain.t - 1)
    gap = chain.forgets()
    assert gap > 0, "the chain does not forget"
    gain, spread = [[p - F(1, k) for p in row] for row in chain.rows], 1 - sum(p * p for p in pi)
    if "j" in site:
        n = t - site["j"] + 1
        step = sum((n - r) * gain[m][i] * pi[i] * powers[r][i][m] for r in range(n) for m in range(k) for i in range(k))
        leading = F(n * (n + 1), 2) * (sum(p * p for p in pi) - F(1, k))
        return abs(step - leading) / t, 2 * n * max(map(abs, sum(gain, []))) * spread / (t * gap)
    m, l = site["m"], site["l"]
    step = sum((t - a - r) * pi[l] * gain[m][i] * powers[a][l][i] * powers[r][i][m]
               for a in range(t) for r in range(t - a) for i in range(k)) / t
    leading = F((t + 1) * (t + 2), 6) * pi[l] * pi[m] * sum(g * p for g, p in zip(gain[m], pi))
    apart = 2 * (1 - pi[l]) * (1 + pi[m]) + spread
    return abs(step - leading), pi[l] * (t + 1) * max(map(abs, gain[m])) * apart / (2 * gap)


def released_start(instance, site, claimed):
    chain = LongChain(instance)
    assert chain.t <= 16, "not a power up to 16"
    i = site["state"]
    return sum(chain.powers(chain.t)[-1][i]) / chain.k, chain.pi[i]


# --- means over the uniform prior: numbers (r0, r1) for r0 + r1 ln 2 ---

@functools.lru_cache(maxsize=None)
def tail(q, below):
    """The integral of y^q / (1 + y)^below over [0, 1]: y^q = y^(q-1) (1 + y) - y^(q-1)."""
    if below == 0:
        return F(1, q + 1), F(0)
    if q == 0:
        return (F(0), F(1)) if below == 1 else (F(1, 2), F(0))
    less, same = tail(q - 1, below - 1), tail(q - 1, below)
    return less[0] - same[0], less[1] - same[1]


def monomial(p, q, below):
    """E u^p w^q / (u + w)^below over the unit square: each half by u = x, w = x y or the reverse."""
    scale = F(1, p + q - below + 2)
    return tuple(scale * (a + b) for a, b in zip(tail(q, below), tail(p, below)))


def times(a, b):
    c = {}
    for ((p, q), x), ((r, s), y) in itertools.product(a.items(), b.items()):
        c[p + r, q + s] = c.get((p + r, q + s), F(0)) + x * y
    return c


def plus(*terms):
    c = {}
    for term in terms:
        for key, x in term.items():
            c[key] = c.get(key, F(0)) + x
    return c


ONE, U, W = {(0, 0): F(1)}, {(1, 0): F(1)}, {(0, 1): F(1)}
MINUS = {(0, 0): F(-1)}
P = [[plus(ONE, times(MINUS, U)), U], [W, plus(ONE, times(MINUS, W))]]
HALF = {(0, 0): F(-1, 2)}


@functools.lru_cache(maxsize=None)
def power(n):
    if n == 0:
        return [[ONE, {}], [{}, ONE]]
    before = power(n - 1)
    return [[plus(*(times(before[i][k], P[k][j]) for k in range(2))) for j in range(2)] for i in range(2)]


def mean(polynomial, below):
    parts = [tuple(x * part for part in monomial(p, q, below)) for (p, q), x in polynomial.items()]
    return sum((a for a, _ in parts), start=F(0)), sum((b for _, b in parts), start=F(0))


def second_contrast(instance, site, claimed):
    """e_2: pi is (w, u) over u + w."""
    weights = [times(W, W), times(U, U)]
    total = plus(*(times(weights[m], times(plus(P[m][i], HALF), P[m][i])) for m in range(2) for i in range(2)))
    return (F(26, 6), F(-38, 6))[site["part"]], mean(total, 2)[site["part"]]


@functools.lru_cache(maxsize=None)
def prior_tensor(t):
    found = {}
    for m, l, j in itertools.product(range(2), range(2), range(1, t + 1)):
        total = {}
        for i in range(2):
            sums = plus(*(times({(0, 0): F(t - j + 1 - r, t)}, power(r)[i][m]) for r in range(t - j + 1)))
            total = plus(total, times(times(plus(P[m][i], HALF), power(j - 1)[l][i]), sums))
        r0, r1 = mean(times((W, U)[l], total), 1)
        found[m, l, j] = r0 + r1 * LN_TWO
    return found


def two_steps(instance, site, claimed):
    t, rate = int(F(instance["length"])), F(instance["number"])
    mean_of = prior_tensor(t)
    w, v = {(m, l): Enclosure.of(1) for m in range(2) for l in range(2)}, {j: Enclosure.of(1) for j in range(1, t + 1)}
    for _ in range(2):
        dw = {ml: sum(mean_of[(*ml, j)] * v[j] for j in v) for ml in w}
        dv = {j: sum(mean_of[(*ml, j)] * w[ml] for ml in w) for j in v}
        w = {ml: w[ml] + rate * dw[ml] for ml in w}
        v = {j: v[j] + rate * dv[j] for j in v}
    return v[site["j"]], v[2]


# --- chains that flip with one probability ---

def moment(width, n):
    return F(0) if n % 2 else (2 * width) ** n / (n + 1)


def flips(instance):
    """The tensor as polynomials in lambda: (P^n)_ij = (1 +- lambda^n)/2, each power replaced by its mean."""
    t, width = int(F(instance["length"])), F(instance["number"])
    found = {}
    for m, l, j in itertools.product(range(2), range(2), range(1, t + 1)):
        total = F(0)
        for i, r in itertools.product(range(2), range(t - j + 1)):
            sign = [1 if m == i else -1, 1 if l == i else -1]
            # (+-lambda/2) (1 +- lambda^(j-1))/2 (1 +- lambda^r)/2
            terms = [(1, sign[0]), (j, sign[0] * sign[1]), (1 + r, sign[0] ** 2), (j + r, sign[0] ** 2 * sign[1])]
            total += (t - j + 1 - r) * sum(s * moment(width, n) for n, s in terms) / 8
        found[m, l, j] = total / (2 * t)
    return found, t, width


def flip_weights(instance, site, claimed):
    tensor, t, width = flips(instance)
    step = sum((v for (m, l, _), v in tensor.items() if (m, l) == (site["m"], site["l"])), start=F(0))
    diagonal = sum(moment(width, s) * F((t - s + 1) * (t - s + 2), 2) for s in range(1, t + 1)) / (4 * t)
    return step, diagonal if site["m"] == site["l"] else F(0)


def flip_entry(instance, site, claimed):
    tensor, t, width = flips(instance)
    j, sign = site["j"], 1 if site["m"] == site["l"] else -1
    n = t - j + 1
    shared = sum((n - r) * moment(width, r + 1) for r in range(n))
    return tensor[site["m"], site["l"], j], (sign * moment(width, j) * F(n * (n + 1), 2) + shared) / (8 * t)


def second_lesson(instance, site, claimed):
    t, eps = int(F(instance["length"])), number(instance)
    diagonal = sum(moment(eps, s) * F((t - s + 1) * (t - s + 2), 2) for s in range(1, t + 1)) / (4 * t * t)
    limit = (log((1 + 2 * eps) / (1 - 2 * eps)) / (4 * eps) - 1) / 8
    return (limit - diagonal, eps * eps / (t * (1 - 4 * eps * eps))) if site["bound"] else (diagonal, limit)


def printed_flip_update(instance, site, claimed):
    tensor, t, _ = flips(instance)
    return F(-(t - site["j"] + 1), 2 * t), sum(v for (_, _, j), v in tensor.items() if j == site["j"])


def printed_moments(instance, site, claimed):
    """The mean of lambda^n with lambda uniform on [-2 eps, 2 eps]."""
    n, eps = site["n"], F(instance["number"])
    ends = [(s * 2 * eps) ** (n + 1) / (n + 1) for s in (-1, 1)]
    return F(0) if n % 2 else (2 * eps) ** (n + 1) / (n + 1), (ends[1] - ends[0]) / (4 * eps)


# --- strategies ---

def strategies(instance, site, claimed):
    """Every sequence of two symbols with its probability under uniform rows, divergences by E P ln P = (alpha / n)
    (H_alpha - H_n)."""
    t, total = int(F(instance["length"])), {"bigram": 0, "unigram": 0, "uniform": 0}
    for x in itertools.product(range(2), repeat=t):
        count, p = [[1, 1], [1, 1]], F(1, 2)
        for a, b in zip(x, x[1:]):
            p *= F(count[a][b], sum(count[a]))
            count[a][b] += 1
        row, n = count[x[-1]], sum(count[x[-1]])
        for j, alpha in enumerate(row):
            own = -sum(F(1, i) for i in range(alpha + 1, n + 1))
            share = p * F(alpha, n)
            for name, guess in (("bigram", F(alpha, n)), ("unigram", F(x.count(j) + 1, t + 2)), ("uniform", F(1, 2))):
                total[name] = share * (own - log_of(guess)) + total[name]
    return total["bigram"], total[("unigram", "uniform")[site["other"]]]


@functools.lru_cache(maxsize=None)
def stationary_strategies(t):
    """Every sequence with its integral over u and w: pi_0 = w / (u + w), each step a factor. The uniform prediction and
    the entropy of rows are means over one token: E u^p w^q ln u / (u + w) is left out, as it is in every difference."""
    steps, total = {(0, 0): P[0][0], (0, 1): U, (1, 0): W, (1, 1): P[1][1]}, {}
    for x in itertools.product(range(2), repeat=t):
        chance = (W, U)[x[0]]
        for pair in zip(x, x[1:]):
            chance = times(chance, steps[pair])
        after = [sum(1 for a, b in zip(x, x[1:]) if (a, b) == (x[-1], j)) for j in range(2)]
        shares = [value_of(mean(times(chance, steps[x[-1], j]), 1)) for j in range(2)]
        for j, share in enumerate(shares):
            guesses = {"bigram": log_of(F(after[j] + 1, sum(after) + 2)), "unigram": log_of(F(x.count(j) + 1, t + 2)),
                       "uniform": log_of(F(1, 2)), "bayes": log(share / (shares[0] + shares[1]))}
            for name, guess in guesses.items():
                total[name] = total.get(name, 0) - share * guess
    return total


def value_of(pair):
    return pair[0] + pair[1] * LN_TWO


def negentropy():
    """(2/3)(ln 2 + ln^2 2) - 1/6 - pi^2/9, pi^2/6 by 3 sum 1/(n^2 C(2n, n))."""
    total, term, binomial = F(0), F(0), F(1)
    for n in range(1, 80):
        binomial = binomial * (2 * n) * (2 * n - 1) / n ** 2
        term = 3 / (n * n * binomial)
        total += term
    return F(2, 3) * (LN_TWO + LN_TWO * LN_TWO) - F(1, 6) - F(2, 3) * Enclosure.between(total, total + term)


def from_stationary(left, *right):
    def sides(instance, site, claimed):
        found = stationary_strategies(int(F(instance["length"])))
        return tuple(negentropy() + found[name] for name in (left, right[site["other"]]))
    return sides


# --- constructions ---

class Sequence:
    def __init__(self, at):
        self.x, self.k, self.c = at["tokens"], at["states"], F(at["scale"])
        assert self.x and all(0 <= token < self.k for token in self.x), "a token is no state"
        self.b = self.c / square_root(F(3 * self.k))

    def counts(self, p, lag, same):
        """Of what stands at q <= p when the token lag - 1 before it is that at p (or any)."""
        found = [F(0)] * self.k
        for q in range(lag - 1, p + 1):
            if not same or self.x[q - lag + 1] == self.x[p]:
                found[self.x[q]] += 1
        return found


def counted(instance, site, claimed):
    sequence, bigrams = Sequence(instance), "bigram position" in site
    p = site["bigram position"] if bigrams else site["position"]
    count = sequence.counts(p, 2 if bigrams else 1, bigrams)[site["symbol"]]
    return count, count


def copied(instance, site, claimed):
    """Layer 1: e^b on the token before, 1 elsewhere; layer 2: b times what it gives to the present token."""
    s, p, i = Sequence(instance), site["position"], site["symbol"]
    large, weights = exp(s.b), []
    for q in range(p + 1):
        same = sum(1 for r in range(q + 1) if s.x[r] == s.x[p])
        share = (same + ((large - 1) if q and s.x[q - 1] == s.x[p] else 0)) / (large + q) if q else F(same)
        weights.append(exp(s.b * (share - 1)))
    output = sum(w for w, token in zip(weights, s.x) if token == i) / sum(weights)
    limit = s.counts(p, 2, True)
    limit[s.x[0]] += 1 if s.x[0] == s.x[p] else 0
    if not sum(limit):
        limit = s.counts(p, 1, False)
    return abs(output - limit[i] / sum(limit)), 2 * len(s.x) * (1 + s.b) * exp(-s.b)


def is_large(instance):
    s = Sequence(instance)
    leak = s.b * len(s.x) * exp(-s.b)
    assert certainly(2, "<", s.b) and certainly(leak, "<", F(1, 2)), "not a large scale"


# --- steps over priors ---

def contrast(instance, site, claimed):
    j = int(F(instance["length"]))
    weights, before = [times(W, W), times(U, U)], power(j - 1)
    e = value_of(mean(plus(*(times(weights[m], times(plus(P[m][i], HALF), before[m][i]))
                             for m in range(2) for i in range(2))), 2))
    limit = (8 * LN_TWO - 5) / 6
    return (limit, e) if j % 2 == 0 else (e, limit)


def first_step_sides(instance, site, claimed):
    tensor, t = prior_tensor(int(F(instance["length"]))), int(F(instance["length"]))
    w = {(m, l): sum(tensor[m, l, j] for j in range(1, t + 1)) for m in range(2) for l in range(2)}
    v = {j: sum(tensor[m, l, j] for m in range(2) for l in range(2)) for j in range(1, t + 1)}
    if "positive" in site:
        return F(0), w[site["positive"], 1 - site["positive"]]
    if "diagonal" in site:
        return w[site["diagonal"], 1 - site["diagonal"]], w[site["diagonal"], site["diagonal"]]
    return (F(0), v[t]) if site["lag"] == t else (v[site["lag"] + 1], v[site["lag"]])


def two_lessons(instance, site, claimed):
    second, t, _ = flips(instance)
    first = prior_tensor(t)
    w = {(m, l): 1 + sum(first[m, l, j] for j in range(1, t + 1)) * F(1, t * t) for m in range(2) for l in range(2)}
    v = {j: sum(w[ml] * second[(*ml, j)] for ml in w) * F(1, t) for j in range(1, t + 1)}
    return v[site["j"]], v[2]


@functools.lru_cache(maxsize=None)
def log_of(x):
    return log(x)


def number(at):
    return F(at["number"])


HYPOTHESES = {
    "a length": asserted(lambda at: F(at["length"]).denominator == 1 and 1 <= F(at["length"]) <= 12, "not a length"),
    "two mixing states": asserted(lambda at: len(at["chain"]["chain"]) == 2, "not two states"),
    "lag two": asserted(lambda at: F(at["length"]) == 2, "not lag 2"),
    "a second lag": asserted(lambda at: F(at["length"]) >= 2 and number(at) > 0, "no second lag"),
    "a half-width": asserted(lambda at: 0 < number(at) <= F(1, 2), "not a half-width"),
    "a transition": asserted(lambda at: F(at["length"]) >= 2, "no transition"),
    "two tokens": asserted(lambda at: F(at["length"]) >= 2, "not two tokens"),
    "three tokens": asserted(lambda at: F(at["length"]) >= 3, "not three tokens"),
    "three lags": asserted(lambda at: F(at["length"]) >= 3 and 0 < number(at) <= F(1, 2), "not three lags"),
    "past the first lag": asserted(lambda at: F(at["length"]) >= 2, "the first lag"),
    "a length of tens": asserted(lambda at: F(at["length"]).denominator == 1 and 2 <= F(at["length"]) <= 400,
                                 "not a length of tens"),
    "a narrow prior": asserted(lambda at: 0 < number(at) < F(1, 2), "not a narrow prior"),
}


def given(name, sides):
    return under(HYPOTHESES["a length"], under(HYPOTHESES[name], sides))


CLAIMS = {
    "evolution/printed-second-contrast": ("=", given("lag two", second_contrast)),
    "evolution/second-lag-dominates-after-two-steps": ("<", given("a second lag", two_steps)),
    "evolution/printed-flip-update": ("=", given("a half-width", printed_flip_update)),
    "evolution/printed-curriculum-moments": ("=", given("a narrow prior", printed_moments)),
    "evolution/bigrams-win-from-stationary-starts":
        ("<", given("two tokens", from_stationary("bigram", "unigram", "uniform"))),
    "evolution/curriculum-finds-the-second-lag": ("<", given("three lags", two_lessons)),
    "evolution/released-start-is-stationary": ("=", released_start),
    # Of claims that hold, for the relations they hand out.
    "evolution/first-step-has-its-leading-order": ("<=", leading_order),
    "evolution/flips-have-a-closed-tensor": ("=", given("a half-width", flip_entry)),
    "evolution/curriculum-tends-to-its-diagonal":
        ("<", under(HYPOTHESES["a length of tens"], under(HYPOTHESES["a narrow prior"], second_lesson))),
    "evolution/tensor-is-the-gradient": ("=", given("a length", tensor_entry)),
    "evolution/first-step-has-closed-forms": ("=", given("two mixing states", first_step)),
    "evolution/bigrams-win-on-average": ("<", given("a transition", strategies)),
    "evolution/flips-train-the-diagonal": ("=", given("a half-width", flip_weights)),
    "evolution/minimal-model-counts": ("=", counted),
    "evolution/two-layers-copy-bigrams": ("<=", under(is_large, copied)),
    "evolution/first-token-tells-of-the-chain":
        ("<", under(HYPOTHESES["a length"], from_stationary("bayes", "bigram", "unigram"))),
    "evolution/first-step-favours-the-diagonal": ("<", given("three tokens", first_step_sides)),
    "evolution/contrasts-alternate": ("<", given("past the first lag", contrast)),
}
