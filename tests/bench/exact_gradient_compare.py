#!/usr/bin/python3
"""Lemmascope's exact gradient and NumPy's, side by side in one run, with ratios and measured exponents.

usage: /usr/bin/python3 exact_gradient_compare.py PATH/TO/exact_gradient_bench [--rounds N]
(the interpreter needs NumPy: Debian's python3-numpy belongs to /usr/bin/python3)

Both programs take turns, round by round; each side's time is the median over rounds of the best time within
a round. Both use one thread and are measured in processor
time, so that a busy machine does not decide. Before timing, the two matrices are compared entry by entry.
"""
import argparse
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys

NUMPY = pathlib.Path(__file__).with_name("exact_gradient_numpy.py")
SIZES = [(2, 8), (3, 6), (2, 12), (3, 8), (2, 16), (3, 10), (2, 20), (3, 12)]


def matrix(command):
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [[float(x) for x in line.split()] for line in output.splitlines()]


def largest_difference(bench, states, length):
    ours = matrix([bench, "--dump", str(states), str(length)])
    theirs = matrix([sys.executable, NUMPY, str(states), str(length), "--dump"])
    scale = max(abs(x) for row in theirs for x in row)
    return max(abs(a - b) for p, q in zip(ours, theirs) for a, b in zip(p, q)) / scale


def ours(bench, pattern, seconds=0.05):
    """Best of five repetitions for each benchmark whose name matches, by name, in milliseconds."""
    command = [bench, f"--benchmark_filter={pattern}", "--benchmark_format=json",
               "--benchmark_repetitions=5", f"--benchmark_min_time={seconds}"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    best = {}
    for run in json.loads(output)["benchmarks"]:
        if run.get("run_type") == "aggregate":
            continue
        name = run["run_name"]
        best[name] = min(best.get(name, math.inf), run["cpu_time"])
    return best


def theirs(states, length):
    command = [sys.executable, NUMPY, str(states), str(length), "--repeat", "3"]
    one_thread = dict(os.environ, OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    output = subprocess.run(command, check=True, capture_output=True, text=True, env=one_thread).stdout
    return float(output.split()[0])


def slope(points):
    """Least-squares slope of log time against log size."""
    xs = [math.log(x) for x, _ in points]
    ys = [math.log(y) for _, y in points]
    mx, my = statistics.mean(xs), statistics.mean(ys)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys)) / sum((x - mx) ** 2 for x in xs)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print("S  T   lemmascope ms   numpy ms      ratio   largest relative difference")
    for states, length in SIZES:
        difference = largest_difference(options.bench, states, length)
        if difference > 1e-9:
            sys.exit(f"S={states} T={length}: the two programs disagree by {difference:.1e}")
        fast, slow = [], []
        for _ in range(options.rounds):
            fast.append(min(ours(options.bench, f"^SideBySide/S:{states}/T:{length}$").values()))
            slow.append(theirs(states, length))
        a, b = statistics.median(fast), statistics.median(slow)
        print(f"{states:<2} {length:<3} {a:>13.5f} {b:>10.3f} {b / a:>10.0f}   {difference:.1e}")
    chain = ours(options.bench, "^QuadratureChain/S:10/T:[0-9]+/threads:1$")
    points = sorted((int(name.split("T:")[1].split("/")[0]), ms) for name, ms in chain.items())
    print("\nquadrature, chain, S=10, one thread: " +
          ", ".join(f"T={t} {ms:.3f} ms" for t, ms in points))
    print(f"exponent in T over {points[-3][0]}..{points[-1][0]}: {slope(points[-3:]):.2f}")
    states = ours(options.bench, "^QuadratureChain/S:[0-9]+/T:20/threads:1$")
    points = sorted((int(name.split("S:")[1].split("/")[0]), ms) for name, ms in states.items())
    print("quadrature, chain, T=20, one thread: " +
          ", ".join(f"S={s} {ms:.4f} ms" for s, ms in points))
    print(f"exponent in S over {points[-3][0]}..{points[-1][0]}: {slope(points[-3:]):.2f}")
    trees = ours(options.bench, "^QuadratureTree/S:10/")
    points = sorted((int(name.split("T:")[1].split("/")[0]), ms) for name, ms in trees.items())
    print("quadrature, binary tree, S=10: " + ", ".join(f"T={t} {ms:.3f} ms" for t, ms in points) +
          f"; exponent in T {slope(points):.2f}")
    for s in (2, 3):
        walk = ours(options.bench, f"^EnumerationChain/S:{s}/")
        points = sorted((int(name.split("T:")[1]), ms) for name, ms in walk.items())
        # Enumeration is exponential: time per added position against S.
        growth = (points[-1][1] / points[0][1]) ** (1 / (points[-1][0] - points[0][0]))
        print(f"prefix enumeration, chain, S={s}: " +
              ", ".join(f"T={t} {ms:.3f} ms" for t, ms in points) +
              f"; factor {growth:.2f} for each added position")


if __name__ == "__main__":
    main()
