"""`site`: static pages of results and texts, with no link that leads nowhere and nothing of another host."""
import fcntl
import html.parser
import json
import unittest

from program import ROOT, ProgramTest


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.loaded = [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            self.ids.add(attributes["id"])
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        self.loaded += [attributes[key] for key in ("src", "srcset") if key in attributes]
        if tag == "link":
            self.loaded.append(attributes.get("href"))


class Site(ProgramTest):
    def build(self):
        self.assert_code(self.check("causal/parent-dominates*", "causal/self-can-win-without-constant-mean"), 0)
        done = self.run_program("site", self.folder / "site", self.folder / "out", ROOT / "reports/published/fig9.json",
                                ROOT / "properties/TUTORIAL.md", ROOT / "properties/GUIDE.md")
        self.assert_code(done, 0)
        return self.folder / "site"

    def test_every_link_leads_somewhere_and_nothing_is_loaded(self):
        site = self.build()
        pages = {path: Page(path.read_text()) for path in site.rglob("*.html")}
        self.assertEqual(sorted(str(path.relative_to(site)) for path in pages),
                         ["docs/GUIDE.html", "docs/TUTORIAL.html", "findings.html", "index.html",
                          "results/fig9/index.html", "results/out/index.html", "statements.html"])
        ran = {claim["id"] for claim in json.loads((site / "results/out/result.json").read_text())["claims"]}
        checked = 0
        for path, page in pages.items():
            self.assertEqual(page.loaded, [], path)
            for link in page.links:
                if link.startswith(("https://", "data:")):
                    continue
                target, _, fragment = link.partition("#")
                # Claims outside the selection have no card.
                if fragment.startswith("claim-") and fragment[6:].replace(".", "/") not in ran:
                    continue
                other = (path.parent / target).resolve() if target else path
                self.assertTrue(other.exists(), f"{path.name}: {link}")
                if fragment:
                    self.assertIn(fragment, pages[other].ids, f"{path.name}: {link}")
                checked += 1
        self.assertGreater(checked, 50)

    def test_it_publishes_findings_and_statements_of_the_result(self):
        site = self.build()
        self.assertIn("causal/self-can-win-without-constant-mean", (site / "findings.html").read_text())
        statements = (site / "statements.html").read_text()
        self.assertIn("Theorem 4.4", statements)
        self.assertIn("Not checked", statements)
        self.assertIn("Fifteen minutes with one theorem", (site / "index.html").read_text())

    def test_two_files_of_one_name_are_refused_and_nothing_is_written(self):
        text = self.folder / "a.md"
        text.write_text("# A\n")
        done = self.run_program("site", self.folder / "site", text, text)
        self.assert_code(done, 2)
        self.assertIn("expected files of different names", done.stderr)
        self.assertFalse((self.folder / "site").exists())

    def test_files_of_others_are_left_alone_and_an_earlier_site_is_made_anew(self):
        text = self.folder / "a.md"
        text.write_text("# First\n")
        site = self.folder / "site"
        (site / "docs").mkdir(parents=True)
        for name in ("index.html", "docs/a.html"):
            with self.subTest(name):
                (site / name).write_text("somebody's")
                done = self.run_program("site", site, text)
                self.assert_code(done, 2)
                self.assertIn(f"{name}: expected an empty folder or an earlier site", done.stderr)
                self.assertEqual([(p.name, p.read_text()) for p in site.rglob("*") if p.is_file()],
                                 [((site / name).name, "somebody's")])
                (site / name).unlink()
        self.assert_code(self.run_program("site", site, text), 0)
        text.write_text("# Second\n")
        self.assert_code(self.run_program("site", site, text), 0)
        self.assertIn("Second", (site / "docs/a.html").read_text())

    def test_one_process_at_a_time_writes_a_site(self):
        (self.folder / "a.md").write_text("# A\n")
        site = self.folder / "site"
        site.mkdir()
        with open(site / ".lemmascope.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            done = self.run_program("site", site, self.folder / "a.md")
        self.assert_code(done, 2)
        self.assertIn("another process is writing into this folder", done.stderr)


if __name__ == "__main__":
    unittest.main()
