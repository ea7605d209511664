#!/usr/bin/python3
"""The leading-order gradient by straightforward NumPy enumeration of all S^T sequences.

What a theorist would write: vectorised over sequences in chunks, one matrix product per query token. It is
the peer of exact_gradient_bench and computes the same matrix, lim (dL/dA1) / beta0 on the chain graph.

usage: exact_gradient_numpy.py STATES LENGTH [--repeat N] [--dump]
Prints the best and the median processor time in milliseconds, or with --dump the matrix.
"""
import argparse
import time

import numpy as np

EPSILON = 1e-3


def bench_chain(states):
    s, t = np.indices((states, states))
    rows = 1.0 + (7 * s + 3 * t + s * t) % 11
    return rows / rows.sum(1, keepdims=True)


def stationary(chain):
    states = len(chain)
    equations = np.vstack([chain.T - np.eye(states), np.ones(states)])
    return np.linalg.lstsq(equations, np.r_[np.zeros(states), 1.0], rcond=None)[0]


def leading_gradient(chain, mu, length, epsilon, chunk=1 << 16):
    states, nodes = len(chain), length - 1
    total = states**nodes
    drive = np.zeros((length, length))  # E[w_i 1(s_j = s_T)]
    powers = states ** np.arange(nodes)
    for start in range(0, total, chunk):
        codes = np.arange(start, min(total, start + chunk))
        tokens = np.empty((len(codes), length), dtype=np.intp)
        tokens[:, :nodes] = (codes[:, None] // powers) % states
        probability = mu[tokens[:, 0]] / states
        for i in range(1, nodes):
            probability = probability * chain[tokens[:, i - 1], tokens[:, i]]
        counts = np.stack([(tokens[:, :nodes] == s).sum(1) for s in range(states)], 1)
        for query in range(states):
            tokens[:, nodes] = query
            share = counts / length
            share[:, query] += 1 / length
            weight = chain[query] / (share + epsilon)
            w = np.take_along_axis(weight, tokens, 1) - (weight * share).sum(1, keepdims=True)
            drive += (w * probability[:, None]).T @ (tokens == query)
    gradient = np.zeros_like(drive)
    for i in range(length):
        row = drive[i, : i + 1]
        gradient[i, : i + 1] = (row.mean() - row) / (length * (i + 1))
    return gradient


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("states", type=int)
    parser.add_argument("length", type=int)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--dump", action="store_true")
    options = parser.parse_args()
    chain = bench_chain(options.states)
    mu = stationary(chain)
    if options.dump:
        gradient = leading_gradient(chain, mu, options.length, EPSILON)
        for i in range(options.length):
            print(" ".join(repr(float(x)) for x in gradient[i, : i + 1]))
        return
    times = []
    for _ in range(options.repeat):
        begin = time.process_time()
        leading_gradient(chain, mu, options.length, EPSILON)
        times.append(1e3 * (time.process_time() - begin))
    times.sort()
    print(times[0], times[len(times) // 2])


if __name__ == "__main__":
    main()
