"""Figures and cards in a notebook: well formed, in their own style, saying what the document says."""
import html.parser
import re
import unittest
import xml.etree.ElementTree
from fractions import Fraction

import lemmascope
from beside import BesideTest
from lemmascope import pictures

CHAIN = [["7/10", "3/10"], ["4/10", "6/10"]]
VOID = {"br", "hr", "img", "input", "meta", "link", "wbr", "col"}


class Balanced(html.parser.HTMLParser):
    """Complains of elements that are closed in another order than they were opened."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            raise AssertionError(f"</{tag}> closes nothing")


class Pictures(BesideTest):
    def assert_html(self, markup):
        parser = Balanced()
        parser.feed(markup)
        parser.close()
        self.assertEqual(parser.open, [])
        self.assertNotRegex(markup, r"<script|https?://(?!www\.w3\.org)|\bon[a-z]+=")
        return markup

    def test_answers_results_attacks_and_trainings_are_shown(self):
        answer = lemmascope.compute("limit-gradient", parents=[-1, 0, 1], chain=CHAIN)
        self.assertIn("27/1000", self.assert_html(answer._repr_html_()))
        result = lemmascope.check("causal/parent-dominates*", task={"parents": [-1, 0, 0, 0, 0], "chain": CHAIN})
        shown = self.assert_html(result._repr_html_())
        for claim in result.values():
            self.assertIn(claim.id, shown)
            self.assertIn(claim.id, self.assert_html(claim._repr_html_()))
            for card in claim.counterexamples():
                self.assert_html(card._repr_html_())
        attack = lemmascope.attack("causal/parent-dominates-at-finite-length", evaluations=200)
        self.assertIn("Claimed", self.assert_html(attack._repr_html_()))
        training = lemmascope.train("own", parents=[-1, 0], chain=CHAIN, steps=4, batch=8, held_out=8)
        self.assertIn("<svg", self.assert_html(training._repr_html_()))

    def test_a_card_is_the_one_of_the_page(self):
        result = lemmascope.check("causal/parent-dominates", attack=0)
        page = lemmascope.report(result)
        (card,) = re.findall(r'<article class="card.*?</article>', result["causal/parent-dominates"]._repr_html_(), re.S)
        program = "build/release/lemmascope"  # how the page, which is for readers of a checkout, calls it
        card = card.replace("<code>lemmascope check", f"<code>{program} check")
        card = card.replace("\nlemmascope replay", f"\n{program} replay")
        self.assertTrue(card in page, card)  # not assertIn, which would print the page

    def test_own_numbers_are_drawn(self):
        figure = lemmascope.curve("Margins", [4, 5, 6], {"exact": [Fraction(1, 3), None, Fraction(-1, 7)]}, x_label="T")
        root = xml.etree.ElementTree.fromstring(figure._repr_svg_())
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
        self.assertIn("Margins", self.assert_html(figure._repr_html_()))
        figure.save(self.folder / "margins.svg")
        xml.etree.ElementTree.parse(self.folder / "margins.svg")
        answer = lemmascope.compute("limit-gradient", parents=[-1, 0, 1], chain=CHAIN)
        heat = lemmascope.heatmap("g", answer.g, row_axis="i", column_axis="j")
        self.assertEqual(heat.document["values"][0][1:], [None, None])
        xml.etree.ElementTree.fromstring(heat.svg())

    def test_what_cannot_be_drawn_is_refused(self):
        self.assertRaises(ValueError, lemmascope.Figure, {"kind": "pie", "title": "x"})
        table = lemmascope.Figure({"kind": "table", "id": "t", "title": "t", "columns": ["a"], "rows": [["1"]]})
        self.assertIsNone(table._repr_svg_())
        self.assertRaises(ValueError, table.svg)

    def test_the_style_stays_inside(self):
        figure = lemmascope.curve("x", [1, 2], {"a": [1, 2]})
        for shown in (figure._repr_html_(), figure._repr_svg_()):
            (style,) = re.findall(r"<style>(.*?)</style>", shown, re.S)
            self.assertLess(len(style), 6000)
            for prelude, _ in self.plain_rules(style):
                for selector in pictures.selectors(prelude):
                    self.assertTrue(selector.startswith(".lemmascope") or selector.startswith("svg.lemmascope"), selector)
            self.assertIn("--ink:", style)
            self.assertIn(".lemmascope .line", style)

    def plain_rules(self, sheet):
        for prelude, body in pictures.rules(sheet):
            if prelude.startswith("@"):
                yield from self.plain_rules(body)
            else:
                yield prelude, body

    def test_only_rules_that_can_be_met_are_kept(self):
        sheet = ":root{--a:1}.x{b:c}.y .x,th{d:e}@media (x){.x{f:g}.y{h:i}}@media print{.x{j:k}}*{l:m}"
        self.assertEqual(pictures.style_for('<p class="x"></p>', sheet),
                         ".lemmascope{--a:1}.lemmascope .x,.lemmascope.x{b:c}@media (x){.lemmascope .x,.lemmascope.x{f:g}}"
                         ".lemmascope *{l:m}")


if __name__ == "__main__":
    unittest.main()
