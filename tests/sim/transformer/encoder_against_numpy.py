#!/usr/bin/python3
"""The encoder's outputs and gradients against NumPy, at weights that NumPy chose.

    encoder_against_numpy.py path/to/sim_encoder_exchange

The program writes its cases, NumPy puts in weights of its own, the program reads them and answers. Logits and losses are
compared with NumPy's; the gradient of each block with NumPy's derivative by complex step along a random direction (and,
where Debian's python3-torch is there, every entry with PyTorch's automatic differentiation). Bounds: 1e-12 in double,
1e-5 in float, relative to the largest of what is compared; single entries in float may be off by 16 times what rounding
the weights alone does to the gradient of that case (its condition: 1e-7 to 6e-6, so most are held tighter than 1e-5).
Without NumPy the exit code is 77, which CTest counts as skipped.
"""
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77
BOUNDS = {"float": 1e-5, "double": 1e-12}
STEP = 1e-30
HALF_ULP = 2.0 ** -24  # of a float, relative


def load(numpy, path):
    with numpy.load(path) as file:
        return {name: file[name] for name in file.files}


def with_other_weights(numpy, arrays):
    """Float-representable, so that both precisions compute from the same numbers."""
    random = numpy.random.default_rng(16)
    draw = lambda shape: random.normal(0, 0.5, shape).astype("float32").astype("float64")
    return {name: draw(value.shape) if "/weights/" in name else value for name, value in arrays.items()}


def along(numpy, definition, sizes, weights, tokens, targets, block, direction):
    moved = [w + 1j * STEP * direction if n == block else w.astype(complex) for n, w in enumerate(weights)]
    return definition.loss(sizes, moved, tokens, targets).imag / STEP


def by_torch(torch, port, sizes, weights, tokens, targets):
    torch.set_default_dtype(torch.float64)
    blocks = [torch.from_numpy(w).requires_grad_(True) for w in weights]
    value = port.loss(sizes, blocks, torch.from_numpy(tokens.astype("int64")), torch.from_numpy(targets.astype("int64")))
    return [g.numpy() for g in torch.autograd.grad(value, blocks)]


def moved_by_rounding(numpy, automatic, gradient_at, weights):
    """The largest change of an entry, over draws, when every weight moves by up to half a unit in its last place."""
    random = numpy.random.default_rng(18)
    moved = 0
    for _ in range(4):
        near = [w * (1 + HALF_ULP * random.uniform(-1, 1, w.shape)) for w in weights]
        moved = max([moved] + [numpy.abs(a - b).max() for a, b in zip(gradient_at(near), automatic)])
    return moved


class Comparison:
    def __init__(self, numpy):
        self.numpy, self.count, self.failures, self.worst = numpy, 0, [], {}

    def __call__(self, what, precision, found, expected, scale=None, bound=None):
        scale = self.numpy.abs(expected).max() if scale is None else scale
        bound = BOUNDS[precision] if bound is None else bound
        error = float(self.numpy.abs(found - expected).max() / scale)
        self.count += 1
        self.worst[precision] = max(self.worst.get(precision, 0), error)
        if not error <= bound:
            self.failures.append(f"{what}: {error:.1e}, allowed {bound:.1e}")


def compare(numpy, definition, asked, answers, torch, port):
    compared = Comparison(numpy)
    random = numpy.random.default_rng(17)
    for case in sorted({name.split("/")[0] for name in asked}):
        sizes = definition.Sizes.of(asked[f"{case}/sizes"])
        tokens, targets = asked[f"{case}/tokens"].astype(int), asked[f"{case}/targets"].astype(int)
        names = sorted(n for n in asked if n.startswith(f"{case}/weights/"))
        weights = [asked[n] for n in names]
        logits = definition.logits(sizes, weights, tokens)
        loss = definition.loss(sizes, weights, tokens, targets)
        gradient_at = lambda w: by_torch(torch, port, sizes, w, tokens, targets)
        automatic = gradient_at(weights) if torch else None
        moved = moved_by_rounding(numpy, automatic, gradient_at, weights) if torch else None
        for kernel in sorted({"/".join(n.split("/")[1:3]) for n in answers if n.startswith(case + "/")}):
            precision, prefix = kernel.split("/")[0], f"{case}/{kernel}"
            compared(f"{prefix} logits", precision, answers[f"{prefix}/logits"], logits)
            compared(f"{prefix} loss", precision, answers[f"{prefix}/loss"][0], loss)
            gradients = [answers[n.replace("/weights/", f"/{kernel}/gradient/")] for n in names]
            largest = max(numpy.abs(g).max() for g in gradients)
            for block, gradient in enumerate(gradients):
                direction = random.normal(size=gradient.shape)
                expected = along(numpy, definition, sizes, weights, tokens, targets, block, direction)
                size = largest * numpy.abs(direction).sum()
                compared(f"{prefix} {names[block]}", precision, (gradient * direction).sum(), expected, size)
                if automatic:
                    allowed = 16 * moved / largest if precision == "float" else None
                    compared(f"{prefix} {names[block]} (PyTorch)", precision, gradient, automatic[block], largest, allowed)
    return compared


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        import numpy
    except ImportError as missing:
        print(f"1 test skipped, the encoder at NumPy's weights: {missing} (Debian: python3-numpy)")
        sys.exit(SKIPPED)
    sys.dont_write_bytecode = True
    import encoder_numpy as definition
    try:
        import torch
        sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))
        import encoder_torch as port
        torch.set_num_threads(1)
    except ImportError:
        torch = port = None
    with tempfile.TemporaryDirectory() as folder:
        cases, asked, answers = (str(pathlib.Path(folder) / f"{n}.npz") for n in ("cases", "asked", "answers"))
        subprocess.run([sys.argv[1], "write", cases], check=True)
        arrays = with_other_weights(numpy, load(numpy, cases))
        numpy.savez(asked, **arrays)
        subprocess.run([sys.argv[1], "answer", asked, answers], check=True)
        compared = compare(numpy, definition, arrays, load(numpy, answers), torch, port)
    peer = f"PyTorch {torch.__version__} too" if torch else "without PyTorch (Debian: python3-torch)"
    print(f"{compared.count} comparisons, {len(compared.failures)} beyond their bound; largest "
          + ", ".join(f"{p} {e:.1e}" for p, e in sorted(compared.worst.items())) + f"; {peer}")
    if compared.failures or not compared.count:
        sys.exit("\n".join(compared.failures[:20]) or "nothing was compared")


if __name__ == "__main__":
    main()
