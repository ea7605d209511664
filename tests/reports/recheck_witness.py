#!/usr/bin/env python3
"""Re-verifies counterexamples of Lemmascope without Lemmascope: fractions and brute force only.

    python3 recheck_witness.py out/witness/*.json

For a witness about a forest and a prior over chains it sums over every token sequence with its exact
probability; about a multi-parent graph it counts the votes of every sequence; about a topic model it
solves the moments of every topic set (recheck_topic_witness.py). It recomputes both sides of the
violated relation and checks the hypotheses. What it knows nothing of it names and counts.
Exit code 0: every witness stands. 1: one does not. 2: not a witness. 3: a claim this script knows nothing of.
"""
import itertools
import json
import operator
import pathlib
import sys
from fractions import Fraction as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "properties" / "topic"))
import recheck_topic_witness as topic  # noqa: E402  the moments of topic models

EPSILON = F(1, 100)  # the loss smoothing of the claims about finite length


def stationary(chain):
    """Solves mu (pi - 1) = 0, sum mu = 1 by Gauss-Jordan elimination."""
    n = len(chain)
    rows = [[chain[s][t] - (s == t) for s in range(n)] + [F(0)] for t in range(n - 1)]
    rows.append([F(1)] * (n + 1))
    for k in range(n):
        pivot = next(r for r in range(k, n) if rows[r][k] != 0)
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for r in range(n):
            if r != k:
                rows[r] = [x - rows[r][k] * y for x, y in zip(rows[r], rows[k])]
    return [rows[t][n] for t in range(n)]


def sequences(parents, chain, mu):
    """Every token sequence on the positions of the forest with its probability."""
    for tokens in itertools.product(range(len(chain)), repeat=len(parents)):
        weight = F(1)
        for i, parent in enumerate(parents):
            weight *= mu[tokens[i]] if parent < 0 else chain[tokens[parent]][tokens[i]]
        yield tokens, weight


def limit_drive(parents, chain, i, j):
    """g_ij = sum_{s,s'} pi(s'|s) / mu(s') P(s_j = s, s_i = s') - 1."""
    mu = stationary(chain)
    total = sum(w * chain[x[j]][x[i]] / mu[x[i]] for x, w in sequences(parents, chain, mu))
    return total - 1


def finite_drive(parents, chain, i, j):
    """S K_ij, K_ij = E[1(s_j = q) sum_s' pi(s'|q) / (share(s') + eps) (1(s_i = s') - share(s'))]."""
    mu, states, length = stationary(chain), len(chain), len(parents) + 1
    total = F(0)
    for tokens, weight in sequences(parents, chain, mu):
        for query in range(states):  # the query token is uniform and independent
            if tokens[j] != query:
                continue
            share = [F((tokens + (query,)).count(s), length) for s in range(states)]
            total += weight / states * sum(
                chain[query][s] / (share[s] + EPSILON) * ((tokens[i] == s) - share[s]) for s in range(states))
    return states * total


def entries(drive, columns_of):
    """The prior's mean of two entries of row i."""
    def sides(instance, site):
        parents, prior = forest_and_prior(instance)
        first, second = columns_of(parents, site)
        mean = lambda j: sum(w * drive(parents, chain, site["i"], j) for w, chain in prior)
        return mean(first), mean(second)
    return sides


def parent_against(drive, rival_of):
    return entries(drive, lambda parents, site: (parents[site["i"]], rival_of(site)))


def parent_against_zero(instance, site):
    parents, prior = forest_and_prior(instance)
    return sum(w * limit_drive(parents, chain, site["i"], parents[site["i"]]) for w, chain in prior), F(0)


def votes_with_the_query(instance, site):
    """The first sequence where the query's own vote changes the share of a token: (share with it, without it).

    The last entry of the graph are the target's parents. Keys with as many parents vote when all of these carry
    the tokens of the target's; the query position carries the target's parents itself, so it always votes.
    """
    *nodes, target = instance["dag"]
    for tokens in itertools.product(range(instance["states"]), repeat=len(nodes)):
        seen = [tokens[p] for p in target]
        voters = [tokens[i] for i in range(len(nodes) - 1)
                  if len(nodes[i]) == len(target) and [tokens[p] for p in nodes[i]] == seen]
        if not voters:
            continue
        count = voters.count(site["token"])
        found = F(count + (tokens[-1] == site["token"]), len(voters) + 1), F(count, len(voters))
        if found[0] != found[1]:
            return found
    raise AssertionError("the query's vote changes nothing here")


def rank(rows):
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0])):
        pivot = next((r for r in range(found, len(rows)) if rows[r][column] != 0), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for r in range(found + 1, len(rows)):
            share = rows[r][column] / rows[found][column]
            rows[r] = [x - share * y for x, y in zip(rows[r], rows[found])]
        found += 1
    return found


def optimum_with_entries(instance, site, claimed):
    """The two claimed entries of one row, when an optimal value matrix has them: the loss sees a matrix only through
    its products with the shown laws, so every row with the same products is optimal too."""
    model, i, j = topic.Model(instance), site["row"], site["column"]
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


def topic_sides(sides):
    return lambda instance, site: sides(instance, topic.Model(instance))


OPS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "=": operator.eq}
CLAIMS = {  # claim -> the relation it asserts at a site, and its two sides there
    "causal/self-can-win-without-constant-mean": (">=", parent_against(limit_drive, lambda site: site["i"])),
    "causal/parent-dominates": (">=", parent_against(limit_drive, lambda site: site["j"])),
    "causal/parent-dominates-self": (">=", parent_against(limit_drive, lambda site: site.get("j", site["i"]))),
    "causal/single-chain-can-fail-at-finite-length": (">=", parent_against(finite_drive, lambda site: site["j"])),
    "causal/parent-dominates-at-finite-length":
        (">=", parent_against(finite_drive, lambda site: site.get("j", site["i"]))),
    "causal/root-can-turn-to-itself": ("<", entries(finite_drive, lambda parents, site: (site["i"], site["j"]))),
    "causal/query-votes-for-itself": ("=", votes_with_the_query),
    "planted/false-statement": ("<=", parent_against_zero),
    "planted/expected-refutation": ("<=", parent_against_zero),
    "topic/optima-are-block-wise": ("=", optimum_with_entries),
    "topic/diagonal-is-special": (">", topic_sides(topic.CLAIMS["topic/diagonal-is-special"][0])),
    "topic/finite-length-tends-to-limit-optimum":
        ("<=", topic_sides(topic.CLAIMS["topic/finite-length-tends-to-limit-optimum"][0])),
    "topic/same-word-attention-exceeds-same-topic":
        ("<", topic_sides(topic.CLAIMS["topic/same-word-attention-exceeds-same-topic"][0])),
    "topic/attention-learns-topics": ("<", topic_sides(topic.CLAIMS["topic/attention-learns-topics"][0])),
}
STANDS, FALLS, NO_WITNESS, UNKNOWN = 0, 1, 2, 3


def forest_and_prior(instance):
    parents = instance["parents"]
    prior = [(F(a["weight"]), [[F(x) for x in row] for row in a["chain"]]) for a in instance["prior"]]
    check_instance(parents, prior)
    return parents, prior


def check_instance(parents, prior):
    assert all(-1 <= p < i for i, p in enumerate(parents)), "a parent is not earlier than its child"
    assert sum(w for w, _ in prior) == 1, "the weights of the prior do not sum to one"
    for _, chain in prior:
        assert all(sum(row) == 1 and min(row) >= 0 for row in chain), "a row is no probability law"
        reach = {s: {s} for s in range(len(chain))}
        for _ in chain:
            reach = {s: r | {t for u in r for t in range(len(chain)) if chain[u][t] > 0} for s, r in reach.items()}
        assert all(len(r) == len(chain) for r in reach.values()), "a chain is reducible"


def site_of(text):
    return {k: int(v) for k, v in (part.split("=") for part in text.split(", "))} if text else {}


def compare(witness):
    violated, (op, sides) = witness["violated"], CLAIMS[witness["claim"]]
    claimed = [F(violated[k]["value"]) for k in ("lhs", "rhs")]
    arguments = (claimed,) if sides is optimum_with_entries else ()
    lhs, rhs = sides(witness["instance"], site_of(violated["site"]), *arguments)
    assert violated["op"] == op, f"the claim asserts {op}, the file says {violated['op']}"
    assert not OPS[op](lhs, rhs), f"the law holds here: {lhs} {op} {rhs}"
    assert [lhs, rhs] == claimed, f"the file says {claimed[0]} and {claimed[1]}, found {lhs} and {rhs}"
    if any(h["name"] == "informative edges" for h in witness["hypotheses"]):
        chains = [chain for _, chain in forest_and_prior(witness["instance"])[1]]
        assert all(any(row != chain[0] for row in chain) for chain in chains), "an edge tells nothing"
    margin = F(violated["margin"]["value"])
    assert abs(margin) == abs(lhs - rhs), f"the file says false by {abs(margin)}, found {abs(lhs - rhs)}"
    return f"not {lhs} {op} {rhs}"


def recheck(path):
    with open(path, encoding="utf-8") as file:
        witness = json.load(file)
    if not isinstance(witness, dict) or witness.get("schema") != "lemmascope/witness/1":
        print(f"{path}: not a witness", file=sys.stderr)
        return NO_WITNESS, ""
    if witness["claim"] not in CLAIMS:
        return UNKNOWN, witness["claim"]
    try:
        print(f"{path}: stands, {compare(witness)}")
    except AssertionError as failure:
        print(f"{path}: does not stand: {failure}")
        return FALLS, witness["claim"]
    return STANDS, witness["claim"]


def main(paths):
    outcomes = [recheck(path) for path in paths]
    count = lambda code: sum(found == code for found, _ in outcomes)
    unknown = sorted({claim for code, claim in outcomes if code == UNKNOWN})
    print(f"{count(STANDS)} stand, {count(FALLS)} do not, {count(NO_WITNESS)} are no witnesses, "
          f"{count(UNKNOWN)} not covered{': ' if unknown else ''}{', '.join(unknown)}")
    return next((code for code in (FALLS, NO_WITNESS, UNKNOWN) if count(code)), STANDS)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
