#!/usr/bin/python3
"""The encoder in PyTorch, and the time of a training step on group sentences and on strings of templates. Debian:
python3-torch.

    encoder_torch.py --threads 1 --json      times, read by encoder_compare.py

A step draws sequences (all at once), differentiates automatically and takes Adam's step (PyTorch's own); a gradient
leaves out the last and uses tokens made beforehand. Every map is one matrix product of all positions of all sequences,
and the three of attention are one. Attention itself is done in two forms, and the faster counts: by batched matrix
products, which Debian's build does one by one, and by products and sums over broadcast arrays.
"""
import torch

import torch_port

LEARNED, SAME_TOKEN = 0, 1
NO_TARGET = 255


def hard_coded(kind, tokens, segment):
    if kind == SAME_TOKEN:
        meets = tokens.unsqueeze(2) == tokens.unsqueeze(1)
    else:
        positions = torch.arange(tokens.shape[1]) // segment
        meets = (positions.unsqueeze(1) == positions).expand(len(tokens), -1, -1)
    meets = meets.to(torch.get_default_dtype())
    return meets / meets.sum(-1, keepdim=True)


def normalised(x):
    return torch.nn.functional.layer_norm(x, x.shape[-1:])


BROADCAST = False  # the form of attention


def products(a, b):
    """a b^T over the last two dimensions."""
    return (a.unsqueeze(-2) * b.unsqueeze(-3)).sum(-1) if BROADCAST else a @ b.transpose(-1, -2)


def attention_of(sizes, query, key, x, alike):
    """(batch, head, position, position)."""
    scores = products(query, key) / (sizes.width // sizes.heads) ** 0.5
    if alike is not None:
        scores = scores + alike.view(-1, 1, 1) * products(x, x).unsqueeze(1)
    if sizes.causal:
        later = torch.ones(sizes.length, sizes.length, dtype=torch.bool).triu(1)
        scores = scores.masked_fill(later, float("-inf"))
    return torch.softmax(scores, -1)


def attend(sizes, tokens, x, take):
    head = sizes.width // sizes.heads
    split = lambda y: y.view(*y.shape[:2], -1, head).transpose(1, 2)
    learned = sizes.patterns.count(LEARNED)
    alike = take()[0] if sizes.query_identity and learned else None
    handed = take()[0] if sizes.value_identity else None
    if learned:
        query, query_bias, key, value, value_bias = (take() for _ in range(5))
        maps = torch.cat([query, key, value], 1)
        bias = torch.cat([query_bias, torch.zeros_like(query_bias), value_bias], 1)
        query, key, value = (x @ maps + bias).split([learned * head, learned * head, sizes.width], -1)
        attention = attention_of(sizes, split(query), split(key), x, alike)
    else:
        value = x @ take() + take()
    if learned < sizes.heads:
        heads = [attention[:, h] if kind == LEARNED else hard_coded(kind, tokens, sizes.segment)
                 for h, kind in enumerate(sizes.patterns)]
        attention = torch.stack(heads, 1)
    seen = products(attention, split(value).transpose(-1, -2)).transpose(1, 2).reshape(x.shape)
    if handed is None:
        return seen, None
    mixed = (handed.view(-1, 1, 1) * attention).sum(1)
    return seen, products(mixed, x.transpose(-1, -2))


def logits(sizes, weights, tokens):
    x = weights[0][tokens] + weights[1]
    read_out = 0 if sizes.read_by_embedding else 2
    per_layer = (len(weights) - 2 - read_out) // (1 if sizes.tied else sizes.layers)
    for layer in range(sizes.layers):
        blocks = iter(weights[2 + (0 if sizes.tied else layer) * per_layer:])
        take = lambda: next(blocks)
        seen, handed_on = attend(sizes, tokens, normalised(x), take)
        x = x + (seen @ take() + take())
        if handed_on is not None:
            x = x + handed_on
        inner = torch.relu(normalised(x) @ take() + take())
        x = x + (inner @ take() + take())
    read = normalised(x[:, sizes.first_read::sizes.read_every])
    if sizes.read_by_embedding:
        return read @ weights[0][:sizes.classes].T / sizes.width ** 0.5
    return read @ weights[-2] + weights[-1]


def loss(sizes, weights, tokens, targets):
    """Summed over the targets that there are."""
    found = logits(sizes, weights, tokens)
    return torch.nn.functional.cross_entropy(found.reshape(-1, sizes.classes), targets.reshape(-1),
                                             ignore_index=NO_TARGET, reduction="sum")


class Chains:
    """Group sentences, as encoder_bench.cpp trains them: every variable of four clauses over Z_2."""
    clauses, alphabet, order = 4, 8, 2
    length, hidden, classes, first_read, read_every, segment = 12, 64, 2, 0, 3, 3
    tokens, width, layers, heads, causal, tied = 11, 32, 3, 2, False, True
    query_identity = value_identity = read_by_embedding = False

    def __init__(self, hard):
        self.patterns = [1, 2] if hard else [0, 0]

    def draw(self, count):
        """Tokens and values of random chains, all at once."""
        n = self.clauses
        names = torch.rand(count, self.alphabet).argsort(1)[:, :n]
        elements = torch.randint(2, (count, n))
        values = elements.cumsum(1) % 2
        before = torch.cat([torch.full((count, 1), self.tokens - 1), names[:, :-1]], 1)
        order = torch.rand(count, n).argsort(1)
        clauses = torch.stack([names, self.alphabet + elements, before], 2)
        shuffled = clauses.gather(1, order.unsqueeze(2).expand(-1, -1, 3))
        return shuffled.reshape(count, -1), values.gather(1, order)


class Strings:
    """Strings of aa and ab, as encoder_bench.cpp trains them, with both multiples of the identity."""
    symbols = 48
    length, hidden, classes, first_read, read_every, segment = 2, 16, 2, 1, 1, 1
    tokens, width, layers, heads, causal, tied = 2 * symbols, 48, 1, 1, False, False
    query_identity = value_identity = True
    read_by_embedding = False
    patterns = [LEARNED]

    def draw(self, count):
        first = torch.randint(self.symbols, (count,))
        other = (first + 1 + torch.randint(self.symbols - 1, (count,))) % self.symbols
        template = torch.randint(2, (count,))
        return torch.stack([first, torch.where(template == 0, first, other)], 1), template.unsqueeze(1)


def initial_weights(sizes):
    d, queries = sizes.width, sizes.patterns.count(LEARNED) * sizes.width // sizes.heads
    layer = [(1, sizes.heads)] * (sizes.query_identity + sizes.value_identity)
    layer += [(d, queries), (1, queries), (d, queries)] if queries else []
    layer += [(d, d), (1, d), (d, d), (1, d), (d, sizes.hidden), (1, sizes.hidden), (sizes.hidden, d), (1, d)]
    shapes = [(sizes.tokens, d), (sizes.length, d)] + layer + [(d, sizes.classes), (1, sizes.classes)]
    return [(0.2 * torch.randn(shape)).requires_grad_(True) for shape in shapes]


def timed(options, kind, sizes):
    """Milliseconds of a gradient and of a step, by the faster form."""
    global BROADCAST
    best = {}
    for BROADCAST in (False, True):
        weights = initial_weights(sizes)
        adam = torch.optim.Adam(weights, lr=1e-3)
        tokens, values = sizes.draw(options.batch)

        def gradient(tokens=tokens, values=values):
            adam.zero_grad()
            (loss(sizes, weights, tokens, values) / values.numel()).backward()

        def step():
            gradient(*sizes.draw(options.batch))
            adam.step()

        for part, work in (("gradient", gradient), ("step", step)):
            time_of = torch_port.milliseconds(work, options.seconds)
            name = f"{kind} {part}"
            best[name] = min(best.get(name, time_of), time_of)
    return best


def main():
    options = torch_port.parser_of(__doc__, batch=256).parse_args()
    torch_port.use(options)
    kinds = {"learned": Chains(hard=False), "hard": Chains(hard=True), "identity": Strings()}
    result = {}
    for kind, sizes in kinds.items():
        result |= timed(options, kind, sizes)
    torch_port.answer(options, result, f"{options.batch} sequences")


if __name__ == "__main__":
    main()
