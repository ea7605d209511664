#!/usr/bin/env python3
"""Reduces a result.json to what `lemmascope compare` reads, for a baseline that can be reviewed."""
import json
import sys

RECORD = ("id", "statement", "latex", "formal", "hypotheses", "expected", "verdict", "evidence", "scope", "as_expected", "contradiction", "path")
CHECK = ("name", "domain", "evidence", "scope", "verdict", "cases")
# Digests of every number a check compared; of simulated ones they may differ between machines.
DIGESTED = ("exact", "interval")


def short(claim):
    out = {key: claim[key] for key in RECORD}
    out["checks"] = []
    for check in claim["checks"]:
        kept = {key: check[key] for key in CHECK}
        # Simulated and rounded numbers may differ between machines; exact ones and enclosures may not.
        if check["evidence"] in ("exact", "interval") and "tightest" in check:
            kept["tightest"] = {key: value for key, value in check["tightest"].items() if key != "text"}
        if check["evidence"] in DIGESTED and "digest" in check:
            kept["digest"] = check["digest"]
        out["checks"].append(kept)
    out["twins"] = [{"name": twin["name"], "caught": twin["caught"]} for twin in claim["twins"]]
    return out


with open(sys.argv[1], encoding="utf-8") as file:
    result = json.load(file)
baseline = {"schema": result["schema"], "request": result["request"], "claims": [short(c) for c in result["claims"]]}
json.dump(baseline, sys.stdout, indent=1, sort_keys=True, ensure_ascii=False)
print()
