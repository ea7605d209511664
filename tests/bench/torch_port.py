"""What every port to PyTorch does alike: options, threads and number type, the time of a piece of work, the answer."""
import argparse
import json
import time

import torch


def parser_of(description, **own):
    """The options of every port; `own` are whole numbers of this one with their defaults."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=1)
    for name, usual in own.items():
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--double", action="store_true")
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--json", action="store_true")
    return parser


def use(options):
    """Sets threads and number type."""
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.set_default_dtype(torch.float64 if options.double else torch.float32)


def milliseconds(work, seconds, least=5):
    """The first quartile over as many rounds as fit, `least` of them anyhow."""
    work()
    work()
    times = []
    end = time.perf_counter() + seconds
    while len(times) < least or time.perf_counter() < end:
        start = time.perf_counter()
        work()
        times.append(1e3 * (time.perf_counter() - start))
    times.sort()
    return times[len(times) // 4]


def answer(options, result, unit):
    """Prints milliseconds by name: a line of JSON, or a table."""
    if options.json:
        print(json.dumps(result))
        return
    for name, value in result.items():
        print(f"{name:19s} {value:9.3f} ms per {unit}")
