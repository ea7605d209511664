#!/usr/bin/env python3
"""Re-verifies counterexamples and sampled relations of Lemmascope without Lemmascope: fractions and integers only.

    python3 recheck_witness.py [--rules FILE]… out/witness/*.json out/sample/*.json

Recomputes both sides of the violated relation and checks the hypotheses. Of a sample it recomputes both sides of every
relation and whether it holds. Sides that are no fractions (logarithms, exponentials) are enclosed by integers here and
must have a number in common with the file's enclosure; whether the relation fails must be certain of both. What a claim
says is told by one file of rules a paper, tests/properties/PAPER/recheck_PAPER.py, and by every --rules FILE. A file of
rules has

    CLAIMS      claim -> (relation it asserts, sides), sides(instance, site, claimed) -> (lhs, rhs) as fractions or
                enclosures, from the instance and site of the witness; `claimed` are the file's own two sides, for
                claims that say that something with these values exists. Where a claim has several relations, a tuple.
                `sides` may raise NotCovered with a reason: then the relation is counted as not covered.
    HYPOTHESES  name -> a function of the instance that asserts it (may be left out)
    UNCOVERED   claim -> why no rule recomputes it (may be left out)

What no file of rules knows is named and counted.
Exit code 0: every witness and sample stands. 1: one does not. 2: not a witness. 3: a claim that no rules know.
"""
import argparse
import collections
import importlib.util
import json
import pathlib
import sys
from fractions import Fraction as F

from enclosures import Enclosure, certainly, refuted
from rules import NotCovered, agree

TESTS = pathlib.Path(__file__).resolve().parents[1]
STANDS, FALLS, NO_WITNESS, UNKNOWN = 0, 1, 2, 3


Rules = collections.namedtuple("Rules", "claims hypotheses uncovered")


def load_rules(paths):
    """Everything the files of rules say. Two rules for one claim are an error."""
    known = Rules({}, {}, {})
    for path in paths:
        sys.path.insert(0, str(path.parent))
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[path.stem] = module
        spec.loader.exec_module(module)
        for rules, name in zip(known, ("CLAIMS", "HYPOTHESES", "UNCOVERED")):
            found = getattr(module, name, {})
            twice = sorted(rules.keys() & found.keys())
            if twice:
                raise SystemExit(f"{path}: there are other rules for {twice[0]}")
            rules.update(found)
    twice = sorted(known.claims.keys() & known.uncovered.keys())
    if twice:
        raise SystemExit(f"{twice[0]} has a rule and a reason for having none")
    return known


def site_of(text):
    return {k: int(v) for k, v in (part.rsplit("=", 1) for part in split_site(text))} if text else {}


def split_site(text):
    """Names may hold commas ("loss gap, T=3"): a part ends at its number."""
    parts = []
    for part in text.split(", "):
        if parts and "=" not in parts[-1]:
            parts[-1] += ", " + part
        else:
            parts.append(part)
    return parts


def number(quantity):
    """A fraction, or the enclosure that a middle and a radius give."""
    if quantity["kind"] == "rational":
        return F(quantity["value"])
    if quantity["kind"] == "ball":
        middle, radius = F(quantity["value"]), F(quantity["radius"])
        return Enclosure.between(middle - radius, middle + radius)
    raise NotCovered(f"a side of kind {quantity['kind']} encloses nothing")


def asserted(op, said):
    """What the claim asserts: the one relation of its rule, or what the file says if that is one of several."""
    return op if isinstance(op, str) else said if said in op else " or ".join(op)


def compare(witness, rules):
    violated, (op, sides) = witness["violated"], rules.claims[witness["claim"]]
    claimed = tuple(number(violated[k]) for k in ("lhs", "rhs"))
    site = site_of(violated["site"])
    lhs, rhs = sides(witness["instance"], site, claimed)
    op = asserted(op, violated["op"])
    assert violated["op"] == op, f"the claim asserts {op}, the file says {violated['op']}"
    assert refuted(lhs, op, rhs), f"the law holds here: {lhs} {op} {rhs}"
    assert refuted(*claimed[:1], op, *claimed[1:]), "the file's own sides do not violate the law"
    assert agree(lhs, claimed[0]) and agree(rhs, claimed[1]), \
        f"the file says {claimed[0]} and {claimed[1]}, found {lhs} and {rhs}"
    for hypothesis in witness["hypotheses"]:
        rules.hypotheses.get(hypothesis["name"], lambda instance: None)(witness["instance"])
    margin = abs(number(violated["margin"]))
    assert agree(abs(lhs - rhs), margin), f"the file says false by {margin}, found {abs(lhs - rhs)}"
    return f"not {lhs} {op} {rhs}"


def compare_relation(relation, op, sides):
    claimed = tuple(number(relation[k]) for k in ("lhs", "rhs"))
    site = site_of(relation["site"])
    found, op = sides(relation["instance"], site, claimed), asserted(op, relation["op"])
    where = f"case {relation['case']}, {relation['site']}"
    assert relation["op"] == op, f"{where}: the claim asserts {op}, the file says {relation['op']}"
    assert all(map(agree, found, claimed)), \
        f"{where}: the file says {claimed[0]} and {claimed[1]}, found {found[0]} and {found[1]}"
    holds = {"yes": certainly, "no": refuted}[relation["holds"]]
    assert holds(found[0], op, found[1]), f"{where}: {found[0]} {op} {found[1]}"


def compare_sample(sample, rules):
    """(relations that stand, reasons of those that are not covered)."""
    stand, reasons = 0, collections.Counter()
    for relation in sample["relations"]:
        try:
            compare_relation(relation, *rules.claims[sample["claim"]])
            stand += 1
        except NotCovered as left_out:
            reasons[str(left_out)] += 1
    return stand, reasons


def recheck(path, rules, relations):
    """(outcome, claim). `relations` counts those of samples: covered or not."""
    with open(path, encoding="utf-8") as file:
        found = json.load(file)
    schema = found.get("schema") if isinstance(found, dict) else None
    if schema not in ("lemmascope/sample/1", "lemmascope/witness/1"):
        print(f"{path}: not a witness", file=sys.stderr)
        return NO_WITNESS, ""
    sample, claim = schema == "lemmascope/sample/1", found["claim"]
    if claim not in rules.claims:
        relations["not covered"] += len(found["relations"]) if sample else 0
        print(f"{path}: not covered: {rules.uncovered.get(claim, 'no rules know the claim')}")
        return UNKNOWN, claim
    try:
        if not sample:
            print(f"{path}: stands, {compare(found, rules)}")
            return STANDS, claim
        stand, reasons = compare_sample(found, rules)
    except AssertionError as failure:
        print(f"{path}: does not stand: {failure}")
        return FALLS, claim
    relations["stand"] += stand
    relations["not covered"] += sum(reasons.values())
    why = "".join(f"; {count} not covered: {reason}" for reason, count in reasons.items())
    print(f"{path}: {'stands' if stand else 'not covered'}, {stand} of {len(found['relations'])} relations{why}")
    return (STANDS if stand else UNKNOWN), claim


def main(paths, rules):
    relations = collections.Counter()
    outcomes = [recheck(path, rules, relations) for path in paths]
    count = lambda code: sum(found == code for found, _ in outcomes)
    unknown = sorted({claim for code, claim in outcomes if code == UNKNOWN})
    if relations:
        print(f"{relations['stand']} sampled relations stand, {relations['not covered']} are not covered; "
              f"{len({claim for code, claim in outcomes if code == STANDS})} claims are covered, {len(unknown)} are not")
    print(f"{count(STANDS)} stand, {count(FALLS)} do not, {count(NO_WITNESS)} are no witnesses, "
          f"{count(UNKNOWN)} not covered{': ' if unknown else ''}{', '.join(unknown)}")
    return next((code for code in (FALLS, NO_WITNESS, UNKNOWN) if count(code)), STANDS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", action="append", default=[], type=pathlib.Path, help="one more file of rules")
    parser.add_argument("witnesses", nargs="+")
    arguments = parser.parse_args()
    sys.path.insert(0, str(TESTS / "reports"))
    known = sorted(TESTS.glob("properties/*/recheck_*.py")) + [file.resolve() for file in arguments.rules]
    sys.exit(main(arguments.witnesses, load_rules(known)))
