#!/usr/bin/python3
"""Training steps of an encoder by this program and by PyTorch, in turn on the same cores, as ratios.

    encoder_compare.py path/to/encoder_bench [--rounds 5] [--threads 1 2]

Each contender runs in a process of its own; rounds alternate, and a ratio is taken within a round, so that a slow minute
of the machine slows both. Printed: the median over rounds, with the smallest and the largest.
"""
import sys

sys.dont_write_bytecode = True
import beside_torch


def part_of(name):
    part, _, kind = name.split("/")[:3]
    return f"{('learned', 'hard', 'identity')[int(kind.removeprefix('kind:'))]} {part.split('<')[0]}"


if __name__ == "__main__":
    beside_torch.main(__doc__, "encoder_torch.py", part_of)
