#!/usr/bin/python3
"""The authors' training step in PyTorch: a literal port and the fastest forms found. Debian: python3-torch.

    training_torch.py --check                       all forms give the same gradients
    training_torch.py --threads 2 --json            times, read by training_compare.py

literal  the step as published: one-hot inputs, dense attention in both layers for every position, autograd;
         Dirichlet by torch's gamma, stationary law from a singular value decomposition, tokens one by one.
best     hand-written backward from the one-hot structure (gathers, histograms, only the last query in layer 2),
         no batched matrix products (this build loops over them); sampling by NumPy's SFC64 gamma and batched
         elimination.
reduced  the two-matrix model with a hand-written backward.
mlp      the standard transformer of the Figure 8 experiment (autograd only; not timed).
"""
import argparse
import json
import time

import numpy
import torch

CONCENTRATION = 0.1


def chain_parents(length):
    return [-1] + list(range(length - 2))


# ---------------------------------------------------------------- sampling


def stationary_by_svd(rows):
    identity = torch.eye(rows.shape[-1], dtype=rows.dtype)
    null = torch.linalg.svd(rows.transpose(-1, -2) - identity).Vh[..., -1, :]
    return null / null.sum(-1, keepdim=True)


def stationary_by_elimination(rows):
    rates = rows.clone()
    states = rates.shape[-1]
    for k in range(states - 1, 0, -1):
        rates[:, :k, k] /= rates[:, k, :k].sum(-1, keepdim=True)
        rates[:, :k, :k] += rates[:, :k, k].unsqueeze(-1) * rates[:, k, :k].unsqueeze(-2)
    law = torch.ones_like(rates[:, 0])
    for k in range(1, states):
        law[:, k] = (law[:, :k] * rates[:, :k, k]).sum(-1)
    return law / law.sum(-1, keepdim=True)


def gamma_by_torch(shape, dtype):
    return torch._standard_gamma(torch.full(shape, CONCENTRATION, dtype=dtype))


GENERATOR = numpy.random.Generator(numpy.random.SFC64(7))


def gamma_by_numpy(shape, dtype):
    kind = numpy.float32 if dtype == torch.float32 else numpy.float64
    return torch.from_numpy(GENERATOR.standard_gamma(CONCENTRATION, size=shape, dtype=kind))


def sample(count, states, length, gamma, stationary):
    dtype = torch.get_default_dtype()
    weights = gamma((count, states, states), dtype).clamp_min_(1e-38)
    rows = weights / weights.sum(-1, keepdim=True)
    cumulative = rows.cumsum(-1)
    root = stationary(rows).cumsum(-1)
    uniform = torch.rand(length - 1, count, 1, dtype=dtype)
    tokens = torch.empty(count, length, dtype=torch.long)
    every = torch.arange(count)
    for i, parent in enumerate(chain_parents(length)):
        row = root if parent < 0 else cumulative[every, tokens[:, parent]]
        tokens[:, i] = (row < uniform[i] * row[:, -1:]).sum(-1).clamp_max_(states - 1)
    tokens[:, -1] = torch.randint(states, (count,))
    return tokens, rows[every, tokens[:, -1]]


# ---------------------------------------------------------------- the disentangled transformer


class Disentangled:
    """A1 (d x d) of each head, A2 (wide x wide), W (2 wide x states), d = states + length, wide = (1 + heads) d."""

    def __init__(self, states, length, scale=0.0, heads=1):
        self.states, self.length, self.width = states, length, states + length
        d, wide = self.width, (1 + heads) * self.width
        self.weights = [torch.randn(d, d) for _ in range(heads)]
        self.weights += [torch.randn(wide, wide), torch.randn(2 * wide, states)]
        for w in self.weights:
            w.mul_(scale)
        self.mask = torch.full((length, length), float("-inf")).triu_(1)

    def step(self, tokens, labels, rate):
        for weight, gradient in zip(self.weights, self.gradients(tokens, labels)):
            weight.data.sub_(gradient, alpha=rate)


class Literal(Disentangled):
    def attend(self, hidden, matrix):
        scores = torch.einsum("bid,de,bje->bij", hidden, matrix, hidden) + self.mask
        return torch.softmax(scores, -1) @ hidden

    def loss(self, tokens, labels):
        dtype = self.weights[0].dtype
        one_hot = torch.nn.functional.one_hot(tokens, self.states).to(dtype)
        position = torch.eye(self.length, dtype=dtype).expand(len(tokens), -1, -1)
        hidden = torch.cat([one_hot, position], -1)
        *first, second, read_out = self.weights
        for layer in (first, [second]):
            hidden = torch.cat([hidden] + [self.attend(hidden, matrix) for matrix in layer], -1)
        output = torch.softmax(hidden[:, -1] @ read_out, -1)
        return -(labels * output.log()).sum(-1).mean()

    def gradients(self, tokens, labels):
        for w in self.weights:
            w.requires_grad_(True)
        return torch.autograd.grad(self.loss(tokens, labels), self.weights)


class Best(Disentangled):
    @torch.no_grad()
    def gradients(self, tokens, labels):
        S, T, d = self.states, self.length, self.width
        a1_matrix, a2_matrix, w_matrix = self.weights
        batch = len(tokens)
        query = tokens[:, -1]
        keys = tokens.unsqueeze(1).expand(batch, T, T)
        zero = torch.zeros(batch, S)

        def packed(weight):  # [histogram over tokens, weight over positions]
            return [zero.scatter_add(1, tokens, weight), weight]

        def unpacked(block):  # value of each position's token plus that of the position
            return torch.gather(block[:, :S], 1, tokens).add_(block[:, S:])

        rows = a1_matrix[tokens].add_(a1_matrix[S:])
        a1 = torch.gather(rows[..., :S], 2, keys).add_(rows[..., S:]).add_(self.mask)
        a1 = torch.softmax(a1, -1)
        v = torch.cat(packed(a1[:, -1]), -1)
        g = torch.addmm(a2_matrix[query].add_(a2_matrix[d - 1]), v, a2_matrix[d:])
        w = unpacked(g[:, d:])
        scores = unpacked(g[:, :d]).add_((a1 * w.unsqueeze(1)).sum(-1))
        a2 = torch.softmax(scores, -1)
        b = (a1 * a2.unsqueeze(-1)).sum(1)
        low = torch.cat([v] + packed(a2) + packed(b), -1)
        logits = torch.addmm(w_matrix[query].add_(w_matrix[d - 1]), low, w_matrix[d:])
        d_logits = torch.softmax(logits, -1).sub_(labels).div_(batch)

        d_w = torch.zeros_like(w_matrix)
        d_w[:S].index_add_(0, query, d_logits)
        d_w[d - 1] = d_logits.sum(0)
        d_w[d:].addmm_(low.t(), d_logits)
        d_low = d_logits @ w_matrix[d:].t()
        r = unpacked(d_low[:, 2 * d:])
        d_a2 = unpacked(d_low[:, d:2 * d]).add_((a1 * r.unsqueeze(1)).sum(-1))
        d_score = a2 * (d_a2 - (a2 * d_a2).sum(-1, keepdim=True))
        e = (a1 * d_score.unsqueeze(-1)).sum(1)
        d_g = torch.cat(packed(d_score) + packed(e), -1)
        d_a2_matrix = torch.zeros_like(a2_matrix)
        d_a2_matrix[:S].index_add_(0, query, d_g)
        d_a2_matrix[d - 1] = d_g.sum(0)
        d_a2_matrix[d:].addmm_(v.t(), d_g)
        d_v = torch.addmm(d_low[:, :d], d_g, a2_matrix[d:].t())

        d_a1 = (a2.unsqueeze(-1) * r.unsqueeze(1)).addcmul_(d_score.unsqueeze(-1), w.unsqueeze(1))
        d_a1[:, -1].add_(unpacked(d_v))
        d_scores1 = d_a1.mul_(a1)
        d_scores1.addcmul_(a1, d_scores1.sum(-1, keepdim=True), value=-1)
        by_token = torch.zeros(batch, T, S).scatter_add_(2, keys, d_scores1)
        one_hot = torch.nn.functional.one_hot(tokens.reshape(-1), S).to(a1.dtype).t()
        d_a1_matrix = torch.empty_like(a1_matrix)
        d_a1_matrix[:S, :S] = one_hot @ by_token.view(-1, S)
        d_a1_matrix[:S, S:] = one_hot @ d_scores1.view(-1, T)
        d_a1_matrix[S:, :S] = by_token.sum(0)
        d_a1_matrix[S:, S:] = d_scores1.sum(0)
        return d_a1_matrix, d_a2_matrix, d_w


# ---------------------------------------------------------------- the reduced model


class Reduced:
    SMOOTHING = 1e-3

    def __init__(self, states, length, scale=0.01):
        self.states, self.length = states, length
        self.weights = [torch.zeros(length, length), torch.eye(states) * scale]
        self.mask = torch.full((length, length), float("-inf")).triu_(1)

    step = Disentangled.step

    def loss(self, tokens, labels):
        a1 = torch.softmax(self.weights[0] + self.mask, -1)
        p = torch.softmax(self.weights[1][tokens[:, -1:], tokens] @ a1.t(), -1)
        f = torch.zeros(len(tokens), self.states).scatter_add(1, tokens, p)
        return -(labels * (f + self.SMOOTHING).log()).sum(-1).mean()

    @torch.no_grad()
    def gradients(self, tokens, labels):
        a1 = torch.softmax(self.weights[0] + self.mask, -1)
        entry = tokens + self.states * tokens[:, -1:]
        read = self.weights[1].reshape(-1)[entry]
        p = torch.softmax(read @ a1.t(), -1)
        f = torch.zeros(len(tokens), self.states).scatter_add_(1, tokens, p)
        d_f = (labels / (f + self.SMOOTHING)).div_(-len(tokens))
        d_p = torch.gather(d_f, 1, tokens)
        d_z = p * (d_p - (p * d_p).sum(-1, keepdim=True))
        d_a1 = d_z.t() @ read
        d_a1 = a1 * (d_a1 - (a1 * d_a1).sum(-1, keepdim=True))
        d_a2 = torch.zeros(self.states * self.states)
        d_a2.index_add_(0, entry.reshape(-1), (d_z @ a1).reshape(-1))
        return d_a1, d_a2.view(self.states, self.states)


# ---------------------------------------------------------------- the standard transformer


class Standard:
    """Embeddings of tokens and positions, then (A, V, M1, M2, M3) of each of two layers, then W (width x states)."""

    attend = Literal.attend
    gradients = Literal.gradients

    def __init__(self, states, length, scale=0.0):
        self.states, self.length, d = states, length, states + length
        shapes = [(states, d), (length, d)] + 10 * [(d, d)] + [(d, states)]
        self.weights = [torch.randn(shape) * scale for shape in shapes]
        self.mask = torch.full((length, length), float("-inf")).triu_(1)

    def loss(self, tokens, labels):
        token, position, *layers, read_out = self.weights
        hidden = token[tokens] + position
        for a, v, m1, m2, m3 in (layers[:5], layers[5:]):
            read = self.attend(hidden, a) @ v
            hidden = hidden + torch.relu(torch.relu(read @ m1) @ m2) @ m3
        output = torch.softmax(hidden[:, -1] @ read_out, -1)
        return -(labels * output.log()).sum(-1).mean()


def check():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    tokens, labels = sample(64, 10, 20, gamma_by_torch, stationary_by_elimination)
    literal, best = Literal(10, 20), Best(10, 20)
    for a, b in zip(literal.weights, best.weights):
        a.normal_(std=0.7)
        b.copy_(a)
    reduced = Reduced(10, 20)
    for w in reduced.weights:
        w.normal_(std=0.7)
    by_hand = reduced.gradients(tokens, labels)
    for w in reduced.weights:
        w.requires_grad_(True)
    automatic = torch.autograd.grad(reduced.loss(tokens, labels), reduced.weights)
    pairs = list(zip(best.gradients(tokens, labels), literal.gradients(tokens, labels)))
    for name, (a, b) in zip(["A1", "A2", "W", "reduced A1", "reduced A2"],
                            pairs + list(zip(by_hand, automatic))):
        error = float((a - b).abs().max() / b.abs().max())
        print(f"{name}: largest difference over largest entry {error:.1e}")
        assert error < 1e-13


def milliseconds(work, seconds):
    work()
    work()
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - start))
    return float(numpy.percentile(times, 25))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--states", type=int, default=10)
    parser.add_argument("--double", action="store_true")
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.check:
        return check()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.set_default_dtype(torch.float64 if options.double else torch.float32)
    states, length, batch, chunk = options.states, 20, 1024, 16384
    tokens, labels = sample(batch, states, length, gamma_by_numpy, stationary_by_elimination)
    result = {}
    for name, model in [("literal", Literal(states, length)), ("best", Best(states, length)),
                        ("reduced", Reduced(states, length))]:
        result[name] = milliseconds(lambda: model.step(tokens, labels, 1e-3), options.seconds)
    result["literal sampling"] = milliseconds(
        lambda: sample(batch, states, length, gamma_by_torch, stationary_by_svd), options.seconds)
    # Sampling many batches at once is faster per batch: the best form may do so.
    result["best sampling"] = min(
        milliseconds(lambda: sample(n, states, length, gamma_by_numpy, stationary_by_elimination),
                     options.seconds) * batch / n for n in (batch, chunk))
    if options.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:17s} {value:8.3f} ms per {batch} sequences")


if __name__ == "__main__":
    main()
