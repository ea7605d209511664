#!/usr/bin/python3
"""Linear self-attention on regression tasks in PyTorch, and the time of a training step. Debian: python3-torch.

    icl_torch.py --threads 1 --json      times, read by icl_compare.py

A step draws tasks (all at once), differentiates automatically, clips and takes Adam's step (PyTorch's own); a gradient
leaves out the last two. Of the last layer only what the query's prediction needs is computed. A layer before it is done
in three forms, and the fastest counts: scores of all pairs of tokens, the products of the context's Gram matrix by
batched matrix products (which Debian's build does one by one), and the same by products and sums over broadcast arrays.
"""
import torch

import torch_port

DIMENSION, CONTEXT = 10, 10
TOKEN = DIMENSION + 1
FORMS = ("scores", "batched", "broadcast")
NAMES = {1: "one layer", 2: "two looped"}


def weights():
    return [(0.2 * torch.randn(TOKEN, TOKEN)).requires_grad_(True) for _ in range(4)]


def tasks(count):
    """Tokens (x, w^T x), the last with 0, and the query's target."""
    x = torch.rand(count, CONTEXT + 1, DIMENSION) - 0.5
    y = (x * torch.randn(count, 1, DIMENSION)).sum(-1, keepdim=True)
    target = y[:, -1, 0].clone()
    y[:, -1] = 0
    return torch.cat([x, y], -1), target


def layer(form, tokens, a, b):
    """e + A (sum of e e^T over the context) B e for every token: rows."""
    context = tokens[:, :-1]
    if form == "scores":
        return tokens + (tokens @ b.t() @ context.transpose(1, 2)) @ (context @ a.t())
    if form == "batched":
        gram = context.transpose(1, 2) @ context
        return tokens + (tokens @ b.t()) @ (gram @ a.t())
    read = (context.unsqueeze(-1) * (context @ a.t()).unsqueeze(-2)).sum(1)
    return tokens + ((tokens @ b.t()).unsqueeze(-1) * read.unsqueeze(1)).sum(2)


def last(tokens, a, b):
    """The y-entry of the query after a layer: with v_i = a_y^T e_i, sum_i v_i (e_i^T B q)."""
    context, query = tokens[:, :-1], tokens[:, -1]
    read = ((context @ a[-1]).unsqueeze(-1) * context).sum(1)
    return query[:, -1] + (read * (query @ b.t())).sum(-1)


def loss(form, layers, parameters, tokens, target):
    query, key, value, projection = parameters
    a, b = projection @ value, key.t() @ query
    for _ in range(layers - 1):
        tokens = layer(form, tokens, a, b)
    return ((last(tokens, a, b) + target) ** 2).mean() / 2


def timed(options, layers):
    """Milliseconds of a gradient and of a step, by the fastest form."""
    best = {}
    for form in FORMS if layers > 1 else FORMS[:1]:
        parameters = weights()
        adam = torch.optim.Adam(parameters, lr=1e-3)

        def gradient():
            adam.zero_grad()
            loss(form, layers, parameters, *tasks(options.batch)).backward()

        def step():
            gradient()
            torch.nn.utils.clip_grad_norm_(parameters, 10)
            adam.step()

        for part, work in (("gradient", gradient), ("step", step)):
            time_of = torch_port.milliseconds(work, options.seconds)
            name = f"{NAMES[layers]} {part}"
            best[name] = min(best.get(name, time_of), time_of)
    return best


def main():
    options = torch_port.parser_of(__doc__, batch=2048).parse_args()
    torch_port.use(options)
    result = {**timed(options, 1), **timed(options, 2)}
    torch_port.answer(options, result, f"{options.batch} tasks")


if __name__ == "__main__":
    main()
