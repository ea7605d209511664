"""What counterexamples about icl/* must satisfy: layers token by token, gradients by differences of the loss, trace
moments over pairs of set partitions, softmax in enclosures. See tests/reports/recheck_witness.py.
"""
import functools
import itertools
from fractions import Fraction as F
from math import comb, factorial

from enclosures import Enclosure, exp
from exact_algebra import is_positive_semidefinite, matrix, product, transposed
from rules import asserted, not_covered, under

STEPS_OF_ROLL_OUT = 8


def dot(a, b):
    return sum((x * y for x, y in zip(a, b)), start=F(0))


def times(rows, x):
    """A matrix and a vector."""
    return [dot(row, x) for row in rows]


class Task:
    def __init__(self, at):
        self.x, self.y, self.w0 = matrix(at["x"]), matrix(at["y"]), matrix(at["W0"])
        self.query = [row[0] for row in matrix(at["query"])]
        self.rate, self.gamma, self.hidden = F(at["rate"]), F(at["gamma"]), matrix(at["hidden"])
        self.layers, self.n = at["layers"], len(self.x)
        assert self.n >= 1 and len(self.y) == self.n and len(self.query) == len(self.x[0]), "no such task"

    def loss(self, w):
        errors = [p - t for x, y in zip(self.x, self.y) for p, t in zip(times(w, x), y)]
        return dot(errors, errors) / (2 * self.n)

    def gradient(self, w):
        """Central differences, exact for a quadratic."""
        def moved(o, c, by):
            return [[v + by * ((i, j) == (o, c)) for j, v in enumerate(row)] for i, row in enumerate(w)]
        return [[(self.loss(moved(o, c, 1)) - self.loss(moved(o, c, -1))) / 2 for c in range(len(w[0]))]
                for o in range(len(w))]

    def descended(self, steps):
        w = self.w0
        for _ in range(steps):
            w = [[v - self.rate * g for v, g in zip(*rows)] for rows in zip(w, self.gradient(w))]
        return w

    def tokens(self):
        """Pairs (x, y), the query last."""
        return list(zip(self.x, self.y)) + [(self.query, [-v for v in times(self.w0, self.query)])]

    def after(self, layers, gamma, rate=None, with_query=False):
        """Layers of the construction: every token gets (rate/N) sum_i (W_0 x_i - y_i) <x_i, x>, and GD++ moves x."""
        rate, tokens = self.rate if rate is None else rate, self.tokens()
        for k in range(layers):
            t, g = (rate(k), gamma(k)) if callable(gamma) else (rate, gamma)
            context = tokens if with_query else tokens[:-1]
            errors = [[p - v for p, v in zip(times(self.w0, x), y)] for x, y in context]
            moved = []
            for x, y in tokens:
                scores = [dot(xi, x) for xi, _ in context]
                moved.append(([v - g * dot(scores, [xi[c] for xi, _ in context]) for c, v in enumerate(x)],
                              [v + t / self.n * dot(scores, [e[o] for e in errors]) for o, v in enumerate(y)]))
            tokens = moved
        return tokens

    def covariance(self):
        return product(transposed(self.x), self.x)


def entry(tokens, site):
    column = tokens[site["column"]]
    return (column[0] + column[1])[site["row"]]


def layer_and_step(instance, site, claimed):
    task = Task(instance)
    w1 = task.descended(1)
    delta = [[a - b for a, b in zip(*rows)] for rows in zip(w1, task.w0)]
    stepped = [(x, [v - d for v, d in zip(y, times(delta, x))]) for x, y in task.tokens()]
    return entry(task.after(1, F(0)), site), entry(stepped, site)


def same_layer(instance, site, claimed):
    """Whatever invertible matrices stand between the factors: the layer is a function of the products."""
    task = Task(instance)
    value = entry(task.after(1, task.gamma), site)
    return value, value


def shift_by_query(instance, site, claimed):
    task = Task(instance)
    o = site["row"]
    found = task.after(1, F(0))[-1][1][o] - task.after(1, F(0), with_query=True)[-1][1][o]
    return found, -2 * task.rate / task.n * dot(task.query, task.query) * times(task.w0, task.query)[o]


def layers_and_steps(instance, site, claimed):
    task = Task(instance)
    j, o = site["column"], site["row"]
    w = task.descended(task.layers)
    found = task.after(task.layers, F(0))[j][1][o]
    if j == task.n:
        return -found, times(w, task.query)[o]
    return found, task.y[j][o] - times(w, task.x[j])[o] + times(task.w0, task.x[j])[o]


def plus_plus_layer(instance, site, claimed):
    task = Task(instance)
    covariance, gradient = task.covariance(), task.gradient(task.w0)
    stepped = [([v - task.gamma * c for v, c in zip(x, times(covariance, x))],
                [v + task.rate * g for v, g in zip(y, times(gradient, x))]) for x, y in task.tokens()]
    return entry(task.after(1, task.gamma), site), entry(stepped, site)


def residual(instance, site, claimed):
    """rho(C) applied to the query factor by factor; the layers on noiseless targets from zero."""
    task = Task(instance)
    w, covariance = task.w0, task.covariance()
    # phi_{k+1} = phi_k (1 - gamma_k C phi_k^2) as matrices.
    size = len(covariance)
    identity = [[F(i == j) for j in range(size)] for i in range(size)]
    phi_matrix, rho_vector = identity, task.query
    for k in range(1, task.layers + 1):
        squared = product(covariance, product(phi_matrix, phi_matrix))
        t, g = task.rate / (task.n * k), task.gamma / k
        rho_vector = [a - t * b for a, b in zip(rho_vector, times(squared, rho_vector))]
        phi_matrix = product(phi_matrix, [[identity[i][j] - g * squared[i][j] for j in range(size)]
                                          for i in range(size)])
    noiseless = Task(instance)
    noiseless.y = [times(w, x) for x in task.x]
    noiseless.w0 = [[F(0)] * size for _ in w]
    found = noiseless.after(task.layers, lambda k: task.gamma / (k + 1), lambda k: task.rate / (k + 1))
    o = site["row"]
    return times(w, task.query)[o] + found[-1][1][o], times(w, rho_vector)[o]


def residual_degrees(instance, site, claimed):
    """Degrees from the recursion of degrees: no leading coefficient cancels while rates are not zero."""
    task = Task(instance)
    rho = phi = 0
    for _ in range(task.layers):
        rho, phi = rho + 1 + 2 * phi, phi + (1 + 2 * phi if site["plus-plus"] else 0)
    return F(rho), F((3 ** task.layers - 1) // 2 if site["plus-plus"] else task.layers)


def mapped_spectrum(instance, site, claimed):
    task = Task(instance)
    if "turning" in site:
        gamma = abs(task.gamma)
        at = {1: F(1, 3), 2: F(1), 3: F(4, 3)}[site["turning"]] / gamma
        return at * (1 - gamma * at) ** 2, F(0) if site["turning"] == 2 else F(4, 27) / gamma
    moved = [[v - task.gamma * c for v, c in zip(x, times(task.covariance(), x))] for x in task.x]

    def trace(c):
        power = functools.reduce(product, [c] * site["power"])
        return sum(power[i][i] for i in range(len(power)))
    c = task.covariance()
    f = [[c[i][j] - 2 * task.gamma * s + task.gamma ** 2 * q for j, (s, q) in enumerate(zip(*rows))]
         for i, rows in enumerate(zip(product(c, c), product(c, product(c, c))))]
    return trace(product(transposed(moved), moved)), trace(f)


def kernel_sum(task):
    def lifted(x):
        return [max(v, F(0)) for v in times(task.hidden, x)]
    kernels = [dot(lifted(x), lifted(task.query)) for x in task.x]
    return [dot(kernels, [y[o] for y in task.y]) for o in range(len(task.y[0]))]


def kernel_step(instance, site, claimed):
    task = Task(instance)
    value = kernel_sum(task)[site["row"]] * task.rate / task.n
    lifted = Task(instance)
    lifted.x = [[max(v, F(0)) for v in times(task.hidden, x)] for x in task.x]
    lifted.query = [max(v, F(0)) for v in times(task.hidden, task.query)]
    lifted.w0 = [[F(0)] * len(task.hidden) for _ in task.w0]
    return -lifted.after(1, F(0))[-1][1][site["row"]], value


def printed_kernel(instance, site, claimed):
    return kernel_step(instance, site, claimed)[0], kernel_sum(Task(instance))[site["row"]]


def copied(instance, site, claimed):
    """By positions: the token at place 2j gets the y of place 2j + 1."""
    task = Task(instance)
    nx, ny, n = len(task.x[0]), len(task.y[0]), task.n
    j, row = site["column"], site["row"]
    if row >= nx + ny:
        value = F(row - nx - ny == j)
    elif row >= nx:
        value = task.y[j // 2][row - nx]  # copied at even places, its own at odd ones
    else:
        value = task.x[j // 2][row] if j % 2 == 0 else F(0)
    return value, value


def softmax_copy(instance, site, claimed):
    task = Task(instance)
    j, o, q = site["example"], site["output"], site["mass"]
    values = [F(0)] * task.n + [y[o] for y in task.y]
    others = 2 * task.n - 1
    found = (sum(values) + (q - 1) * task.y[j][o]) / (q + others)
    furthest = max(abs(task.y[j][o] - v) for v in values)
    return abs(found - task.y[j][o]), furthest * others / (q + others)


def scores_of(instance):
    return [row[0] for row in matrix(instance["scores"])]


def series_of_two_heads(instance, site, claimed):
    """Coefficients of t, t^2, t^3 from power series of weights, against centred power means."""
    z = scores_of(instance)
    i, order = site["row"], site["column"] + 1

    def weights(sign):
        """p_i up to t^3 by p' = p (z_i - sum p z), coefficient by coefficient."""
        p = [[F(1, len(z))] for _ in z]
        for k in range(3):
            mean = [dot([sign * v for v in z], [q[m] for q in p]) for m in range(k + 1)]
            grown = [(sign * v * q[k] - sum(q[m] * mean[k - m] for m in range(k + 1))) / (k + 1)
                     for v, q in zip(z, p)]
            for q, g in zip(p, grown):
                q.append(g)
        return p[i][order]
    mean = sum(z) / len(z)
    apart = [v - mean for v in z]
    variance, third = dot(apart, apart) / len(z), sum(v ** 3 for v in apart) / len(z)
    formula = {1: 2 * apart[i] / len(z), 2: F(0),
               3: (apart[i] ** 3 - 3 * variance * apart[i] - third) / (3 * len(z))}[order]
    return weights(1) - weights(-1), formula


def remainder_of_two_heads(instance, site, claimed):
    z = scores_of(instance)
    i, mean, spread = site["token"], sum(z) / len(z), max(z) - min(z)

    def weight(sign):
        masses = [exp(sign * v) for v in z]
        return masses[i] / sum(masses[1:], start=masses[0])
    left = weight(1) - weight(-1) - 2 * (z[i] - mean) / len(z)
    size = Enclosure(max(left.low, -left.high, 0), max(abs(left.low), abs(left.high)))
    return size, exp(spread) * spread ** 3 * F(2, 3) / len(z)


class Law:
    def __init__(self, text):
        self.kind, *rest = text.split(":")
        self.numbers = [F(x) for x in rest]

    def moment(self, k):
        """E x^(2k)."""
        if self.kind == "gaussian":
            return functools.reduce(lambda a, b: a * b, range(1, 2 * k, 2), F(1))
        if self.kind == "uniform":
            return self.numbers[0] ** (2 * k) / (2 * k + 1)
        return F(1) if k == 0 else self.numbers[0] * self.numbers[1] ** (2 * k)


@functools.lru_cache(maxsize=None)
def partitions(k):
    if k == 0:
        return [()]
    return [head + (name,) for head in partitions(k - 1) for name in range(max(head, default=-1) + 2)]


def falling(n, p):
    return functools.reduce(lambda a, b: a * b, range(n - p + 1, n + 1), F(1)) if p <= n else F(0)


@functools.lru_cache(maxsize=None)
def trace_moment(k, d, n, law):
    """E tr (X X^T)^k over names of rows and columns of a closed walk."""
    if k == 0:
        return F(d)
    if k > 6:
        not_covered("walks of more than six rows take too long here")
    total, of = F(0), Law(law)
    moments = [of.moment(m) for m in range(k + 1)]
    for rows in partitions(k):
        for columns in partitions(k):
            edges = {}
            for a in range(k):
                for e in ((rows[a], columns[a]), (rows[(a + 1) % k], columns[a])):
                    edges[e] = edges.get(e, 0) + 1
            if any(m % 2 for m in edges.values()):
                continue
            weight = functools.reduce(lambda a, b: a * b, (moments[m // 2] for m in edges.values()), F(1))
            total += weight * falling(d, max(rows) + 1) * falling(n, max(columns) + 1)
    return total


class Setting:
    def __init__(self, at):
        self.d, self.n, self.text, self.steps = at["dimension"], at["context"], at["inputs"], at["steps"]
        self.number, self.a = F(at["number"]), matrix(at["preconditioner"])
        self.law = Law(self.text)
        self.s = self.law.moment(1)

    def moment(self, k):
        return trace_moment(k, self.d, self.n, self.text)

    def total(self):
        return self.n + self.d - 2 + self.law.moment(2) / self.s ** 2

    def rate(self):
        return self.n / (self.s * self.total())

    def least(self):
        return self.d * self.s / 2 * (1 - self.n / self.total())

    def loss(self, t, scale=F(1)):
        return scale ** 2 * self.s / 2 * (self.moment(0) - 2 * t * scale ** 2 * self.moment(1)
                                          + t ** 2 * scale ** 4 * self.moment(2))


def one_step_loss(instance, site, claimed):
    at = Setting(instance)
    t = at.moment(1) / at.moment(2)
    return (t * at.n, at.rate()) if site["loss"] == 0 else (at.loss(t), at.least())


def one_step_optimum(instance, site, claimed):
    at = Setting(instance)
    share = (F(1), F(1, 10), F(1, 1000), F(0))[site["point"]]
    t = F(0) if site["point"] == 0 else at.rate() / at.n
    moved = [[share * v + t * (i == j) for j, v in enumerate(row)] for i, row in enumerate(at.a)]
    trace = sum(moved[i][i] for i in range(at.d))
    squares = sum(v * v for row in moved for v in row)
    return at.least(), at.s / 2 * (at.d - 2 * trace * at.moment(1) / at.d + squares * at.moment(2) / at.d)


def loss_coefficient(instance, site, claimed):
    at = Setting(instance)
    k = site["power"]
    value = at.s / 2 * comb(2 * at.steps, k) * (-1) ** k * at.moment(k)
    return value, value


def loss_at_scale(instance, site, claimed):
    at = Setting(instance)
    scale = (F(1, 2), F(1), F(3, 2), F(2))[site["scale"]]
    r = at.n / at.total()
    return (at.loss(at.rate() / at.n, scale),
            at.d * at.s / 2 * scale ** 2 * (1 - 2 * r * scale ** 2 + r * scale ** 4))


def printed_loss(instance, site, claimed):
    at = Setting(instance)
    full = 2 * at.loss(at.moment(1) / at.moment(2))
    return (full, F(1, 4)) if site["bound"] else (F(3, 20), full)


def damped_step(task):
    return F(9) / (task.n + len(task.x[0]) - F(1, 5))


def roll_out(instance, site, claimed):
    task = Task(instance)
    c, s = task.covariance(), damped_step(task)
    once = [[F(i == j) - s * v for j, v in enumerate(row)] for i, row in enumerate(c)]
    left, sizes = [[F(i == j) for j in range(len(c))] for i in range(len(c))], []
    for _ in range(STEPS_OF_ROLL_OUT + 1):
        sizes.append(sum(v * v for row in left for v in row))
        left = product(left, once)
    return sizes[site["step"]], sizes[site["step"] - 1]


def roll_out_on_average(instance, site, claimed):
    """E (1 - s C)^(2T) for a chi-square variable C by its moments."""
    at, most = Setting(instance), 2 * site["steps"]
    step = at.number * at.rate() / at.n
    moments = list(itertools.accumulate(range(most), lambda m, k: m * (at.n + 2 * k), initial=F(1)))
    return sum(comb(most, k) * (-step) ** k * m for k, m in enumerate(moments)), F(1)


def tail_of_uniform_sum(n, at):
    """P(U_1 + ... + U_n >= at) for a whole number: permutations of n with `at` descents or more, over n!."""
    row = [1]  # Eulerian numbers of m
    for m in range(2, n + 1):
        row = [(k + 1) * (row[k] if k < len(row) else 0) + (m - k) * (row[k - 1] if k else 0) for k in range(m)]
    return F(sum(row[at:]), factorial(n))


def rare_half_loss(at, step, steps, total):
    """Tasks with signs of rank one and sizes that sum to `total` of the half-widths."""
    d, n = at.d, at.n
    growth = step * (at.law.numbers[0] * total) ** 2 / (d * n) - 1
    if growth <= 1:
        return F(0)
    return at.s / 2 * tail_of_uniform_sum(d * n, total) / 2 ** (d * n - d - n + 1) * growth ** (2 * steps)


def rare_tasks_and_all(instance, site, claimed):
    at = Setting(instance)
    steps, step = site["steps"], at.number * at.rate() / at.n
    if at.d == 1:
        moments = [F(1)] + [F(0)] * (2 * steps)  # of a sum of squares, one after the other
        for _ in range(at.n):
            moments = [sum(comb(k, j) * moments[k - j] * at.law.moment(j) for j in range(k + 1))
                       for k in range(2 * steps + 1)]
    else:
        moments = [at.moment(k) for k in range(2 * steps + 1)]
    loss = at.s / 2 * sum(comb(2 * steps, k) * (-step) ** k * m for k, m in enumerate(moments))
    return rare_half_loss(at, step, steps, site["sum"]), loss


def none_and_roll_out(instance, site, claimed):
    at = Setting(instance)
    step = at.number * at.rate() / at.n
    return at.d * at.s / 2, max(rare_half_loss(at, step, site["steps"], k) for k in range(1, at.d * at.n))


def in_range(at):
    return all(abs(v) <= F(1, 2) for row in matrix(at["x"]) for v in row)


def below_threshold(at):
    task = Task(at)
    return is_positive_semidefinite([[2 / damped_step(task) * (i == j) - v for j, v in enumerate(row)]
                                     for i, row in enumerate(task.covariance())])


HYPOTHESES = {
    "rates": asserted(lambda at: F(at["rate"]) != 0 and F(at["gamma"]) != 0, "a rate is zero"),
    "different scores": asserted(lambda at: len(set(scores_of(at))) > 1, "scores are equal"),
    "inputs in range": asserted(in_range, "an input is out of range"),
    "below the threshold": asserted(below_threshold, "beyond the threshold"),
    "printed setting": asserted(
        lambda at: (at["dimension"], at["context"], at["steps"], at["inputs"]) == (10, 10, 1, "uniform:1"),
        "another setting"),
    "exact roll-out": asserted(
        lambda at: at["inputs"].startswith("uniform") and F(at["number"]) > 0, "another law"),
    "damped, uniform": asserted(
        lambda at: at["inputs"].startswith("uniform") and 0 < F(at["number"]) <= 1, "another law"),
    "one Gaussian entry": asserted(
        lambda at: at["inputs"] == "gaussian" and at["dimension"] == 1 and 0 < F(at["number"]) <= 1,
        "another setting"),
}
CLAIMS = {
    "icl/printed-kernel-prediction": ("=", printed_kernel),
    "icl/printed-loss": ("<=", under(HYPOTHESES["printed setting"], printed_loss)),
    "icl/damped-roll-out-shrinks": ("<=", under(HYPOTHESES["inputs in range"], roll_out)),
    "icl/damped-roll-out-shrinks-on-average": (
        "<=", under(HYPOTHESES["one Gaussian entry"], roll_out_on_average)),
    # Of claims that hold, for the relations they hand out.
    "icl/layer-is-a-gradient-step": ("=", layer_and_step),
    "icl/only-products-matter": ("=", same_layer),
    "icl/query-as-a-key-shifts-the-step": ("=", shift_by_query),
    "icl/layers-are-steps": ("=", layers_and_steps),
    "icl/plus-plus-transforms-inputs": ("=", plus_plus_layer),
    "icl/residual-is-a-polynomial": ("=", residual),
    "icl/residual-degree": ("=", under(HYPOTHESES["rates"], residual_degrees)),
    "icl/spectrum-is-mapped": ("=", mapped_spectrum),
    "icl/kernel-step": ("=", kernel_step),
    "icl/codes-copy-targets": ("=", copied),
    "icl/softmax-codes-nearly-copy": ("<=", softmax_copy),
    "icl/two-heads-centre-inputs": ("=", series_of_two_heads),
    "icl/two-heads-have-a-small-remainder": (
        "<=", under(HYPOTHESES["different scores"], remainder_of_two_heads)),
    "icl/one-step-loss": ("=", one_step_loss),
    "icl/one-step-is-optimal": ("<=", one_step_optimum),
    "icl/step-losses-are-polynomials": ("=", loss_coefficient),
    "icl/input-scale": ("=", loss_at_scale),
    "icl/rare-tasks-bound-the-roll-out": ("<=", under(HYPOTHESES["exact roll-out"], rare_tasks_and_all)),
    "icl/expected-roll-out-grows": ("<", under(HYPOTHESES["damped, uniform"], none_and_roll_out)),
}
UNCOVERED = {
    "icl/plus-plus-beats-two-steps":
        "critical points by resultants; tests/theory/icl/rate_loss_test.cpp compares them with values that another "
        "program computed at 40 digits",
}
