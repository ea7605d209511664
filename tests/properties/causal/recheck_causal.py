"""What counterexamples about causal/* must satisfy: sums over every token sequence with its exact probability, votes of
every sequence. See tests/reports/recheck_witness.py.
"""
import itertools
from fractions import Fraction as F

from exact_algebra import solve

EPSILON = F(1, 100)  # the loss smoothing of the claims about finite length


def forest_and_prior(instance):
    parents = instance["parents"]
    prior = [(F(a["weight"]), [[F(x) for x in row] for row in a["chain"]]) for a in instance["prior"]]
    assert all(-1 <= p < i for i, p in enumerate(parents)), "a parent is not earlier than its child"
    assert sum(w for w, _ in prior) == 1, "the weights of the prior do not sum to one"
    for _, chain in prior:
        check_chain(chain)
    return parents, prior


def check_chain(chain):
    assert all(sum(row) == 1 and min(row) >= 0 for row in chain), "a row is no probability law"
    reach = {s: {s} for s in range(len(chain))}
    for _ in chain:
        reach = {s: r | {t for u in r for t in range(len(chain)) if chain[u][t] > 0} for s, r in reach.items()}
    assert all(len(r) == len(chain) for r in reach.values()), "a chain is reducible"


def stationary(chain):
    """Solves mu (pi - 1) = 0, sum mu = 1."""
    n = len(chain)
    equations = [[chain[s][t] - (s == t) for s in range(n)] for t in range(n - 1)] + [[F(1)] * n]
    return [row[0] for row in solve(equations, [[F(0)]] * (n - 1) + [[F(1)]])]


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
    def sides(instance, site, claimed):
        parents, prior = forest_and_prior(instance)
        first, second = columns_of(parents, site)
        mean = lambda j: sum(w * drive(parents, chain, site["i"], j) for w, chain in prior)
        return mean(first), mean(second)
    return sides


def parent_against(drive, rival_of):
    return entries(drive, lambda parents, site: (parents[site["i"]], rival_of(site)))


def chi2_information(parents, chain, i, j):
    """sum_{s,s'} P(s_j = s, s_i = s')^2 / (mu(s) mu(s')) - 1."""
    mu = stationary(chain)
    joint = {}
    for x, w in sequences(parents, chain, mu):
        joint[x[j], x[i]] = joint.get((x[j], x[i]), F(0)) + w
    return sum(p * p / (mu[s] * mu[t]) for (s, t), p in joint.items()) - 1


def mean_of(quantity, instance, i, j):
    parents, prior = forest_and_prior(instance)
    return sum(w * quantity(parents, chain, i, j) for w, chain in prior)


def parent_entry_and_information(instance, site, claimed):
    i, parent = site["i"], instance["parents"][site["i"]]
    return mean_of(limit_drive, instance, i, parent), mean_of(chi2_information, instance, i, parent)


def informations_of_rival_and_parent(instance, site, claimed):
    i = site["i"]
    return mean_of(chi2_information, instance, i, site["j"]), mean_of(chi2_information, instance, i, instance["parents"][i])


def drive_and_zero(column):
    return lambda instance, site, claimed: (mean_of(limit_drive, instance, site["i"], column(site)), F(0))


def drive_and_power(instance, site, claimed):
    """Two states: lambda to the tree distance plus one, lambda the trace minus one."""
    parents, ((_, chain),) = forest_and_prior(instance)
    def line(i):
        return [i] + (line(parents[i]) if parents[i] >= 0 else [])
    above_j, above_i = line(site["j"]), line(site["i"])
    common = next(a for a in above_i if a in above_j)
    distance = above_i.index(common) + above_j.index(common)
    return (limit_drive(parents, chain, site["i"], site["j"]), (chain[0][0] + chain[1][1] - 1) ** (distance + 1))


def mass_after_and_before_a_step(instance, site, claimed):
    chain = [[F(x) for x in row] for row in instance["chain"]]
    check_chain(chain)
    mu = stationary(chain)
    return sum(mu[s] * chain[s][site["s"]] for s in range(len(chain))), mu[site["s"]]


def votes_with_the_query(instance, site, claimed):
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


def edges_are_informative(instance):
    chains = [chain for _, chain in forest_and_prior(instance)[1]]
    assert all(any(row != chain[0] for row in chain) for chain in chains), "an edge tells nothing"


HYPOTHESES = {"informative edges": edges_are_informative}
CLAIMS = {
    "causal/self-can-win-without-constant-mean": (">=", parent_against(limit_drive, lambda site: site["i"])),
    "causal/parent-dominates": (">=", parent_against(limit_drive, lambda site: site["j"])),
    "causal/parent-dominates-self": (">=", parent_against(limit_drive, lambda site: site.get("j", site["i"]))),
    "causal/single-chain-can-fail-at-finite-length": (">=", parent_against(finite_drive, lambda site: site["j"])),
    "causal/parent-dominates-at-finite-length":
        (">", parent_against(finite_drive, lambda site: site.get("j", site["i"]))),
    "causal/root-can-turn-to-itself": ("<", entries(finite_drive, lambda parents, site: (site["i"], site["j"]))),
    "causal/query-votes-for-itself": ("=", votes_with_the_query),
    # Of claims that hold, for the relations they hand out.
    "causal/stationary-law-is-invariant": ("=", mass_after_and_before_a_step),
    "causal/chi2-data-processing": ("<=", informations_of_rival_and_parent),
    "causal/parent-entry-is-chi2": ("=", parent_entry_and_information),
    "causal/roots-have-zero-drive": ("=", drive_and_zero(lambda site: site["j"])),
    "causal/self-entry-averages-to-zero": ("=", drive_and_zero(lambda site: site["i"])),
    "causal/two-state-drive-is-a-power": ("=", drive_and_power),
}
