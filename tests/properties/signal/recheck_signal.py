"""What counterexamples about signal/* must satisfy: layers differentiated along every unit matrix and averaged over
every choice of signs, Gaussian moments by a quadrature rule, depth on two entries of the Gram matrix, softmax in
enclosures. See tests/reports/recheck_witness.py.
"""
import functools
import itertools
from fractions import Fraction as F

from enclosures import Enclosure, exp
from exact_algebra import matrix, product, solve, transposed
from rules import asserted, not_covered, under

EPSILON = F(1, 2 ** 40)  # how far apart the tokens of signal/residual-shrinks-cubically are
ROOM = F(1, 10 ** 6)
MOST_PATTERNS = 2 ** 12  # of signs
MOST_NODES = 10 ** 5  # of quadrature


def squares(rows):
    return sum((x * x for row in rows for x in row), start=F(0))


def centred(rows):
    """Every row less the mean row."""
    means = [sum(column) / len(rows) for column in zip(*rows)]
    return [[x - mean for x, mean in zip(row, means)] for row in rows]


def difference(a, b):
    return [[x - y for x, y in zip(*rows)] for rows in zip(a, b)]


def largest(numbers):
    """Of enclosures too."""
    def larger(a, b):
        if isinstance(a, F) and isinstance(b, F):
            return max(a, b)
        a, b = Enclosure.of(a), Enclosure.of(b)
        return Enclosure(max(a.low, b.low), max(a.high, b.high))
    return functools.reduce(larger, numbers)


def signs(*shapes):
    """Every choice of matrices of entries +-1 of those shapes."""
    entries = sum(rows * columns for rows, columns in shapes)
    if 2 ** entries > MOST_PATTERNS:
        not_covered("there are too many choices of signs")
    for choice in itertools.product((F(1), F(-1)), repeat=entries):
        left = iter(choice)
        yield [[[next(left) for _ in range(columns)] for _ in range(rows)] for rows, columns in shapes]


def mean(numbers):
    numbers = list(numbers)
    return sum(numbers, start=F(0)) / len(numbers)


def units(rows, columns):
    """Every matrix with one entry that is one, the others zero."""
    for i, j in itertools.product(range(rows), range(columns)):
        yield [[F((i, j) == (k, l)) for l in range(columns)] for k in range(rows)]


class Layer:
    """Uniform attention over n tokens of d entries, with random weights of given widths and variances."""

    def __init__(self, at):
        self.x = matrix(at["input"])
        self.n, self.d = len(self.x), len(self.x[0])
        self.k, self.v = at["key_width"], at["value_width"]
        self.query, self.key, self.value = (F(at[f"{name}_variance"]) for name in ("query", "key", "value"))
        self.alpha, self.beta = F(at["attention_residual"]), F(at["mlp_residual"])
        self.norm, self.scatter = squares(self.x), product(transposed(centred(self.x)), centred(self.x))

    def moved(self, scores, values):
        """What a small change of the scores does to the outputs: the softmax at equal scores has slope (I - J) / n."""
        slopes = transposed(centred(transposed(scores)))
        return product([[x / self.n for x in row] for row in slopes], values)

    def gradient_by_signs(self, scores_along):
        """Mean of |dS/dW|^2 over the other projection and the values, with entries of variance one."""
        def squared(other, value):
            values = product(self.x, value)
            return sum(squares(self.moved(scores_along(unit, product(self.x, other)), values))
                       for unit in units(self.d, self.k)) / self.k
        return mean(squared(*choice) for choice in signs((self.d, self.k), (self.d, self.v)))

    def along_queries(self, unit, keys):
        return product(product(self.x, unit), transposed(keys))

    def along_keys(self, unit, queries):
        return product(queries, transposed(product(self.x, unit)))

    def input_gradient_by_signs(self):
        """Means of |dS/dX|^2 through the scores and past them; the products of the two must cancel."""
        through = past = crossed = F(0)
        choices = list(signs((self.d, self.k), (self.d, self.k), (self.d, self.v)))
        for query, key, value in choices:
            form, values = product(query, transposed(key)), product(self.x, value)
            for unit in units(self.n, self.d):
                scores = [[a + b for a, b in zip(*rows)] for rows in zip(
                    product(product(unit, form), transposed(self.x)), product(product(self.x, form), transposed(unit)))]
                by_scores, direct = self.moved(scores, values), self.averaged(product(unit, value))
                through, past = through + squares(by_scores), past + squares(direct)
                crossed += sum(a * b for rows in zip(by_scores, direct) for a, b in zip(*rows))
        assert crossed == 0, "the two ways do not cancel on average"
        return self.value * (self.query * self.key * through / self.k + past) / len(choices)

    def averaged(self, rows):
        """Uniform attention."""
        return [[sum(column) / self.n for column in zip(*rows)]] * self.n

    def squared_sum(self, rows):
        return squares([[sum(column) for column in zip(*rows)]])


def value_gradient(instance, site, claimed):
    layer = Layer(instance)
    found = layer.v * sum(squares(layer.averaged(product(layer.x, unit))) for unit in units(layer.d, 1))
    return found, layer.v * layer.squared_sum(layer.x) / layer.n


def query_or_key_gradient(instance, site, claimed):
    layer = Layer(instance)
    along, variance = (layer.along_keys, layer.query) if site["key"] else (layer.along_queries, layer.key)
    scale = variance * layer.value
    formula = F(layer.v, layer.n ** 2) * layer.norm * squares(layer.scatter)
    return scale * layer.gradient_by_signs(along), scale * formula


def input_gradient(instance, site, claimed):
    layer = Layer(instance)
    trace = sum(layer.scatter[b][b] for b in range(layer.d))
    through = (layer.n * layer.d + 2) * squares(layer.scatter) + layer.d * trace * layer.norm
    variances = layer.query * layer.key * layer.value
    formula = variances * F(layer.v, layer.n ** 2) * through + layer.d * layer.v * layer.value
    return layer.input_gradient_by_signs(), formula


def moments_of_one_branch(instance, site, claimed):
    """|X + branch|^2 or |(X + branch)^T 1|^2 on average; weights are signs over sqrt(d), one matrix or two."""
    layer, matrices = Layer(instance), site["branch"]
    strength, moment = (layer.alpha, layer.beta)[matrices - 1], (squares, layer.squared_sum)[site["moment"]]
    start = layer.x if matrices == 2 else layer.averaged(layer.x)
    branches = [functools.reduce(product, weights, start) for weights in signs(*[(layer.d, layer.d)] * matrices)]
    assert all(mean(cells) == 0 for rows in zip(*branches) for cells in zip(*rows)), "a branch has a mean"
    found = moment(layer.x) + strength * mean(map(moment, branches)) / layer.d ** matrices
    norm, total = layer.norm, layer.squared_sum(layer.x)
    if matrices == 2:
        return found, (1 + strength) * (norm, total)[site["moment"]]
    return found, (norm + strength * total / layer.n, (1 + strength) * total)[site["moment"]]


@functools.lru_cache(maxsize=None)
def quadrature():
    """Weights at -3, ..., 3 that give a standard normal variable's moments 0 to 6: 1, 0, 1, 0, 3, 0, 15."""
    nodes = [F(x) for x in range(-3, 4)]
    weights = solve([[x ** k for x in nodes] for k in range(7)], [[F(m)] for m in (1, 0, 1, 0, 3, 0, 15)])
    return [(x, row[0]) for x, row in zip(nodes, weights)]


class Gaussian:
    """n tokens of d entries of unit variance: the mean token's direction has variance 1 + (n - 1) rho, the n - 1
    directions across it, whose squares make the centred scatter, 1 - rho each."""

    def __init__(self, at):
        self.n, self.d, self.rho = at["tokens"], at["width"], F(at["correlation"])
        assert self.n >= 2 and self.d >= 1 and F(-1, self.n - 1) <= self.rho <= 1, "no such tokens"
        self.across, self.along = 1 - self.rho, (1 + (self.n - 1) * self.rho) * self.d  # one variance, E n |mean|^2

    def moments(self):
        """E |X|^2 |C|^2, E |C|^2 and E |X|^2 tr C."""
        parts = scatter_moments(self.n - 1, self.d)
        squared, cubic, trace, squared_trace = (self.across ** p * part for p, part in zip((2, 3, 1, 2), parts))
        return cubic + self.along * squared, squared, squared_trace + self.along * trace

    def query_gradient(self):
        return self.moments()[0] / (self.d * self.n ** 2)


@functools.lru_cache(maxsize=None)
def scatter_moments(rows, columns):
    """E |C|^2, E tr C |C|^2, E tr C, E (tr C)^2 of C = Y^T Y with standard normal Y: exact, as no entry has a power
    beyond six."""
    if 7 ** (rows * columns) > MOST_NODES:
        not_covered("the quadrature rule has too many nodes")
    totals = [F(0)] * 4
    for choice in itertools.product(quadrature(), repeat=rows * columns):
        weight = functools.reduce(lambda w, node: w * node[1], choice, F(1))
        y = [[x for x, _ in choice[i * columns:(i + 1) * columns]] for i in range(rows)]
        squared, trace = squares(product(transposed(y), y)), squares(y)
        parts = (squared, trace * squared, trace, trace * trace)
        totals = [total + weight * part for total, part in zip(totals, parts)]
    return totals


def gaussian_value_gradient(instance, site, claimed):
    at = Gaussian(instance)
    return at.d ** 2 * (1 + at.rho * (at.n - 1)), at.d * at.along


def gaussian_query_gradient(instance, site, claimed):
    at = Gaussian(instance)
    formula = F(at.n - 1, at.n ** 2) * (at.n + at.d) * at.across ** 2 * (at.n * at.d + 4 * at.across)
    return formula, at.query_gradient()


def printed_query_gradient(instance, site, claimed):
    at = Gaussian(instance)
    return F(at.n - 1, at.n) * at.across ** 2 * at.d * (at.n + at.d), at.query_gradient()


def gaussian_input_gradient(instance, site, claimed):
    at = Gaussian(instance)
    n, d, s, (_, squared, trace) = at.n, at.d, at.across, at.moments()
    formula = s * F(n - 1, d * n * n) * ((n * d + 2) * s * (n + d) + d * (n * d + 2 * s)) + d
    return formula, ((n * d + 2) * squared + d * trace) / (d * n) ** 2 + d


class Depth:
    """Tokens of norm one whose Gram matrix has one entry on and one off the diagonal, layer by layer."""

    def __init__(self, at):
        self.n, self.rho, self.layers = at["tokens"], F(at["correlation"]), at["layers"]
        self.alpha, self.beta = F(at["attention"]), F(at["mlp"])
        self.r = 1 + (self.n - 1) * self.rho
        assert self.n >= 2 and self.r >= 0 and self.rho <= 1, "no such tokens"

    def gram(self, layers, alpha, beta=F(0)):
        """Attention adds the mean of all entries to each, the MLP a multiple of itself."""
        on, off = F(1), self.rho
        for _ in range(layers):
            added = alpha * (on + (self.n - 1) * off) / self.n
            on, off = (on + added) * (1 + beta), (off + added) * (1 + beta)
        return on, off

    def cosine(self, layers, alpha, beta=F(0)):
        on, off = self.gram(layers, alpha, beta)
        return off / on

    def cosine_at(self, q):
        """(R - 1) / (n - 1) with R = n q r / (n + r (q - 1)), of enclosures too."""
        return (self.n * self.r * q / (self.n + self.r * (q - 1)) - 1) / (self.n - 1)

    def growth(self):
        return (1 + self.alpha) ** self.layers


def moments_after_layers(instance, site, claimed):
    at = Depth(instance)
    on, off = at.gram(at.layers, at.alpha, at.beta)
    mlp, total = (1 + at.beta) ** at.layers, at.n * at.r
    if site["moment"]:
        return at.n * (on + (at.n - 1) * off), mlp * at.growth() * total
    return at.n * on, mlp * (at.n + total / at.n * (at.growth() - 1))


def cosine_and_formula(instance, site, claimed):
    at = Depth(instance)
    return at.cosine(at.layers, at.alpha, at.beta), at.cosine_at(at.growth())


def collapse_between_bounds(instance, site, claimed):
    at = Depth(instance)
    apart, start = 1 - at.cosine(at.layers, at.alpha), (1 - at.rho) / at.growth()
    return (apart, at.n / at.r * start) if site["bound"] else (start, apart)


def scaled_cosines_in_order(instance, site, claimed):
    """Those of L and L + 1 layers of strength alpha^2 over their number, the limit, and one."""
    at = Depth(instance)
    rising = [at.cosine(layers, at.alpha / layers) for layers in (at.layers, at.layers + 1)]
    rising += [at.cosine_at(exp(at.alpha)), F(1)]
    return rising[site["bound"]], rising[site["bound"] + 1]


def row_norm(rows):
    return largest(sum(map(abs, row), start=F(0)) for row in rows)


def column_norm(rows):
    return row_norm(transposed(rows))


def composed(rows):
    """The square of |M|_{1,inf}."""
    return column_norm(rows) * row_norm(rows)


def norm_of_product(instance, site, claimed):
    a, b = matrix(instance["first"]), matrix(instance["second"])
    return composed(product(a, b)), composed(a) * composed(b)


def triangle_inequality(instance, site, claimed):
    """sqrt(s) <= sqrt(a) + sqrt(b) without roots: max(s - a - b, 0)^2 <= 4 a b."""
    first, second = matrix(instance["first"]), matrix(instance["second"])
    s = composed([[x + y for x, y in zip(*rows)] for rows in zip(first, second)])
    a, b = composed(first), composed(second)
    return max(s - a - b, F(0)) ** 2, 4 * a * b


def attended(x, form, value, power):
    """Softmax attention with power(score), scores taken from the row's first."""
    scores = product(product(x, form), transposed(x))
    masses = [[power(z - row[0]) for z in row] for row in scores]
    values = product(x, value)
    return [[sum((m * v for m, v in zip(row, column)), start=F(0)) / sum(row, start=F(0))
             for column in transposed(values)] for row in masses]


def power_of_two(score):
    assert score.denominator == 1, "a score is no whole number"
    return F(2) ** score.numerator


def three(instance):
    return (matrix(instance[part]) for part in ("input", "form", "value"))


def output_and_value(instance, site, claimed):
    """Softmax at inverse temperature ln 2, exact for whole scores."""
    x, form, value = three(instance)
    i, o = site["token"], site["output"]
    return attended(x, form, value, power_of_two)[i][o], product(x, value)[i][o]


def residual_and_coefficient(instance, site, claimed):
    """The residual over eps^3 within 10^-6 of (1/n) R~ M C W, from either side. Attention of the differences from the
    first token has the same residual and less to cancel."""
    r, form, value = three(instance)
    i, o = site["token"], site["output"]
    near = [[a + EPSILON * b for a, b in zip(r[0], row)] for row in r]
    values = product(difference(near, [near[0]] * len(r)), value)
    scores = product(product(near, form), transposed(near))
    masses = [[exp(z - row[0]) for z in row] for row in scores]
    outputs = [sum(m * v[o] for m, v in zip(row, values)) / sum(row) for row in masses]
    found = (outputs[i] - sum(outputs) / len(r)) / EPSILON ** 3
    scatter = product(transposed(centred(r)), centred(r))
    limit = product(product(product(centred(r), form), scatter), value)[i][o] / len(r)
    return (limit, found + ROOM) if site["bound"] else (found - ROOM, limit)


def least_residual(rows):
    """A lower bound of |X - 1 x^T|_{1,inf}^2 over all x: by half the sums of differences along rotations of a column,
    and by half the distance of two rows."""
    rotated = [rows[shift:] + rows[:shift] for shift in range(1, len(rows))]
    columns = largest(column_norm(difference(rows, other)) for other in rotated)
    apart = largest(row_norm(difference([a], [b])) for a, b in itertools.combinations(rows, 2))
    return columns * apart / 4


def residual_and_cubic_bound(instance, site, claimed):
    """Squares: (4 beta)^2 r^6 after one layer, (4 beta)^8 r^18 after two."""
    x, form, value = three(instance)
    start, beta = composed(centred(x)), (4 * column_norm(form)) ** 2 * composed(value)
    outputs = attended(x, form, value, exp)
    if site["layers"] == 1:
        return least_residual(outputs), beta * start ** 3
    return least_residual(attended(outputs, form, value, exp)), beta ** 4 * start ** 9


def is_zero(rows):
    return squares(rows) == 0


def tokens_differ(at):
    x, form, value = three(at)
    return not is_zero(centred(x)) and not is_zero(form) and not is_zero(value)


def is_apart_at_first(at):
    depth = Depth(at)
    return depth.rho < 1 and depth.r > 0 and depth.alpha > 0 and depth.layers >= 1


HYPOTHESES = {
    "equal tokens": asserted(lambda at: is_zero(centred(matrix(at["input"]))), "tokens differ"),
    "different tokens": asserted(tokens_differ, "tokens are equal or a matrix is zero"),
    "a mean token": asserted(lambda at: Depth(at).r > 0, "the mean token is zero"),
    "apart at first": asserted(is_apart_at_first, "tokens are equal or opposed at first, or attention adds nothing"),
}
CLAIMS = {
    "signal/composed-norm-is-a-norm": ("<=", triangle_inequality),
    "signal/printed-gaussian-query-gradient": ("=", printed_query_gradient),
    # Of claims that hold, for the relations they hand out.
    "signal/composed-norm-is-submultiplicative": ("<=", norm_of_product),
    "signal/value-gradient-is-the-mean-token": ("=", value_gradient),
    "signal/query-gradient-is-the-scatter": ("=", query_or_key_gradient),
    "signal/input-gradient-has-two-routes": ("=", input_gradient),
    "signal/gaussian-value-gradient": ("=", gaussian_value_gradient),
    "signal/gaussian-query-gradient": ("=", gaussian_query_gradient),
    "signal/gaussian-input-gradient": ("=", gaussian_input_gradient),
    "signal/equal-tokens-hide-queries": ("=", under(HYPOTHESES["equal tokens"], output_and_value)),
    "signal/one-layer-moments": ("=", moments_of_one_branch),
    "signal/moments-grow-geometrically": ("=", moments_after_layers),
    "signal/cosine-ignores-the-mlp": ("=", cosine_and_formula),
    "signal/unscaled-tokens-collapse": ("<=", under(HYPOTHESES["a mean token"], collapse_between_bounds)),
    "signal/scaled-tokens-stay-apart": ("<", under(HYPOTHESES["apart at first"], scaled_cosines_in_order)),
    "signal/residual-shrinks-cubically": ("<=", residual_and_coefficient),
    "signal/residual-obeys-the-cubic-bound": ("<=", under(HYPOTHESES["different tokens"], residual_and_cubic_bound)),
}
