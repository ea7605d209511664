#!/usr/bin/env python3
"""Re-verifies counterexamples and sampled relations of Lemmascope without Lemmascope: fractions and integers only.

    python3 recheck_witness.py [--rules FILE]… out/witness/*.json out/sample/*.json

Recomputes both sides of the violated relation and checks the hypotheses. Of a sample it recomputes both sides of every
relation and whether it holds. What a claim says is told by one file of rules
a paper, tests/properties/PAPER/recheck_PAPER.py, and by every --rules FILE. A file of rules has

    CLAIMS      claim -> (relation it asserts, sides), sides(instance, site, claimed) -> (lhs, rhs) as fractions,
                from the instance and site of the witness; `claimed` are the file's own two sides, for claims that
                say that something with these values exists
    HYPOTHESES  name -> a function of the instance that asserts it (may be left out)

What no file of rules knows is named and counted.
Exit code 0: every witness and sample stands. 1: one does not. 2: not a witness. 3: a claim that no rules know.
"""
import argparse
import importlib.util
import json
import operator
import pathlib
import sys
from fractions import Fraction as F

TESTS = pathlib.Path(__file__).resolve().parents[1]
OPS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "=": operator.eq}
STANDS, FALLS, NO_WITNESS, UNKNOWN = 0, 1, 2, 3


def load_rules(paths):
    """All claims and hypotheses of the files of rules. Two rules for one claim are an error."""
    claims, hypotheses = {}, {}
    for path in paths:
        sys.path.insert(0, str(path.parent))
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[path.stem] = module
        spec.loader.exec_module(module)
        for rules, found in ((claims, module.CLAIMS), (hypotheses, getattr(module, "HYPOTHESES", {}))):
            twice = sorted(rules.keys() & found.keys())
            if twice:
                raise SystemExit(f"{path}: there are other rules for {twice[0]}")
            rules.update(found)
    return claims, hypotheses


def site_of(text):
    return {k: int(v) for k, v in (part.split("=") for part in text.split(", "))} if text else {}


def compare(witness, rules):
    claims, hypotheses = rules
    violated, (op, sides) = witness["violated"], claims[witness["claim"]]
    claimed = tuple(F(violated[k]["value"]) for k in ("lhs", "rhs"))
    lhs, rhs = sides(witness["instance"], site_of(violated["site"]), claimed)
    assert violated["op"] == op, f"the claim asserts {op}, the file says {violated['op']}"
    assert not OPS[op](lhs, rhs), f"the law holds here: {lhs} {op} {rhs}"
    assert (lhs, rhs) == claimed, f"the file says {claimed[0]} and {claimed[1]}, found {lhs} and {rhs}"
    for hypothesis in witness["hypotheses"]:
        hypotheses.get(hypothesis["name"], lambda instance: None)(witness["instance"])
    margin = F(violated["margin"]["value"])
    assert abs(margin) == abs(lhs - rhs), f"the file says false by {abs(margin)}, found {abs(lhs - rhs)}"
    return f"not {lhs} {op} {rhs}"


def compare_sample(sample, rules):
    """How many relations of a sample stand; those that are not exact are another matter."""
    op, sides = rules[0][sample["claim"]]
    exact = [r for r in sample["relations"] if r["lhs"]["kind"] == r["rhs"]["kind"] == "rational"]
    for relation in exact:
        claimed = tuple(F(relation[k]["value"]) for k in ("lhs", "rhs"))
        found = sides(relation["instance"], site_of(relation["site"]), claimed)
        where = f"case {relation['case']}, {relation['site']}"
        assert relation["op"] == op, f"{where}: the claim asserts {op}, the file says {relation['op']}"
        assert found == claimed, f"{where}: the file says {claimed[0]} and {claimed[1]}, found {found[0]} and {found[1]}"
        assert (relation["holds"] == "yes") == OPS[op](*found), f"{where}: {found[0]} {op} {found[1]}"
    assert exact, "no exact relation"
    return f"{len(exact)} of {len(sample['relations'])} relations"


def recheck(path, rules):
    with open(path, encoding="utf-8") as file:
        witness = json.load(file)
    if isinstance(witness, dict) and witness.get("schema") == "lemmascope/sample/1":
        if witness["claim"] not in rules[0]:
            return UNKNOWN, witness["claim"]
        try:
            print(f"{path}: stands, {compare_sample(witness, rules)}")
        except AssertionError as failure:
            print(f"{path}: does not stand: {failure}")
            return FALLS, witness["claim"]
        return STANDS, witness["claim"]
    if not isinstance(witness, dict) or witness.get("schema") != "lemmascope/witness/1":
        print(f"{path}: not a witness", file=sys.stderr)
        return NO_WITNESS, ""
    if witness["claim"] not in rules[0]:
        return UNKNOWN, witness["claim"]
    try:
        print(f"{path}: stands, {compare(witness, rules)}")
    except AssertionError as failure:
        print(f"{path}: does not stand: {failure}")
        return FALLS, witness["claim"]
    return STANDS, witness["claim"]


def main(paths, rules):
    outcomes = [recheck(path, rules) for path in paths]
    count = lambda code: sum(found == code for found, _ in outcomes)
    unknown = sorted({claim for code, claim in outcomes if code == UNKNOWN})
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
