"""What counterexamples about plasticity/* must satisfy: weights written token by token, attention by inner products,
gradients by differences of the loss. See tests/reports/recheck_witness.py.
"""
import itertools
from fractions import Fraction as F

from exact_algebra import matrix
from rules import asserted, under


def inner(a, b):
    return sum((x * y for x, y in zip(a, b)), start=F(0))


class Task:
    """Keys, values and queries token by token."""

    def __init__(self, at):
        self.keys, self.values, self.queries = (matrix(at[part]) for part in ("keys", "values", "queries"))
        self.rate = F(at["rate"])
        assert len(self.keys) == len(self.values) == len(self.queries) > 0, "not one key, value and query a token"

    def zero(self):
        return [[F(0)] * len(self.keys[0]) for _ in self.values[0]]

    def hebbian(self, order, modulus=None):
        """W <- W + v k^T for the tokens in that order, every sum wrapped if there is a modulus."""
        weights = self.zero()
        for t in order:
            weights = [[wrapped(w + v * k, modulus) for w, k in zip(row, self.keys[t])]
                       for row, v in zip(weights, self.values[t])]
        return weights

    def recalled(self, t, output, modulus):
        """An output of the weights right after token t was written."""
        total = F(0)
        for w, q in zip(self.hebbian(range(t + 1), modulus)[output], self.queries[t]):
            total = wrapped(total + w * q, modulus)
        return total

    def scores(self, t):
        return [inner(key, self.queries[t]) for key in self.keys[:t + 1]]

    def attended(self, t, output, weights_of=lambda scores: scores):
        return inner(weights_of(self.scores(t)), [value[output] for value in self.values])

    def loss(self, weights, tokens):
        """Half the squared error of what the keys recall."""
        return sum(((inner(row, self.keys[t]) - v) ** 2 for t in tokens for row, v in zip(weights, self.values[t])),
                   start=F(0)) / 2

    def slope(self, weights, tokens, i, j):
        """dE/dW_ij: forward differences of width one and two, exact for a quadratic function."""
        def at(step):
            moved = [list(row) for row in weights]
            moved[i][j] += step
            return self.loss(moved, tokens)
        return (4 * at(1) - at(2) - 3 * at(0)) / 2

    def errors(self, weights, t):
        return [v - inner(row, self.keys[t]) for row, v in zip(weights, self.values[t])]

    def corrected(self, weights, t):
        """One step of the delta rule: rate times error times presynaptic activity."""
        return [[w + self.rate * error * k for w, k in zip(row, self.keys[t])]
                for row, error in zip(weights, self.errors(weights, t))]

    def met_by(self, t):
        """The weights that the delta rule made of the tokens before t."""
        weights = self.zero()
        for s in range(t):
            weights = self.corrected(weights, s)
        return weights


def wrapped(x, modulus):
    """In two's complement of that many values."""
    return x if modulus is None else (x + modulus // 2) % modulus - modulus // 2


def fast_weights_and_attention(bits):
    def sides(instance, site, claimed):
        task, t, output = Task(instance), site["t"], site["output"]
        return task.recalled(t, output, 2 ** bits), task.attended(t, output)
    return sides


def output_and_range(instance, site, claimed):
    """The extreme products of three eight-bit numbers, as often as tokens and entries of keys."""
    task, t = Task(instance), site["t"]
    output = task.recalled(t, site["output"], None)
    products = [k * q * v for k, q, v in itertools.product((-128, 127), repeat=3)]
    count = F((t + 1) * len(task.keys[0]))
    return (output, max(products) * count) if site["end"] else (min(products) * count, output)


def power_of_two(score):
    assert score.denominator == 1, "a score is no whole number"
    return F(2) ** score.numerator


def shares_of(mass):
    return lambda scores: [mass(z) / sum(map(mass, scores)) for z in scores]


def odds_of(mass):
    """The same shares as one over the sum of everybody's odds against one."""
    return lambda scores: [1 / sum(mass(other) / mass(z) for other in scores) for z in scores]


NORMALISERS = [(lambda scores: scores,) * 2] + [
    (shares_of(mass), odds_of(mass)) for mass in (power_of_two, lambda z: 1 + z * z)]


def gated_and_attended(instance, site, claimed):
    """Both layers behind a one-hot gate over all tokens; the normaliser sees the rows written so far."""
    task, t, output = Task(instance), site["t"], site["output"]
    first, second = [[F(0)] * len(task.keys[0]) for _ in task.keys], [[F(0)] * len(task.keys) for _ in task.values[0]]
    for s in range(t + 1):
        gate = [F(s == row) for row in range(len(task.keys))]
        first = [[w + g * k for w, k in zip(row, task.keys[s])] for row, g in zip(first, gate)]
        second = [[w + v * g for w, g in zip(row, gate)] for row, v in zip(second, task.values[s])]
    gated, attended = NORMALISERS[site["normaliser"]]
    scores = [inner(row, task.queries[t]) for row in first]
    return inner(second[output], gated(scores[:t + 1])), task.attended(t, output, attended)


def orders(tokens):
    """Every order of up to four tokens; of more the rotations, each followed by its reversal."""
    if tokens <= 4:
        return list(itertools.permutations(range(tokens)))
    rotations = [[(t + shift) % tokens for t in range(tokens)] for shift in range(tokens)]
    return [order for rotation in rotations for order in (rotation, rotation[::-1])]


def entry_in_another_order(instance, site, claimed):
    task, i, j = Task(instance), site["row"], site["column"]
    tokens = len(task.keys)
    return task.hebbian(orders(tokens)[site["order"]])[i][j], task.hebbian(range(tokens))[i][j]


def first_step_and_hebbian(instance, site, claimed):
    task, i, j = Task(instance), site["row"], site["column"]
    step = -task.rate * task.slope(task.zero(), range(len(task.keys)), i, j)
    return step, task.rate * inner([v[i] for v in task.values], [k[j] for k in task.keys])


def delta_and_gradient_step(instance, site, claimed):
    task, t, i, j = Task(instance), site["t"], site["row"], site["column"]
    weights = task.met_by(t)
    return task.corrected(weights, t)[i][j], weights[i][j] - task.rate * task.slope(weights, [t], i, j)


def errors_after_and_before(instance, site, claimed):
    task, t, i = Task(instance), site["t"], site["output"]
    weights, key = task.met_by(t), task.keys[t]
    return task.errors(task.corrected(weights, t), t)[i], (1 - task.rate * inner(key, key)) * task.errors(weights, t)[i]


def moved_and_bound(instance, site, claimed):
    """l1 distance of the shares before and after, and 2 tanh(delta / 2) for q = e^delta."""
    q, before = F(instance["factor"]), [F(x) for x in instance["masses"]]
    assert q >= 1 and min(before) > 0, "a mass is not positive or the factor is below one"
    after = [x * q if up else x / q for x, up in zip(before, instance["raised"], strict=True)]
    distance = sum(abs(x / sum(before) - y / sum(after)) for x, y in zip(before, after))
    return distance, 2 * (q - 1) / (q + 1)


def is_eight_bit(at):
    entries = [F(x) for part in ("keys", "values", "queries") for row in at[part] for x in row]
    return all(x.denominator == 1 and -128 <= x <= 127 for x in entries)


def has_mirrored_odds(at):
    rising = sum(F(x) for x, up in zip(at["masses"], at["raised"]) if up)
    return rising == 1 and sum(map(F, at["masses"])) - rising == F(at["factor"])


HYPOTHESES = {
    "eight-bit entries": asserted(is_eight_bit, "an entry is no eight-bit number"),
    "at most 1024 products":
        asserted(lambda at: len(at["keys"]) * len(at["keys"][0]) <= 1024, "more than 1024 products"),
    "mirrored odds": asserted(has_mirrored_odds, "the odds are not mirrored"),
}


def on_eight_bits(sides):
    return under(HYPOTHESES["eight-bit entries"], sides)


CLAIMS = {
    # Of claims that hold, for the relations they hand out.
    "plasticity/hebbian-weights-are-linear-attention": ("=", on_eight_bits(fast_weights_and_attention(64))),
    "plasticity/eight-bit-outputs-stay-in-range": ("<=", on_eight_bits(output_and_range)),
    "plasticity/thirty-two-bits-are-enough":
        ("=", on_eight_bits(under(HYPOTHESES["at most 1024 products"], fast_weights_and_attention(32)))),
    "plasticity/cache-is-two-plastic-layers": ("=", on_eight_bits(gated_and_attended)),
    "plasticity/context-order-is-irrelevant": ("=", entry_in_another_order),
    "plasticity/first-batch-step-is-hebbian": ("=", first_step_and_hebbian),
    "plasticity/delta-rule-is-a-gradient-step": ("=", delta_and_gradient_step),
    "plasticity/delta-rule-shrinks-the-error": ("=", errors_after_and_before),
    "plasticity/rounded-scores-move-softmax-little": ("<=", moved_and_bound),
    "plasticity/rounding-bound-is-attained": ("=", under(HYPOTHESES["mirrored odds"], moved_and_bound)),
}
