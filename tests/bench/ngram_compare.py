#!/usr/bin/python3
"""Epochs of the transformer of arXiv 2409.10559 by this program and by PyTorch, in turn on the same cores, as ratios.

    ngram_compare.py path/to/ngram_bench [--rounds 5] [--threads 1 2]

Each contender runs in a process of its own; rounds alternate, and a ratio is taken within a round, so that a slow minute
of the machine slows both. This program computes in double precision, PyTorch in single unless --double is given. Printed:
the median over rounds, with the smallest and the largest, against the faster of the two forms in which one writes each
model (by lags, by windows), and apart from it against this program's own rearrangement of the simplified one (counted)
in PyTorch; and what 50,000 epochs take.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = "/usr/bin/python3"  # Debian's interpreter, for Debian's python3-torch


def ours(bench, threads, seconds):
    out = subprocess.run([bench, f"--benchmark_filter=epoch/threads:{threads}/", f"--benchmark_min_time={seconds}",
                          "--benchmark_format=json"], check=True, capture_output=True, text=True)
    times = {}
    for row in json.loads(out.stdout)["benchmarks"]:
        times["full" if "/full:1/" in row["name"] else "simplified"] = row["real_time"]
    return times


def torch(threads, seconds, double, forms):
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads))
    command = [PYTHON, os.path.join(HERE, "ngram_torch.py"), "--json", "--threads", str(threads),
               "--seconds", str(seconds), "--forms", *forms] + (["--double"] if double else [])
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--double", action="store_true")
    parser.add_argument("--forms", nargs="+", default=["lags", "windows", "counted", "full", "full-windows"])
    options = parser.parse_args()
    if subprocess.run([PYTHON, "-c", "import torch"], capture_output=True).returncode != 0:
        sys.exit("ratios skipped: /usr/bin/python3 has no torch (Debian: python3-torch)")
    for threads in options.threads:
        rounds = [(ours(options.bench, threads, options.seconds),
                   torch(threads, options.seconds, options.double, options.forms)) for _ in range(options.rounds)]
        print(f"\n{threads} thread{'s' if threads > 1 else ''}, median of {options.rounds} rounds; "
              f"load {os.getloadavg()[0]:.1f}")
        for part, forms in (("simplified", ("lags", "windows")), ("simplified", ("counted",)),
                            ("full", ("full", "full-windows"))):
            forms = [form for form in forms if form in options.forms]
            if not forms:
                continue
            peers = [min(peer[form] for form in forms) for _, peer in rounds]
            mine = [own[part] for own, _ in rounds]
            ratios = [peer / own for peer, own in zip(peers, mine)]
            print(f"  {part:10s} ours {statistics.median(mine):8.3f} ms, PyTorch ({' or '.join(forms)}) "
                  f"{statistics.median(peers):9.3f} ms, {statistics.median(ratios):6.1f} x  "
                  f"[{min(ratios):.1f} .. {max(ratios):.1f}]")
        print(f"  50,000 epochs of ours: {50 * statistics.median(own['simplified'] for own, _ in rounds):.0f} s")


if __name__ == "__main__":
    main()
