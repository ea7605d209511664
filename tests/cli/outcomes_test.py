"""Passed, failed, skipped: the same word in every format, and an exit code that agrees."""
import csv
import html
import io
import json
import re
import time
import unittest
import xml.etree.ElementTree

from program import ProgramTest

# What is planted: arguments, the word, the exit code, what the reason says.
PLANTED = {
    "true-statement": ([], "passed", 0, ""),
    "expected-refutation": ([], "passed", 0, ""),
    "precise": ([], "passed", 0, ""),
    "precise at a required level": (["--require", "exact"], "skipped", 3, "under the required level (exact)"),
    "vacuous": ([], "skipped", 3, "vacuous"),
    "never-ends": (["--time-budget", "0.2"], "skipped", 3, "the time budget ended"),
    "law-never-ends": (["--time-budget", "0.2"], "skipped", 3, "the time budget ended after 0 of "),
    "needs-much-work": ([], "skipped", 3, "needs about 1e+15 multiply-adds, more than 1e+11; --most-work raises it"),
    "needs-much-work where it may": (["--most-work", "1e16"], "passed", 0, ""),
    "straddles": ([], "skipped", 3, "an enclosure straddles the bound"),
    "skipped": ([], "skipped", 3, "planted"),
    "false-statement": ([], "failed", 1, ""),
    "not-refuted": ([], "failed", 3, "holds, where a refutation was expected"),
    "suspect": ([], "failed", 3, "planted"),
    "routes-contradict": ([], "failed", 6, ""),
    "twin-survives": ([], "failed", 6, "a true variant"),
    "values-differ": ([], "failed", 6, "the two routes give other values"),
    "trials-repeat": ([], "failed", 70, "they repeat each other"),
    "judged-by-training-data": ([], "failed", 70, "trial 7 is judged by data it was trained on"),
    "draws-undeclared": ([], "failed", 70, "draws on the false-alarm ledger but declares no assertion"),
    "law-throws": ([], "failed", 70, "planted exception"),
}


def words_of_junit(text):
    (case,) = xml.etree.ElementTree.fromstring(text).iter("testcase")
    tags = {child.tag for child in case} - {"system-out"}
    return {"failure": "failed", "error": "failed", "skipped": "skipped"}[tags.pop()] if tags else "passed"


def word_of_counts(text):
    counts = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|skipped)", text)}
    (word,) = [word for word, number in counts.items() if number]
    return word


def words_of_page(text):
    banner = re.search(r'<p class="?banner ([a-z]+)"?>(.*?)</p>', text).groups()
    row = re.search(r'data-outcome="?([a-z]+)"?', text).group(1)
    return {row, word_of_counts(html.unescape(banner[1])), {"good": "passed", "bad": "failed", "open": "skipped"}[banner[0]]}


class Outcomes(ProgramTest):
    program = "LEMMASCOPE_PLANTED"

    def render(self, name, out):
        done = self.run_program("report", self.folder / out, "-f", name)
        self.assert_code(done, 0)
        return done.stdout

    def test_every_format_says_the_same_word_and_the_exit_code_agrees(self):
        for name, (arguments, word, code, reason) in PLANTED.items():
            with self.subTest(name):
                out = name.replace(" ", "-")
                done = self.check("planted/" + name.split()[0], *arguments, out=out)
                self.assert_code(done, code)
                self.assertEqual(word_of_counts(done.stdout.splitlines()[-1]), word)
                summary = self.result(out)["summary"]
                self.assertEqual(({k for k in ("passed", "failed", "skipped") if summary[k]}, summary["exit_code"]), ({word}, code))
                rows = list(csv.DictReader(io.StringIO(self.render("csv", out))))
                self.assertEqual({row["outcome"] for row in rows}, {word})
                self.assertEqual(words_of_junit(self.render("junit", out)), word)
                page = self.render("html", out)
                self.assertEqual(words_of_page(page), {word})
                markdown = self.render("md", out)
                self.assertEqual(word_of_counts(markdown.splitlines()[0]), word)
                self.assertRegex(markdown, rf"\| \S+ {word} \| `planted/")
                self.assertEqual(word_of_counts(self.render("badge", out).split("<title>")[1]), word)
                self.assertEqual(word_of_counts(json.loads(self.render("badge-json", out))["message"]), word)
                self.assertIn(f"@outcome\\endcsname{{{word}}}", self.render("tex", out))
                if word == "passed":
                    self.assertEqual(done.stderr, "")
                    continue
                # The reason: on stderr, below the row, and wherever a reader may look for it.
                self.assertIn(f"{word} planted/{name.split()[0]}: ", done.stderr)
                self.assertIn(f"    {word}: ", done.stdout)
                for text in (done.stderr, done.stdout, html.unescape(page), rows[0]["outcome_reason"], self.render("junit", out)):
                    self.assertIn(reason, text)

    def test_a_run_of_several_counts_each_once(self):
        done = self.check("planted/true-statement", "planted/precise", "planted/vacuous", "planted/false-statement", "--require", "exact")
        self.assert_code(done, 1)
        self.assertIn("1 passed, 1 failed, 2 skipped", done.stdout)
        root = xml.etree.ElementTree.fromstring(self.render("junit", "out"))
        (suite,) = root
        self.assertEqual([suite.get(k) for k in ("tests", "failures", "errors", "skipped")], ["4", "1", "0", "2"])

    def test_the_reasons_come_with_json_too(self):
        done = self.check("planted/precise", "--require", "exact", "--json")
        self.assert_code(done, 3)
        self.assertIn("skipped planted/precise: holds, but its evidence (precise) is under the required level (exact)", done.stderr)
        self.assertEqual(json.loads(done.stdout)["summary"]["skipped"], 1)

    def test_a_merge_keeps_the_required_level(self):
        for k in (1, 2):
            self.check("planted/true-statement", "planted/precise", "--require", "exact", "--shard", f"{k}/2", out=f"s{k}")
        done = self.run_program("merge", self.folder / "s1", self.folder / "s2", "-o", self.folder / "merged")
        self.assert_code(done, 3)
        self.assertIn("1 passed, 0 failed, 1 skipped", done.stdout)

    def test_junit_has_only_what_jenkins_knows(self):
        """The attributes of the xUnit plug-in's schema, junit-10, by element."""
        known = {"testsuites": {"name", "time", "tests", "failures", "errors"},
                 "testsuite": {"name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"},
                 "testcase": {"name", "time", "classname", "group"}, "failure": {"type", "message"}, "error": {"type", "message"},
                 "skipped": {"type", "message"}, "system-out": set()}
        self.check(*("planted/" + name for name in PLANTED if " " not in name), "--time-budget", "5")
        root = xml.etree.ElementTree.fromstring(self.render("junit", "out"))
        seen = set()
        for element in root.iter():
            seen.add(element.tag)
            self.assertLessEqual(set(element.attrib), known[element.tag], element.tag)
            if element.tag in ("testsuites", "testsuite"):
                self.assertRegex(element.get("time"), r"^[0-9]{1,3}(\.[0-9]*)?$")
        self.assertEqual(seen, set(known))


class Budgets(ProgramTest):
    program = "LEMMASCOPE_PLANTED"

    def test_a_budget_beyond_every_clock_is_no_budget(self):
        for budget in ("1e16", "1e300"):
            with self.subTest(budget):
                self.assert_code(self.check("planted/true-statement", "--time-budget", budget, out=budget), 0)

    def test_nothing_begins_after_the_deadline(self):
        began = time.monotonic()
        done = self.check("planted/never-ends", "planted/takes-long", "--time-budget", "0.2", "-j1")
        self.assertLess(time.monotonic() - began, 15)  # the second one alone takes 20 s
        self.assert_code(done, 3)
        self.assertIn("skipped planted/takes-long: the time budget ended before this began", done.stderr)

    def test_a_running_case_gives_up(self):
        for jobs in ("1", "2"):
            with self.subTest(jobs):
                began = time.monotonic()
                done = self.check("planted/law-never-ends", "planted/true-statement", "--time-budget", "1", "-j" + jobs, out=jobs)
                self.assertLess(time.monotonic() - began, 3)  # a second, and starting and writing
                self.assert_code(done, 3)

    def test_what_was_given_up_is_done_again(self):
        self.assert_code(self.check("planted/law-never-ends", "--time-budget", "0.2"), 3)
        done = self.check("planted/law-never-ends", "--time-budget", "0.3")
        self.assert_code(done, 3)
        self.assertIn("the time budget ended after 0 of", done.stderr)

    def test_the_limit_of_work_is_part_of_what_was_asked(self):
        self.assert_code(self.check("planted/needs-much-work"), 3)
        self.assert_code(self.check("planted/needs-much-work", "--most-work", "1e16"), 0)
        self.assertEqual(self.result()["request"]["most_work"], 1e16)
        (check,) = [c for c in self.claim()["checks"]]
        self.assertEqual(check["cases"]["excluded"], {})

    def test_what_is_no_budget_is_refused(self):
        for budget in ("nan", "-1", "-inf", "soon"):
            with self.subTest(budget):
                done = self.check("planted/true-statement", f"--time-budget={budget}")
                self.assert_code(done, 2)
                self.assertIn("--time-budget", done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1)
                self.assertFalse((self.folder / "out").exists())


if __name__ == "__main__":
    unittest.main()
