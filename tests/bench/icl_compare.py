#!/usr/bin/python3
"""Training steps of linear self-attention by this program and by PyTorch, in turn on the same cores, as ratios.

    icl_compare.py path/to/icl_bench [--rounds 5] [--threads 1 2]

Each contender runs in a process of its own; rounds alternate, and a ratio is taken within a round, so that a slow minute
of the machine slows both. Printed: the median over rounds, with the smallest and the largest.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = "/usr/bin/python3"  # Debian's interpreter, for Debian's python3-torch
NAMES = {"1": "one layer", "2": "two looped layers"}


def ours(bench, threads, kind, seconds):
    out = subprocess.run([bench, f"--benchmark_filter=<{kind}>/threads:{threads}/", f"--benchmark_min_time={seconds}",
                          "--benchmark_format=json"], check=True, capture_output=True, text=True)
    times = {}
    for row in json.loads(out.stdout)["benchmarks"]:
        part, _, layers = row["name"].split("/")[:3]
        times[f"{layers.split(':')[1]} {part.split('<')[0]}"] = row["real_time"]
    return times


def torch(threads, kind, seconds):
    """The faster of PyTorch with one BLAS thread and with as many as PyTorch itself, for each part."""
    runs = []
    for blas in sorted({1, threads}):
        environment = dict(os.environ, OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(blas))
        command = [PYTHON, os.path.join(HERE, "icl_torch.py"), "--json", "--threads", str(threads),
                   "--seconds", str(seconds)] + (["--double"] if kind == "double" else [])
        runs.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True,
                                              env=environment).stdout))
    return {part: min(run[part] for run in runs) for part in runs[0]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--kinds", nargs="+", default=["float", "double"])
    options = parser.parse_args()
    if subprocess.run([PYTHON, "-c", "import torch"], capture_output=True).returncode != 0:
        sys.exit("all ratios skipped: /usr/bin/python3 has no torch (Debian: python3-torch)")
    for threads in options.threads:
        for kind in options.kinds:
            rounds = [(ours(options.bench, threads, kind, options.seconds), torch(threads, kind, options.seconds))
                      for _ in range(options.rounds)]
            print(f"\n{kind}, {threads} thread{'s' if threads > 1 else ''}, median of {options.rounds} rounds; "
                  f"load {os.getloadavg()[0]:.1f}")
            for part in rounds[0][0]:
                ratios = [peer[part] / mine[part] for mine, peer in rounds]
                layers, what = part.split(" ")
                print(f"  {NAMES[layers] + ', ' + what:27s} ours {statistics.median(m[part] for m, _ in rounds):8.3f} ms, "
                      f"PyTorch {statistics.median(p[part] for _, p in rounds):8.3f} ms, "
                      f"{statistics.median(ratios):5.1f} x  [{min(ratios):.1f} .. {max(ratios):.1f}]")


if __name__ == "__main__":
    main()
