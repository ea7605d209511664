#!/usr/bin/env python3
"""run_notebook.py NOTEBOOK [--write]: runs the cells of a notebook in order and compares what they show with what it
holds, or writes it there. Needs nothing of Jupyter: a cell's last expression is shown by its repr and, where it is a
figure, by its picture. Texts must be the same; of a picture it is compared that there is one, and what it says in
words: how the report draws is not the notebook's business. Cards are made when the notebook is run and not kept."""
import ast
import contextlib
import io
import json
import pathlib
import re
import sys

PICTURE = "image/svg+xml"


def lines(text):
    """A text as notebooks hold it."""
    return text.splitlines(keepends=True)


def shown(value):
    """What a notebook holds of a value that it shows."""
    data = {"text/plain": lines(repr(value))}
    if hasattr(value, "_repr_html_") and not value._repr_html_():
        raise ValueError(f"{value!r} shows nothing")
    picture = value._repr_svg_() if hasattr(value, "_repr_svg_") else None
    return data if picture is None else {**data, PICTURE: lines(picture)}


def compared(outputs):
    """What of outputs is compared: of pictures the words that stand along their axes."""
    out = []
    for output in outputs:
        data = dict(output.get("data", {}))
        if PICTURE in data:
            data[PICTURE] = re.findall(r'<text class="axis"[^>]*>([^<]*)<', "".join(data[PICTURE]))
        out.append({**output, "data": data})
    return out


def outputs_of(source, names, count):
    """Runs one cell and gives back its outputs in the form of the notebook's format 4."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    outputs, printed = [], io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, f"<cell {count}>", "exec"), names)  # pylint: disable=exec-used
        value = eval(compile(ast.Expression(last.value), f"<cell {count}>", "eval"), names) if last else None
    if printed.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": lines(printed.getvalue())})
    if value is not None:
        outputs.append({"data": shown(value), "execution_count": count, "metadata": {}, "output_type": "execute_result"})
    return outputs


def run(notebook):
    """The cells of code of a notebook with the outputs that running them gives, in order."""
    names, found = {"__name__": "__main__"}, []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            found.append((cell, outputs_of("".join(cell["source"]), names, len(found) + 1)))
    return found


def main(path, write=False):
    file = pathlib.Path(path)
    notebook = json.loads(file.read_text(encoding="utf-8"))
    differing = 0
    for count, (cell, outputs) in enumerate(run(notebook), 1):
        if compared(cell["outputs"]) != compared(outputs):
            differing += 1
            print(f"cell {count} shows something else than the notebook holds", file=sys.stderr)
        cell["outputs"], cell["execution_count"] = outputs, count
    if write:
        file.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return 0
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:] == ["--write"]))
