#!/usr/bin/python3
"""The transformer with two attention layers of arXiv 2409.10559 in PyTorch, and the time of an epoch. Debian:
python3-torch.

    ngram_torch.py --threads 1 --json      milliseconds by form, read by ngram_compare.py

An epoch is loss, gradient and step of plain descent on all prompts. The simplified model is computed in three forms:

    lags      attention rows times the tokens at each head's lags, over all positions of all prompts
    windows   a table of the similarities of a head's windows, looked up at every position
    counted   what this program does: windows' pairs with counts, two sparse products

The first two are how one would write the model; the third is this program's own rearrangement. The full model is
computed by lags and by windows.
"""
import itertools
import warnings

import torch

import torch_port

warnings.filterwarnings("ignore", "Sparse CSR")

HEADS, LAGS, DEGREE, SYMBOLS = 3, 3, 2, 3
SETS = [s for size in range(DEGREE + 1) for s in itertools.combinations(range(HEADS), size)]


def draw(prompts, length, alpha=0.1, parents=2):
    """Prompts of random chains and their targets."""
    kernel = torch.distributions.Dirichlet(torch.full((SYMBOLS,), alpha)).sample((prompts, SYMBOLS**parents))
    tokens = torch.randint(SYMBOLS, (prompts, length + 1))
    rows = torch.arange(prompts)
    for l in range(parents, length + 1):
        context = torch.zeros(prompts, dtype=torch.long)
        for lag in range(1, parents + 1):
            context = context * SYMBOLS + tokens[:, l - lag]
        tokens[:, l] = torch.multinomial(kernel[rows, context], 1)[:, 0]
    return tokens[:, :-1], tokens[:, -1]


def start():
    w = torch.full((HEADS, LAGS), 0.1)
    w[:, 0] = 3
    return [torch.tensor(0.01), torch.full((len(SETS),), 0.01), w]


def visible(length):
    """(head, position, lag): does the lag exist there?"""
    position = torch.arange(length + 1).view(1, -1, 1)
    first = torch.arange(1, HEADS + 1).view(-1, 1, 1)
    return position - first - torch.arange(LAGS) >= 0


def attention(w, seen):
    logits = w.unsqueeze(1).masked_fill(~seen, float("-inf"))
    return torch.where(seen.any(-1, keepdim=True), torch.softmax(logits, -1), torch.zeros(()))


def at_unit_length(v):
    return v / v.square().sum(-1, keepdim=True).clamp_min(1e-24).sqrt()


def scores_of(similar, c):
    """similar: heads first."""
    p = c.square() / c.square().sum()
    total = p[0]
    for k, heads in enumerate(SETS[1:], 1):
        product = similar[heads[0]]
        for h in heads[1:]:
            product = product * similar[h]
        total = total + p[k] * product
    return total


def released_loss(y, targets):
    return torch.nn.functional.cross_entropy(y, targets, reduction="sum") / len(targets)


class ByLags:
    def __init__(self, tokens, targets):
        self.targets = targets
        self.one_hot = torch.nn.functional.one_hot(tokens, SYMBOLS).to(torch.get_default_dtype())
        count, length = tokens.shape
        self.seen = visible(length)
        before = HEADS + LAGS
        padded = torch.cat([torch.zeros(count, before, SYMBOLS), self.one_hot], 1)
        # (head, prompt, position, lag, symbol): position l begins `before` tokens on.
        self.lagged = torch.stack([
            torch.stack([padded[:, before - h - i:before - h - i + length + 1] for i in range(LAGS)], 2)
            for h in range(1, HEADS + 1)])

    def loss(self, weights):
        a, c, w = weights
        shares = attention(w, self.seen).unsqueeze(1).unsqueeze(-1)
        v = at_unit_length((shares * self.lagged).sum(3))
        similar = (v[:, :, :-1] * v[:, :, -1:]).sum(-1)
        shares = torch.softmax(a * scores_of(similar, c), -1)
        y = torch.bmm(shares.unsqueeze(1), self.one_hot).squeeze(1)
        return released_loss(y, self.targets)


class Windows:
    """Codes of the windows of every head, and what heads hold there."""

    def __init__(self, tokens):
        length = tokens.shape[1]
        self.first = [sum(SYMBOLS**k for k in range(lags)) for lags in range(LAGS + 1)]
        self.count = self.first[-1] + SYMBOLS**LAGS
        # mix[code, lag, symbol], seen[code, lag]
        self.mix = torch.zeros(self.count, LAGS, SYMBOLS)
        self.seen = torch.zeros(self.count, LAGS, dtype=torch.bool)
        for lags in range(LAGS + 1):
            for k, window in enumerate(itertools.product(range(SYMBOLS), repeat=lags)):
                for i, token in enumerate(window):
                    self.mix[self.first[lags] + k, i, token] = 1
                    self.seen[self.first[lags] + k, i] = True
        self.codes = torch.stack([
            torch.stack([self.code(tokens, h, l) for l in range(length + 1)], 1) for h in range(1, HEADS + 1)])

    def code(self, tokens, head, position):
        lags = min(max(position - head + 1, 0), LAGS)
        code = torch.zeros(len(tokens), dtype=torch.long)
        for i in range(lags):
            code = code * SYMBOLS + tokens[:, position - head - i]
        return code + self.first[lags]

    def similar(self, w):
        """(head, code, code)."""
        sigma = attention(w, self.seen.expand(HEADS, -1, -1))
        v = at_unit_length(torch.einsum("hci,cis->hcs", sigma, self.mix))
        return v @ v.transpose(1, 2)


class ByWindows:
    def __init__(self, tokens, targets):
        self.targets = targets
        self.windows = Windows(tokens)
        codes = self.windows.codes
        self.link = (codes[:, :, :-1] * self.windows.count + codes[:, :, -1:])
        self.one_hot = torch.nn.functional.one_hot(tokens, SYMBOLS).to(torch.get_default_dtype())

    def loss(self, weights):
        a, c, w = weights
        tables = self.windows.similar(w).flatten(1)
        similar = [tables[h].index_select(0, self.link[h].flatten()).view(self.link[h].shape) for h in range(HEADS)]
        shares = torch.softmax(a * scores_of(similar, c), -1)
        y = torch.bmm(shares.unsqueeze(1), self.one_hot).squeeze(1)
        return released_loss(y, self.targets)


class SparseProduct(torch.autograd.Function):
    @staticmethod
    def forward(context, vector, matrix, transposed):
        context.transposed = transposed
        return (matrix @ vector.unsqueeze(1)).squeeze(1)

    @staticmethod
    def backward(context, slope):
        return (context.transposed @ slope.unsqueeze(1)).squeeze(1), None, None


class ByCounts:
    def __init__(self, tokens, targets):
        self.targets = targets
        self.windows = Windows(tokens)
        codes, count = self.windows.codes, self.windows.count
        length = tokens.shape[1]
        everything = torch.stack([codes[h, :, :-1] for h in range(HEADS)]
                                 + [codes[h, :, -1:].expand(-1, length) for h in range(HEADS)], -1)
        pairs, place = torch.unique(everything.flatten(0, 1), dim=0, return_inverse=True)
        self.link = [pairs[:, h] * count + pairs[:, HEADS + h] for h in range(HEADS)]
        rows = (torch.arange(len(tokens)).unsqueeze(1) * SYMBOLS + tokens).flatten()
        matrix = torch.sparse_coo_tensor(torch.stack([rows, place]), torch.ones(len(rows)),
                                         (len(tokens) * SYMBOLS, len(pairs))).coalesce()
        self.matrix = matrix.to_sparse_csr()
        self.transposed = matrix.t().coalesce().to_sparse_csr()

    def loss(self, weights):
        a, c, w = weights
        tables = self.windows.similar(w).flatten(1)
        similar = [tables[h].index_select(0, self.link[h]) for h in range(HEADS)]
        mass = torch.exp(a * (scores_of(similar, c) - 0.5))
        y = SparseProduct.apply(mass, self.matrix, self.transposed).view(-1, SYMBOLS)
        return released_loss(y / y.sum(1, keepdim=True), self.targets)


class Full:
    """By lags, with queries, keys, values and the own position."""

    def __init__(self, tokens, targets):
        self.lags = ByLags(tokens, targets)
        count, length = tokens.shape
        self.tokens = torch.cat([self.lags.one_hot, torch.zeros(count, 1, SYMBOLS)], 1)
        own = torch.ones(HEADS, length + 1, 1, dtype=torch.bool)
        self.seen = torch.cat([self.lags.seen, own], -1).unsqueeze(1)
        self.lagged = torch.cat([self.lags.lagged, self.tokens.unsqueeze(2).expand(HEADS, -1, -1, -1, -1)], 3)

    @staticmethod
    def start():
        maps = 0.01 * torch.eye(SYMBOLS).repeat(HEADS, 1, 1)
        weights = start() + [maps.clone(), maps.clone(), maps.clone(), torch.ones(SYMBOLS), torch.zeros(SYMBOLS)]
        weights[2][:] = 0.01
        weights[2][:, 0] = 1
        return weights

    def loss(self, weights):
        a, c, w, query, key, value, gain, shift = weights
        matches = self.tokens @ (query @ key.transpose(1, 2)).unsqueeze(1)
        logits = (matches.unsqueeze(3) * self.lagged).sum(-1)
        logits = logits + torch.cat([w, torch.full((HEADS, 1), 1e-6)], 1).view(HEADS, 1, 1, -1)
        shares = torch.softmax(logits.masked_fill(~self.seen, float("-inf")), -1)
        v = (shares.unsqueeze(-1) * self.lagged).sum(3) @ value.unsqueeze(1)
        v = torch.nn.functional.layer_norm(v, (SYMBOLS,), gain, shift)
        similar = torch.relu((v[:, :, :-1] * v[:, :, -1:]).sum(-1))
        y = torch.bmm(torch.softmax(a * scores_of(similar, c), -1).unsqueeze(1), self.lags.one_hot).squeeze(1)
        return released_loss(y, self.lags.targets)


class FullByWindows:
    """By a table for the pairs of a head's window and its own token, looked up at every position."""

    def __init__(self, tokens, targets):
        self.targets = targets
        self.windows = Windows(tokens)
        self.own = torch.cat([torch.eye(SYMBOLS), torch.zeros(1, SYMBOLS)])  # the query has no token
        owners = len(self.own)
        own = torch.cat([tokens, torch.full((len(tokens), 1), SYMBOLS)], 1)
        codes = self.windows.codes * owners + own
        self.link = codes[:, :, :-1] * (self.windows.count * owners) + codes[:, :, -1:]
        self.one_hot = torch.nn.functional.one_hot(tokens, SYMBOLS).to(torch.get_default_dtype())

    def similar(self, weights):
        """(head, code, code)."""
        _, _, w, query, key, value, gain, shift = weights
        mix, seen = self.windows.mix, self.windows.seen
        match = self.own @ query @ key.transpose(1, 2)  # (head, own, symbol)
        near = torch.einsum("hos,cis->hcoi", match, mix) + w.view(HEADS, 1, 1, LAGS)
        near = near.masked_fill(~seen.view(1, -1, 1, LAGS), float("-inf"))
        here = ((match * self.own).sum(-1) + 1e-6).view(HEADS, 1, -1, 1).expand(-1, len(mix), -1, -1)
        shares = torch.softmax(torch.cat([near, here], -1), -1)
        v = torch.einsum("hcoi,cis->hcos", shares[..., :LAGS], mix) + shares[..., LAGS:] * self.own
        v = torch.nn.functional.layer_norm(v.flatten(1, 2) @ value, (SYMBOLS,), gain, shift)
        return torch.relu(v @ v.transpose(1, 2))

    def loss(self, weights):
        tables = self.similar(weights).flatten(1)
        similar = [tables[h].index_select(0, self.link[h].flatten()).view(self.link[h].shape) for h in range(HEADS)]
        shares = torch.softmax(weights[0] * scores_of(similar, weights[1]), -1)
        y = torch.bmm(shares.unsqueeze(1), self.one_hot).squeeze(1)
        return released_loss(y, self.targets)


def full_by_definition(tokens, targets, weights):
    """The full model one prompt, head and position at a time."""
    a, c, w, query, key, value, gain, shift = weights
    p = c.square() / c.square().sum()
    losses = []
    for prompt, target in zip(tokens, targets):
        length = len(prompt)
        x = [torch.nn.functional.one_hot(token, SYMBOLS).to(w.dtype) for token in prompt] + [torch.zeros(SYMBOLS)]
        v = []
        for h in range(HEADS):
            v.append([])
            for l in range(length + 1):
                seen = [l - h - 1 - i for i in range(LAGS) if l - h - 1 - i >= 0]
                logits = [x[l] @ query[h] @ (x[j] @ key[h]) + w[h, i] for i, j in enumerate(seen)]
                logits.append(x[l] @ query[h] @ (x[l] @ key[h]) + 1e-6)
                shares = torch.softmax(torch.stack(logits), 0)
                mixed = sum(share * x[j] for share, j in zip(shares, [*seen, l])) @ value[h]
                v[h].append(torch.nn.functional.layer_norm(mixed, (SYMBOLS,), gain, shift))
        scores = []
        for l in range(length):
            similar = [torch.relu(v[h][l] @ v[h][length]) for h in range(HEADS)]
            scores.append(sum(p[k] * torch.stack([torch.ones(()), *(similar[h] for h in heads)]).prod()
                              for k, heads in enumerate(SETS)))
        y = sum(share * x[l] for l, share in enumerate(torch.softmax(a * torch.stack(scores), 0)))
        losses.append(torch.logsumexp(y, 0) - y[target])
    return sum(losses) / len(losses)


FORMS = {"lags": ByLags, "windows": ByWindows, "counted": ByCounts, "full": Full, "full-windows": FullByWindows}


def timed(model, weights, seconds):
    weights = [weight.requires_grad_(True) for weight in weights]
    descent = torch.optim.SGD(weights, lr=1e-3)

    def epoch():
        descent.zero_grad()
        model.loss(weights).backward()
        descent.step()

    return torch_port.milliseconds(epoch, seconds, least=3)


def loss_and_gradient(loss_of, weights):
    weights = [weight.detach().clone().requires_grad_(True) for weight in weights]
    loss = loss_of(weights)
    loss.backward()
    return [loss.item()] + [entry for weight in weights for entry in weight.grad.flatten().tolist()]


def require_one_model(tokens, targets):
    """The three forms of the simplified model have one loss and one gradient, and so have the full model and its
    definition."""
    weights = start()
    weights[0].fill_(2)
    found = [loss_and_gradient(FORMS[name](tokens, targets).loss, weights) for name in ("lags", "windows", "counted")]
    pairs = [(found[0], other) for other in found[1:]]
    few, theirs = tokens[:2, -12:], targets[:2]
    weights = Full.start()
    weights[0].fill_(2)
    for weight in weights[3:6]:
        weight.add_(0.5 * torch.randn(weight.shape))
    defined = loss_and_gradient(lambda w: full_by_definition(few, theirs, w), weights)
    pairs += [(defined, loss_and_gradient(form(few, theirs).loss, weights)) for form in (Full, FullByWindows)]
    for one, other in pairs:
        for x, y in zip(one, other):
            if abs(x - y) > 1e-4 * (1 + abs(x)):
                raise SystemExit(f"two forms of one model differ: {x} and {y}")


def main():
    parser = torch_port.parser_of(__doc__, prompts=9000, length=100)
    parser.add_argument("--forms", nargs="+", default=list(FORMS))
    options = parser.parse_args()
    torch_port.use(options)
    torch.manual_seed(2024)
    tokens, targets = draw(options.prompts, options.length)
    require_one_model(tokens[:200], targets[:200])
    result = {}
    for name in options.forms:
        model = FORMS[name](tokens, targets)
        result[name] = timed(model, Full.start() if name.startswith("full") else start(), options.seconds)
    torch_port.answer(options, result, f"epoch of {options.prompts} prompts")


if __name__ == "__main__":
    main()
