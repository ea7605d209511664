#!/usr/bin/python3
"""Training steps of the minimal model and the attention-only transformer by this program and by PyTorch, in turn on the
same cores, as ratios.

    evolution_compare.py path/to/evolution_bench [--rounds 5] [--threads 1 2]

Each contender runs in a process of its own; rounds alternate, and a ratio is taken within a round, so that a slow minute
of the machine slows both. Printed: the median over rounds, with the smallest and the largest.
"""
import sys

sys.dont_write_bytecode = True
import beside_torch

if __name__ == "__main__":
    beside_torch.main(__doc__, "evolution_torch.py", lambda name: name.split("<")[0].replace("_", " "))
