"""Arrays, fractions and dictionaries of the user's as the texts that declared options are read from."""
import contextlib
import json
import os
import pathlib
import tempfile
from decimal import Decimal
from fractions import Fraction

import numpy

from .numbers import Interval


def exact_chain(rows):
    """Rows of floats as a transition matrix of fractions: each entry is the fraction that its float is, each row is
    divided by its exact sum, so that it sums to one. Entries change by a unit in the last place or so; the exact chain
    that was computed with is what this returns.

    >>> exact_chain([[0.75, 0.25], [0.5, 0.5]])
    array([[Fraction(3, 4), Fraction(1, 4)],
           [Fraction(1, 2), Fraction(1, 2)]], dtype=object)

    Raises ValueError where a row has a negative entry or no positive sum.
    """
    exact = numpy.array([[Fraction(entry) for entry in row] for row in numpy.asarray(rows).tolist()], dtype=object)
    for k, row in enumerate(exact):
        if min(row) < 0 or sum(row) <= 0:
            raise ValueError(f"exact_chain: row {k}: expected numbers of at least 0 with a positive sum")
        exact[k] = row / sum(row)
    return exact


def parents_of(adjacency):
    """The list of parents of a graph given by its adjacency matrix: `adjacency[i][j]` is true where j is the parent of
    position i. Positions without one get -1. Raises ValueError where a position has two.

    >>> parents_of([[0, 0, 0], [1, 0, 0], [0, 1, 0]])
    [-1, 0, 1]
    """
    parents = []
    for i, row in enumerate(numpy.asarray(adjacency)):
        found = numpy.flatnonzero(row).tolist()
        if len(found) > 1:
            raise ValueError(f"parents_of: position {i}: expected one parent or none, found {found}")
        parents.append(found[0] if found else -1)
    return parents


def scalar_text(value, place):
    """One number, word or path as its option reads it. Raises ValueError on a float, which is seldom the number that was
    meant, and on what is none of these."""
    if isinstance(value, (bool, numpy.bool_)):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, (int, numpy.integer, Fraction)):
        return str(value)
    if isinstance(value, Decimal) and value.is_finite():
        return str(Fraction(value))
    if isinstance(value, (float, numpy.floating)):
        raise ValueError(f"{place}: expected an exact number, found the float {float(value)!r}: write "
                         f"'{float(value)!r}' or a Fraction; exact_chain() makes a chain of floats")
    raise ValueError(f"{place}: expected a number, a word, an array or a dictionary, found {type(value).__name__}")


def whole(name, value, most=2**64 - 1):
    """A whole number from 0 to `most`. Raises ValueError with the command's line on anything else."""
    if isinstance(value, (int, numpy.integer)) and not isinstance(value, bool) and 0 <= value <= most:
        return int(value)
    raise ValueError(f"--{name}: expected a whole number from 0 to {most}, found '{value}'")


def nested(value):
    """Arrays and tuples as lists, all the way down."""
    if isinstance(value, numpy.ndarray):
        value = value.tolist()
    return [nested(item) for item in value] if isinstance(value, (list, tuple)) else value


def depth(value):
    """0 of a scalar, 1 of a list, 2 of a matrix."""
    if not isinstance(value, list):
        return 0
    return 1 + max((depth(item) for item in value), default=0)


def list_text(value, place):
    """`1,2,3` of a list, `1,2;3,4` of a matrix."""
    if depth(value) > 2:
        raise ValueError(f"{place}: expected a number, a list or a matrix, found {depth(value)} levels of lists")
    if depth(value) == 2:
        return ";".join(list_text(row, place) for row in value)
    if not isinstance(value, list):
        return scalar_text(value, place)
    return ",".join(scalar_text(item, place) for item in value)


def json_value(value, place):
    """A value for a JSON file: fractions as texts, and floats as the fractions that they are."""
    if isinstance(value, dict):
        return {str(key): json_value(item, f"{place}[{key!r}]") for key, item in value.items()}
    if isinstance(value, list):
        return [json_value(item, place) for item in value]
    if isinstance(value, (bool, int)) or value is None:
        return value
    if isinstance(value, (float, numpy.floating)):
        if not numpy.isfinite(value):
            raise ValueError(f"{place}: expected finite numbers, found {value}")
        return str(Fraction(float(value)))
    if isinstance(value, Interval):
        raise ValueError(f"{place}: expected numbers, found an enclosure")
    return scalar_text(value, place)


def nested_items(value):
    """As `nested`, of dictionaries too."""
    if isinstance(value, dict):
        return {key: nested_items(item) for key, item in value.items()}
    value = nested(value)
    return [nested_items(item) for item in value] if isinstance(value, list) else value


def option_name(keyword):
    """`graph_seed` is graph-seed, `lambda_` is lambda."""
    return keyword.rstrip("_").replace("_", "-")


class Files:
    """The files that a call needs, as long as it lasts: what was given as dictionaries. Errors name the option, not the
    file."""

    def __init__(self):
        self._folder = None
        self._names = {}

    def write(self, name, place, content):
        """A file of that name; returns its path."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="lemmascope-")
        path = str(pathlib.Path(self._folder.name) / name)
        pathlib.Path(path).write_text(content, encoding="utf-8")
        self._names[path] = place
        return path

    @contextlib.contextmanager
    def for_a_call(self):
        """Within it; afterwards the files are gone."""
        try:
            yield self
        except (ValueError, OSError) as failure:
            words = str(failure)
            for path, place in self._names.items():
                words = words.replace(path, place)
            if words == str(failure):
                raise
            raise ValueError(words) from None
        finally:
            if self._folder is not None:
                self._folder.cleanup()


def texts_of(option, value, place, files):
    """The texts of one option, several of a repeatable one. None and False are as if the option was not given."""
    if value is None or value is False:
        return []
    if isinstance(value, dict):
        content = json.dumps(json_value(nested_items(value), place))
        return [files.write(option["name"] + ".json", "as given", content) if option.get("file") else content]
    value = nested(value)
    if option.get("file") and isinstance(value, list):
        return [files.write(option["name"] + ".json", "as given", json.dumps(json_value(value, place)))]
    # A matrix is one value; a list of matrices, or of scalars, is several.
    if option.get("repeatable") and depth(value) in (1, 3):
        return [list_text(item, place) for item in value]
    return [list_text(value, place)]


def written(options, values, files):
    """The pairs of name and text that keyword arguments stand for, in their order. A name that is no option is left to
    be refused with the nearest one."""
    known = {name: option for option in options for name in (option["name"], *option.get("aliases", ()))}
    pairs = []
    for keyword, value in values.items():
        name = option_name(keyword)
        option = known.get(name, {"name": name})
        pairs += [(name, text) for text in texts_of(option, value, "--" + name, files)]
    return pairs


def task_text(values):
    """A dictionary of options as the TOML file that says the same. Whether a list is one value or several is for its
    reader to say: it knows the options."""
    lines = []
    for keyword, value in values.items():
        name = option_name(keyword)
        texts = texts_of({"name": name, "repeatable": True}, value, name, None)
        if not texts:
            continue
        words = [text if text in ("true", "false") else json.dumps(text, ensure_ascii=False) for text in texts]
        is_list = depth(nested(value)) in (1, 3)
        lines.append(f"{name} = {'[' + ', '.join(words) + ']' if is_list else words[0]}\n")
    return "".join(lines)
