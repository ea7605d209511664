#!/usr/bin/env python3
"""Writes a result whose every text tries to break out of the page: hostile.py RESULT OUTPUT."""
import json
import sys

HOSTILE = "</script><script>window.hostile=1</script><img src=x onerror=\"window.hostile=1\">' {{x}} {{{y}}}"
KEPT = {"kind", "verdict", "expected", "evidence", "scope", "schema", "scale", "op"}


def poisoned(value, key=None):
    if isinstance(value, str):
        return value if key in KEPT else value + HOSTILE
    if isinstance(value, list):
        return [poisoned(item, key) for item in value]
    if isinstance(value, dict):
        return {name: poisoned(item, name) for name, item in value.items()}
    return value


with open(sys.argv[1], encoding="utf-8") as file:
    document = json.load(file)
with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump(poisoned(document), file)
