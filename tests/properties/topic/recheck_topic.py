"""What counterexamples about topic/* must satisfy: sums over every topic set and every way to mask a position. For finite
documents the moments are those of the average of independent positions, from their means and products. See
tests/reports/recheck_witness.py.
"""
import functools
import itertools
import math
from fractions import Fraction as F

import symmetric_attention
from enclosures import Enclosure, exp, log
from exact_algebra import is_positive_semidefinite, product, rank, solve, transposed
from rules import not_covered

LONG = 10 ** 9  # words of the long document of topic/finite-length-tends-to-limit-optimum


def outer(a, b):
    return [[x * y for y in b] for x in a]


def add(*matrices):
    return [[sum(cells) for cells in zip(*rows)] for rows in zip(*matrices)]


def scaled(c, matrix):
    return [[c * x for x in row] for row in matrix]


def diagonal(a):
    return [[x if i == j else F(0) for j in range(len(a))] for i, x in enumerate(a)]


def common_denominator(fractions):
    return math.lcm(*(x.denominator for x in fractions))


class Model:
    def __init__(self, at):
        self.t, self.v, self.tau = at["topics"], at["words_per_topic"], at["topics_per_document"]
        self.mask, self.correct, self.random = F(at["mask"]), F(at["correct"]), F(at["random"])
        self.k = self.t * self.v
        assert 1 <= self.tau < self.t and self.v >= 1, "not a model with fewer topics a document than topics"
        assert 0 < self.mask <= 1 and self.correct >= 0 <= self.random and self.correct + self.random <= 1
        self.sets = list(itertools.combinations(range(self.t), self.tau))

    def topic(self, word):
        return (word - 1) // self.v

    def true(self, topics):
        return [F(0)] + [F(self.topic(w) in topics, self.tau * self.v) for w in range(1, self.k + 1)]

    def selected(self, topics):
        """Law of the token that a selected position shows."""
        shown = [F(0)] * (self.k + 1)
        for word, p in enumerate(self.true(topics)):
            shown[word] += p * self.correct
            shown[0] += p * (1 - self.correct - self.random)
            for other in range(1, self.k + 1):
                shown[other] += p * self.random / self.k
        return shown

    def shown(self, topics):
        return [(1 - self.mask) * p + self.mask * h for p, h in zip(self.true(topics), self.selected(topics))]

    def mean(self, of):
        return scaled(F(1, len(self.sets)), add(*[of(s) for s in self.sets]))

    def limit_value(self, penalty):
        """W (Sigma + penalty) = C."""
        left = add(self.second, diagonal([penalty] * (self.k + 1)))
        return transposed(solve(transposed(left), transposed(self.cross)))

    @functools.cached_property
    def second(self):
        return self.mean(lambda s: outer(self.shown(s), self.shown(s)))

    @functools.cached_property
    def cross(self):
        return self.mean(lambda s: outer(self.true(s), self.shown(s)))

    @functools.lru_cache(maxsize=None)
    def least_norm_value(self):
        """The limit of a vanishing penalty: P (M^T M)^-1 M^T for a basis M of the shown laws."""
        basis = self.basis()
        shown = [self.shown(b) for b in basis]
        gram = [[sum(x * y for x, y in zip(a, b)) for b in shown] for a in shown]
        answers = solve(gram, shown)
        return [[sum(self.true(b)[i] * answers[r][j] for r, b in enumerate(basis)) for j in range(self.k + 1)]
                for i in range(self.k + 1)]

    def basis(self):
        """Topic sets whose shown laws are independent and span all."""
        basis = []
        for s in self.sets:
            if rank([self.shown(b) for b in basis + [s]]) > len(basis):
                basis.append(s)
        return basis

    def finite_value(self, n):
        """The optimum for n independent positions of which the selected one is attended too."""
        return transposed(solve(transposed(self.finite_second(n)), transposed(self.finite_cross(n))))

    def finite_second(self, n):
        def second(s):
            h, m = self.selected(s), self.shown(s)
            return add(scaled(F(1, n * n), diagonal(h)), scaled(F(n - 1, n * n), outer(h, m)),
                       scaled(F(n - 1, n * n), outer(m, h)), scaled(F(n - 1, n * n), diagonal(m)),
                       scaled(F((n - 1) * (n - 2), n * n), outer(m, m)))
        return self.mean(second)

    def finite_cross(self, n):
        uniform = [F(0)] + [F(1, self.k)] * self.k
        first = [F(1)] + [F(0)] * self.k

        def cross(s):
            p, m = self.true(s), self.shown(s)
            return add(scaled(F(1, n) * (1 - self.correct - self.random), outer(p, first)),
                       scaled(F(1, n) * self.correct, diagonal(p)), scaled(F(1, n) * self.random, outer(p, uniform)),
                       scaled(F(n - 1, n), outer(p, m)))
        return self.mean(cross)

    def shares(self, s, weights, query):
        """Attention of a query to every token of a document: what is shown times the weight, normalised."""
        shares = [x * weights(key, query) for key, x in enumerate(self.shown(s))]
        return [x / sum(shares) for x in shares]

    def joint(self, s, label, query):
        """P(label, shown query) at a selected position of a document."""
        shown = 1 - self.correct - self.random if query == 0 else (query == label) * self.correct + self.random / self.k
        return self.true(s)[label] * shown

    def attention_loss(self, weights):
        """E|W A_q - e_x|^2 over topic sets, queries and labels, on the least-norm value matrix. In integers: fractions
        with denominators of many sequences cost minutes.
        """
        value, total = self.least_norm_value(), F(0)
        scale = common_denominator(x for row in value for x in row)
        rows = [[int(x * scale) for x in row] for row in value]
        for s in self.sets:
            for query in range(self.k + 1):
                parts = [x * weights(key, query) for key, x in enumerate(self.shown(s))]
                unit = common_denominator(parts)
                parts = [int(x * unit) for x in parts]
                whole = scale * sum(parts)
                output = [sum(w * x for w, x in zip(row, parts)) for row in rows]  # over `whole`
                square = sum(x * x for x in output)
                joint = [self.joint(s, label, query) for label in range(1, self.k + 1)]
                total += (sum(joint) * F(square, whole * whole) + sum(joint) -
                          2 * sum(p * x for p, x in zip(joint, output[1:])) / whole) / len(self.sets)
        return total

    def attention_slope(self, key, query, weights=lambda key, query: F(1)):
        """dL/dB[key, query], at uniform attention if nothing else is said, summed over topic sets and labels."""
        value, total = self.least_norm_value(), F(0)
        for s in self.sets:
            a = self.shares(s, weights, query)
            output = [sum(w * x for w, x in zip(row, a)) for row in value]
            moves = [a[key] * (row[key] - o) for row, o in zip(value, output)]  # d output_i / dB[key, query]
            along = sum(o * m for o, m in zip(output, moves))
            total += sum(2 * self.joint(s, label, query) * (along - moves[label])
                         for label in range(1, self.k + 1)) / len(self.sets)
        return total

    def contrast_projector(self):
        """On words: the mean within a topic less the mean of all; nothing on [MASK]."""
        return [[F(0) if 0 in (i, j) else F(self.topic(i) == self.topic(j), self.v) - F(1, self.k)
                 for j in range(self.k + 1)] for i in range(self.k + 1)]


def diagonal_is_special(instance, site, claimed):
    value = Model(instance).limit_value(F(instance["penalty"]))
    return value[1][1], value[1][2]


def long_documents(instance, site, claimed):
    model = Model(instance)
    far, limit = model.finite_value(LONG), model.least_norm_value()
    return max(abs(a - b) for x, y in zip(far, limit) for a, b in zip(x, y)), F(1, 1000)


def same_word_attention(instance, site, claimed):
    model = Model(instance)
    return model.attention_slope(1, 1), model.attention_slope(2, 1)


def attention_to_other_topics(instance, site, claimed):
    model = Model(instance)
    return model.attention_slope(1, 1), model.attention_slope(model.k, 1)


def optimum_with_entries(instance, site, claimed):
    """The two claimed entries of one row, when an optimal value matrix has them: the loss sees a matrix only through
    its products with the shown laws, so every row with the same products is optimal too."""
    model, i, j = Model(instance), site["row"], site["column"]
    best = model.least_norm_value()[i]
    equations = []
    for s in model.sets:
        shown = model.shown(s)
        product = sum(w * x for w, x in zip(best, shown))
        rest = [x for k, x in enumerate(shown) if k not in (j, j + 1)]
        equations.append(rest + [product - claimed[0] * shown[j] - claimed[1] * shown[j + 1]])
    assert model.topic(j) == model.topic(j + 1), "the columns are of different topics"
    assert rank([e[:-1] for e in equations]) == rank(equations), "no optimal value matrix has these entries"
    return tuple(claimed)


def entry(matrix_of):
    """Both sides are the entry of one matrix: the law says that two routes agree, here is a third."""
    def sides(instance, site, claimed):
        value = matrix_of(Model(instance), instance)[site["row"]][site["column"]]
        return value, value
    return sides


def descended(model, instance):
    """Six steps of size 2/3 down the gradient 2 (W Sigma - C) from zero."""
    value = scaled(F(0), model.cross)
    for _ in range(6):
        value = add(value, scaled(F(-4, 3), add(product(value, model.second), scaled(F(-1), model.cross))))
    return value


def penalised_embedding(model, instance):
    """y P_c with the best y for the penalty, a multiple of the least one whose optimum is zero; that no other positive
    semidefinite matrix does better is certified by the gradient G: G >= 0 and G E = 0.
    """
    projector = model.contrast_projector()
    shown, true = model.mean(lambda s: [model.shown(s)])[0], model.mean(lambda s: [model.true(s)])[0]
    second = add(model.second, scaled(F(-1), outer(shown, shown)))
    cross = add(model.cross, scaled(F(-1), outer(true, shown)))
    trace = lambda matrix: sum(matrix[k][k] for k in range(len(matrix)))
    curvature, pull = trace(product(projector, second)), trace(product(projector, cross))
    penalty = F(instance["penalty"]) * 2 * pull / (model.t - 1)
    best = scaled(max(F(0), (2 * pull - penalty * (model.t - 1)) / (2 * curvature)), projector)
    slope = add(product(best, second), product(second, best), scaled(F(-1), cross), scaled(F(-1), transposed(cross)),
                diagonal([penalty] * (model.k + 1)))
    assert is_positive_semidefinite(slope), "another embedding is better"
    assert all(x == 0 for row in product(slope, best) for x in row), "the embedding is not stationary"
    return best


def topic_gap_and_formula(instance, site, claimed):
    """Of one optimum, the least-norm value matrix: every other has the same gap, as the outputs must be right."""
    model = Model(instance)
    row = model.least_norm_value()[site["word"]]
    average = lambda topic: sum(row[w] for w in range(1, model.k + 1) if model.topic(w) == topic) / model.v
    q = 1 - (1 - model.correct) * model.mask
    return average(model.topic(site["word"])) - average(site["topic"]), 1 / (q * model.v)


def entry_between_topics(instance, site, claimed):
    model = Model(instance)
    return model.least_norm_value()[1][model.k], F(0)


def least_trace_certificate(instance, site, claimed):
    """Every E >= 0 with E M = P is at least P (M^T P)^-1 P^T (a Schur complement), whose blocks are the closed form's."""
    model = Model(instance)
    basis = model.basis()
    shown, true = [model.shown(b) for b in basis], [model.true(b) for b in basis]
    middle = [[sum(x * y for x, y in zip(m, p)) for p in true] for m in shown]
    assert middle == transposed(middle) and is_positive_semidefinite(middle), "no embedding fits"
    least = product(transposed(true), solve(middle, true))
    q = 1 - (1 - model.correct) * model.mask
    off = -model.mask * model.random / (model.k * q * (q + model.mask * model.random))
    closed = [[F(0) if 0 in (i, j) else off + F(model.topic(i) == model.topic(j)) / (q * model.v)
               for j in range(model.k + 1)] for i in range(model.k + 1)]
    return F(1 if closed == least else 0), F(1)


def scrambled(variation, k):
    """The fixed numbers that an instance's arbitrary table is made of."""
    z = (variation * 0x9E3779B97F4A7C15 + k * 0xD1B54A32D192ED03 + 1) % 2 ** 64
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) % 2 ** 64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) % 2 ** 64
    return z ^ (z >> 31)


def arbitrary_weights(model, instance):
    """Tables are numbered column by column."""
    return lambda key, query: F(scrambled(instance["variation"], query * (model.k + 1) + key) % 12 + 1, 6)


def loss_with_weight_moved(instance, site, claimed):
    """Half of what word 2 gets is handed to word 1, of the same topic."""
    model = Model(instance)
    weights = arbitrary_weights(model, instance)
    def moved(key, query):
        return weights(key, query) + (key == 1) * weights(2, query) / 2 - (key == 2) * weights(2, query) / 2
    return model.attention_loss(moved), model.attention_loss(weights)


def loss_of_a_table_and_of_uniform_attention(instance, site, claimed):
    model = Model(instance)
    return model.attention_loss(arbitrary_weights(model, instance)), model.attention_loss(lambda key, query: F(1))


def slope_at_the_closed_ratio(instance, site, claimed):
    model = Model(instance)
    q = 1 - (1 - model.correct) * model.mask
    ratio = (1 + (model.tau - 1) * q) / (1 - q)
    def weights(key, query):
        if query == 0:
            return F(1)
        return F(0) if key == 0 else ratio if model.topic(key) == model.topic(query) else F(1)
    words = range(1, model.k + 1)
    return sum(model.attention_slope(i, j, weights) for i in words for j in words if model.topic(i) == model.topic(j)), F(0)


def null_directions(instance, site, claimed):
    model = Model(instance)
    return F(model.k + 1 - rank(model.finite_second(instance["length"]))), F(0)


def cross_entropy(model, scale):
    """E[-log softmax(c P_c m)_x]."""
    projector, total = model.contrast_projector(), Enclosure.of(0)
    for s in model.sets:
        logits = [scale * sum(p * x for p, x in zip(row, model.shown(s))) for row in projector]
        mass = sum((exp(x) for x in logits), start=Enclosure.of(0))
        total += log(mass) - sum(p * x for p, x in zip(model.true(s), logits))
    return total / len(model.sets)


def risk_along_the_ray(instance, site, claimed):
    """At c it is above log(tau v), and below its value at the scale before."""
    model, c = Model(instance), site["c"]
    now = cross_entropy(model, F(c))
    infimum = log(F(model.tau * model.v))
    if claimed[0].meets(now) and claimed[1].meets(infimum):
        return now, infimum
    return now, cross_entropy(model, F({1: 0, 4: 1, 16: 4, 64: 16}[c]))


def symmetric(instance, **changed):
    at = dict(instance, **changed)
    return symmetric_attention.SymmetricModel(at["topics"], at["words_per_topic"], at["topics_per_document"],
                                              F(at["mask"]), F(at["correct"]), F(at["random"]))


def critical_points_and_one(instance, site, claimed):
    return F(symmetric(instance).number_of_critical_ratios(F(instance["mask_weight"]))), F(1)


def ratio_and_one(instance, site, claimed):
    return symmetric(instance).best_ratio(F(1), F(1, 10 ** 13)), F(1)


def distance_to_many_topics(instance, site, claimed):
    """Of the best ratio at 10^9 topics from its limit."""
    model, kappa = symmetric(instance, topics=10 ** 9), F(instance["mask_weight"])
    return abs(model.best_ratio(kappa, F(1, 10 ** 13)) - model.many_topics_ratio(kappa)), F(1, 1000)


def losses_with_and_without_mask_keys(instance, site, claimed):
    """At the best ratio without attention to [MASK]; the minimum is flat, so its place to 10^-31 is enough."""
    model = symmetric(instance)
    best = model.best_ratio(F(0), F(1, 10 ** 31))
    return model.loss(best, F(1, 1000)), model.loss(best, F(0))


MODEL = {
    "tau < T": lambda at: at["topics_per_document"] < at["topics"],
    "tau >= 2": lambda at: at["topics_per_document"] >= 2,
    "v >= 2": lambda at: at["words_per_topic"] >= 2,
    "p_c > 0": lambda at: F(at["mask"]) > 0 and F(at["correct"]) > 0,
    "p_r > 0": lambda at: F(at["random"]) > 0,
    "mu > 0": lambda at: F(at["mask"]) * (1 - F(at["correct"]) - F(at["random"])) > 0,
    "q < 1": lambda at: (1 - F(at["correct"])) * F(at["mask"]) > 0,
}


def model_hypothesis(name):
    def met(instance):
        assert MODEL[name](instance), f"not {name}"
    return met


HYPOTHESES = {name: model_hypothesis(name) for name in MODEL}
CLAIMS = {
    "topic/optima-are-block-wise": ("=", optimum_with_entries),
    "topic/diagonal-is-special": (">", diagonal_is_special),
    "topic/finite-length-optimum-is-unique": ("=", null_directions),
    "topic/finite-length-tends-to-limit-optimum": ("<=", long_documents),
    "topic/same-word-attention-exceeds-same-topic": ("<", same_word_attention),
    "topic/attention-learns-topics": ("<", attention_to_other_topics),
    "topic/ratio-is-the-only-critical-point": ("=", critical_points_and_one),
    "topic/ratio-is-near-its-limit-at-fixed-size": ("<", distance_to_many_topics),
    "topic/mask-attention-always-pays": ("<", losses_with_and_without_mask_keys),
    # Of claims that hold, for the relations they hand out.
    "topic/moments-have-two-directions": ("=", entry(lambda model, instance: model.second)),
    "topic/embedding-gap-is-one-over-qv": ("=", topic_gap_and_formula),
    "topic/penalised-embedding-is-contrast": ("=", entry(penalised_embedding)),
    "topic/least-trace-embedding-has-blocks": ("=", least_trace_certificate),
    "topic/value-matrix-has-two-directions":
        ("=", entry(lambda model, instance: model.limit_value(F(instance["penalty"])))),
    "topic/value-matrix-limit-is-least-norm": ("=", entry(lambda model, instance: model.least_norm_value())),
    "topic/value-matrix-signs": ("<=", entry_between_topics),
    "topic/finite-length-value-matrix": ("=", entry(lambda model, instance: model.finite_value(instance["length"]))),
    "topic/value-descent-has-two-rates": ("=", entry(descended)),
    "topic/first-attention-step-is-contrast":
        ("=", lambda instance, site, claimed: (Model(instance).attention_slope(site["row"], site["column"]),) * 2),
    "topic/only-topic-mass-matters": ("=", loss_with_weight_moved),
    "topic/uniform-attention-is-optimal-without-correct-words": (">=", loss_of_a_table_and_of_uniform_attention),
    "topic/optimal-ratio-without-random-words": ("=", slope_at_the_closed_ratio),
    "topic/optimal-ratio-exceeds-one": (">", ratio_and_one),
    "topic/ratio-tends-to-many-topics-limit": ("<", distance_to_many_topics),
    "topic/cross-entropy-is-not-attained":
        ((">", "<"), risk_along_the_ray),
}
UNCOVERED = {
    "topic/penalised-cross-entropy-has-two-numbers": "the left side is a bound on the program's own rounding",
    "topic/joint-optimum-is-stationary": "the left side is a bound on the program's own rounding",
}
