"""Theorems about how neural networks learn, checked from Python: what the command `lemmascope` does, on arrays.

    compute(quantity, **options)    one number or matrix: exact, interval, precise or double
    check(*claims, task={…})        claims, or claims about an instance of your own
    attack(claim)                   try to break one claim's law
    train(training, **options)      one simulated training
    report(document, format)        a document as html, md, csv, tex, junit, badge

Numbers come as they were found: `fractions.Fraction`, `Interval`, `decimal.Decimal`, float, and NumPy arrays of them.
Options are those of the command, with `_` for `-`; `quantities()`, `trainings()`, `claims()` and `options(name)` say what
there is. Bad input raises ValueError with the line that the command prints. Ctrl-C stops a call; other threads run
meanwhile.
"""
import fnmatch
import json
import os

from . import _native
from ._native import Contradiction
from .answers import Answer, Attack, Claim, Result, Training
from .given import Files, exact_chain, parents_of, task_text, whole, written
from .numbers import Interval, Proportion
from .pictures import Figure, curve, heatmap

__all__ = ["Answer", "Attack", "Claim", "Contradiction", "Figure", "Interval", "Proportion", "Result", "Training", "attack",
           "check", "claims", "compute", "curve", "exact_chain", "heatmap", "options", "parents_of", "quantities", "report",
           "train", "trainings"]
__version__ = _native.version()
Contradiction.__doc__ = """Two routes, each able to decide, decided differently: an alarm about this tool, never about the input."""

MOST_JOBS = 1024


def compute(quantity, /, *, task="", **options):
    """One quantity, as `lemmascope compute QUANTITY` answers it; an `Answer`.

    `options` are the quantity's own, `evidence`, `digits` and `method` among them. A matrix may be a NumPy array or
    nested lists of fractions, whole numbers or texts; several of them a list; weights a dictionary of arrays; a flag
    True. Floats are refused, since 0.1 is not 1/10: write "0.1" or a Fraction. `task` is the path of a TOML file of
    options, or a dictionary of them.

    >>> compute("stationary", chain=[["7/10", "3/10"], ["4/10", "6/10"]]).mu
    array([Fraction(4, 7), Fraction(3, 7)], dtype=object)

    Raises ValueError on bad input or where the work would exceed the budget, Contradiction where two routes disagree,
    OSError where a file cannot be read.
    """
    with Files().for_a_call() as files:
        declared = json.loads(_native.options_of_quantity(quantity))
        if task and any(option["name"] == "task" for option in declared):  # the quantity has an option of that name
            options, task = {"task": task, **options}, ""
        return Answer(*_native.compute(quantity, written(declared, options, files), task_file(task, files)))


def check(*selectors, task=None, tag="", paper="", profile="quick", seed=20240222, jobs=0, require="none", time_budget=0,
          most_work=None, attack=None):
    """Claims, as `lemmascope check` verifies them; a `Result`.

    `selectors` are globs on ids; all claims where there is none. `task` asks the claims about one instance of your own:
    a dictionary of options (`parents`, `chain`, …) or the path of a TOML file. The rest is as on the command line.
    Nothing is written; `Result.save` leaves the command's files. Proofs are the command's alone.

    Raises ValueError where a selector matches nothing or the instance is none.
    """
    with Files().for_a_call() as files:
        path = task_file(task, files)
        text = task_text(task) if isinstance(task, dict) else ""
        name = "task.toml" if text else path
        document, samples = _native.check([str(one) for one in selectors], tag, paper, profile, require, whole("seed", seed),
                                          whole("jobs", jobs, MOST_JOBS), time_budget, most_work,
                                          effort("attack", attack), path, name)
    return Result(document, text, samples)


def attack(claim, /, *, evaluations=None, profile="quick", seed=20240222, jobs=0):
    """Tries to break one claim's law, as `lemmascope attack` does; an `Attack`. `evaluations` of the law are spent; the
    claim's own number for the profile unless given. Raises ValueError where the claim is none or offers nothing to
    move."""
    return Attack(claim, _native.attack(claim, profile, effort("evaluations", evaluations), whole("seed", seed),
                                        whole("jobs", jobs, MOST_JOBS)))


def train(training, /, *, task="", jobs=0, output="", **options):
    """One simulated training, as `lemmascope train` runs it; a `Training`.

    `options` are the training's own, arrays as for `compute`. With `output`, a folder, the command's files are left
    there, and a checkpoint that is there is continued: after Ctrl-C, which raises KeyboardInterrupt, the same call goes
    on. Without it nothing is kept.

    Raises ValueError on bad input and where the training diverges.
    """
    with Files().for_a_call() as files:
        declared = json.loads(_native.options_of_training(training))
        if task and any(option["name"] == "task" for option in declared):
            options, task = {"task": task, **options}, ""
        text, page, _ = _native.train(training, written(declared, options, files), task_file(task, files),
                                      whole("jobs", jobs, MOST_JOBS), os.fspath(output))
    return Training(text, page)


def report(document, /, format="html", *, baseline=""):
    """A document in a format of `lemmascope report`: html, md, junit, csv, tex, badge, badge-json or json; a text.

    `document` is what a call of this module gave back, a dictionary, or the path of a file or folder. `baseline` is the
    path of an earlier result. Computes nothing. Raises ValueError where the format does not fit.
    """
    if isinstance(document, (str, os.PathLike)):
        return _native.report(os.fspath(document), True, format, os.fspath(baseline))
    text = document.text if hasattr(document, "text") else json.dumps(document)
    return _native.report(text, False, format, os.fspath(baseline))


def quantities():
    """What `compute` knows: summaries by name."""
    return {one["name"]: one["summary"] for one in json.loads(_native.quantities())}


def trainings():
    """What `train` knows: summaries by name."""
    return {one["name"]: one["summary"] for one in json.loads(_native.trainings())}


def claims(selector="*"):
    """Claims whose id matches the glob: statements by id."""
    return {one["id"]: one["statement"] for one in json.loads(_native.claims()) if fnmatch.fnmatch(one["id"], selector)}


def options(name):
    """The options of a quantity or training: what each says and expects, by the name of the keyword."""
    known = name in quantities() or name not in trainings()
    declared = json.loads(_native.options_of_quantity(name) if known else _native.options_of_training(name))
    return {option["name"].replace("-", "_"): f"{option['help']}; {option['expects']}" for option in declared}


def effort(name, evaluations):
    """Evaluations of a law; None for the claim's own number."""
    return None if evaluations is None else whole(name, evaluations, 10**12)


def task_file(task, files):
    """The path of a task: of the file that says what a dictionary does, or as given; empty for none."""
    if not task:
        return ""
    return files.write("task.toml", "task", task_text(task)) if isinstance(task, dict) else os.fspath(task)
