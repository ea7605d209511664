#!/usr/bin/env python3
"""Writes certificates and lets Coq judge them. The form of the file is stated in causal/certificate.v.

    certificate.py OUT FILE.json    OUT holds the compiled proofs; exit code 0: every instance accepted,
                                    1: some refused (each named, with its wrong entries), 77: Coq is absent

FILE.json is an array of instances. Numbers are strings ("7/10") or integers, never decimals:
    {"name": "path", "kind": "gradient", "chain": [["7/10","3/10"],["2/5","3/5"]], "stationary": ["4/7","3/7"],
     "parents": [-1,0,1], "tolerance": 0, "values": [[0,1,"9/100"]]}
    {"name": "path", "kind": "drive", "prior": [{"weight": 1, "chain": …, "stationary": …}],
     "parents": [-1,0,1], "epsilon": "1/100", "tolerance": 0, "values": [[1,0,"-57901/2351440"]]}
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

SKIPPED = 77


def rational(value):
    """A Coq rational. Decimals are refused: they would be rounded before they are certified."""
    if isinstance(value, float):
        raise ValueError(f"{value!r} is a decimal: write a fraction such as \"7/10\"")
    number = Fraction(value)
    numerator = str(number.numerator) if number >= 0 else f"({number.numerator})"
    return f"{numerator} # {number.denominator}"


def listed(items):
    return "[:: " + "; ".join(items) + "]" if items else "[::]"


def rows(table):
    return listed([listed([rational(x) for x in row]) for row in table])


def parents(numbers):
    return listed(["None" if p < 0 else f"Some {p}" for p in numbers]) + "%N"


def instance(entry):
    """The Coq value of an instance, and its type."""
    if entry["kind"] == "gradient":
        law = listed([rational(x) for x in entry["stationary"]])
        size = len(entry["chain"]) - 1
        return "instance", f"Inst {size} {rows(entry['chain'])}%Q {law}%Q\n    {parents(entry['parents'])}"
    if entry["kind"] == "drive":
        atoms = [f"({rational(a['weight'])}, ({rows(a['chain'])}, "
                 f"{listed([rational(x) for x in a['stationary']])}))" for a in entry["prior"]]
        size = len(entry["prior"][0]["chain"]) - 1
        return "drive_instance", (f"Drive {size}\n    {listed(atoms)}%Q\n    "
                                  f"{parents(entry['parents'])} ({rational(entry['epsilon'])})")
    raise ValueError(f"kind {entry['kind']!r}: write \"gradient\" or \"drive\"")


def certificate(entries):
    """The text of one certificate file for many instances; their numbers count from 1."""
    blocks, theorems = [], []
    for number, entry in enumerate(entries, 1):
        kind = entry["kind"]
        type_, value = instance(entry)
        values = listed([f"({a}%N, {b}%N, {rational(v)})" for a, b, v in entry["values"]])
        arguments = f"instance_{number} ({rational(entry['tolerance'])}) values_{number}"
        blocks.append(
            f"Definition instance_{number} : {type_} :=\n  {value}.\n"
            f"Definition values_{number} : seq (nat * nat * Q) :=\n  {values}%Q.\n"
            f"Goal True. idtac \"certificate {number}\". Abort.\n"
            f"Eval vm_compute in refused_{kind} {arguments}.\n")
        theorems.append(
            f"Theorem certificate_{number} : certifies_{kind} {arguments}.\n"
            f"Proof. apply: {kind}_certificate; vm_cast_no_check (erefl true). Qed.\n")
    return "From Lemmascope.causal Require Import certificate.\n\n" + "\n".join(blocks + theorems)


def run_coq(out, text):
    """(accepted as a whole, {number: diagnosis}, what Coq said) of a certificate."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "certificate_file.v"
        file.write_text(text)
        done = subprocess.run(["coqc", "-q", "-w", "none", "-R", str(out), "Lemmascope", str(file)],
                              capture_output=True, text=True)
    found = {}
    for block in re.split(r"^certificate (?=\d+$)", done.stdout, flags=re.M)[1:]:
        number, _, words = block.partition("\n")
        found[int(number)] = " ".join(words.split()).partition(" : ")[0].lstrip("= ")
    return done.returncode == 0, found, done.stderr.strip()


def judge(out, entries):
    """For each instance None (accepted) or the reason of its refusal. Only a theorem accepts."""
    whole, found, words = run_coq(out, certificate(entries))
    if whole:
        return [None] * len(entries)
    if len(found) < len(entries):
        raise RuntimeError(f"Coq does not read the certificate: {words}")
    reasons = [None if found[n] == "([::], [::])" else found[n] for n in range(1, len(entries) + 1)]
    rest = [entry for entry, reason in zip(entries, reasons) if reason is None]
    if len(rest) == len(entries):
        raise RuntimeError(f"no entry is wrong, yet a theorem fails: {words}")
    if rest and not run_coq(out, certificate(rest))[0]:
        raise RuntimeError("the instances without a wrong entry are not accepted either")
    return reasons


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    if shutil.which("coqc") is None:
        print("skipped: coqc is absent (Debian packages coq and libcoq-mathcomp-algebra)")
        return SKIPPED
    try:
        entries = json.loads(options.file.read_text())
        reasons = judge(options.out.resolve(), entries)
    except (ValueError, KeyError, RuntimeError) as reason:
        print(f"{options.file}: {reason}", file=sys.stderr)
        return 2
    for entry, reason in zip(entries, reasons):
        print(f"{entry['name']}: {'accepted' if reason is None else 'refused ' + reason}")
    return 1 if any(reasons) else 0


if __name__ == "__main__":
    sys.exit(main())
