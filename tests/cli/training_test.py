"""The train command: what it accepts, what it refuses and what it leaves behind."""
import fcntl
import json
import math
import os
import pty
import re
import resource
import shlex
import signal
import struct
import subprocess
import termios
import time
import unittest
import zipfile

from program import ProgramTest

SMALL = ("--length", 6, "--vocab", 3, "--batch", 32, "--steps", 16, "-j", 1)


class Train(ProgramTest):
    def train(self, *arguments, out="out"):
        return self.run_program("train", *arguments, "-o", self.folder / out)

    def training(self, *arguments, out="out"):
        done = self.train(*arguments, *SMALL, "--json", out=out)
        self.assert_code(done, 0)
        self.assertTrue((self.folder / out / "training.html").exists())
        return json.loads(done.stdout)

    def assert_refused(self, expected, *arguments):
        done = self.train(*arguments)
        self.assert_code(done, 2)
        self.assertIn(expected, done.stderr)
        self.assertEqual(done.stdout, "")
        lines = done.stderr.splitlines()
        self.assertEqual(len(lines), 1, done.stderr)
        self.assertTrue(lines[0].startswith("lemmascope: "))
        self.assertLess(len(lines[0]), 150)
        self.assertFalse((self.folder / "out").exists(), "a refused command wrote something")

    def test_every_graph_trains(self):
        for graph in ("chain", "pairs", "star", "random", "dag"):
            with self.subTest(graph):
                result = self.training(graph, out=graph)
                self.assertEqual(result["name"], graph)
                self.assertEqual(result["heads"], 2 if graph == "dag" else 1)
                self.assertEqual(result["curve"][-1]["step"], 16)

    OWN = """parents = [-1, 0, 0, 1, -1]
chain = ["7/10,3/10;4/10,6/10", "1/5,4/5;1/2,1/2"]
weight = ["1/3", "2/3"]
epsilon = "1/50"
"""

    def own(self, toml, *arguments, out="out"):
        (self.folder / "mine.toml").write_text(toml)
        return self.train(*arguments, "--task", self.folder / "mine.toml", "--batch", 32, "--steps", 16, "-j", 1, "--json", out=out)

    def test_ones_own_graph_chain_and_prior_are_trained_on(self):
        done = self.own(self.OWN, "own")
        self.assert_code(done, 0)
        result = json.loads(done.stdout)
        self.assertEqual(result["parents"], [[], [0], [0], [1], []])
        self.assertEqual((result["length"], result["states"]), (6, 2))
        # The loss of who knows the chain: of each row equally often, the second chain twice as often.
        entropy = lambda p: -p * math.log(p) - (1 - p) * math.log(1 - p)
        oracle = (entropy(.7) + entropy(.4)) / 6 + (entropy(.2) + entropy(.5)) / 3
        (line,) = [line for line in result["lines"] if line["name"] == "oracle"]
        self.assertLess(abs(line["mean"] - oracle), 5 * line["standard_error"])
        # What the exact gradient says, against the calculator of it.
        exact = json.loads(self.run_program("compute", "dominance", "--task", self.folder / "mine.toml", "--lengths", 6, "--json").stdout)
        (at,) = exact["lengths"]
        self.assertEqual((result["nodes"], result["nodes_whose_parent_is_largest_of_K"]), (at["nodes"], at["nodes_won"]))
        # check reads the same file.
        self.assert_code(self.run_program("check", "causal/parent-dominates", "--task", self.folder / "mine.toml", "-o", self.folder / "checked"), 0)

    def test_a_task_file_alone_is_enough(self):
        (self.folder / "mine.toml").write_text(self.OWN + 'steps = 8\nbatch = 32\n')
        done = self.run_program("train", "--task", self.folder / "mine.toml", cwd=self.folder)
        self.assert_code(done, 0)
        self.assertIn("the exact gradient at the start is largest at the parent for", done.stdout)
        self.assertTrue((self.folder / "out" / "train" / "own" / "training.html").exists())

    def test_ones_own_rows_may_be_drawn_anew_for_every_sequence(self):
        done = self.own('graph = "star"\nlength = 5\ndirichlet = "1/2"\nvocabulary = 3\n', "own")
        self.assert_code(done, 0)
        result = json.loads(done.stdout)
        self.assertEqual((result["concentration"], result["states"]), (0.5, 3))
        self.assertNotIn("nodes", result)

    def test_what_is_no_task_to_train_on_is_refused(self):
        for toml, words in (("parents = [-1, 0]\n", "needs chains"), ('chain = "1/2,1/2;1/2,1/2"\n', "needs a graph"),
                            ('parents = [-1, 0]\nchain = "0,1;1/2,1/2"\n', "positive entries"), ("orbits = true\n", "orbit")):
            with self.subTest(toml):
                done = self.own(toml, "own", out="refused")
                self.assert_code(done, 2)
                self.assertIn(words, done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1)
                self.assertFalse((self.folder / "refused").exists())

    def test_what_is_too_large_is_refused_before_it_begins(self):
        for arguments, words in ((("chain", "--length", 1024, "--vocabulary", 200, "--heads", 3, "--precision", "double", "--held-out", 1048576), ("of memory", "--most-memory")),
                                 (("chain", "--length", 200, "--steps", 2147483647), ("terms", "--most-work"))):
            with self.subTest(arguments):
                began = time.monotonic()
                done = self.train(*arguments, out="large")
                self.assert_code(done, 2)
                self.assertLess(time.monotonic() - began, 5)
                for word in ("needs about", *words):
                    self.assertIn(word, done.stderr)
                self.assertFalse((self.folder / "large").exists())
        self.assert_refused("--most-work", "chain", *SMALL, "--most-work", 1000)
        self.training("chain", "--most-work", "1e8", out="raised")

    def test_a_diverging_training_is_one_clear_line(self):
        done = self.train("chain", "--length", "6", "--vocabulary", "3", "--rate", "1e30", "--constant-rate",
                          "--steps", "8", "--batch", "16")
        self.assert_code(done, 2)
        self.assertIn("diverged", done.stderr)
        self.assertFalse((self.folder / "out" / "checkpoint.npz").exists())

    def test_divergence_is_found_by_the_weights_too(self):
        for arguments in (("--rate", "1e30"), ("--rate", "1e20", "--optimiser", "adamw"),
                          ("--rate", "1e300", "--precision", "double")):
            with self.subTest(arguments):
                done = self.train("chain", "--length", 20, "--vocabulary", 10, *arguments, "--steps", 10, "--batch", 64)
                self.assert_code(done, 2)
                self.assertIn("diverged: ", done.stderr)
                self.assertFalse((self.folder / "out" / "checkpoint.npz").exists())

    def test_a_loss_worse_than_guessing_is_remarked_on(self):
        done = self.train("chain", "--rate", "1e4", "--steps", 4, "--length", 6, "--vocab", 3, "--batch", 32)
        self.assert_code(done, 0)
        self.assertIn("worse than guessing uniformly (1.0986)", done.stdout)
        self.assertNotIn("worse", self.train("chain", *SMALL, out="good").stdout)

    def test_the_page_and_the_data_name_the_command_that_asks_for_it_again(self):
        asked = ("random", "--graph-seed", 3, "--seed", 7, "--dirichlet", 0.5, "--rate", 0.25)
        first = self.training(*asked)
        command = shlex.split(first["command"])
        self.assertEqual(command[:3], ["lemmascope", "train", "random"])
        page = (self.folder / "out" / "training.html").read_text()
        self.assertIn(first["command"].removeprefix("lemmascope "), page)
        self.assertIn("seed<dd>7<", page)
        again = self.run_program(*command[1:], "-j", 2, "--json", "-o", self.folder / "again")
        self.assertEqual(json.loads(again.stdout), first)

    def test_stopped_at_any_step_it_says_so_and_continues_to_the_same_end(self):
        # One evaluation in 400 steps: the signal falls between evaluations.
        arguments = ("chain", "--length", 40, "--vocab", 3, "--batch", 256, "--steps", 51200, "-j", 1)
        short = ("chain", "--length", 6, "--vocab", 3, "--batch", 32, "--steps", 200000, "-j", 1)
        for asked in (arguments, short):
            with self.subTest(asked):
                out = self.folder / str(asked[-3])
                process = subprocess.Popen([os.environ["LEMMASCOPE"], "train", *map(str, asked), "-o", str(out), "--json"],
                                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                while not out.exists():  # it is made once signals are listened for
                    time.sleep(0.01)
                time.sleep(0.5)
                process.send_signal(signal.SIGTERM if asked is short else signal.SIGINT)
                text, told = process.communicate(timeout=20)
                self.assertEqual(process.returncode, 3, told)
                stopped = json.loads(text)
                self.assertFalse(stopped["finished"])
                self.assertLess(stopped["steps_done"], stopped["steps"])
                self.assertIn(f"stopped after step {stopped['steps_done']} of", told)
                self.assertIn(f"STOPPED after {stopped['steps_done']}", (out / "training.html").read_text())
        stopped_short = self.run_program("train", *short, "-o", self.folder / str(short[-3]), "--json")
        through = self.run_program("train", *short, "-o", self.folder / "through", "--json")
        self.assertEqual(stopped_short.stdout, through.stdout)

    def test_the_live_line_never_wraps(self):
        columns = 40
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        process = subprocess.Popen([os.environ["LEMMASCOPE"], "train", "chain", "--steps", "1500", "-j", "1", "-o", str(self.folder)],
                                   stdout=subprocess.DEVNULL, stderr=follower, env=dict(os.environ, TERM="xterm"))
        os.close(follower)
        written = b""
        try:
            while piece := os.read(leader, 4096):
                written += piece
        except OSError:  # the other side is closed
            pass
        self.assertEqual(process.wait(), 0)
        lines = re.split(r"[\r\n]", re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", written.decode()))
        self.assertTrue(any(line.startswith("chain") for line in lines), lines)
        self.assertLess(max(map(len, lines)), columns)

    def test_large_matrices_stay_out_of_the_page(self):
        done = self.train("chain", "--length", 300, "--vocab", 3, "--batch", 8, "--steps", 1)
        self.assert_code(done, 0)
        self.assertLess(len(done.stdout.splitlines()), 20)
        page = self.folder / "out" / "training.html"
        self.assertIn("Too large to be drawn, in the checkpoint only: A1_0, A2, attention.", page.read_text())
        self.assertLess(page.stat().st_size, 5 << 20)

    def test_a_dag_has_two_earlier_parents_from_the_third_position_on(self):
        result = self.training("dag")
        self.assertEqual([len(p) for p in result["parents"]], [0, 0, 2, 2, 2, 2])
        self.assertTrue(all(p < i for i, parents in enumerate(result["parents"]) for p in parents))
        self.assertEqual(len(result["target_parents"]), 2)
        self.assertGreater(result["curve"][-1]["parent_attention"], 0)
        self.assertAlmostEqual(result["mean_parent_attention"], result["curve"][-1]["parent_attention"], places=12)
        self.assertIn("adamw", result["optimiser"])  # heads that start equal stay equal under SGD's first steps

    def test_heads_change_the_model(self):
        for heads in (1, 2, 3):
            self.training("chain", "--heads", heads, out=str(heads))
            names = zipfile.ZipFile(self.folder / str(heads) / "checkpoint.npz").namelist()
            matrices = sorted(n for n in names if n.startswith("A1_") and "moment" not in n)
            self.assertEqual(matrices, [f"A1_{head}.npy" for head in range(heads)])

    def test_double_precision_trains_on_the_same_draws(self):
        single, double = self.training("chain", out="s"), self.training("chain", "--precision", "double", out="d")
        self.assertEqual((single["precision"], double["precision"]), ("float", "double"))
        self.assertEqual(single["lines"], double["lines"])  # the same held-out sequences
        ends = [r["curve"][-1]["test_loss"] for r in (single, double)]
        self.assertNotEqual(*ends)
        self.assertLess(abs(ends[0] - ends[1]), 1e-4)  # 16 steps apart by rounding of 2^-24 each

    def test_the_optimiser_is_named_with_its_rate_and_decay(self):
        self.assertIn("sgd rate 1 cosine decay 0", self.training("chain", out="a")["optimiser"])
        adamw = self.training("chain", "--optimiser", "adamw", "--weight-decay", "1e-3", "--constant-rate", out="b")
        self.assertIn("adamw rate 0.01 constant decay 0.001", adamw["optimiser"])
        self.assertIn("adamw rate 0.5 ", self.training("chain", "--optimizer", "adamw", "--rate", 0.5, out="c")["optimiser"])

    def test_a_checkpoint_of_another_training_is_not_continued(self):
        self.training("chain")
        done = self.train("chain", *SMALL, "--precision", "double")
        self.assert_code(done, 2)
        self.assertIn("saved by another training ('precision float;', here 'precision double;'); choose another folder",
                      done.stderr)
        done = self.train("chain", *SMALL, "--seed", 5)
        self.assertIn("('seed 0', here 'seed 5')", done.stderr)

    def test_bad_input_is_refused_with_one_line(self):
        self.assert_refused("there is no training 'tree'; `lemmascope train --help` names all", "tree")
        self.assert_refused("there is no training 'chian'; did you mean chain?", "chian")
        self.assert_refused("there is no training 'topic/chain'", "topic/chain")
        self.assert_refused("--seed: expected a whole number from 0 to 18446744073709551615, found '-1'", "chain", "--seed=-1")
        self.assert_refused("--jobs: expected a whole number from 0 to 1024, found '-1'", "chain", "-j", -1)
        self.assert_refused("--batch: expected a whole number from 1 to 1048576", "chain", "--batch", 2000000000)
        self.assert_refused("--optimiser: expected sgd or adamw, found 'adam'", "chain", "--optimiser", "adam")
        self.assert_refused("--precision: expected float or double, found 'half'", "chain", "--precision", "half")
        for heads in (0, 4):
            self.assert_refused("--heads: expected a whole number from 1 to 3", "chain", "--heads", heads)
        for decay in ("-1", "nan", "inf"):
            self.assert_refused("--weight-decay: expected", "chain", "--weight-decay=" + decay)
        for rate in ("0", "-1", "nan", "inf", "fast"):
            self.assert_refused("--rate: expected a number", "chain", "--rate=" + rate)
        for option in ("--steps", "--batch", "--dirichlet"):
            self.assert_refused(option + ": expected", "chain", option, 0)
        self.assert_refused("--length: expected a whole number from 3", "dag", "--length", 2)
        self.assert_refused("more than 4096 rows", "dag", "--vocab", 100)

    def test_an_option_of_another_training_is_refused(self):
        done = self.train("chain", "--graph-seed", 3)
        self.assert_code(done, 2)
        self.assertIn("there is no option --graph-seed", done.stderr)

    def test_the_long_name_is_the_same_training(self):
        self.assertEqual(self.training("causal/chain", out="long"), self.training("chain", out="short"))

    def test_studies_of_documents_train_through_the_same_loop(self):
        small = ("--topics", 3, "--words", 2, "--length", 20, "--batch", 4, "--steps", 20, "-j", 1, "--json")
        for study in ("value-matrix", "attention", "joint", "embedding"):
            with self.subTest(study):
                done = self.train("topic/" + study, *small, out=study)
                self.assert_code(done, 0)
                result = json.loads(done.stdout)
                self.assertEqual(result["curve"][-1]["step"], 20)
                # By its short name where no other paper trains something of the same name.
                self.assertIn(result["command"].split()[:3], [["lemmascope", "train", name] for name in (study, "topic/" + study)])
                again = self.train("topic/" + study, *small, out=study)  # from its checkpoint
                self.assertEqual(again.stdout, done.stdout)

    def test_a_signal_is_taken_within_a_step_and_within_an_evaluation(self):
        # A step of a million sequences takes many seconds; so does an evaluation of as many.
        for more, told in ((("--held-out", 64), "stopped after step 0 of"),
                           (("--held-out", 1 << 20), "stopped before the first evaluation")):
            with self.subTest(told):
                out = self.folder / more[1].__str__()
                process = subprocess.Popen(
                    [os.environ["LEMMASCOPE"], "train", "chain", "--length", "100", "--vocab", "20", "--batch", str(1 << 20),
                     "-j", "1", "--most-work", "1e19", *map(str, more), "-o", str(out)],
                    stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
                while not out.exists():
                    time.sleep(0.01)
                time.sleep(3)
                process.send_signal(signal.SIGINT)
                sent = time.monotonic()
                errors = process.communicate(timeout=60)[1]
                self.assertEqual(process.returncode, 3, errors)
                self.assertIn(told, errors)
                # The largest pieces between two looks take milliseconds; a busy machine gets five seconds.
                self.assertLess(time.monotonic() - sent, 5)

    def test_a_full_disk_is_the_systems_error(self):
        def small_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        out = self.folder / "full"
        done = subprocess.run([os.environ["LEMMASCOPE"], "train", "chain", "--length", "20", "--steps", "4", "-j", "1", "-o", str(out)],
                              preexec_fn=small_files, capture_output=True, text=True)
        self.assertEqual(done.returncode, 74, done.stderr)
        self.assertIn("cannot write", done.stderr)
        self.assertEqual([p.name for p in out.iterdir()], [".lemmascope.lock"], "a part of a file was left")


if __name__ == "__main__":
    unittest.main()
