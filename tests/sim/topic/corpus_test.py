#!/usr/bin/env python3
"""The shipped real-text corpus is what make_corpus.py writes from the Debian package, byte for byte.

    apt-get install bible-kjv && python3 corpus_test.py

Exit code 77 (skipped) where the package's program is missing.
"""
import pathlib
import shutil
import subprocess
import sys

TEXT = pathlib.Path(__file__).resolve().parents[3] / "sim" / "topic" / "text"


def main():
    if not shutil.which("bible"):
        print("skipped: the program `bible` (Debian package bible-kjv) is not installed")
        return 77
    book = subprocess.run(["bible", "-f", "gen1:1-rev22:21"], stdin=subprocess.DEVNULL, capture_output=True, check=True)
    made = subprocess.run([sys.executable, TEXT / "make_corpus.py"], input=book.stdout, capture_output=True, check=True)
    shipped = (TEXT / "king_james_chapters.txt").read_bytes()
    if made.stdout != shipped:
        print(f"make_corpus.py writes {len(made.stdout)} bytes that differ from the {len(shipped)} shipped")
        return 1
    print(f"the same {len(shipped)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
