#!/usr/bin/python3
"""The minimal model and the attention-only transformer in PyTorch, and the times of their training steps on in-context
chains (three states, 100 tokens, batch 64). Debian: python3-torch.

    evolution_torch.py --threads 1 --json      times, read by evolution_compare.py
    evolution_torch.py --check                 both forms of each model give one loss

A step draws sequences (all at once, a position after the other), differentiates automatically and steps (SGD, AdamW:
PyTorch's own); a gradient leaves out the last. Each model is done in two forms, and the faster counts. Minimal: by attention
matrices, or by running sums of outer products, which need no matrix of positions. Transformer: by batched matrix
products, which Debian's build does one by one, or by products and sums over broadcast arrays.
"""
import torch

import torch_port

STATES, LENGTH, WIDTH, LAYERS = 3, 100, 16, 2


def sequences(count):
    """Rows uniform on the simplex, first tokens stationary; LENGTH + 1 tokens."""
    rows = torch.empty(count, STATES, STATES).exponential_()
    rows /= rows.sum(-1, keepdim=True)
    system = rows.transpose(1, 2) - torch.eye(STATES)
    system[:, -1] = 1
    target = torch.zeros(count, STATES, 1)
    target[:, -1] = 1
    law = torch.linalg.solve(system, target).squeeze(-1)
    sums = torch.cat([law.unsqueeze(1), rows], 1).cumsum(-1)[:, :, :-1]
    draws = torch.rand(LENGTH + 1, count, 1)
    batch = torch.arange(count)
    tokens = torch.empty(LENGTH + 1, count, dtype=torch.long)
    tokens[0] = (draws[0] >= sums[:, 0]).sum(-1)
    for p in range(1, LENGTH + 1):
        tokens[p] = (draws[p] >= sums[batch, tokens[p - 1] + 1]).sum(-1)
    return tokens.t().contiguous()


def entropy(logits, tokens):
    return torch.nn.functional.cross_entropy(logits.reshape(-1, STATES), tokens[:, 1:].reshape(-1))


LATER = torch.ones(LENGTH, LENGTH, dtype=torch.bool).triu(1)
DISTANCE = (torch.arange(LENGTH).unsqueeze(1) - torch.arange(LENGTH)).clamp(min=0)


class Minimal:
    forms = ("matrices", "running sums")

    def __init__(self, form):
        self.form = form
        self.weights = [torch.full((STATES, STATES), 0.01).requires_grad_(True),
                        torch.full((LENGTH,), 0.02).requires_grad_(True)]
        self.optimiser = torch.optim.SGD(self.weights, lr=1e-6)

    def loss(self, tokens):
        w, v = self.weights
        x = tokens[:, :-1]
        hot = torch.nn.functional.one_hot(x, STATES).to(v.dtype)
        seen = v[DISTANCE].masked_fill(LATER, 0) @ hot
        if self.form == "matrices":
            scores = (w[x] @ seen.transpose(1, 2)).masked_fill(LATER, 0)
            return entropy(scores @ hot, tokens)
        sums = (hot.unsqueeze(3) * seen.unsqueeze(2)).cumsum(1)
        return entropy((sums * w[x].unsqueeze(2)).sum(-1), tokens)


class Attention:
    forms = ("batched products", "broadcast")

    def __init__(self, form):
        self.form = form
        normal = lambda *shape, scale=1.0: (scale * torch.randn(*shape)).requires_grad_(True)
        self.token, self.read = normal(STATES, WIDTH), normal(WIDTH, STATES, scale=WIDTH ** -0.5)
        self.layers = [(normal(WIDTH, 3 * WIDTH, scale=WIDTH ** -0.5), normal(LENGTH, WIDTH, scale=WIDTH ** -0.5))
                       for _ in range(LAYERS)]
        self.weights = [self.token, self.read, *(w for layer in self.layers for w in layer)]
        self.optimiser = torch.optim.AdamW(self.weights, lr=1e-6, weight_decay=0)

    def products(self, a, b):
        """a b^T over the last two dimensions."""
        return a @ b.transpose(-1, -2) if self.form == "batched products" else (
            a.unsqueeze(-2) * b.unsqueeze(-3)).sum(-1)

    def loss(self, tokens):
        x = self.token[tokens[:, :-1]]
        for maps, relative in self.layers:
            query, key, value = (x @ maps).split(WIDTH, -1)
            by_distance = (key @ relative.t()).transpose(1, 2)  # (batch, distance, position)
            near = by_distance.gather(1, DISTANCE.expand(len(x), -1, -1))
            scores = (self.products(query, key) + near) / WIDTH ** 0.5
            attention = torch.softmax(scores.masked_fill(LATER, float("-inf")), -1)
            x = x + self.products(attention, value.transpose(1, 2))
        return entropy(x @ self.read, tokens)


def timed(options):
    """Milliseconds of a gradient and of a step, by the faster form."""
    best = {}
    for name, kind in (("minimal", Minimal), ("attention", Attention)):
        for form in kind.forms:
            model, tokens = kind(form), sequences(options.batch)

            def gradient(tokens=tokens):
                model.optimiser.zero_grad()
                model.loss(tokens).backward()

            def step():
                gradient(sequences(options.batch))
                model.optimiser.step()

            def drawn():
                gradient(sequences(options.batch))

            # Our gradient draws its sequences too.
            for part, work in (("gradient", drawn), ("step", step)):
                time_of = torch_port.milliseconds(work, options.seconds)
                best[f"{name} {part}"] = min(best.get(f"{name} {part}", time_of), time_of)
    return best


def check():
    torch.set_default_dtype(torch.float64)
    tokens = sequences(8)
    for kind in (Minimal, Attention):
        losses = []
        for form in kind.forms:
            torch.manual_seed(1)
            losses.append(float(kind(form).loss(tokens)))
        print(kind.__name__, losses)
        assert abs(losses[0] - losses[1]) < 1e-12


def main():
    parser = torch_port.parser_of(__doc__, batch=64)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    torch_port.use(options)
    if options.check:
        return check()
    result = timed(options)
    torch_port.answer(options, result, f"{options.batch} sequences")


if __name__ == "__main__":
    main()
