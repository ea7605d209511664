#!/usr/bin/env python3
"""Re-verifies counterexamples of Lemmascope without Lemmascope: fractions and brute force only.

    python3 recheck_witness.py out/witness/*.json

For each witness about a forest and a prior over chains it sums over every token sequence with its exact
probability, recomputes both sides of the violated inequality, and checks the hypotheses and the margin.
Exit code 0: every witness stands. 1: one does not. 2: not a witness. 3: a claim this script knows nothing of.
"""
import itertools
import json
import sys
from fractions import Fraction as F

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


def parent_against(drive, rival_of):
    def sides(parents, prior, site):
        i, rival = site["i"], rival_of(site)
        mean = lambda j: sum(w * drive(parents, chain, i, j) for w, chain in prior)
        return mean(parents[i]), mean(rival)
    return sides


CLAIMS = {  # claim -> (lhs, rhs) at a site; each says lhs >= rhs
    "causal/self-can-win-without-constant-mean": parent_against(limit_drive, lambda site: site["i"]),
    "causal/parent-dominates": parent_against(limit_drive, lambda site: site["j"]),
    "causal/parent-dominates-self": parent_against(limit_drive, lambda site: site.get("j", site["i"])),
    "causal/single-chain-can-fail-at-finite-length": parent_against(finite_drive, lambda site: site["j"]),
    "causal/parent-dominates-at-finite-length": parent_against(finite_drive, lambda site: site.get("j", site["i"])),
}


def check_instance(parents, prior):
    assert all(-1 <= p < i for i, p in enumerate(parents)), "a parent is not earlier than its child"
    assert sum(w for w, _ in prior) == 1, "the weights of the prior do not sum to one"
    for _, chain in prior:
        assert all(sum(row) == 1 and min(row) >= 0 for row in chain), "a row is no probability law"
        reach = {s: {s} for s in range(len(chain))}
        for _ in chain:
            reach = {s: r | {t for u in r for t in range(len(chain)) if chain[u][t] > 0} for s, r in reach.items()}
        assert all(len(r) == len(chain) for r in reach.values()), "a chain is reducible"


def recheck(path):
    with open(path, encoding="utf-8") as file:
        witness = json.load(file)
    if witness.get("schema") != "lemmascope/witness/1":
        print(f"{path}: not a witness", file=sys.stderr)
        return 2
    if witness["claim"] not in CLAIMS:
        print(f"{path}: nothing is known here about {witness['claim']}", file=sys.stderr)
        return 3
    parents = witness["instance"]["parents"]
    prior = [(F(a["weight"]), [[F(x) for x in row] for row in a["chain"]]) for a in witness["instance"]["prior"]]
    violated = witness["violated"]
    site = {k: int(v) for k, v in (part.split("=") for part in violated["site"].split(", "))}
    try:
        check_instance(parents, prior)
        lhs, rhs = CLAIMS[witness["claim"]](parents, prior, site)
        assert lhs < rhs, f"the law holds here: {lhs} >= {rhs}"
        assert [lhs, rhs, lhs - rhs] == [F(violated[k]["value"]) for k in ("lhs", "rhs", "margin")], \
            f"the file says {violated['lhs']['value']} and {violated['rhs']['value']}, found {lhs} and {rhs}"
    except AssertionError as failure:
        print(f"{path}: {failure}")
        return 1
    print(f"{path}: stands, {lhs} < {rhs} at {violated['site']}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(max(recheck(path) for path in sys.argv[1:]))
