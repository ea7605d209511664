"""What counterexamples about topic/* must satisfy: sums over every topic set and every way to mask a position. For finite
documents the moments are those of the average of independent positions, from their means and products. See
tests/reports/recheck_witness.py.
"""
import itertools
from fractions import Fraction as F

from exact_algebra import rank, solve

LONG = 10 ** 9  # words of the long document of topic/finite-length-tends-to-limit-optimum


def outer(a, b):
    return [[x * y for y in b] for x in a]


def add(*matrices):
    return [[sum(cells) for cells in zip(*rows)] for rows in zip(*matrices)]


def scaled(c, matrix):
    return [[c * x for x in row] for row in matrix]


def diagonal(a):
    return [[x if i == j else F(0) for j in range(len(a))] for i, x in enumerate(a)]


def transposed(a):
    return [list(column) for column in zip(*a)]


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
        sigma = self.mean(lambda s: outer(self.shown(s), self.shown(s)))
        cross = self.mean(lambda s: outer(self.true(s), self.shown(s)))
        left = add(sigma, diagonal([penalty] * (self.k + 1)))
        return transposed(solve(transposed(left), transposed(cross)))

    def least_norm_value(self):
        """The limit of a vanishing penalty: P (M^T M)^-1 M^T for a basis M of the shown laws."""
        basis = [self.sets[0]]
        for s in self.sets[1:]:
            try:
                shown = [self.shown(b) for b in basis + [s]]
                solve([[sum(x * y for x, y in zip(a, b)) for b in shown] for a in shown], [[F(0)]] * len(shown))
                basis.append(s)
            except StopIteration:  # singular: nothing new
                pass
        shown = [self.shown(b) for b in basis]
        gram = [[sum(x * y for x, y in zip(a, b)) for b in shown] for a in shown]
        answers = solve(gram, shown)
        return [[sum(self.true(b)[i] * answers[r][j] for r, b in enumerate(basis)) for j in range(self.k + 1)]
                for i in range(self.k + 1)]

    def finite_value(self, n):
        """The optimum for n independent positions of which the selected one is attended too."""
        uniform = [F(0)] + [F(1, self.k)] * self.k
        first = [F(1)] + [F(0)] * self.k

        def second(s):
            h, m = self.selected(s), self.shown(s)
            return add(scaled(F(1, n * n), diagonal(h)), scaled(F(n - 1, n * n), outer(h, m)),
                       scaled(F(n - 1, n * n), outer(m, h)), scaled(F(n - 1, n * n), diagonal(m)),
                       scaled(F((n - 1) * (n - 2), n * n), outer(m, m)))

        def cross(s):
            p, m = self.true(s), self.shown(s)
            return add(scaled(F(1, n) * (1 - self.correct - self.random), outer(p, first)),
                       scaled(F(1, n) * self.correct, diagonal(p)), scaled(F(1, n) * self.random, outer(p, uniform)),
                       scaled(F(n - 1, n), outer(p, m)))
        return transposed(solve(transposed(self.mean(second)), transposed(self.mean(cross))))

    def attention_slope(self, key, query):
        """dL/dB[key, query] at uniform attention, summed over topic sets and labels."""
        value, total = self.least_norm_value(), F(0)
        for s in self.sets:
            m, p = self.shown(s), self.true(s)
            output = [sum(w * x for w, x in zip(row, m)) for row in value]
            for label in range(1, self.k + 1):
                joint = p[label] * ((query == label) * self.correct + self.random / self.k) / len(self.sets)
                for i in range(self.k + 1):
                    move = m[key] * (value[i][key] - output[i])  # d output_i / dB[key, query]
                    total += 2 * joint * (output[i] - (i == label)) * move
        return total


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


CLAIMS = {
    "topic/optima-are-block-wise": ("=", optimum_with_entries),
    "topic/diagonal-is-special": (">", diagonal_is_special),
    "topic/finite-length-tends-to-limit-optimum": ("<=", long_documents),
    "topic/same-word-attention-exceeds-same-topic": ("<", same_word_attention),
    "topic/attention-learns-topics": ("<", attention_to_other_topics),
}
