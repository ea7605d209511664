"""The documents of the default suite: schemas, JUnit read back, sizes, completion scripts, the commands the report prints."""
import csv
import html.parser
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest
import xml.etree.ElementTree
from fractions import Fraction

import jsonschema

from program import ROOT, ProgramTest, recheck

RESULT = pathlib.Path(os.environ.get("LEMMASCOPE_RESULT", "."))


class Documents(ProgramTest):
    def document(self):
        return json.loads((RESULT / "result.json").read_text())

    def schema(self, name):
        done = self.run_program("schema", name)
        self.assert_code(done, 0)
        schema = json.loads(done.stdout)
        jsonschema.Draft7Validator.check_schema(schema)
        return jsonschema.Draft7Validator(schema)

    def render(self, name):
        done = self.run_program("report", RESULT, "-f", name)
        self.assert_code(done, 0)
        return done.stdout

    def test_every_statistical_assertion_draws_on_the_ledger(self):
        document = self.document()
        parts = [part for claim in document["claims"]
                 for part in [*claim["checks"], *(twin["result"] for twin in claim["twins"])]]
        rates = [part["measured"]["error_rate"] for part in parts if "error_rate" in part.get("measured", {})]
        ledger = document["ledger"]
        self.assertGreater(len(rates), 0)
        self.assertEqual(ledger["assertions"], len(rates))
        self.assertLessEqual(len(rates), ledger["at_most"])
        self.assertLessEqual(sum(rates), ledger["budget"])

    def test_every_paper_has_a_ledger_of_its_own_and_the_sum_is_reported(self):
        ledger = self.document()["ledger"]
        papers = ledger["papers"].values()
        for key in ("assertions", "at_most"):
            self.assertEqual(sum(paper[key] for paper in papers), ledger[key])
        for key in ("budget", "spent"):
            self.assertAlmostEqual(sum(paper[key] for paper in papers) * 1e6, ledger[key] * 1e6)

    def test_greens_are_cross_checked_and_what_is_not_says_why(self):
        checks = self.document()["cross_checks"]
        self.assertGreater(checks["values_compared"], 50000)
        self.assertEqual(checks["checks_without"], len(checks["without"]))
        for entry in checks["without"]:
            self.assertNotIn("no route gives the values", entry["because"], entry)

    def test_sampled_relations_of_greens_stand(self):
        samples = sorted((pathlib.Path(RESULT) / "sample").glob("*.json"))
        self.assertGreater(len(samples), 50)
        done = recheck(*samples)
        *_, relations, files = done.stdout.splitlines()
        print(f"{relations}\n{files}")
        # Claims whose numbers are roundings, doubles or coefficients in a basis of the program have no rule and a reason.
        self.assert_code(done, 3)
        stand, left_out, claims, without = map(int, re.findall(r"\d+", relations))
        self.assertGreaterEqual(stand, 2400, relations)
        self.assertLessEqual(without, 27, relations)
        self.assertIn(" 0 do not, 0 are no witnesses", files)
        self.assertNotIn("no rules know the claim", done.stdout)

    def test_a_changed_side_of_a_sampled_relation_is_noticed(self):
        paths = []
        for sample in sorted((pathlib.Path(RESULT) / "sample").glob("*.json")):
            if sample.name.startswith("topic.optima-are-block-wise."):
                continue  # says only that some optimum has the values
            doctored = json.loads(sample.read_text())
            relation = doctored["relations"][len(doctored["relations"]) // 2]
            doctored["relations"] = [relation]
            side = relation["lhs" if len(paths) % 2 else "rhs"]
            value = Fraction(side["value"])
            side["value"] = str(value + (1 + abs(value)) / 1000)
            paths.append(self.folder / sample.name)
            paths[-1].write_text(json.dumps(doctored))
        done = recheck(*paths)
        self.assert_code(done, 1)
        self.assertEqual([line for line in done.stdout.splitlines() if ": stands" in line], [])

    def test_explain_says_where_the_code_is(self):
        shown = self.run_program("explain", "causal/parent-dominates").stdout
        for file in ("properties/causal/parent_dominates.cpp:", "theory/causal/limit_gradient.hpp:", "tests/theory/causal/limit_gradient_test.cpp:"):
            self.assertIn(file, shown)

    def test_the_result_fits_its_schema(self):
        self.schema("result").validate(self.document())

    def test_the_schema_notices_faults(self):
        validator = self.schema("result")
        document = self.document()
        document["claims"][0]["verdict"] = "proved"
        self.assertFalse(validator.is_valid(document))
        document = self.document()
        document["claims"][0]["checks"][0]["cases"]["met"] = -1
        self.assertFalse(validator.is_valid(document))
        document = self.document()
        document["figures"][0].pop("values")
        self.assertFalse(validator.is_valid(document))

    def test_every_event_fits_its_schema(self):
        validator = self.schema("events")
        lines = (RESULT / "events.jsonl").read_text().splitlines()
        for line in lines:
            validator.validate(json.loads(line))
        self.assertFalse(validator.is_valid({"event": "unit"}))
        self.assertGreater(len(lines), 10)

    def test_every_witness_fits_its_schema(self):
        validator = self.schema("witness")
        paths = list((RESULT / "witness").glob("*.json")) + list((ROOT / "tests/golden/witness").glob("*.json"))
        self.assertGreater(len(paths), 1)
        for path in paths:
            validator.validate(json.loads(path.read_text()))

    def test_golden_values_and_comparisons_fit_their_schemas(self):
        self.schema("golden").validate(json.loads((ROOT / "tests/golden/values.json").read_text()))
        done = self.run_program("compare", RESULT, RESULT, "--json")
        self.assert_code(done, 0)
        self.schema("comparison").validate(json.loads(done.stdout))

    def test_junit_says_what_the_result_says(self):
        root = xml.etree.ElementTree.fromstring(self.render("junit"))
        claims = {c["id"]: c for c in self.document()["claims"]}
        cases = {f"{c.get('classname')}/{c.get('name')}": c for c in root.iter("testcase")}
        self.assertEqual(set(cases), set(claims))
        self.assertEqual(int(root.get("tests")), len(claims))
        for name, case in cases.items():
            wrong = any(case.find(tag) is not None for tag in ("failure", "error", "skipped"))
            self.assertEqual(wrong, not claims[name]["as_expected"], name)
        for suite in root.iter("testsuite"):
            self.assertEqual(int(suite.get("tests")), len(suite.findall("testcase")))

    def test_csv_has_a_row_for_every_check_example_and_twin(self):
        rows = list(csv.DictReader(io.StringIO(self.render("csv"))))
        claims = self.document()["claims"]
        wanted = sum(len(c["checks"]) + 1 + len(c["twins"]) for c in claims)
        self.assertEqual(len(rows), wanted)
        by_name = {(r["claim"], r["kind"], r["name"]): r for r in rows}
        for claim in claims:
            for check in claim["checks"]:
                row = by_name[claim["id"], "check", check["name"]]
                self.assertEqual(int(row["met"]), check["cases"]["met"])
                if "tightest" in check and "failing" not in check:
                    self.assertEqual(row["margin"], check["tightest"]["margin"]["value"])

    def test_markdown_and_badges(self):
        self.assertLess(len(self.render("md").encode()), 60000)
        xml.etree.ElementTree.fromstring(self.render("badge"))
        self.assertEqual(json.loads(self.render("badge-json"))["schemaVersion"], 1)

    def test_trainings_render_as_tables_and_never_as_claims(self):
        published = ROOT / "reports" / "published" / "fig9.json"
        done = self.run_program("report", published, "-f", "md")
        self.assert_code(done, 0)
        self.assertTrue(done.stdout.startswith("## Lemmascope: reproduce fig9"), done.stdout[:80])
        for cell in ("0.8366", "graph 19"):
            self.assertIn(f"| {cell} |", done.stdout)
        self.assertNotIn("passed", done.stdout)
        tables = self.run_program("report", published, "-f", "tex")
        self.assert_code(tables, 0)
        self.assertEqual(tables.stdout.count("\\begin{tabular}"), tables.stdout.count("\\end{tabular}"))
        self.assertIn(" & 0.8366", tables.stdout)
        for name in ("junit", "csv", "badge", "badge-json"):
            with self.subTest(name):
                done = self.run_program("report", published, "-f", name)
                self.assert_code(done, 2)
                self.assertIn(f"trainings have no claims to render as {name}", done.stderr)

    def test_latex_macros_name_every_claim(self):
        text = self.render("tex")
        for claim in self.document()["claims"]:
            self.assertIn(f"lemmascope@{claim['id']}@verdict\\endcsname{{{claim['verdict']}}}", text)

    def test_the_page_is_within_its_budget_and_asks_for_nothing(self):
        page = (RESULT / "report.html").read_text()
        self.assertLess(len(page.encode()), 3_500_000)
        loads = []

        class Loads(html.parser.HTMLParser):
            def handle_starttag(self, tag, attributes):
                for key, value in attributes:
                    if key in ("src", "srcset", "action", "poster") or (tag == "link" and key == "href"):
                        loads.append((tag, key, value))

        Loads().feed(page)
        self.assertEqual(loads, [])
        style = page[page.index("<style>"):page.index("</style>")]
        self.assertNotRegex(style, r"@import|url\((?!#)")

    def test_only_figures_of_the_papers_selected_are_made(self):
        everything = {figure["id"].split("/")[0] for figure in self.document()["figures"]}
        self.assertLess({"causal", "topic"}, everything | {"neither"})
        for paper, claim in (("causal", "causal/chi2-data-processing"), ("topic", "topic/moments-have-two-directions"),
                             ("plasticity", "plasticity/rounding-bound-is-attained")):
            self.assert_code(self.check(claim, out=paper), 0)
            drawn = {figure["id"].split("/")[0] for figure in self.result(paper)["figures"]}
            self.assertEqual(drawn, everything & {paper})

    def test_rendering_again_gives_the_same_page(self):
        self.assertEqual(self.render("html"), (RESULT / "report.html").read_text())

    def test_the_replay_lines_of_the_counterexamples_work(self):
        page = (RESULT / "report.html").read_text()
        section = page[page.index('<section id=counterexamples'):page.index('<section id=figures')]
        tokens = sorted(set(re.findall(r"build/release/lemmascope replay ([^\s<]+@[^\s<]+)", section)))
        self.assertEqual(len(tokens), sum(
            "witness" in check for c in self.document()["claims"] for check in [*c["checks"], c.get("attack", {})]))
        for token in tokens:
            done = self.run_program("replay", token)
            self.assert_code(done, 0)
            self.assertIn("is broken", done.stdout)

    def test_the_replay_lines_of_the_cards_show_the_tightest_cases(self):
        page = (RESULT / "report.html").read_text()
        cards = page[page.index('<section id=cards'):page.index('<section id=counterexamples')]
        tokens = re.findall(r"build/release/lemmascope replay ([^\s<]+@[^\s<]+)", cards)
        self.assertGreater(len(tokens), 40)
        for token in tokens[::7]:  # each takes a fraction of a second
            claim_id, index = token.split("@")[0], int(token.rsplit("case=", 1)[1])
            (claim,) = (c for c in self.document()["claims"] if c["id"] == claim_id)
            first = 0
            for check in claim["checks"]:
                if first <= index < first + check["cases"]["tried"]:
                    break
                first += check["cases"]["tried"]
            done = self.run_program("replay", token, "--json")
            self.assert_code(done, 0)
            replayed = json.loads(done.stdout)
            self.assertEqual(replayed["summary"], check["tightest"]["instance"], token)
            self.assertEqual(replayed["routes"][0]["tightest"]["margin"], check["tightest"]["margin"], token)

    def test_rechecker_confirms_every_witness_of_this_run(self):
        paths = sorted((RESULT / "witness").glob("*.json"))
        done = recheck(*paths)
        print(done.stdout.splitlines()[-1])
        self.assert_code(done, 0)
        self.assertEqual(done.stdout.splitlines()[-1], f"{len(paths)} stand, 0 do not, 0 are no witnesses, 0 not covered")

    def test_completion_scripts_parse(self):
        for shell in ("bash", "zsh", "fish"):
            done = self.run_program("completion", shell)
            self.assert_code(done, 0)
            if shutil.which(shell):
                flag = "-n" if shell != "fish" else "--no-execute"
                subprocess.run([shell, flag], input=done.stdout, text=True, check=True)
        help_text = self.run_program("--help").stdout
        offered = set(re.search(r'compgen -W "([a-z ]+)" -- "\$word"\)\)\n    return', self.run_program("completion", "bash").stdout).group(1).split())
        commands = set(re.findall(r"^  ([a-z]+) ", help_text.split("Subcommands:")[1], re.M))
        self.assertLessEqual(commands, offered)


if __name__ == "__main__":
    unittest.main()
