"""What counterexamples to the planted claims of tests/cli must satisfy. See tests/reports/recheck_witness.py."""
from fractions import Fraction as F

from recheck_causal import forest_and_prior, limit_drive


def parent_against_zero(instance, site, claimed):
    parents, prior = forest_and_prior(instance)
    return sum(w * limit_drive(parents, chain, site["i"], parents[site["i"]]) for w, chain in prior), F(0)


CLAIMS = {
    "planted/false-statement": ("<=", parent_against_zero),
    "planted/expected-refutation": ("<=", parent_against_zero),
}
