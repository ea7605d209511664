"""The encoder in NumPy, from its definition: batches of sequences, real or complex weights."""
import dataclasses

import numpy

LEARNED, SAME_TOKEN, SAME_SEGMENT = range(3)
NO_TARGET = 255
EPSILON = 1e-5


@dataclasses.dataclass
class Sizes:
    tokens: int
    length: int
    width: int
    hidden: int
    layers: int
    heads: int
    classes: int
    first_read: int
    read_every: int
    segment: int
    causal: int
    tied: int
    query_identity: int
    value_identity: int
    read_by_embedding: int
    patterns: list

    @classmethod
    def of(cls, numbers):
        return cls(*(int(n) for n in numbers[:15]), [int(n) for n in numbers[15:]])


def normalised(x):
    centred = x - x.mean(-1, keepdims=True)
    return centred / numpy.sqrt((centred * centred).mean(-1, keepdims=True) + EPSILON)


def softmax(scores):
    powers = numpy.exp(scores - scores.real.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def hard_coded(kind, tokens, segment):
    positions = numpy.arange(tokens.shape[1]) // segment
    if kind == SAME_TOKEN:
        meets = tokens[:, :, None] == tokens[:, None, :]
    else:
        meets = numpy.broadcast_to(positions[:, None] == positions[None, :], (len(tokens),) + 2 * positions.shape)
    return meets / meets.sum(-1, keepdims=True)


def attend(sizes, tokens, x, take):
    """What the heads read of the values, and what they hand on of x itself."""
    split = lambda y: y.reshape(*y.shape[:2], -1, sizes.width // sizes.heads)
    learned = sizes.patterns.count(LEARNED)
    alike = take()[0] if sizes.query_identity and learned else numpy.zeros(learned)
    handed = take()[0] if sizes.value_identity else numpy.zeros(sizes.heads)
    if learned:
        query = split(x @ take() + take())
        key = split(x @ take())
        scores = numpy.einsum("bihf,bjhf->bhij", query, key) / numpy.sqrt(sizes.width // sizes.heads)
        scores = scores + numpy.einsum("h,bif,bjf->bhij", alike, x, x)
        if sizes.causal:
            later = numpy.triu(numpy.ones((sizes.length, sizes.length), bool), 1)
            scores = numpy.where(later, -1e9, scores)
        attention = softmax(scores)
    value = split(x @ take() + take())
    heads = [attention[:, h] if kind == LEARNED else hard_coded(kind, tokens, sizes.segment)
             for h, kind in enumerate(sizes.patterns)]
    seen = [numpy.einsum("bij,bjf->bif", pattern, value[:, :, h]) for h, pattern in enumerate(heads)]
    return numpy.concatenate(seen, -1), sum(b * (pattern @ x) for b, pattern in zip(handed, heads))


def logits(sizes, weights, tokens):
    """`weights`: the blocks in order."""
    place = iter(range(len(weights)))
    x = weights[next(place)][tokens] + weights[next(place)]
    first = 2
    read_out = 0 if sizes.read_by_embedding else 2
    per_layer = (len(weights) - first - read_out) // (1 if sizes.tied else sizes.layers)
    for layer in range(sizes.layers):
        blocks = iter(weights[first + (0 if sizes.tied else layer) * per_layer:])
        take = lambda: next(blocks)
        seen, handed_on = attend(sizes, tokens, normalised(x), take)
        x = x + seen @ take() + take() + handed_on
        inner = normalised(x) @ take() + take()
        inner = numpy.where(inner.real > 0, inner, 0)
        x = x + inner @ take() + take()
    read = normalised(x[:, sizes.first_read::sizes.read_every])
    if sizes.read_by_embedding:
        return read @ weights[0][:sizes.classes].T / numpy.sqrt(sizes.width)
    return read @ weights[-2] + weights[-1]


def loss(sizes, weights, tokens, targets):
    """Summed over the targets that there are."""
    p = softmax(logits(sizes, weights, tokens))
    asked = targets != NO_TARGET
    chosen = numpy.take_along_axis(p, numpy.where(asked, targets, 0)[..., None].astype(int), -1)[..., 0]
    return -numpy.log(chosen[asked]).sum()
