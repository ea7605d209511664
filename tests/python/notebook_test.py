"""The notebook shows what its cells show when they are run."""
import json
import os
import unittest

import run_notebook
from beside import ROOT, BesideTest

NOTEBOOK = ROOT / "properties" / "TUTORIAL.ipynb"


class Notebook(BesideTest):
    def setUp(self):
        super().setUp()
        before = os.getcwd()
        self.addCleanup(os.chdir, before)
        os.chdir(self.folder)  # where its cells leave files

    def test_its_cells_show_what_it_holds(self):
        notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
        cells = run_notebook.run(notebook)
        self.assertGreater(len(cells), 8)
        for count, (cell, outputs) in enumerate(cells, 1):
            with self.subTest(count):
                self.assertEqual(run_notebook.compared(cell["outputs"]), run_notebook.compared(outputs),
                                 "".join(cell["source"]))

    def test_it_is_a_notebook_of_format_4(self):
        notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
        self.assertEqual((notebook["nbformat"], notebook["nbformat_minor"]), (4, 5))
        ids = [cell["id"] for cell in notebook["cells"]]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertNotIn(str(ROOT), NOTEBOOK.read_text(encoding="utf-8"))

    def test_a_cell_that_shows_something_else_is_seen(self):
        cell = {"cell_type": "code", "source": ["print('a')\n", "1 + 1"], "outputs": []}
        ((_, outputs),) = run_notebook.run({"cells": [cell]})
        self.assertEqual([output["output_type"] for output in outputs], ["stream", "execute_result"])
        self.assertEqual(outputs[1]["data"], {"text/plain": ["2"]})
        self.assertNotEqual(run_notebook.compared(outputs), run_notebook.compared(cell["outputs"]))
        picture = [{"data": {"image/svg+xml": ['<text class="axis" x="1">T</text><path/>']}}]
        redrawn = [{"data": {"image/svg+xml": ['<text class="axis" x="2">T</text>']}}]
        renamed = [{"data": {"image/svg+xml": ['<text class="axis" x="1">S</text>']}}]
        self.assertEqual(run_notebook.compared(picture), run_notebook.compared(redrawn))
        self.assertNotEqual(run_notebook.compared(picture), run_notebook.compared(renamed))


if __name__ == "__main__":
    unittest.main()
