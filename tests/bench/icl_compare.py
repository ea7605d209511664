#!/usr/bin/python3
"""Training steps of linear self-attention by this program and by PyTorch, in turn on the same cores, as ratios.

    icl_compare.py path/to/icl_bench [--rounds 5] [--threads 1 2]

Each contender runs in a process of its own; rounds alternate, and a ratio is taken within a round, so that a slow minute
of the machine slows both. Printed: the median over rounds, with the smallest and the largest.
"""
import sys

sys.dont_write_bytecode = True
import beside_torch


def part_of(name):
    part, _, layers = name.split("/")[:3]
    return f"{'one layer' if layers == 'layers:1' else 'two looped'} {part.split('<')[0]}"


if __name__ == "__main__":
    beside_torch.main(__doc__, "icl_torch.py", part_of)
