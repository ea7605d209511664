#!/usr/bin/env python3
"""Writes king_james_chapters.txt, the real-text corpus of the topic study, from Debian packages.

    apt-get install bible-kjv
    bible -f gen1:1-rev22:21 </dev/null | python3 make_corpus.py > king_james_chapters.txt

A document is a chapter. Words are runs of letters, lower case. The vocabulary is chosen by counts alone, with
no list of words by hand: at least four letters, in at least 20 chapters, in at most a quarter of all chapters
(what is everywhere marks no topic); of these the 200 most frequent. Everything else is dropped. A chapter
keeps its first 100 remaining words and is left out when fewer than 30 remain.

Output: comment lines, one line with the vocabulary (most frequent first), then one line of word numbers
(1 = the first word of the vocabulary) a chapter, in the order of the book.
"""
import collections
import re
import sys

VOCABULARY = 200
SHORTEST_WORD = 4
LEAST_CHAPTERS = 20
MOST_SHARE = 0.25
LEAST_WORDS = 30
MOST_WORDS = 100

HEADER = """\
# The King James Version of 1611 by chapters, reduced to 200 words; made by make_corpus.py from the Debian
# packages bible-kjv and bible-kjv-text 4.38. The copyright of the text has expired; the package's files are
# "provided for unrestricted use". In the United Kingdom printing is subject to letters patent."""


def chapters(lines):
    """Words of each chapter, in order; a line is 'Ge1:1 In the beginning ...'."""
    current, words = None, []
    for line in lines:
        match = re.match(r"([0-9]?[A-Za-z]+[0-9]+):[0-9]+ (.*)", line)
        if not match:
            continue
        if match.group(1) != current and words:
            yield words
            words = []
        current = match.group(1)
        words += re.findall(r"[a-z]+", match.group(2).lower())
    if words:
        yield words


def main():
    documents = list(chapters(sys.stdin))
    counts = collections.Counter(word for words in documents for word in words)
    spread = collections.Counter(word for words in documents for word in set(words))
    known = [word for word in counts if len(word) >= SHORTEST_WORD
             and LEAST_CHAPTERS <= spread[word] <= MOST_SHARE * len(documents)]
    known.sort(key=lambda word: (-counts[word], word))
    vocabulary = known[:VOCABULARY]
    number = {word: k + 1 for k, word in enumerate(vocabulary)}
    print(HEADER)
    print(" ".join(vocabulary))
    for words in documents:
        kept = [number[word] for word in words if word in number][:MOST_WORDS]
        if len(kept) >= LEAST_WORDS:
            print(" ".join(map(str, kept)))


if __name__ == "__main__":
    main()
