#!/usr/bin/python3
"""Gradients of every network against PyTorch's automatic differentiation, on the same weights and tokens.

    gradients_against_torch.py path/to/sim_gradient_dump

For every matrix the Frobenius norm of the difference is divided by the norm of PyTorch's gradient. Double must agree
to 1e-12; float to 1e-5 with PyTorch in float and with PyTorch in double from the same weights. Without PyTorch
(Debian: python3-torch) the exit code is 77, which CTest counts as skipped.
"""
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77
BOUNDS = {"float": 1e-5, "double": 1e-12}


def port_of(torch_port, model, states, length):
    """The network of that name in the PyTorch port; its weights are replaced."""
    if model == "reduced":
        return torch_port.Reduced(states, length)
    if model == "standard":
        return torch_port.Standard(states, length)
    return torch_port.Literal(states, length, heads=int(model.split("-")[2]))


def blocks(arrays, prefix):
    names = sorted(name for name in arrays if name.startswith(prefix + "/"))
    return [(name.rsplit("-", 1)[1], arrays[name]) for name in names]


def differentiate(torch, torch_port, arrays, model, weights_of, dtype):
    """Mean loss and its gradients in `dtype` at the weights of the precision `weights_of`."""
    torch.set_default_dtype(dtype)
    tokens = torch.from_numpy(arrays[f"{model}/tokens"].astype("int64"))
    labels = torch.from_numpy(arrays[f"{model}/labels"].astype("float64"))
    labels = (labels / labels.sum(-1, keepdim=True)).to(dtype)  # single precision rows sum to one only nearly
    port = port_of(torch_port, model, labels.shape[1], tokens.shape[1])
    weights = [torch.from_numpy(w).to(dtype) for _, w in blocks(arrays, f"{model}/{weights_of}/weights")]
    assert [w.shape for w in weights] == [w.shape for w in port.weights], f"{model}: other matrices than the port's"
    port.weights = [w.requires_grad_(True) for w in weights]
    loss = port.loss(tokens, labels)
    return float(loss), [g.double().numpy() for g in torch.autograd.grad(loss, port.weights)]


def compare(torch, torch_port, numpy, arrays):
    """Lines of the table, the number of comparisons and those that fail."""
    lines, compared, failures = [], 0, []
    models = sorted({name.split("/")[0] for name in arrays})
    for model in models:
        count = len(arrays[f"{model}/tokens"])
        for precision, peers in (("double", ["double"]), ("float", ["float", "double"])):
            for peer in peers:
                dtype = torch.float64 if peer == "double" else torch.float32
                loss, expected = differentiate(torch, torch_port, arrays, model, precision, dtype)
                worst = 0.0
                sets = sorted(n.split("/")[3] for n in arrays if n.startswith(f"{model}/{precision}/loss/"))
                for kernel in sets:
                    found = blocks(arrays, f"{model}/{precision}/gradient/{kernel}")
                    assert len(found) == len(expected)
                    pairs = [("loss", arrays[f"{model}/{precision}/loss/{kernel}"], numpy.array([loss]))]
                    pairs += [(name, g, e) for (name, g), e in zip(found, expected)]
                    for name, ours, theirs in pairs:
                        error = numpy.linalg.norm(ours / count - theirs) / numpy.linalg.norm(theirs)
                        compared += 1
                        worst = max(worst, error)
                        if not error <= BOUNDS[precision]:
                            failures.append(f"{model} {name}, {precision} {kernel} against torch {peer}: {error:.1e}")
                lines.append(f"{model:15s} {precision:6s} against torch {peer:6s} {len(expected):2d} matrices, "
                             f"{', '.join(sets)}: largest relative error {worst:.1e} (bound {BOUNDS[precision]:.0e})")
    return lines, compared, failures


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        import numpy
        import torch
    except ImportError as missing:
        print(f"1 test skipped, the gradients of 5 networks: {missing} (Debian: python3-torch)")
        sys.exit(SKIPPED)
    root = pathlib.Path(__file__).resolve().parents[3]
    sys.path.insert(0, str(root / "tests" / "bench"))
    sys.dont_write_bytecode = True
    import training_torch
    assert training_torch.Reduced.SMOOTHING == 1e-3  # what gradient_dump.cpp uses
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "gradients.npz"
        subprocess.run([sys.argv[1], str(path)], check=True)
        with numpy.load(path) as file:
            arrays = {name: file[name] for name in file.files}
    lines, compared, failures = compare(torch, training_torch, numpy, arrays)
    print("\n".join(lines))
    print(f"{compared} comparisons, {len(failures)} beyond their bound; PyTorch {torch.__version__}")
    if failures or not compared:
        sys.exit("\n".join(failures) or "nothing was compared")


if __name__ == "__main__":
    main()
