"""Calculators: every quantity in every form and arithmetic, every option read or refused, nothing too large begun."""
import json
import re
import shlex
import subprocess
import unittest
from fractions import Fraction

from program import ProgramTest

CHAIN = "7/10,3/10;4/10,6/10"
TASK = ("--parents=-1,0", "--chain", CHAIN)


class Forms(ProgramTest):
    def quantities(self):
        return json.loads(self.run_program("list", "quantities", "--json").stdout)

    def example(self, name):
        help_text = self.run_program("compute", name, "--help").stdout
        (line,) = re.findall(r"Example:\n  lemmascope (.*)", help_text)
        return shlex.split(line)

    def test_every_quantity_answers_in_every_form_and_arithmetic(self):
        for quantity in self.quantities():
            command = self.example(quantity["name"])
            (evidence,) = (o for o in quantity["options"] if o["name"] == "evidence")
            for arithmetic in evidence["choices"]:
                for form in ((), ("--json",), ("--plain",)):
                    with self.subTest(command, arithmetic=arithmetic, form=form):
                        done = self.run_program(*command, "--evidence", arithmetic, *form)
                        self.assert_code(done, 0)
                        self.assertNotEqual(done.stdout.strip(), "")
                        self.assertEqual(done.stderr, "")
                        if form:
                            self.assertIsInstance(json.loads(done.stdout), dict)

    def test_the_help_of_a_quantity_shows_its_options_and_no_others(self):
        for quantity in self.quantities():
            help_text = self.run_program("compute", quantity["name"], "--help").stdout
            shown = set(re.findall(r"^  --([a-z0-9-]+)", help_text, re.M))
            always = {"task", "json", "plain", "most-memory", "most-work", "both"}
            own = {o["name"] for o in quantity["options"]}
            self.assertEqual(shown - (always - own), own, quantity["name"])

    STAR = ("--parents=-1,0,0,0,0", "--chain", "1/100,99/100;1/1000,999/1000", "--orbit")

    def test_dominance_says_at_which_length_who_wins(self):
        done = self.run_program("compute", "dominance", *self.STAR, "--json")
        self.assert_code(done, 0)
        answer = json.loads(done.stdout)
        by_length = {at["T"]: at for at in answer["lengths"]}
        self.assertEqual(sorted(by_length), [3, 4, 5, 6])
        self.assertEqual([by_length[t]["parent_wins"] for t in (3, 4, 5, 6)], ["yes", "yes", "yes", "no"])
        # The instance that an outside optimiser found: the star of five, where the parent loses to a sibling.
        self.assertEqual(by_length[6]["margin"]["value"], "-1886880095347761/1657698507543848000000")
        self.assertEqual((by_length[6]["parent"], by_length[6]["nodes"]), (0, 4))
        self.assertNotEqual(by_length[6]["best_other"], by_length[6]["node"])
        # The same margin from the whole matrix.
        k = json.loads(self.run_program("compute", "leading-gradient", *self.STAR, "--plain").stdout)["K"]
        at = by_length[6]
        margin = Fraction(k[at["node"]][at["parent"]]) - max(Fraction(x) for j, x in enumerate(k[at["node"]]) if j != at["parent"])
        self.assertEqual(Fraction(at["margin"]["value"]), margin)
        table = self.folder / "dominance.json"
        table.write_text(done.stdout)
        page = self.run_program("report", table, "-f", "html")
        self.assert_code(page, 0)
        self.assertIn("Margin of the parent against the length", page.stdout)
        tex = self.run_program("report", table, "-f", "tex")
        self.assert_code(tex, 0)
        self.assertIn("\\begin{tabular}{lllll}", tex.stdout)
        self.assertIn("6 & no & ", tex.stdout)
        text = self.run_program("compute", "dominance", *self.STAR)
        self.assert_code(text, 0)
        self.assertIn("-1886880095347761/1657698507543848000000", text.stdout)

    def test_the_square_of_two_state_chains_has_the_margin_of_each(self):
        figure = json.loads(self.run_program("compute", "dominance-square", "--graphs", "star,chain", "--length", 6, "--grid", 5, "--json").stdout)["figure"]
        self.assertEqual([panel["title"] for panel in figure["panels"]], ["star, T = 6", "chain, T = 6"])
        for panel, graph in zip(figure["panels"], ("star", "chain")):
            for r, c in ((0, 0), (1, 3), (4, 2)):
                x, y = Fraction(panel["columns"][c]), Fraction(panel["rows"][r])
                (at,) = json.loads(self.run_program("compute", "dominance", "--graph", graph, "--chain", f"{x},{1 - x};{y},{1 - y}", "--orbit", "--lengths", 6, "--json").stdout)["lengths"]
                self.assertEqual(panel["cells"][r][c]["margin"]["value"], at["margin"]["value"], (graph, x, y))

    def test_the_threshold_is_where_the_star_begins_to_lose(self):
        (panel,) = json.loads(self.run_program("compute", "dominance-threshold", "--length", 7, "--surplus", 4, "--json").stdout)["figure"]["panels"]
        status = {(t, d): panel["cells"][r][c]["status"] for r, d in enumerate(panel["rows"]) for c, t in enumerate(panel["columns"])}
        for t, d in status:
            c = t * Fraction(101, 100)
            self.assertEqual(status[t, d], "holds" if d <= t * (c - 1) / (2 * c) else "fails", (t, d))
        # A star of T - 1 nodes: its root has T - 2 children, a sibling one parent.
        self.assertEqual([status[t, t - 3] for t in (4, 5, 6)], ["holds", "holds", "fails"])

    def test_dominance_on_named_graphs_and_lengths(self):
        arguments = ("compute", "dominance", "--graph", "star", *self.STAR[1:], "--lengths", "3-5,7", "--json")
        exact, double = (json.loads(self.run_program(*arguments, "--evidence", e).stdout)["lengths"] for e in ("exact", "double"))
        self.assertEqual([at["T"] for at in exact], [3, 4, 5, 7])
        for a, b in zip(exact, double):
            self.assertIn(b["parent_wins"], (a["parent_wins"], "undecided"))
        for lengths, words in (("2", "at least 3"), ("5-4", "ranges of them"), ("3-2000", "from 3 to 1000"), ("x", "whole numbers")):
            done = self.run_program("compute", "dominance", "--graph", "chain", *self.STAR[1:], "--lengths", lengths)
            self.assert_code(done, 2)
            self.assertIn(words, done.stderr)
        done = self.run_program("compute", "dominance", *self.STAR, "--lengths", "3-9")
        self.assert_code(done, 2)
        self.assertIn("which is T = 6", done.stderr)

    def test_a_quantity_has_a_long_name_and_may_stand_after_its_options(self):
        short = self.run_program("compute", "stationary", "--chain", CHAIN, "--json")
        self.assert_code(short, 0)
        for other in (("causal/stationary", "--chain", CHAIN, "--json"), ("--json", "--chain", CHAIN, "stationary")):
            self.assertEqual(self.run_program("compute", *other).stdout, short.stdout)

    def test_a_matrix_has_the_numbers_of_its_rows_and_columns(self):
        done = self.run_program("compute", "limit-gradient", "--parents=-1,0,1", "--chain", CHAIN)
        lines = [line.split() for line in done.stdout.splitlines()]
        self.assertEqual(lines[1:6], [["g[i][j]"], ["0", "1", "2"], ["0", "3/10"], ["1", "9/100", "3/10"], ["2", "27/1000", "9/100", "3/10"]])

    def test_plain_enclosures_keep_their_radius(self):
        done = self.run_program("compute", "stationary", "--chain", CHAIN, "--evidence", "interval", "--plain")
        for text in json.loads(done.stdout)["mu"]:
            self.assertIn("±", text)

    def test_a_task_file_says_what_flags_say_and_flags_win(self):
        task = self.folder / "task.toml"
        task.write_text(f'parents = [-1, 0]\nchain = ["{CHAIN}"]\nepsilon = "1/3"\nevidence = "double"\n')
        from_file = self.run_program("compute", "leading-gradient", "--task", task, "--json")
        self.assert_code(from_file, 0)
        flags = self.run_program("compute", "leading-gradient", *TASK, "--epsilon", "1/3", "--evidence", "double", "--json")
        self.assertEqual(from_file.stdout, flags.stdout)
        won = self.run_program("compute", "leading-gradient", "--task", task, "--evidence", "exact", "--json")
        self.assertEqual(won.stdout, self.run_program("compute", "leading-gradient", *TASK, "--epsilon", "1/3", "--json").stdout)


class Refusals(ProgramTest):
    def refused(self, expected, *arguments):
        done = self.run_program("compute", *arguments)
        self.assert_code(done, 2)
        self.assertEqual(done.stdout, "")
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr[:500])
        self.assertLess(len(done.stderr), 1500)
        self.assertIn(expected, done.stderr)

    def test_names_get_suggestions(self):
        self.refused("did you mean stationary?", "stationery", "--chain", CHAIN)
        self.refused("expected stationary, ")
        self.refused("did you mean --epsilon?", "leading-gradient", "--epsilom", "1")

    def test_an_option_that_is_not_read_is_refused(self):
        self.refused("no option --chain", "forward", "--tokens", "0,1", "--chain", CHAIN)
        self.refused("no option --parents", "forward", "--tokens", "0,1", "--parents=-1")
        self.refused("no option --epsilon", "limit-gradient", *TASK, "--epsilon", "1")
        self.refused("--seed: needs --dirichlet", "stationary", "--chain", CHAIN, "--seed", "1")
        self.refused("--samples: needs --dirichlet", "stationary", "--chain", CHAIN, "--samples", "1")
        self.refused("--graph-seed: needs --graph random", "limit-gradient", "--graph", "star", "--length", "3", "--graph-seed", "1", "--chain", CHAIN)
        self.refused("--digits: needs --evidence precise", "stationary", "--chain", CHAIN, "--digits", "60")
        self.refused("--weights: expected it or --beta0", "forward", "--tokens", "0,1", "--beta0", "1", "--weights", "w.json")

    def test_options_that_exclude_each_other(self):
        self.refused("--parents: expected it or --graph", "limit-gradient", *TASK, "--graph", "star", "--length", "3")
        self.refused("--dirichlet: expected it or --chain", "stationary", "--chain", CHAIN, "--dirichlet", "1", "--vocab", "2")
        self.refused("--method excludes --both", "limit-gradient", *TASK, "--both", "--method", "enumerate")

    def test_seeds_are_whole_numbers_that_fit(self):
        drawn = ("stationary", "--dirichlet", "1", "--vocab", "2", "--samples", "1")
        for seed in ("18446744073709551616", "", "-1", "0x10", "1e3", " 1"):
            self.refused("--seed: expected a whole number from 0 to 18446744073709551615", *drawn, "--seed", seed)
        self.refused("--seed: expected a value", *drawn, "--seed=", "--json")
        self.assert_code(self.run_program("compute", *drawn, "--seed", "18446744073709551615"), 0)
        for command in (("check", "none"), ("sweep", "none.toml")):
            for seed in ("18446744073709551616", "", "-1"):
                self.assert_code(self.run_program(*command, "--seed", seed), 2)

    def test_weights_that_are_none(self):
        ragged = {
            "A1: expected 2 rows": '{"A1": [["0"], ["1", "2", "3"]], "A2": [["1", "0"], ["0", "1"]]}',
            "A2: expected 2 rows": '{"A1": [["0"], ["1", "2"]], "A2": [["1"], ["0", "1"], []]}',
            "two matrices, A1 and A2": '{"A1": [["0"], ["1", "2"]]}',
            "and A2": '{"A1": [["0"], ["1", "2"]], "A2": [["1", "0"], ["0", "1"]], "A3": 1}',
            "A1[1][0]: expected a number": '{"A1": [["0"], [true, "2"]], "A2": [["1", "0"], ["0", "1"]]}',
            "A2[0][1]: expected a number such as": '{"A1": [["0"], ["1", "2"]], "A2": [["1", "x"], ["0", "1"]]}',
            "empty file": "",
            "expected JSON": "weights",
            "levels of nesting": "[" * 200000,
        }
        path = self.folder / "w.json"
        for expected, text in ragged.items():
            path.write_text(text)
            self.refused(expected, "population-gradient", "--parents=-1", "--chain", CHAIN, "--weights", path)
        self.refused("expected a file", "forward", "--tokens", "0,1", "--weights", self.folder)
        self.refused("--weights: expected the name of a file", "forward", "--tokens", "0,1", "--weights", "")
        absent = self.run_program("compute", "forward", "--tokens", "0,1", "--weights", self.folder / "absent.json")
        self.assert_code(absent, 74)
        self.assertIn("absent.json", absent.stderr)

    def test_task_files_name_line_and_key(self):
        task = self.folder / "task.toml"
        for expected, text in {
            "task.toml:1: epsilon: expected a number": "epsilon = true\n",
            "task.toml:1: orbit: expected true or false, found '5'": "orbit = 5\n",
            "task.toml:2: length: expected a whole number from 2 to 1000000, found '4294967300'": 'graph = "chain"\nlength = 4294967300\n',
            "did you mean epsilon?": 'epsilom = "1"\n',
            "a TOML float would be rounded": "epsilon = 0.1\n",
            "graph: expected chain, pairs": "graph = 3\n",
            "nested at most": "a." * 100000 + "b = 1\n",
            "task.toml: expected values nested": "a = " + "[" * 100000,
        }.items():
            task.write_text(text)
            self.refused(expected, "leading-gradient", *TASK, "--task", task)

    def test_what_exceeds_the_budget_is_refused_before_it_starts(self):
        memory, work = "--most-memory GIB raises it", "--most-work TERMS raises it"
        chain = ("--chain", CHAIN)
        for expected, arguments in (
            (memory, ("limit-gradient", "--graph", "chain", "--length", "20000", *chain)),
            (work, ("limit-gradient", "--graph", "chain", "--length", "20000", *chain, "--most-memory", "1000")),
            (work, ("limit-gradient", "--graph", "chain", "--length", "40", *chain, "--method", "enumerate")),
            (memory, ("mutual-information", "--graph", "chain", "--length", "20000", *chain)),
            (work, ("leading-gradient", "--graph", "chain", "--length", "40", *chain, "--both")),
            (memory, ("forward", "--tokens", "100000,0")),
            (memory, ("forward", "--tokens", "0,1", "--vocabulary", "1000000")),
            (memory, ("phase-map", "--states", "1000000")),
            (memory, ("phase-map", "--samples", "1000000000")),
            (work, ("population-gradient", "--graph", "chain", "--length", "40", *chain)),
            (work, ("bayes-loss", "--graph", "chain", "--length", "40", *chain)),
            (work, ("train-exact", *TASK, "--steps1", "1000000000")),
            (memory, ("stationary", "--dirichlet", "1", "--vocab", "2", "--samples", "1000000000")),
            (memory, ("parent-dominance", "--graph", "chain", "--length", "6", "--dirichlet", "1", "--vocab", "1000000")),
            (work, ("topic-training", "--steps", "2000000000")),
        ):
            with self.subTest(arguments):
                self.refused(expected, *arguments)

    def test_drawn_chains_outside_the_doubles_are_refused(self):
        self.refused("from 1/10000 to 1000", "stationary", "--dirichlet", "1e-300", "--vocab", "2", "--samples", "1")
        self.refused("from 1/10000 to 1000", "stationary", "--dirichlet", "1e308", "--vocab", "2", "--samples", "1")


class Generated(ProgramTest):
    """Completion scripts and the man page know every declared option."""

    def test_every_option_and_choice_is_in_every_script_and_on_the_page(self):
        scripts = {shell: self.run_program("completion", shell).stdout for shell in ("bash", "zsh", "fish")}
        page = self.run_program("man").stdout.replace("\\-", "-")
        for quantity in json.loads(self.run_program("list", "quantities", "--json").stdout):
            self.assertIn(f".SS compute {quantity['name']}\n", page)
            for option in quantity["options"]:
                self.assertIn(f"\\fB--{option['name']}\\fR", page)
                self.assertIn(f"-l {option['name']} ", scripts["fish"])
                for shell in ("bash", "zsh"):
                    (words,) = re.findall(rf'"compute {quantity["name"]}"\) .*?(--help.*?) ?(?:"|;;)', scripts[shell])
                    self.assertIn(f"--{option['name']}", words.split())
                for choice in option.get("choices", ()):
                    for script in scripts.values():
                        self.assertIn(choice, script)

    def complete(self, *words):
        script = self.folder / "completion.bash"
        script.write_text(self.run_program("completion", "bash").stdout)
        line = " ".join(shlex.quote(w) for w in ("lemmascope", *words))
        ask = f'source {script}; COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); _lemmascope; echo "${{COMPREPLY[*]}}"'
        return subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True).stdout.split()

    def test_bash_completes_quantities_options_and_choices(self):
        self.assertEqual(self.complete("compu"), ["compute"])
        self.assertEqual(self.complete("compute", "limit"), ["limit-gradient"])
        self.assertEqual(self.complete("compute", "limit-gradient", "--graph-"), ["--graph-seed"])
        self.assertEqual(self.complete("compute", "limit-gradient", "--graph", "st"), ["star"])
        self.assertEqual(self.complete("compute", "limit-gradient", "--graph", "=", "st"), ["star"])
        self.assertEqual(self.complete("check", "--profile", "ni"), ["nightly"])
        self.assertEqual(self.complete("train", "pai"), ["pairs"])


if __name__ == "__main__":
    unittest.main()
