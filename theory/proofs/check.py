#!/usr/bin/env python3
"""Checks the machine-checked proofs: compiles them and asks Coq what every theorem says and rests on.

    check.py OUT            compile into OUT and check against statements.json
    check.py OUT --record   the same, then write statements.json anew
    check.py OUT --recheck  compile, then let Coq's independent checker read everything again
    check.py --list         the recorded theorems, without Coq

Refused, with exit code 1: a source that does not compile; Admitted, an axiom, or a variable outside a
section; a theorem that Coq does not call "Closed under the global context"; a theorem that is recorded and
gone; one whose statement, or a definition it rests on, is not as recorded. Exit code 77: Coq is absent.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import sources

HERE = Path(__file__).resolve().parent
CLOSED = "Closed under the global context"
SKIPPED = 77


def compile_all(root, out, target="all"):
    """Makes a target of the Makefile in OUT. Returns (what went wrong or nothing, what was said)."""
    command = ["make", "-s", "-k", "-j2", "-f", str(HERE / "Makefile"),
               f"HERE={root}", f"OUT={out}", target]
    done = subprocess.run(command, capture_output=True, text=True)
    words = (done.stdout + done.stderr).strip()
    return ("", words) if done.returncode == 0 else (words or "make failed", "")


def ask_coq(out, theorems):
    """For each theorem, the words of Coq: {id: {"type", "statement", "assumptions"}}."""
    answers, error = spoken(out, theorems, {"type": "Check {0}.", "statement": "Print {0}_statement."})
    if not error and theorems and spoken_jointly(out, theorems) == CLOSED:
        for theorem in theorems:
            answers[theorem.id]["assumptions"] = CLOSED
        return answers, error
    each, wrong = spoken(out, theorems, {"assumptions": "Print Assumptions {0}."})
    for id_, answer in each.items():
        answers.setdefault(id_, {}).update(answer)
    return answers, error or wrong


def requires(theorems):
    lines = [f"From {module(t).rpartition('.')[0]} Require {module(t).rpartition('.')[2]}."
             for t in theorems]
    return list(dict.fromkeys(lines)) + ["Set Printing Width 100."]


def run_audit(out, lines):
    script = Path(out) / "audit.v"
    script.write_text("\n".join(lines) + "\n")
    return subprocess.run(["coqc", "-q", "-w", "none", "-R", str(out), "Lemmascope", str(script)],
                          capture_output=True, text=True)


def spoken(out, theorems, commands):
    """Coq's words to each command about each theorem."""
    lines = requires(theorems)
    for theorem in theorems:
        for key, command in commands.items():
            lines += [f'Goal True. idtac "### {theorem.id} {key}". Abort.',
                      command.format(theorem.coq)]
    done = run_audit(out, lines)
    answers = {}
    for block in done.stdout.split("### ")[1:]:
        head, _, words = block.partition("\n")
        id_, key = head.split()
        answers.setdefault(id_, {})[key] = sources.squeeze(words)
    return answers, done.stderr.strip() if done.returncode else ""


def spoken_jointly(out, theorems):
    """What all theorems together rest on: asked once, because each answer walks through everything."""
    types = "".join(f"{t.coq}_statement -> " for t in theorems)
    terms = " ".join(t.coq for t in theorems)
    done = run_audit(out, requires(theorems) + [
        f"Inductive every : Prop := Every : {types}every.", f"Definition all : every := Every {terms}.",
        "Print Assumptions all."])
    return sources.squeeze(done.stdout) if done.returncode == 0 else ""


def module(theorem):
    return theorem.coq.rpartition(".")[0]


def record_of(theorem, printed):
    """What is kept of a theorem: the entry of statements.json."""
    return {
        "id": theorem.id,
        "file": theorem.file,
        "coq": theorem.coq,
        "says": theorem.says,
        "leaves_out": theorem.leaves_out,
        "supports": theorem.supports,
        "statement": theorem.statement,
        "printed": printed,
        "definitions": [{"name": d.name, "file": d.file, "text": d.text} for d in theorem.definitions],
    }


def differences(recorded, found):
    """One line for every way in which the theorems found are not the theorems recorded."""
    before = {entry["id"]: entry for entry in recorded}
    after = {entry["id"]: entry for entry in found}
    lines = [f"{id_}: recorded, but no source proves it" for id_ in before if id_ not in after]
    lines += [f"{id_}: proved, but not recorded" for id_ in after if id_ not in before]
    for id_ in before:
        for key in before[id_] if id_ in after else ():
            if before[id_][key] != after[id_].get(key):
                lines.append(f"{id_}: '{key}' is not as recorded{change(before[id_], after[id_], key)}")
    return lines


def change(before, after, key):
    if key != "definitions":
        return f"\n    recorded: {before[key]}\n    found:    {after.get(key)}"
    old = {d["name"]: d for d in before[key]}
    new = {d["name"]: d for d in after.get(key, [])}
    names = [n for n in {**old, **new} if old.get(n) != new.get(n)]
    return ": " + (", ".join(names) if names else "their order")


def faults_of(theorem, answer):
    """What Coq's answers about one theorem leave to be desired."""
    name = theorem.coq.rpartition(".")[2]
    if answer.get("assumptions") != CLOSED:
        yield f"{theorem.id}: rests on assumptions: {answer.get('assumptions', 'Coq gave no answer')}"
    if not re.fullmatch(rf"(\S+\.)?{name} : (\S+\.)?{name}_statement", answer.get("type", "")):
        yield f"{theorem.id}: has the type {answer.get('type')}, not its recorded statement"
    if not answer.get("statement"):
        yield f"{theorem.id}: Coq did not print its statement"


def examine(root, out, statements, record):
    """The whole check of a tree. Returns (lines of refusal, number of theorems)."""
    tree = sources.read_tree(root)
    refusals = [fault for source in tree.values() for fault in source.faults]
    wrong, _ = compile_all(root, out)
    if wrong:
        return refusals + [f"does not compile:\n{wrong}"], 0
    theorems = sorted((t for s in tree.values() for t in s.theorems), key=lambda t: t.id)
    answers, error = ask_coq(out, theorems)
    if error:
        refusals.append(f"Coq stopped: {error}")
    for theorem in theorems:
        refusals += faults_of(theorem, answers.get(theorem.id, {}))
    found = [record_of(t, answers.get(t.id, {}).get("statement", "")) for t in theorems]
    if record and not refusals:
        statements.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    recorded = json.loads(statements.read_text()) if statements.exists() else []
    return refusals + differences(recorded, found), len(theorems)


def recheck(root, out):
    """Coq's independent checker on everything; its summary must name no axiom."""
    wrong, words = compile_all(root, out, "recheck")
    if wrong:
        return [f"coqchk refuses:\n{wrong}"]
    summary = sources.squeeze(words)
    print(words)
    for kind in ("Axioms", "Constants/Inductives relying on type-in-type",
                 "Constants/Inductives relying on unsafe (co)fixpoints",
                 "Inductives whose positivity is assumed"):
        if f"* {kind}: <none>" not in summary:
            return [f"coqchk does not say '{kind}: <none>'"]
    return []


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", nargs="?", type=Path, help="folder for compiled proofs")
    parser.add_argument("--root", type=Path, default=HERE, help="folder of the sources")
    parser.add_argument("--record", action="store_true", help="write statements.json anew")
    parser.add_argument("--recheck", action="store_true", help="run coqchk instead")
    parser.add_argument("--list", action="store_true", help="print what is recorded")
    options = parser.parse_args()
    root, statements = options.root.resolve(), options.root.resolve() / "statements.json"
    if options.list:
        for entry in json.loads(statements.read_text()):
            print(f"{entry['id']}: {entry['says']}")
        return 0
    if options.out is None:
        parser.error("name a folder for the compiled proofs")
    if shutil.which("coqc") is None:
        print("skipped: coqc is absent (Debian packages coq and libcoq-mathcomp-algebra)")
        return SKIPPED
    try:
        if options.recheck:
            refusals, count = recheck(root, options.out.resolve()), None
        else:
            refusals, count = examine(root, options.out.resolve(), statements, options.record)
    except sources.Malformed as reason:
        refusals, count = [str(reason)], 0
    for line in refusals:
        print(f"refused: {line}", file=sys.stderr)
    if not refusals and count is not None:
        print(f"{count} theorems, each closed under the global context and as recorded")
    return 1 if refusals else 0


if __name__ == "__main__":
    sys.exit(main())
