"""Figures, and pieces of the report's page, as a notebook shows them: in the page's own style, which stays inside."""
import functools
import html
import json
import re

import numpy

from . import _native
from .given import nested
from .numbers import Interval, Proportion, is_quantity

SCOPE = "lemmascope"
# What the page's body says, for a piece of it.
GROUND = f".{SCOPE}{{color:var(--ink);background:var(--paper);font:15px/1.5 var(--sans);padding:.3rem .5rem}}"


def rules(sheet):
    """The rules of a style sheet, (prelude, body); of an at-rule the body holds rules."""
    at = 0
    while (start := sheet.find("{", at)) >= 0:
        depth, end = 1, start + 1
        while depth:
            depth += {"{": 1, "}": -1}.get(sheet[end], 0)
            end += 1
        yield sheet[at:start].strip(), sheet[start + 1:end - 1]
        at = end


def selectors(prelude):
    """A list of selectors, taken apart at its commas; those in parentheses stay."""
    return [one.strip() for one in re.split(r",(?![^(]*\))", prelude)]


def scoped(selector):
    """A selector that is met below the scope, or by the element that has it."""
    if selector == ":root":
        return f".{SCOPE}"
    inside = f".{SCOPE} {selector}"
    if selector.startswith("."):
        return f"{inside},.{SCOPE}{selector}"
    return f"{inside},svg.{SCOPE}{selector[3:]}" if re.match(r"svg\b", selector) else inside


def is_met(selector, markup):
    """Whether something in the markup may meet the selector: every class and element it names is there."""
    if selector == ":root":
        return True
    plain = re.sub(r":(is|not)\([^)]*\)", "", selector)
    classes = re.findall(r"\.([A-Za-z][\w-]*)", plain)
    elements = re.findall(r"(?:^|[\s>+~])([a-z][a-z0-9]*)", plain)
    return (all(re.search(rf'class="[^"]*(?<![\w-]){re.escape(name)}(?![\w-])', markup) for name in classes)
            and all(f"<{name}" in markup for name in elements))


def style_for(markup, sheet=None):
    """The rules of the page's style sheet that the markup needs, held inside the scope."""
    out = []
    for prelude, body in rules(sheet if sheet is not None else page_style()):
        if prelude.startswith("@"):
            inner = style_for(markup, body) if prelude.startswith("@media") and "print" not in prelude else ""
            out.append(f"{prelude}{{{inner}}}" if inner else "")
            continue
        kept = [scoped(one) for one in selectors(prelude) if is_met(one, markup)]
        out.append(f"{','.join(kept)}{{{body}}}" if kept else "")
    return "".join(out)


@functools.cache
def page_style():
    """The page's style sheet, without comments."""
    return re.sub(r"/\*.*?\*/", "", _native.style_sheet(), flags=re.S)


def fragment(markup):
    """A piece of the page for a notebook."""
    return f'<div class="{SCOPE}"><style>{style_for(markup)}{GROUND}</style>{markup}</div>'


def figure_value(value):
    """A value of a figure as its document holds it: arrays as lists, exact numbers as tagged quantities, floats as
    they are, nothing for what is not finite."""
    if isinstance(value, dict):
        return {key: figure_value(item) for key, item in value.items()}
    value = nested(value)
    if isinstance(value, list):
        return [figure_value(item) for item in value]
    if isinstance(value, Interval):
        return {"kind": "ball", "value": str(float(value.mid)), "radius": str(float(value.rad)),
                "approximate": float(value)}
    if isinstance(value, Proportion):
        return float(value.share)
    if isinstance(value, (numpy.integer, numpy.bool_)):
        return value.item()
    if isinstance(value, (str, bool, int)) or value is None:
        return value
    if hasattr(value, "numerator"):
        return {"kind": "rational", "value": str(value), "approximate": float(value)}
    return float(value) if numpy.isfinite(float(value)) else None


class Figure:
    """A figure as the report draws it: a heat map, curves, a phase map, small multiples or a table.

    `document` is its data, a dictionary. A notebook shows it; `save` writes it as SVG.
    """

    def __init__(self, document):
        """From a dictionary in the form that documents hold figures in; arrays and fractions are taken as they are.
        Raises ValueError where it cannot be drawn."""
        self.document = figure_value(document)
        self._text = json.dumps(self.document)
        self._markup, self.facts, self._table = _native.picture(self._text)

    @property
    def title(self):
        return self.document.get("title", "")

    @property
    def caption(self):
        return self.document.get("caption", "")

    def markup(self):
        """The figure as the page has it, without a style."""
        numbers = f"<details><summary>Numbers</summary><div class=\"scroll\">{self._table}</div></details>"
        facts = f'<p class="facts">{html.escape(self.facts)}.</p>' if self.facts else ""
        return (f'<figure class="kind-{html.escape(str(self.document.get("kind", "")))}">'
                f'<figcaption class="figure-title">{html.escape(self.title)}</figcaption>'
                f'<div class="picture">{self._markup}</div>{facts}<p class="caption">{html.escape(self.caption)}</p>'
                f"{numbers if self._table else ''}</figure>")

    def svg(self):
        """The picture alone, an SVG document with its style in it. Raises ValueError for what is no single picture:
        tables, and figures of several panels."""
        pictures = re.findall(r"<svg (?![^>]*class=\"key\").*?</svg>", self._markup, re.S)
        if len(pictures) != 1:
            raise ValueError(f"expected a figure of one picture, found {len(pictures)} of them; its _repr_html_ shows all")
        picture = re.sub(r'class="([^"]*)"', rf'class="{SCOPE} \1"', pictures[0], count=1)
        if "xmlns=" not in picture[:picture.index(">")]:
            picture = picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        start = picture.index(">") + 1
        return f"{picture[:start]}<style>{style_for(picture)}</style>{picture[start:]}"

    def save(self, path):
        """Writes the picture as an SVG file."""
        _native.save(str(path), self.svg() + "\n")

    def _repr_html_(self):
        return fragment(self.markup())

    def _repr_svg_(self):
        try:
            return self.svg()
        except ValueError:
            return None

    def __repr__(self):
        return f"<lemmascope.Figure {self.document.get('kind', '')}: {self.title}>"


def curve(title, x, series, x_label="", y_label="", caption="", log_x=False, log_y=False, points=False):
    """A figure of curves. `series` maps names to as many numbers as `x` has; None leaves a gap. `points` marks single
    measurements and draws no line."""
    xs = nested(x)
    lines = [{"name": str(name), "x": xs, "y": nested(ys), "points": points} for name, ys in series.items()]
    return Figure({"id": "notebook/curve", "kind": "curve", "title": title, "caption": caption,
                   "x": {"label": x_label, "log": log_x}, "y": {"label": y_label, "log": log_y}, "series": lines})


def heatmap(title, values, rows=None, columns=None, row_axis="", column_axis="", caption="", signed=False):
    """A heat map of a matrix; None, and what rows of growing length lack, is shown as masked. Labels count from 0 unless
    given. `signed` takes a scale that is white at zero."""
    lines = [list(row) for row in values]
    width = max((len(row) for row in lines), default=0)
    labels = lambda given, count: [str(label) for label in (range(count) if given is None else given)]
    return Figure({"id": "notebook/heatmap", "kind": "heatmap", "title": title, "caption": caption,
                   "rows": labels(rows, len(lines)), "columns": labels(columns, width), "row_axis": row_axis,
                   "column_axis": column_axis, "scale": "signed" if signed else "sequential",
                   "values": [row + [None] * (width - len(row)) for row in lines]})


def is_figure(value):
    """Is it a figure of a document?"""
    return isinstance(value, dict) and "title" in value and "kind" in value and not is_quantity(value)
