"""Plants every bug of bugs.toml in turn and says whether `check` turns red by itself: exit code, claims that see
it, alarms of one route against another.

planted_bugs.py PROGRAM [--quick] [--only NAME…] [--json FILE]

Selectors of a bug are tried first; what is red there is red in the whole suite, and what is green there is run
whole. Ends with 1 when a bug behaves otherwise than bugs.toml expects, or the program without a bug is not green."""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import plant


def check(program, bug, selectors):
    """Exit code and result document of one run."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "LEMMASCOPE_BUG": bug}
        made = subprocess.run([program, "check", *selectors, "-o", folder], env=environment,
                              capture_output=True, text=True, timeout=1800)
        result = pathlib.Path(folder) / "result.json"
        return made.returncode, json.loads(result.read_text()) if result.exists() else {"claims": []}


def red_claims(document):
    """Claims not as expected, those whose routes contradict each other marked with an exclamation mark."""
    red = []
    for claim in document["claims"]:
        if claim.get("as_expected", True) and not claim.get("contradiction", False):
            continue
        red.append(claim["id"] + ("!" if claim.get("contradiction", False) else ""))
    return red


def tried(program, bug):
    """The first red run, or the green one of the whole suite."""
    for selectors in (bug["claims"], []):
        start = time.monotonic()
        code, document = check(program, bug["name"], selectors)
        if code != 0 or not selectors:
            return {"exit": code, "claims": red_claims(document), "whole": not selectors,
                    "seconds": round(time.monotonic() - start, 1)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--quick", action="store_true", help="only the bugs marked quick")
    parser.add_argument("--only", nargs="+", help="only these bugs")
    parser.add_argument("--json", help="write the table to this file")
    options = parser.parse_args()
    entries = [bug for bug in plant.bugs() if not options.quick or bug.get("quick", False)]
    if options.only:
        entries = [bug for bug in entries if bug["name"] in options.only]
    if not entries:
        sys.exit("planted_bugs.py: no bug is selected")
    code, _ = check(options.program, "", sorted({glob for bug in entries for glob in bug["claims"]}))
    if code != 0:
        sys.exit(f"planted_bugs.py: without a bug the check ends with {code}, so it can say nothing about bugs")
    table, wrong = [], 0
    for bug in entries:
        row = {"name": bug["name"], "file": bug["file"], "kind": bug["kind"], "expect": bug["expect"],
               **tried(options.program, bug)}
        row["as_expected"] = (row["exit"] != 0) == (bug["expect"] == "check")
        wrong += not row["as_expected"]
        table.append(row)
        seen = ", ".join(row["claims"][:4]) + (" …" if len(row["claims"]) > 4 else "")
        print(f"{'as expected' if row['as_expected'] else 'NOT EXPECTED':12}  exit {row['exit']}  {row['name']:45}  "
              f"{seen or '–'}", flush=True)
    red = sum(row["exit"] != 0 for row in table)
    print(f"{red} of {len(table)} planted bugs turn `check` red by themselves; {wrong} otherwise than expected")
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(table, indent=2) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
