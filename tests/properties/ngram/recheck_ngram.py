"""What counterexamples about ngram/* must satisfy: laws of windows by solving for stationarity, every law over lags by
summing over windows, informations and signals as sums over two independent windows, prompts enumerated token by token,
softmax in enclosures. See tests/reports/recheck_witness.py.
"""
import functools
import itertools
from fractions import Fraction as F

from enclosures import Enclosure, exp, log
from exact_algebra import solve
from rules import asserted, not_covered, one_of, under

MOST_PROMPTS = 2 ** 16
STRONG = F(10 ** 9)


def lag_sets(window, most):
    return [s for size in range(most + 1) for s in itertools.combinations(range(1, window + 1), size)]


class Chain:
    """Tokens of an n-gram chain; a window lists them from the oldest to x_0."""

    def __init__(self, at):
        self.lags, self.window = tuple(at["lags"]), at["window"]
        self.rows = [[F(x) for x in row] for row in at["kernel"]]
        self.d, self.order = len(self.rows[0]), max(self.lags)
        assert len(self.rows) == self.d ** len(self.lags), "not one row for each context"
        assert all(sum(row) == 1 and min(row) >= 0 for row in self.rows), "a row is no law"
        self.laws = {}

    def next(self, past):
        """The row that follows the tokens `past`."""
        return self.rows[functools.reduce(lambda z, lag: z * self.d + past[-lag], self.lags, 0)]

    def windows(self, tokens):
        """{window: probability}, in stationarity."""
        if tokens in self.laws:
            return self.laws[tokens]
        if tokens < self.order:
            law = {}
            for w, p in self.windows(tokens + 1).items():
                law[w[1:]] = law.get(w[1:], F(0)) + p
        elif tokens > self.order:
            law = {w + (k,): p * q for w, p in self.windows(tokens - 1).items()
                   for k, q in enumerate(self.next(w)) if p * q != 0}
        else:
            law = self.stationary()
        self.laws[tokens] = law
        return law

    def stationary(self):
        """mu P = mu with one equation replaced by the sum; a second solution would make the system singular."""
        states = list(itertools.product(range(self.d), repeat=self.order))
        place = {w: i for i, w in enumerate(states)}
        system = [[F(-(i == j)) for j in range(len(states))] for i in range(len(states))]
        for w in states:
            for k, q in enumerate(self.next(w)):
                system[place[w[1:] + (k,)]][place[w]] += q
        system[-1] = [F(1)] * len(states)
        try:
            mu = solve(system, [[F(i == len(states) - 1)] for i in range(len(states))])
        except StopIteration:
            raise AssertionError("the stationary law is not unique") from None
        return {w: row[0] for w, row in zip(states, mu) if row[0] != 0}

    def joint(self, lags):
        """{(history, token): probability}."""
        law = {}
        for w, p in self.windows(max((*lags, 0)) + 1).items():
            key = tuple(w[-1 - lag] for lag in lags), w[-1]
            law[key] = law.get(key, F(0)) + p
        return law

    def mu(self):
        law = [F(0)] * self.d
        for w, p in self.windows(1).items():
            law[w[0]] += p
        return law

    def sets(self):
        return lag_sets(self.window, self.window)


def histories(joint):
    law = {}
    for (z, _), p in joint.items():
        law[z] = law.get(z, F(0)) + p
    return law


def conditional(joint, z, d):
    m = histories(joint)[z]
    return [joint.get((z, k), F(0)) / m for k in range(d)]


def shared(chain, a, b):
    """Two independent positions that read a and b: E[(1{x = x'} / mu - 1) 1{reads agree}]."""
    mu, first, second = chain.mu(), chain.joint(a), chain.joint(b)
    return sum((p * q * ((1 / mu[x] if x == y else 0) - 1)
                for (z, x), p in first.items() for (w, y), q in second.items() if z == w), start=F(0))


def modified(chain, lags):
    return shared(chain, lags, lags)


def divergences(chain, lags):
    """{history: (probability, chi-square divergence of what follows)}."""
    mu, joint = chain.mu(), chain.joint(lags)
    return {z: (m, sum(p * p / q for p, q in zip(conditional(joint, z, chain.d), mu) if q != 0) - 1)
            for z, m in histories(joint).items()}


def chi2(chain, lags):
    return sum((m * d for m, d in divergences(chain, lags).values()), start=F(0))


def union(a, b):
    return tuple(sorted({*a, *b}))


def best_set(chain, most):
    """The first set with the largest modified information."""
    return max(lag_sets(chain.window, most), key=lambda s: (modified(chain, s), [-len(s)], [-x for x in s]))


# --- information ---

def information_forms(instance, site, claimed):
    chain = Chain(instance)
    lags = chain.sets()[site["set"]]
    return modified(chain, lags), sum((m * m * d for m, d in divergences(chain, lags).values()), start=F(0))


def uniform_histories(instance, site, claimed):
    chain = Chain(instance)
    lags = chain.sets()[site["set"]]
    number = chain.d ** len(lags)
    assert set(histories(chain.joint(lags)).values()) == {F(1, number)}, "histories are not uniform"
    return modified(chain, lags), chi2(chain, lags) / number


def further(chain):
    return [s for s in chain.sets() if s and not set(s) & set(chain.lags)]


def superset(instance, site, claimed):
    chain = Chain(instance)
    both = union(chain.lags, further(chain)[site["set"]])
    if site["bound"] == 0:
        return modified(chain, both), modified(chain, chain.lags)
    pair = chi2(chain, both), chi2(chain, chain.lags)
    return pair if site["bound"] == 1 else pair[::-1]


def strict_superset(instance, site, claimed):
    return superset(instance, {**site, "bound": 0}, claimed)


def one_lag_more(instance, site, claimed):
    chain = Chain(instance)
    lags = chain.sets()[site["set"]]
    return modified(chain, lags[:-1]), modified(chain, lags)


def information_bounds(instance, site, claimed):
    chain = Chain(instance)
    lags = chain.sets()[site["set"]]
    m = histories(chain.joint(lags)).values()
    if site["bound"]:
        return modified(chain, lags), max(m) * chi2(chain, lags)
    return min(m) * chi2(chain, lags), modified(chain, lags)


def nearest_lag(instance, site, claimed):
    chain = Chain(instance)
    lags = chain.sets()[site["set"]]
    nearest = lags[0]
    if site["bound"]:
        return modified(chain, (nearest,)), modified(chain, (nearest - 1,))
    return modified(chain, lags), modified(chain, (nearest,))


def two_states(instance, site, claimed):
    chain = Chain(instance)
    leave, enter = chain.rows[0][1], chain.rows[1][0]
    eigenvalue, mu = 1 - leave - enter, chain.mu()
    return modified(chain, (site["lag"],)), 2 * eigenvalue ** (2 * site["lag"]) * mu[0] * mu[1]


def beside_parents(instance, site, claimed):
    chain = Chain(instance)
    return modified(chain, chain.sets()[site["set"]]), modified(chain, chain.lags)


def what_parents_add(instance, site, claimed):
    chain = Chain(instance)
    lags = chain.sets()[site["set"]]
    joint, mu = chain.joint(lags), chain.mu()
    m = histories(joint)
    apart = F(0)
    for past, p in chain.windows(max(chain.order, chain.window)).items():
        z = tuple(past[-lag] for lag in lags)
        apart += p * sum((joint.get((z, k), F(0)) / m[z] - q) ** 2 / mu[k]
                         for k, q in enumerate(chain.next(past)) if mu[k] != 0)
    return apart, chi2(chain, union(lags, chain.lags)) - chi2(chain, lags)


# --- copiers ---

def tuned(instance):
    return Chain(instance["chain"]), F(instance["power"])


def blurred(chain, power, heads):
    """Sum over what each head reads in both positions, of attention times what the reads share."""
    total, lags = power + chain.window - 1, range(1, chain.window + 1)
    share = {(h, i): (power if h == i else 1) / F(total) for h in lags for i in lags}
    reads = list(itertools.product(lags, repeat=len(heads)))
    weight = {read: functools.reduce(lambda w, hi: w * share[hi], zip(heads, read), F(1)) for read in reads}
    return sum((weight[a] * weight[b] * shared(chain, a, b) for a in reads for b in reads), start=F(0))


def blurred_signal(instance, site, claimed):
    chain, power = tuned(instance)
    signal = blurred(chain, power, lag_sets(chain.window, 2)[site["set"]])
    return signal, signal


def beside_best_of_blurred(instance, site, claimed):
    chain, power = tuned(instance)
    sets = lag_sets(chain.window, 2)
    return blurred(chain, power, sets[site["set"]]), blurred(chain, power, best_set(chain, 2))


def copiers(chain):
    return [(lags, head) for lags in lag_sets(chain.window, 2) for head in lags]


def copier_matrix(chain, lags, head):
    reads = [tuple(i if lag == head else lag for lag in lags) for i in range(1, chain.window + 1)]
    return [[shared(chain, a, b) for b in reads] for a in reads]


def determinant(m):
    if not m:
        return F(1)
    return sum((-1) ** c * m[0][c] * determinant([row[:c] + row[c + 1:] for row in m[1:]]) for c in range(len(m)))


def gram(instance, site, claimed):
    chain = Chain(instance)
    lags, head = copiers(chain)[site["copier"]]
    j = copier_matrix(chain, lags, head)
    if site["bound"] == 0:
        return one_of([(F(0), determinant([[j[a - 1][b - 1] for b in s] for a in s])) for s in chain.sets()[1:]],
                      claimed)
    i = site["lag"] - 1
    if site["bound"] == 1:
        pair = j[i][i], modified(chain, union(set(lags) - {head}, (i + 1,)))
        return one_of([pair, pair[::-1]], claimed)
    return one_of([(j[i][k] ** 2, j[i][i] * j[k][k]) for k in range(i)], claimed)


def stable_copier(instance, site, claimed):
    chain = Chain(instance)
    lags, head = copiers(chain)[site["copier"]]
    assert lags == best_set(chain, 2), "not the information set"
    j = copier_matrix(chain, lags, head)
    return j[site["lag"] - 1][head - 1], j[head - 1][head - 1]


def two_lags(instance):
    """J_hh, J_ho, J_oo, the attention on lag 1 and its velocity: of sigma = e / (e + f) with e, f moved by the slopes
    of the reward, which is homogeneous in them."""
    chain, power = tuned(instance)
    own, both, other = (shared(chain, (a,), (b,)) for a, b in ((1, 1), (1, 2), (2, 2)))
    e, f, total = power, F(1), power + 1
    reward = (own * e * e + 2 * both * e * f + other * f * f) / total ** 2
    w_own = e * (2 * (own * e + both * f) / total ** 2 - 2 * reward / total)
    w_other = f * (2 * (both * e + other * f) / total ** 2 - 2 * reward / total)
    return own, both, other, e / total, (e * w_own * f - e * f * w_other) / total ** 2


def two_lag_flow(instance, site, claimed):
    own, both, other, s, velocity = two_lags(instance)
    return velocity, 4 * s * s * (1 - s) ** 2 * (s * (own - both) + (1 - s) * (both - other))


def basin(instance, site, claimed):
    own, both, other, s, velocity = two_lags(instance)
    boundary = max(F(0), (other - both) / (own + other - 2 * both))
    return (F(0), (s - boundary) * velocity) if site["bound"] else (boundary, F(1, 2))


def flow_of_copier(instance, site, claimed):
    """Slopes of e' J e / (sum e)^2 along log e_i; e is the power on the head's own lag, i on another lag i."""
    chain, power = tuned(instance)
    lags, head = copiers(chain)[site["copier"]]
    j = copier_matrix(chain, lags, head)
    e = [power if i == head else F(i) for i in range(1, chain.window + 1)]
    total, pulls = sum(e), [sum(x * y for x, y in zip(row, e)) for row in j]
    reward = sum(x * y for x, y in zip(e, pulls))
    slopes = [2 * x * (pull / total ** 2 - reward / total ** 3) for x, pull in zip(e, pulls)]
    return (sum(slopes), F(0)) if site["lag"] == 0 else (slopes[site["lag"] - 1],) * 2


# --- classifier ---

def drift(chain, lags, u):
    """Shares of what matches, among positions with the token and among all, each match weighing u."""
    mu, joint = chain.mu(), chain.joint(lags)
    m = histories(joint)
    return sum((p * (u * p / (u * p + mu[k] - p) - u * m[z] / (u * m[z] + 1 - m[z]))
                for (z, k), p in joint.items()), start=F(0))


def classifier_drift(instance, site, claimed):
    chain, u = tuned(instance)
    lags = chain.sets()[site["set"]]
    return (drift(chain, lags, F(1)), modified(chain, lags)) if site["part"] else (drift(chain, lags, u),) * 2


def strengthening(instance, site, claimed):
    chain, u = tuned(instance)
    assert u >= 1, "the power is below one"
    return F(0), drift(chain, chain.sets()[site["set"]], u)


def late_drift(instance, site, claimed):
    """p / (p + (q - p) w) = 1 - x w + x^2 w^2 - ... with x = q / p - 1, and w = 1/u."""
    chain = Chain(instance)
    joint, mu = chain.joint(chain.sets()[site["set"]]), chain.mu()
    m, order = histories(joint), site["order"]
    series = sum((p * (-1) ** order * ((mu[k] / p - 1) ** order - (1 / m[z] - 1) ** order)
                  for (z, k), p in joint.items()), start=F(0))
    if order == 1:
        return series, sum((mu[k] for z in m for k in range(chain.d) if (z, k) not in joint), start=F(0))
    return series, sum((sum(mu[k] ** 2 * m[z] / joint[z, k] for k in range(chain.d) if (z, k) in joint) - 1) / m[z]
                       for z in m)


def losses(instance, site, claimed):
    """Minus logarithms of the output of matches that weigh u, of the token's law, of the row."""
    chain, u = tuned(instance)
    mu, joint = chain.mu(), chain.joint(chain.sets()[site["set"]])
    m = histories(joint)
    guesses = {"now": lambda z, k, p: ((u - 1) * p + mu[k]) / ((u - 1) * m[z] + 1),
               "rest": lambda z, k, p: mu[k], "limit": lambda z, k, p: p / m[z]}
    loss = {name: sum(log(1 / guess(z, k, p)) * p for (z, k), p in joint.items()) for name, guess in guesses.items()}
    return (loss["now"], loss["rest"]) if site["bound"] else (loss["limit"], loss["now"])


def late_rate(instance, site, claimed):
    """The gain of u^p in unit time beside its constant, and what geometric series leave out after p terms."""
    chain, u = tuned(instance)
    lags = chain.sets()[site["set"]]
    mu, joint = chain.mu(), chain.joint(lags)
    m = histories(joint)
    p = 1 if len(joint) < len(m) * sum(1 for x in mu if x != 0) else 2
    terms = [(q, mu[k] / q - 1, 1 / m[z] - 1) for (z, k), q in joint.items()]
    constant = sum(q * ((rho - x) if p == 1 else (x * x - rho * rho)) for q, x, rho in terms)
    left_out = sum(q * (abs(x) ** (p + 1) / (u + x) + rho ** (p + 1) / (u + rho)) for q, x, rho in terms)
    return abs(p * u ** p * drift(chain, lags, u) - p * constant), p * left_out


def released_signal(instance, site, claimed):
    chain = Chain(instance)
    lags = chain.sets()[site["set"]]
    joint, mu = chain.joint(lags), chain.mu()
    m = histories(joint)
    signal = sum((joint.get((z, k), F(0)) - m[z] * mu[k]) * (joint.get((z, k), F(0)) - m[z] / chain.d)
                 for z in m for k in range(chain.d))
    return signal, modified(chain, lags) / chain.d


def released_late_drift(instance, site, claimed):
    chain = Chain(instance)
    joint, mu = chain.joint((1,)), chain.mu()
    total = Enclosure.of(0)
    for z in histories(joint):
        law = conditional(joint, z, chain.d)
        masses = [exp(p) for p in law]
        total = total + sum((p - mass / sum(masses)) * (p - q) for p, mass, q in zip(law, masses, mu))
    return F(0), total


# --- prompts ---

def prompts(instance):
    """(x_1 ... x_{L+1}, probability)."""
    chain, length = Chain(instance["chain"]), instance["length"]
    assert length >= chain.order, "the prompt is too short"
    if chain.d ** (length + 1) > MOST_PROMPTS:
        not_covered("there are too many prompts")
    return chain.windows(length + 1).items()


def signal(instance, lags):
    length, epsilon, total = instance["length"], F(instance["epsilon"]), F(0)
    for x, p in prompts(instance):
        share = F(x[:-1].count(x[-1]), length)
        if share + epsilon == 0:
            continue
        kappa = [all(lag <= l and x[l - lag] == x[length - lag] for lag in lags) for l in range(length)]
        total += p * sum((x[l] == x[-1]) - share for l in range(length) if kappa[l]) / (share + epsilon) / length
    return total


def slope_of_loss(instance, site, claimed):
    found = signal(instance, Chain(instance["chain"]).sets()[site["set"]])
    return found, found


def beside_best_on_short_prompts(instance, site, claimed):
    chain = Chain(instance["chain"])
    return signal(instance, chain.sets()[site["set"]]), signal(instance, best_set(chain, chain.window))


def unseen_targets(instance, site, claimed):
    """The slope of log of the output along log u at u = 10^9, by how much of the attention is on matches among the
    target's tokens and among all."""
    length, lags = instance["length"], Chain(instance["chain"]).sets()[site["set"]]
    slope = unseen = F(0)
    for x, p in prompts(instance):
        kappa = [all(lag <= l and x[l - lag] == x[length - lag] for lag in lags) for l in range(length)]
        hits = [x[l] == x[-1] for l in range(length)]
        n, matching, both = sum(hits), sum(kappa), sum(a and b for a, b in zip(hits, kappa))
        if n == 0:
            continue
        slope += p * (F(both * STRONG) / (both * STRONG + n - both)
                      - F(matching * STRONG) / (matching * STRONG + length - matching))
        unseen += p if matching and not both else 0
    return abs(slope + unseen), length / STRONG


# --- selector ---

class Selector:
    def __init__(self, at):
        self.c, self.g = ([F(x) for x in at[name]] for name in ("weights", "signals"))
        self.rate, self.norm = F(at["rate"]), sum(F(x) ** 2 for x in at["weights"])

    def velocity(self, a):
        """Every pair of sets pulls at each other."""
        return [2 * c * a * sum(d * d * (g - h) for d, h in zip(self.c, self.g)) / self.norm ** 2
                for c, g in zip(self.c, self.g)]


def replicator(instance, site, claimed):
    at = Selector(instance)
    flow = at.velocity(at.rate)
    change = sum(2 * c * v for c, v in zip(at.c, flow))
    if site["part"] == 2:
        return change / 2, F(0)
    s = site["set"]
    if site["part"] == 0:
        return flow[s], flow[s]
    mean = sum(c * c * g for c, g in zip(at.c, at.g)) / at.norm
    share = at.c[s] ** 2 / at.norm
    return (2 * at.c[s] * flow[s] - share * change) / at.norm, 4 * at.rate / at.norm * share * (at.g[s] - mean)


def step_of_selector(instance, site, claimed):
    at = Selector(instance)
    gradient = at.velocity(F(1))
    return (sum((c + at.rate * v) ** 2 for c, v in zip(at.c, gradient)),
            at.norm + at.rate ** 2 * sum(v * v for v in gradient))


def time_of_selector(instance, site, claimed):
    at = Selector(instance)
    eighths = sorted((8 * g for g in at.g), reverse=True)
    assert at.rate > 0 and all(n.denominator == 1 for n in eighths), "signals are not in eighths"
    masses = [(1 + at.rate) ** int(n) for n in eighths]
    return sum(masses[1:]) / sum(masses), (len(masses) - 1) / (1 + at.rate) ** int(eighths[0] - eighths[1])


# --- one prompt ---

class Prompt:
    def __init__(self, at):
        self.x, self.lags, self.window = at["tokens"], at["set"], at["window"]
        self.symbols, self.power, self.length = at["symbols"], F(at["power"]), len(at["tokens"])

    def shares(self, positions):
        positions = list(positions)
        return [F(sum(self.x[l] == k for l in positions), len(positions)) for k in range(self.symbols)]

    def matches(self, first):
        return [l for l in range(first, self.length)
                if all(lag <= l and self.x[l - lag] == self.x[self.length - lag] for lag in self.lags)]

    def output(self, u):
        matching = set(self.matches(0))
        weights = [u if l in matching else F(1) for l in range(self.length)]
        return [sum(w for w, x in zip(weights, self.x) if x == k) / sum(weights) for k in range(self.symbols)]

    def head(self, first):
        return self.shares(self.matches(first) or range(self.length))


def distance_to_head(instance, site, claimed):
    at, k = Prompt(instance), site["symbol"]
    matching = at.matches(max((*at.lags, 0)))
    others = [l for l in range(at.length) if l not in matching]
    apart = F(0)
    if matching and others:
        apart = (at.shares(others)[k] - at.shares(matching)[k]) * len(others) / (len(others) + len(matching) * at.power)
    return at.output(at.power)[k] - at.head(max((*at.lags, 0)))[k], apart


def head_of_window(instance, site, claimed):
    at = Prompt(instance)
    return (sum(abs(a - b) for a, b in zip(at.output(STRONG), at.head(at.window))), 2 * at.length / STRONG)


# --- hypotheses ---

def chain_of(at):
    return Chain(at["chain"] if "chain" in at else at)


def has_one_stationary_law(at):
    chain_of(at).windows(1)


def some_set_informs(at):
    chain = chain_of(at)
    return any(modified(chain, lags) > 0 for lags in chain.sets())


def better_lag(at):
    own, _, other, _, _ = two_lags(at)
    return own >= other


def lags_differ(at):
    own, both, other, _, _ = two_lags(at)
    return own + other > 2 * both


def has_further_lags(at):
    chain = Chain(at)
    return chain.order <= chain.window and chain.window > len(chain.lags)


HYPOTHESES = {
    "one stationary law": has_one_stationary_law,
    "uniform histories": asserted(lambda at: True, ""),  # the rule asserts it of the set that it looks at
    "further lags": asserted(has_further_lags, "nothing to add to the parents"),
    "positive entries": asserted(lambda at: min(map(min, chain_of(at).rows)) > 0, "an entry is zero"),
    "informative parents": asserted(lambda at: modified(Chain(at), Chain(at).lags) > 0, "the parents say nothing"),
    "first order": asserted(lambda at: Chain(at).lags == (1,), "not of first order"),
    "two states": asserted(lambda at: Chain(at).lags == (1,) and Chain(at).d == 2, "not two states"),
    "parents in the window": asserted(lambda at: Chain(at).order <= Chain(at).window, "a parent is not seen"),
    "an information set": asserted(lambda at: best_set(Chain(at), 2) != (), "no set informs"),
    "a history that informs": asserted(some_set_informs, "no set informs"),
    "strengthening": asserted(lambda at: F(at["power"]) >= 1, "the power is below one"),
    "a positive strength": asserted(lambda at: F(at["power"]) > 1, "the power is not above one"),
    "no epsilon": asserted(lambda at: F(at["epsilon"]) == 0, "there is an epsilon"),
    "the better lag": asserted(better_lag, "the other lag informs more"),
    "different signals": asserted(lags_differ, "the lags have the same signal"),
    "biased heads": asserted(lambda at: F(at["power"]) > 1, "heads are not biased"),
    "uniform tokens": asserted(lambda at: len(set(Chain(at).mu())) == 1, "tokens are not uniform"),
    "a last token that informs": asserted(lambda at: modified(Chain(at), (1,)) > 0, "the last token says nothing"),
    "long enough": asserted(lambda at: at["length"] >= max(at["chain"]["lags"]), "the prompt is too short"),
    "a selector": asserted(lambda at: any(F(c) != 0 for c in at["weights"]), "every weight is zero"),
    "eighths": asserted(lambda at: all((8 * F(g)).denominator == 1 for g in at["signals"]), "not eighths"),
}


def given(names, sides):
    for name in names:
        sides = under(HYPOTHESES[name], sides)
    return sides


LAW = ("one stationary law",)
CLAIMS = {
    "ngram/modified-information-is-monotone": ("<=", given(LAW, one_lag_more)),
    "ngram/information-set-is-the-parents": ("<=", given((*LAW, "parents in the window"), beside_parents)),
    "ngram/any-bias-finds-the-set": ("<=", given((*LAW, "biased heads"), beside_best_of_blurred)),
    "ngram/released-criterion-is-a-proper-score":
        ("<", given((*LAW, "a last token that informs"), released_late_drift)),
    "ngram/short-prompts-rank-sets-rightly": ("<=", given(("long enough",), beside_best_on_short_prompts)),
    "ngram/head-of-the-window-is-the-limit": ("<=", head_of_window),
    # Of claims that hold, for the relations they hand out.
    "ngram/information-forms": ("=", given(LAW, information_forms)),
    "ngram/uniform-histories-scale": ("=", given(LAW, uniform_histories)),
    "ngram/supersets-do-not-help": ("<=", given((*LAW, "further lags"), superset)),
    "ngram/supersets-lose-strictly":
        ("<", given((*LAW, "further lags", "positive entries", "informative parents"), strict_superset)),
    "ngram/information-bounds": ("<=", given(LAW, information_bounds)),
    "ngram/nearest-lag-informs-most": ("<=", given((*LAW, "first order"), nearest_lag)),
    "ngram/two-state-information": ("=", given((*LAW, "two states"), two_states)),
    "ngram/imperfect-copiers-blur-the-signal": ("=", given(LAW, blurred_signal)),
    "ngram/copier-signal-is-gram": ("<=", given(LAW, gram)),
    "ngram/best-set-makes-a-stable-copier": ("<=", given((*LAW, "an information set"), stable_copier)),
    "ngram/copier-flow-is-the-slope-of-its-reward": ("=", given(LAW, flow_of_copier)),
    "ngram/copier-flow-of-two-lags": ("=", given(LAW, two_lag_flow)),
    "ngram/copier-basin": ("<=", given((*LAW, "different signals", "the better lag"), basin)),
    "ngram/classifier-drift-descends-the-loss": ("=", given(LAW, classifier_drift)),
    "ngram/classifier-always-strengthens":
        ("<", given((*LAW, "a history that informs", "strengthening"), strengthening)),
    "ngram/late-drift-has-its-constants": ("=", given(LAW, late_drift)),
    "ngram/loss-falls-to-the-conditional-entropy":
        ("<", given((*LAW, "a positive strength", "a history that informs"), losses)),
    "ngram/strength-grows-at-its-late-rate": ("<=", given((*LAW, "a positive strength"), late_rate)),
    "ngram/unseen-tokens-stop-the-classifier": ("<=", given(("long enough", "no epsilon"), unseen_targets)),
    "ngram/limit-is-the-bayes-kernel": ("=", given(LAW, what_parents_add)),
    "ngram/released-signal-under-uniform-tokens": ("=", given((*LAW, "uniform tokens"), released_signal)),
    "ngram/stage-one-signal-is-the-slope": ("=", given(("long enough",), slope_of_loss)),
    "ngram/selector-is-a-replicator": ("=", given(("a selector",), replicator)),
    "ngram/selector-steps-add-their-square": ("=", given(("a selector",), step_of_selector)),
    "ngram/selector-finds-the-set-in-time": ("<=", given(("eighths",), time_of_selector)),
    "ngram/distance-to-the-induction-head": ("=", distance_to_head),
}
