"""What the calls give back: numbers to compute with, texts that are the program's, and cards for a notebook."""
import functools
import html
import json
import pathlib
from collections.abc import Mapping

import numpy

from . import _native, numbers
from .pictures import Figure, fragment, is_figure


def table(rows, heading=(), classes="numbers"):
    """Rows of texts, already markup, as an HTML table."""
    head = f"<thead><tr>{''.join(f'<th>{cell}</th>' for cell in heading)}</tr></thead>" if heading else ""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="{classes}">{head}<tbody>{body}</tbody></table>'


def cell(value):
    """A value in a cell: numbers as people read them, with all that is known of them beside."""
    if isinstance(value, (numpy.ndarray, list, tuple)) and not isinstance(value, numbers.Proportion):
        return ", ".join(cell(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{html.escape(name)} {cell(item)}" for name, item in value.items())
    short, whole = html.escape(numbers.text(value)), html.escape(str(value), quote=True)
    return short if short == whole else f'<span title="{whole}">{short}</span>'


def is_rows(value):
    """A matrix, or a list of arrays of any length."""
    if isinstance(value, numpy.ndarray):
        return value.ndim == 2
    return isinstance(value, list) and bool(value) and all(isinstance(row, numpy.ndarray) for row in value)


def field_html(name, value, axes):
    """One field of an answer under its name."""
    title = html.escape(name) + "".join(f"[{html.escape(axis)}]" for axis in axes if axis)
    if isinstance(value, Figure):
        return value.markup()
    if is_rows(value):
        width = max(len(row) for row in value)
        return f"<h4>{title}</h4>" + table([[k, *map(cell, row)] for k, row in enumerate(value)], ["", *range(width)])
    if isinstance(value, numpy.ndarray) and value.ndim == 1:
        return f"<h4>{title}</h4>" + table([map(cell, value)], range(len(value)))
    if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
        names = list(value[0])
        return f"<h4>{title}</h4>" + table([[cell(row.get(n)) for n in names] for row in value], map(html.escape, names))
    if isinstance(value, dict):
        return f"<h4>{title}</h4>" + table([[html.escape(n), cell(item)] for n, item in value.items()])
    return f"<h4>{title}</h4><p>{cell(value)}</p>"


class Answer(Mapping):
    """What `compute` found: its fields by name, `answer["g"]` or `answer.g`.

    `text` is what `compute --json` prints, `command` the command that prints it, `formula` what was computed and
    `arithmetic` how: exact, interval, precise or double.
    """

    def __init__(self, text, about):
        self.text = text
        self.document = json.loads(text)
        about = json.loads(about)
        self.quantity, self.formula = about["quantity"], about["formula"]
        self.arithmetic, self.command, self.axes = about["arithmetic"], about["command"], about["axes"]
        self._fields = {name: Figure(value) if is_figure(value) else numbers.read(value)
                        for name, value in self.document.items()}

    def __getitem__(self, name):
        return self._fields[name]

    def __iter__(self):
        return iter(self._fields)

    def __len__(self):
        return len(self._fields)

    def __getattr__(self, name):
        try:
            return self.__dict__["_fields"][name]
        except KeyError:
            fields = ", ".join(self.__dict__.get("_fields", ()))
            raise AttributeError(f"{type(self).__name__} has no field {name!r}; it has {fields}") from None

    def __dir__(self):
        return [*super().__dir__(), *self._fields]

    def __repr__(self):
        fields = "\n".join(f"{name} = {value!r}" for name, value in self._fields.items())
        return f"{self.quantity}: {self.formula}, {self.arithmetic}\n{fields}"

    def _repr_html_(self):
        fields = "".join(field_html(name, value, self.axes.get(name, ())) for name, value in self._fields.items())
        return fragment(f'<p><b>{html.escape(self.quantity)}</b> <span class="quiet">{html.escape(self.formula)}, '
                        f"{html.escape(self.arithmetic)}</span></p>{fields}")


class Claim:
    """One claim of a result, shown in a notebook as its card.

    `document` is all that the result says of it.
    """

    def __init__(self, result, document):
        self._result, self.document = result, document

    @property
    def id(self):
        return self.document["id"]

    @property
    def statement(self):
        return self.document["statement"]

    @property
    def verdict(self):
        """holds, refuted, suspect, undecided, skipped or error."""
        return self.document["verdict"]

    @property
    def evidence(self):
        """machine-checked, exact, interval, precise, statistical or none."""
        return self.document["evidence"]

    @property
    def scope(self):
        """universal, region, family, instance or sample."""
        return self.document["scope"]

    @property
    def reason(self):
        """Why the verdict is not better; empty where there is nothing to say."""
        return self.document["reason"]

    @property
    def witnesses(self):
        """The counterexamples found, as their files hold them."""
        found_by = [*self.document["checks"], self.document.get("attack", {})]
        return [check["witness"] for check in found_by if check.get("witness")]

    def counterexamples(self):
        """The counterexamples as cards for a notebook."""
        return [Card(markup) for markup in _native.counterexample_cards(self._result.text, self.id)]

    def _repr_html_(self):
        return fragment(_native.claim_card(self._result.text, self.id))

    def __repr__(self):
        reason = f": {self.reason}" if self.reason else ""
        return f"<lemmascope.Claim {self.id}: {self.verdict}, {self.evidence}/{self.scope}{reason}>"


class Card:
    """Markup of the report's page, to be shown in a notebook."""

    def __init__(self, markup):
        self.markup = markup

    def __repr__(self):
        return "<lemmascope.Card>"

    def _repr_html_(self):
        return fragment(self.markup)


class Result(Mapping):
    """What `check` found: claims by id.

    `text` is result.json, times and provenance aside the same bytes as the command's; `document` the same parsed.
    """

    def __init__(self, text, task="", samples=()):
        self.text, self.task, self.samples = text, task, dict(samples)
        self.document = json.loads(text)
        self._claims = {claim["id"]: Claim(self, claim) for claim in self.document["claims"]}

    def __getitem__(self, claim):
        return self._claims[claim]

    def __iter__(self):
        return iter(self._claims)

    def __len__(self):
        return len(self._claims)

    @property
    def exit_code(self):
        """What the command would exit with: 0 where all is as expected."""
        return self.document["summary"]["exit_code"]

    @property
    def figures(self):
        """The figures of the papers of these claims."""
        return [Figure(figure) for figure in self.document.get("figures", ())]

    def tally(self):
        """`N passed, N failed, N skipped`."""
        return "{passed} passed, {failed} failed, {skipped} skipped".format(**self.document["summary"])

    def latex(self):
        r"""Macros for a paper: `\lemmascope{CLAIM}{FIELD}` is what this run found."""
        return _native.report(self.text, False, "tex", "")

    def save(self, folder):
        """Leaves result.json, report.html, witnesses and samples in a folder, and task.toml where the instance was given
        as a dictionary: `lemmascope check --task task.toml` asks the same again."""
        for name, content in [*_native.files_of_result(self.text), *self.samples.items()]:
            _native.save(str(pathlib.Path(folder) / name), content)
        if self.task:
            _native.save(str(pathlib.Path(folder) / "task.toml"), self.task)

    def _repr_html_(self):
        marks = {"holds": "✔", "refuted": "✘", "suspect": "⚠", "undecided": "?", "skipped": "–", "error": "!"}
        rows = [[f'<span class="mark v-{c.verdict}">{marks.get(c.verdict, "")}</span> {html.escape(c.id)}', c.verdict,
                 f"{c.evidence} / {c.scope}", html.escape(c.statement), html.escape(c.reason)] for c in self.values()]
        heading = ["claim", "verdict", "evidence / scope", "says", "because"]
        return fragment(table(rows, heading, "claims-in-short") + f"<p>{self.tally()}</p>")

    def __repr__(self):
        return "\n".join([*(repr(claim) for claim in self.values()), self.tally()])


class Attack:
    """What an attack on a claim's law found, `text` as `attack --json` prints it."""

    def __init__(self, claim, text):
        self.claim, self.text = claim, text
        self.document = json.loads(text)

    @property
    def verdict(self):
        """holds where the law survived, refuted where a violation was confirmed."""
        return self.document["verdict"]

    @property
    def survived(self):
        return self.verdict == "holds"

    @property
    def record(self):
        """How hard it tried and how near it came: evaluations, charts, restarts, smallest margin."""
        return self.document.get("attack", {})

    @property
    def witness(self):
        """The counterexample as its file holds it; None where none was found."""
        return self.document.get("witness")

    @property
    def instance(self):
        """The counterexample's instance, else the one nearest to failing; None where no instance met the hypotheses."""
        return self.witness["instance"] if self.witness else self.nearest.get("instance")

    @property
    def nearest(self):
        """The instance with the least room that was met, its relation and relative margin; empty where none was."""
        return self.record.get("nearest", {})

    def facts(self):
        """Names and values of what a card of it shows."""
        facts = {name: value for name, value in self.record.items()
                 if isinstance(value, (str, int, float)) and not isinstance(value, bool) and value != ""}
        if self.document.get("reason"):
            facts = {"because": self.document["reason"], **facts}
        if self.nearest:
            facts["nearest"] = "relative margin {relative_margin:.4g} on {chart}, {summary}".format(**self.nearest)
        if relation := self.nearest.get("relation"):
            lhs, rhs = (numbers.text(numbers.read(relation[side])) for side in ("lhs", "rhs"))
            facts["relation"] = f"{relation['site']}: {lhs} {relation['op']} {rhs}"
        if self.instance is not None:
            facts["instance"] = json.dumps(self.instance)
        return facts

    def _repr_html_(self):
        said = "the law survived" if self.survived else self.verdict
        rows = [[html.escape(name.replace("_", " ")), html.escape(numbers.text(value))]
                for name, value in self.facts().items()]
        witness = _native.witness_card(json.dumps(self.witness)) if self.witness else ""
        return fragment(f'<p><b>{html.escape(self.claim)}</b>: <span class="v-{self.verdict}">{said}</span></p>'
                        f"{witness}{table(rows)}")

    def __repr__(self):
        return f"<lemmascope.Attack on {self.claim}: {'survived' if self.survived else self.verdict}>"


class Training:
    """A simulated training: `text` is training.json, `curve` its numbers over the steps as arrays."""

    def __init__(self, text, page):
        self.text, self._page = text, page
        self.document = json.loads(text)

    @functools.cached_property
    def curve(self):
        """The named numbers at every evaluation, arrays by name, `step` among them. Empty where a training keeps no
        curve."""
        points = [point for point in self.document.get("curve", ()) if isinstance(point, dict)]
        names = points[0] if points else ()
        return {name: numpy.array([point.get(name) for point in points]) for name in names}

    @property
    def figures(self):
        """The figures of its page."""
        return [Figure(figure) for figure in json.loads(self._page)["figures"]]

    def html(self):
        """Its page, training.html."""
        return _native.report(self._page, False, "html", "")

    def _repr_html_(self):
        figures = "".join(figure.markup() for figure in self.figures)
        return fragment(f"<p><code>{html.escape(self.document['command'])}</code></p><div class=\"figures\">{figures}</div>")

    def __repr__(self):
        return f"<lemmascope.Training {self.document['command']}>"
