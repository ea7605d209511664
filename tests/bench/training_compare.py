#!/usr/bin/python3
"""Training steps of this program and of PyTorch, in turn on the same machine, as ratios.

    training_compare.py path/to/training_bench [--rounds 5] [--states 10]

Each contender runs in a process of its own; rounds alternate, and a ratio is taken within a round, so that a slow
minute of the machine slows both. Printed: the median over rounds, with the smallest and the largest; and the least time
the machine's own multiply-adds would take.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = "/usr/bin/python3"  # Debian's interpreter, for Debian's python3-torch


LENGTH, BATCH = 20, 1024  # as in both programs


def rows(bench, pattern, seconds):
    out = subprocess.run([bench, f"--benchmark_filter={pattern}", f"--benchmark_min_time={seconds}",
                          "--benchmark_format=json"], check=True, capture_output=True, text=True)
    return {row["name"].split("/")[0]: row for row in json.loads(out.stdout)["benchmarks"]}


def ours(bench, threads, states, seconds):
    found = rows(bench, f"/threads:{threads}/states:{states}/", seconds)
    return {name: row["real_time"] for name, row in found.items()}


def multiply_adds(states):
    """Multiply-adds of one batch's loss and gradient, by what a program makes of the task: matrix products for every
    position in both layers; the same with only the last query in layer 2; only what one-hot inputs leave."""
    s, t = states, LENGTH
    d = s + t
    layer1 = t * d * d + 2 * t * t * d  # scores and mixing; again for the gradient of the parameters
    wide = 2 * d
    layer2 = t * wide * wide + 2 * t * t * wide  # and once more for that of the input
    last_query = wide * wide + 2 * t * wide
    output = 3 * 4 * d * s
    one_hot = 3 * 2 * d * d + 3 * 3 * d * s + 4 * t * (t + 1) // 2
    return {"every position in both layers": BATCH * (2 * layer1 + 3 * layer2 + output),
            "the last query in layer 2": BATCH * (2 * layer1 + 3 * last_query + output),
            "what one-hot inputs leave": BATCH * one_hot}


def machine_limit(bench, kind, threads, states, gradient, seconds):
    """Lines: how long those multiply-adds alone take at the rate the machine's registers allow, and ours beside it."""
    row = rows(bench, f"machine_limit<{kind}>/threads:{threads}/", seconds)[f"machine_limit<{kind}>"]
    rate = row["operations/s"]
    lines = [f"  machine: {rate / 1e9:.0f} GFLOP/s; at that rate the multiply-adds of a gradient take"]
    for name, count in multiply_adds(states).items():
        least = 1e3 * 2 * count / rate
        lines.append(f"    {name:32s} {least:7.3f} ms, ours {gradient / least:.2f} times that")
    return lines


def torch(threads, states, double, seconds):
    """The faster of PyTorch with one BLAS thread and with as many as PyTorch itself, for each part."""
    runs = [torch_run(threads, blas, states, double, seconds) for blas in sorted({1, threads})]
    return {part: min(run[part] for run in runs) for part in runs[0]}


def torch_run(threads, blas_threads, states, double, seconds):
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(blas_threads))
    command = [PYTHON, os.path.join(HERE, "training_torch.py"), "--json", "--threads", str(threads),
               "--states", str(states), "--seconds", str(seconds)]
    out = subprocess.run(command + (["--double"] if double else []), check=True, capture_output=True,
                         text=True, env=environment)
    return json.loads(out.stdout)


def ratios(mine, peer, kind):
    step, reduced = mine[f"disentangled_step<{kind}>"], mine[f"reduced_step<{kind}>"]
    return {
        "whole step, literal port": (peer["literal"] + peer["literal sampling"]) / step,
        "whole step, best PyTorch": (peer["best"] + peer["best sampling"]) / step,
        "gradient, literal port": peer["literal"] / mine[f"gradient<{kind}>"],
        "gradient, best PyTorch": peer["best"] / mine[f"gradient<{kind}>"],
        "sampling, literal port": peer["literal sampling"] / mine["sampling"],
        "sampling, best PyTorch": peer["best sampling"] / mine["sampling"],
        "reduced whole step, best PyTorch": (peer["reduced"] + peer["best sampling"]) / reduced,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--states", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    if subprocess.run([PYTHON, "-c", "import torch"], capture_output=True).returncode != 0:
        sys.exit("7 ratios skipped: /usr/bin/python3 has no torch (Debian: python3-torch)")
    for threads in options.threads:
        for kind in ("float", "double"):
            seen, mine_all, peer_all = {}, [], []
            for _ in range(options.rounds):
                mine = ours(options.bench, threads, options.states, options.seconds)
                peer = torch(threads, options.states, kind == "double", options.seconds)
                mine_all.append(mine)
                peer_all.append(peer)
                for name, value in ratios(mine, peer, kind).items():
                    seen.setdefault(name, []).append(value)
            middle = lambda rows, key: statistics.median(row[key] for row in rows)
            print(f"\n{kind}, {threads} thread{'s' if threads > 1 else ''}, S = {options.states}, "
                  f"median of {options.rounds} rounds; load {os.getloadavg()[0]:.1f}")
            print(f"  ours, ms: step {middle(mine_all, f'disentangled_step<{kind}>'):.3f}, "
                  f"gradient {middle(mine_all, f'gradient<{kind}>'):.3f}, "
                  f"sampling {middle(mine_all, 'sampling'):.3f}, "
                  f"reduced step {middle(mine_all, f'reduced_step<{kind}>'):.3f}")
            print("  PyTorch, ms: " + ", ".join(f"{name} {middle(peer_all, name):.2f}" for name in peer_all[0]))
            gradient = middle(mine_all, f"gradient<{kind}>")
            print("\n".join(machine_limit(options.bench, kind, threads, options.states, gradient, options.seconds)))
            for name, values in seen.items():
                print(f"  {name:34s} {statistics.median(values):7.1f} x  [{min(values):.1f} .. {max(values):.1f}]")


if __name__ == "__main__":
    main()
