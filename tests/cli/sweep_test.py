"""lemmascope sweep: the same bytes for any threads, shards, ranks and kills; plans refused with one clear line."""
import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import time
import unittest

import jsonschema

from program import ROOT, ProgramTest

TRAININGS = """
quantity = "train"
seed = 7
[fixed]
vocabulary = 2
steps = 40
batch = 32
held-out = 64
[axes]
graph = ["chain", "random"]
length = [4, 5]
dirichlet = [0.1, "1"]
seed = { from = 0, to = 1 }
"""

EXACT = """
quantity = "limit-gradient"
[fixed]
evidence = "exact"
[axes]
parents = [[-1, 0], [-1, 0, 1]]
chain = ["7/10,3/10;4/10,6/10", "1/2,1/2;1/3,2/3"]
"""


class Sweep(ProgramTest):
    def plan(self, text, name="plan.toml"):
        path = self.folder / name
        path.write_text(text)
        return path

    def sweep(self, plan, *arguments, out="out", **options):
        return self.run_program("sweep", plan, "-o", self.folder / out, *arguments, **options)

    def finished(self, plan, *arguments, out="out", **options):
        done = self.sweep(plan, *arguments, out=out, **options)
        self.assert_code(done, 0)
        return done

    def written(self, out="out"):
        return [(self.folder / out / name).read_bytes() for name in ("sweep.json", "sweep.csv")]

    def document(self, out="out"):
        return json.loads((self.folder / out / "sweep.json").read_text())

    def started(self, plan, *arguments, out="out"):
        command = [os.environ[self.program], "sweep", plan, "-o", self.folder / out, *arguments]
        return subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def wait_until(self, process, reached):
        for _ in range(4000):
            if reached():
                return
            self.assertIsNone(process.poll(), "it ended too early to be stopped")
            time.sleep(0.005)
        self.fail("it does not get there")

    def wait_for_lines(self, process, lines):
        events = self.folder / "out" / "events.jsonl"
        self.wait_until(process, lambda: events.exists() and len(events.read_text().splitlines()) >= lines)


class Results(Sweep):
    def test_threads_do_not_change_the_bytes(self):
        plan = self.plan(TRAININGS)
        done = self.finished(plan, "-j1", out="one")
        self.assertTrue(done.stdout.endswith("16 passed, 0 failed, 0 skipped\n"), done.stdout)
        self.finished(plan, "-j2", out="two")
        self.finished(plan, "-j40", out="forty")  # threads left over work inside the trainings
        self.assertEqual(self.written("one"), self.written("two"))
        self.assertEqual(self.written("one"), self.written("forty"))

    def test_shards_and_merge_give_the_whole(self):
        plan = self.plan(TRAININGS)
        self.finished(plan, out="whole")
        for k in (1, 2, 3):
            done = self.finished(plan, "--shard", f"{k}/3", out=f"s{k}")
            self.assertRegex(done.stdout, r"^[56] passed, 0 failed, 1[01] skipped\n$")
            self.assertFalse((self.folder / f"s{k}" / "sweep.json").exists())
        folders = [self.folder / f"s{k}" for k in (3, 1, 2)]
        merged = self.run_program("merge", *folders, "-o", self.folder / "merged")
        self.assert_code(merged, 0)
        self.assertEqual(self.written("whole"), self.written("merged"))

    def test_merge_refuses_gaps_overlaps_and_other_plans(self):
        plan = self.plan(TRAININGS)
        for k in (1, 2):
            self.finished(plan, "--shard", f"{k}/3", out=f"s{k}")
        self.finished(plan, "--seed", "8", "--shard", "3/3", out="other")

        def refused(*names):
            done = self.run_program("merge", *(self.folder / n for n in names), "-o", self.folder / "merged")
            self.assert_code(done, 2)
            self.assertFalse((self.folder / "merged").exists())
            return done.stderr

        self.assertIn("gap: 5 of 16 cases are in no folder, the first is train/graph=chain/T=4/S=2/alpha=1/", refused("s1", "s2"))
        self.assertIn("overlap: train/", refused("s1", "s2", "s1"))
        self.assertIn("another plan", refused("s1", "s2", "other"))
        events = self.folder / "s2" / "events-2of3.jsonl"
        events.write_text(re.sub(r'"version":"[^"]*"', '"version":"0.0.0"', events.read_text()))
        self.assertIn("version differs", refused("s1", "s2"))

    def test_shards_in_one_folder_leave_the_result_to_the_last(self):
        plan = self.plan(TRAININGS)
        self.finished(plan, out="whole")
        for k in (0, 1):
            self.finished(plan, env={"GTEST_TOTAL_SHARDS": "3", "GTEST_SHARD_INDEX": str(k)})
        self.assertFalse((self.folder / "out" / "sweep.json").exists())
        last = self.finished(plan, env={"SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_MIN": "5"})
        self.assertIn("16 passed, 0 failed, 0 skipped", last.stdout)
        self.assertEqual(self.written(), self.written("whole"))

    def test_ranks_divide_a_shard(self):
        plan = self.plan(TRAININGS)
        keys = self.run_program("sweep", plan, "--list").stdout.splitlines()
        seen = []
        for shard in ("1/2", "2/2"):
            for rank in range(3):
                names = ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE") if shard == "1/2" else ("PMI_RANK", "PMI_SIZE")
                env = {names[0]: str(rank), names[1]: "3"}
                seen += self.run_program("sweep", plan, "--list", "--shard", shard, env=env).stdout.splitlines()
        self.assertEqual(len(keys), 16)
        self.assertEqual(sorted(seen), sorted(keys))

    def test_mpirun(self):
        if shutil.which("mpirun") is None:
            self.skipTest("mpirun is not installed: the ranks of a real launcher are not tested")
        plan = self.plan(TRAININGS)
        self.finished(plan, out="whole")
        environment = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1", "OMPI_MCA_rmaps_base_oversubscribe": "1"}
        command = ["mpirun", "-n", "5", os.environ[self.program], "sweep", str(plan), "-o", str(self.folder / "ranks")]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)
        self.assert_code(done, 0)
        self.assertEqual(len(list((self.folder / "ranks").glob("events-*of5.jsonl"))), 5)
        self.assertIn("16 passed, 0 failed, 0 skipped", done.stdout)
        self.assertEqual(self.written("whole"), self.written("ranks"))

    def test_a_killed_sweep_resumes_to_the_same_bytes(self):
        plan = self.plan(TRAININGS.replace("steps = 40", "steps = 1500"))
        process = self.started(plan, "-j1")
        self.wait_for_lines(process, 3)
        process.kill()
        process.communicate()
        events = self.folder / "out" / "events.jsonl"
        finished = events.read_text().splitlines()[1:]
        self.assertLess(len(finished), 16)
        self.assertLessEqual(len(list((self.folder / "out" / "checkpoints").glob("*.npz"))), 1)
        with events.open("a") as file:
            file.write('{"event":"case","key":"train/cut sho')
        done = self.finished(plan)
        self.assertIn(f"{len(finished)} of 16 cases are done", done.stderr)
        self.assertEqual(events.read_text().splitlines()[1:][:len(finished)], finished)
        self.assertEqual(len(events.read_text().splitlines()), 17)
        self.finished(plan, out="whole")
        self.assertEqual(self.written(), self.written("whole"))

    def test_ctrl_c_keeps_a_training_halfway(self):
        plan = self.plan(TRAININGS.replace("steps = 40", "steps = 20000").replace('["chain", "random"]', '["chain"]')
                         .replace("[4, 5]", "[4]").replace('[0.1, "1"]', "[1]").replace("to = 1", "to = 0"))
        process = self.started(plan, "-j1")
        self.wait_until(process, (self.folder / "out" / "checkpoints").exists)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 3)
        self.assertIn("0 passed, 0 failed, 1 skipped", output)
        self.assertTrue((self.folder / "out" / "checkpoints" / "case-0.npz").exists())
        self.finished(plan, "-j1")
        self.assertFalse((self.folder / "out" / "checkpoints").exists())
        self.finished(plan, "-j1", out="whole")
        self.assertEqual(self.written(), self.written("whole"))

    def test_two_processes_do_not_write_one_file(self):
        plan = self.plan(TRAININGS.replace("steps = 40", "steps = 60000"))
        process = self.started(plan, "-j1")
        self.wait_for_lines(process, 1)
        second = self.sweep(plan)
        process.kill()
        process.communicate()
        self.assert_code(second, 2)
        self.assertIn("events.jsonl: another process is writing this file", second.stderr)

    def test_a_fresh_sweep_leaves_the_events_of_a_running_one_alone(self):
        plan = self.plan(TRAININGS.replace("steps = 40", "steps = 60000"))
        process = self.started(plan, "-j1")
        self.wait_for_lines(process, 1)
        events = self.folder / "out" / "events.jsonl"
        before = (events.stat().st_ino, events.read_bytes())
        second = self.sweep(plan, "--fresh")
        after = events.exists() and (events.stat().st_ino, events.read_bytes())
        running = process.poll() is None
        process.kill()
        process.communicate()
        self.assert_code(second, 2)
        self.assertIn("events.jsonl: another process is writing this file", second.stderr)
        self.assertEqual(len(second.stderr.splitlines()), 1, second.stderr)
        self.assertTrue(running)
        self.assertEqual(after, before)

    def test_a_fresh_sweep_starts_anew_once_nobody_writes(self):
        plan = self.plan(EXACT)
        self.finished(plan, "--shard", "1/2")
        self.finished(plan, "--shard", "2/2")
        before = self.written()
        done = self.finished(plan, "--fresh")
        self.assertNotIn("resuming", done.stderr)
        self.assertEqual([f.name for f in (self.folder / "out").glob("events*")], ["events.jsonl"])
        self.assertEqual(self.written(), before)

    def test_a_failure_that_is_tried_again_is_waited_for(self):
        # The second shard failed once and is at work again: its old record does not end the sweep.
        plan = self.plan(TRAININGS.replace("steps = 40\n", "").replace('["chain", "random"]', '["chain"]').replace("[4, 5]", "[4]")
                         .replace('[0.1, "1"]', "[1]").replace("seed = { from = 0, to = 1 }", "steps = [20, 40000]"))
        out = self.folder / "out"
        self.finished(plan, "--shard", "1/2")
        header = json.loads((out / "events-1of2.jsonl").read_text().splitlines()[0])
        key = self.run_program("sweep", plan, "--list").stdout.splitlines()[1]
        failed = {"event": "case", "key": key, "stream_seed": "0", "status": "error", "seconds": 0, "reason": "no memory"}
        (out / "events-2of2.jsonl").write_text("".join(json.dumps(line) + "\n" for line in ({**header, "shard": "2/2"}, failed)))
        (out / "checkpoints").rmdir()
        process = self.started(plan, "--shard", "2/2", "-j1")
        self.wait_until(process, (out / "checkpoints").exists)
        process.send_signal(signal.SIGSTOP)  # at work for as long as the other takes
        first = self.sweep(plan, "--shard", "1/2")
        state = [(out / name).exists() for name in ("checkpoints", "sweep.json")]
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGCONT)
        output, _ = process.communicate(timeout=60)
        self.assertEqual(state, [True, False], "the first shard ended the sweep")
        self.assertIn("other shards are not", first.stderr)
        # Nor does the second shard itself when it is stopped on the way.
        self.assertEqual(process.returncode, 3)
        self.assertTrue((out / "checkpoints" / "case-1.npz").exists())
        self.assertFalse((out / "sweep.json").exists())
        done = self.finished(plan, "--shard", "2/2", "-j1")
        self.assertIn("2 passed, 0 failed, 0 skipped", done.stdout)
        self.assertFalse((out / "checkpoints").exists())
        self.finished(plan, out="whole")
        self.assertEqual(self.written(), self.written("whole"))

    def test_a_training_that_diverges_is_a_failure(self):
        plan = self.plan(TRAININGS.replace("steps = 40", "steps = 40\nconstant-rate = true").replace("seed = { from = 0, to = 1 }", 'rate = ["1/10", "1e30"]')
                         .replace('["chain", "random"]', '["chain"]').replace("[4, 5]", "[4]").replace('[0.1, "1"]', "[1]"))
        done = self.sweep(plan)
        self.assert_code(done, 3)
        self.assertIn("1 passed, 1 failed, 0 skipped", done.stdout)
        self.assertRegex(done.stderr, r"refused: .*diverged: ")
        self.assertEqual([c["status"] for c in self.document()["cases"]], ["done", "refused"])

    def test_a_folder_of_another_sweep_is_left_alone(self):
        self.finished(self.plan(EXACT))
        before = self.written()
        other = self.plan(EXACT.replace("[-1, 0, 1]", "[-1, 0, 0]"), "other.toml")
        done = self.sweep(other)
        self.assert_code(done, 2)
        self.assertIn("--fresh", done.stderr)
        self.assertEqual(self.written(), before)
        self.finished(other, "--fresh")
        self.assertNotEqual(self.written(), before)

    def test_the_events_of_a_check_are_left_alone(self):
        events = self.folder / "out" / "events.jsonl"
        events.parent.mkdir()
        events.write_text('{"event":"run"}\n')
        self.assert_code(self.sweep(self.plan(EXACT)), 2)
        self.assertEqual(events.read_text(), '{"event":"run"}\n')

    def test_documents_fit_their_schemas(self):
        self.finished(self.plan(TRAININGS), out="train")
        self.finished(self.plan(EXACT), out="exact")

        def validator(name):
            schema = json.loads(self.run_program("schema", name).stdout)
            jsonschema.Draft7Validator.check_schema(schema)
            return jsonschema.Draft7Validator(schema)

        for out in ("train", "exact"):
            document = self.document(out)
            validator("sweep").validate(document)
            document["cases"][0]["status"] = "proved"
            self.assertFalse(validator("sweep").is_valid(document))
            for line in (self.folder / out / "events.jsonl").read_text().splitlines():
                validator("sweep-events").validate(json.loads(line))
        self.assertFalse(validator("sweep-events").is_valid({"event": "case"}))

    def test_the_table_says_what_the_document_says(self):
        self.finished(self.plan(EXACT))
        rows = list(csv.DictReader(io.StringIO(self.written()[1].decode(), newline="")))
        cases = self.document()["cases"]
        self.assertEqual([r["key"] for r in rows], [c["key"] for c in cases])
        for row, case in zip(rows, cases):
            self.assertEqual(row["parents"].lstrip("'"), case["settings"]["parents"])
            for i, line in enumerate(case["values"]["g"]):
                for j, entry in enumerate(line):
                    self.assertEqual(row[f"g[{i}][{j}]"].lstrip("'"), entry["value"])
        self.assertEqual(rows[0]["g[1][1]"] == "", len(cases[0]["values"]["g"][1]) < 2)


class Cases(Sweep):
    def test_the_keys_are_listed_in_order_and_nothing_is_written(self):
        done = self.run_program("sweep", self.plan(TRAININGS), "--list", "-o", self.folder / "out")
        self.assert_code(done, 0)
        keys = done.stdout.splitlines()
        self.assertEqual(keys[0], "train/graph=chain/T=4/S=2/alpha=1/10/steps=40/batch=32/held-out=64/seed=0")
        self.assertEqual(keys[1], keys[0][:-1] + "1")
        self.assertEqual(keys[2], keys[0].replace("alpha=1/10", "alpha=1"))
        self.assertEqual(keys[4], keys[0].replace("T=4", "T=5"))
        self.assertEqual(keys[-1], "train/graph=random/T=5/S=2/alpha=1/steps=40/batch=32/held-out=64/seed=1")
        self.assertEqual(len(set(keys)), 16)
        self.assertFalse((self.folder / "out").exists())

    def test_a_case_is_the_same_in_another_plan(self):
        self.finished(self.plan(TRAININGS))
        other = TRAININGS.replace('["chain", "random"]', '["random"]').replace("steps = 40\n", "").replace("length", "steps = [20, 40]\nlength")
        self.finished(self.plan(other, "other.toml"), out="other")
        first = {c["key"]: c for c in self.document()["cases"]}
        second = {c["key"]: c for c in self.document("other")["cases"]}
        shared = set(first) & set(second)
        self.assertEqual(len(shared), 8)
        for key in shared:
            self.assertEqual(first[key], second[key])

    def test_one_case_alone_gives_the_same_values(self):
        plan = self.plan(TRAININGS)
        self.finished(plan)
        for case in (self.document()["cases"][3], self.document()["cases"][12]):
            done = self.run_program("sweep", plan, "--case", case["key"])
            self.assert_code(done, 0)
            self.assertEqual(json.loads(done.stdout)["values"], case["values"])
        self.assertIn("did you mean", self.run_program("sweep", plan, "--case", case["key"][:-1] + "9").stderr)

    def test_a_case_is_what_the_train_command_does(self):
        plan = self.plan(TRAININGS.replace("held-out = 64\n", ""))
        self.finished(plan)
        case = self.document()["cases"][3]
        s = case["settings"]
        done = self.run_program("train", s["graph"], "--length", s["length"], "--vocabulary", s["vocabulary"], "--dirichlet", eval(s["dirichlet"]),
                                "--steps", s["steps"], "--batch", s["batch"], "--seed", case["stream_seed"], "-o", self.folder / "train", "--json")
        self.assert_code(done, 0)
        training = json.loads(done.stdout)
        self.assertEqual(float(case["values"]["final_loss"]["value"]), training["final_loss"])
        self.assertEqual(float(case["values"]["mean_parent_attention"]["value"]), training["mean_parent_attention"])
        lines = {line["name"]: line["mean"] for line in training["lines"]}
        self.assertEqual(float(case["values"]["oracle"]["value"]), lines["oracle"])

    def test_several_parents_and_heads_train_like_the_train_command(self):
        flags = {"optimiser": "adamw", "heads": "2", "precision": "double", "weight-decay": "0.0001", "rate": "0.01", "steps": "20",
                 "batch": "16", "vocabulary": "3", "length": "6", "graph-seed": "5"}
        fixed = "".join(f'{k} = "{v}"\n' for k, v in flags.items())
        self.finished(self.plan(f'quantity = "train"\n[fixed]\ngraph = "dag"\nconstant-rate = true\n{fixed}[axes]\ndirichlet = [0.5]\n'))
        case = self.document()["cases"][0]
        arguments = [part for k, v in flags.items() for part in ("--" + k, v)]
        done = self.run_program("train", "dag", *arguments, "--dirichlet", "0.5", "--constant-rate", "--seed", case["stream_seed"], "-o", self.folder / "train", "--json")
        self.assert_code(done, 0)
        training = json.loads(done.stdout)
        self.assertEqual(float(case["values"]["final_loss"]["value"]), training["final_loss"])
        self.assertEqual(float(case["values"]["mean_parent_attention"]["value"]), training["curve"][-1]["parent_attention"])
        self.assertEqual(case["values"]["edges"], sum(map(len, training["parents"])))
        self.assertIn("one_parent", case["values"])

    def test_a_case_is_what_the_compute_command_does(self):
        self.finished(self.plan(EXACT))
        for case in self.document()["cases"]:
            s = case["settings"]
            done = self.run_program("compute", "limit-gradient", f"--parents={s['parents']}", "--chain", s["chain"], "--json")
            self.assert_code(done, 0)
            self.assertEqual(json.loads(done.stdout), case["values"])

    def test_a_cell_of_the_phase_map_is_that_of_the_figure(self):
        plan = self.plan('quantity = "parent-dominance"\n[fixed]\nsamples = 2\ndirichlet = "1"\n'
                         '[axes]\ngraph = ["chain", "binary-tree"]\nvocabulary = [2, 3]\nlength = [4, 5]\n')
        self.finished(plan)
        for case in self.document()["cases"]:
            s, values = case["settings"], case["values"]
            done = self.run_program("compute", "phase-map", "--states", s["vocabulary"], "--lengths", s["length"], "--graphs", s["graph"],
                                    "--concentrations", s["dirichlet"], "--samples", s["samples"], "--seed", case["stream_seed"], "--evidence", "double", "--json")
            self.assert_code(done, 0)
            mean, single = (panel["cells"][0][0] for panel in json.loads(done.stdout)["figure"]["panels"])
            self.assertEqual(mean["margin"], values["prior_mean_margin"])
            self.assertEqual(single["margin"], values["least_chain_margin_over_earlier"])
            self.assertEqual(mean["status"] == "holds", float(values["prior_mean_margin"]["value"]) > 0)

    def test_every_case_draws_its_own_and_the_root_seed_changes_all(self):
        plan = self.plan(TRAININGS)
        cases = json.loads(self.run_program("sweep", plan, "--list", "--json").stdout)
        other = json.loads(self.run_program("sweep", plan, "--seed", "8", "--list", "--json").stdout)
        seeds = [c["stream_seed"] for c in cases]
        self.assertEqual(len(set(seeds + [c["stream_seed"] for c in other])), 32)

    def test_paired_cases_share_their_draws(self):
        plan = self.plan(TRAININGS.replace("seed = 7", 'seed = 7\npaired = ["graph", "length"]'))
        cases = json.loads(self.run_program("sweep", plan, "--list", "--json").stdout)
        groups = {}
        for case in cases:
            s = case["settings"]
            groups.setdefault((s["dirichlet"], s["seed"]), set()).add(case["stream_seed"])
        self.assertEqual([len(g) for g in groups.values()], [1] * 4)
        self.assertEqual(len(set.union(*groups.values())), 4)

    def test_a_case_that_cannot_be_computed_is_a_failure_of_its_own(self):
        # The second chain never leaves its state: no stationary law is its only one.
        plan = self.plan('quantity = "limit-gradient"\n[fixed]\nevidence = "exact"\nlength = 3\ngraph = "chain"\n'
                         '[axes]\nchain = ["1/2,1/2;1/3,2/3", "1,0;0,1"]\n')
        done = self.sweep(plan)
        self.assert_code(done, 3)
        self.assertIn("1 passed, 1 failed, 0 skipped", done.stdout)
        self.assertIn("irreducible", done.stderr)
        self.assertEqual([c["status"] for c in self.document()["cases"]], ["done", "refused"])
        again = self.sweep(plan)
        self.assert_code(again, 3)
        self.assertIn("1 of 2 cases are done", again.stderr)

    def test_the_example_plans_are_good(self):
        for name, count in (("sweep_trainings", 24), ("sweep_phase_map", 48)):
            path = ROOT / "reports/sweep/plans" / f"{name}.toml"
            done = self.run_program("sweep", path, "--list")
            self.assert_code(done, 0)
            self.assertEqual(len(done.stdout.splitlines()), count)
            self.assertIn(path.read_text().strip(), self.run_program("sweep", "--help").stdout)


class BadPlans(Sweep):
    def setUp(self):
        super().setUp()
        self.finished(self.plan(EXACT, "good.toml"))

    def refused(self, text, *expected):
        before = self.written()
        path = self.plan(text)
        done = self.sweep(path)
        self.assert_code(done, 2)
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        for part in (str(path), *expected):
            self.assertIn(part, done.stderr)
        self.assertEqual(self.written(), before)

    def test_no_file(self):
        self.assert_code(self.sweep(self.folder / "none.toml"), 74)

    def test_not_toml(self):
        self.refused('quantity = "train"\nseed = = 3\n', "plan.toml:2: ")

    def test_no_quantity(self):
        self.refused("seed = 3\n", "quantity: expected")

    def test_unknown_quantity(self):
        self.refused('quantity = "bayes-los"\n', "plan.toml:1: quantity: ", "did you mean bayes-loss?")

    def test_unknown_key(self):
        self.refused(TRAININGS.replace("[axes]", "[axis]"), ": axis: unknown key; did you mean axes?")

    def test_unknown_setting(self):
        self.refused(TRAININGS.replace("length", "lenght"), "axes.lenght: ", "did you mean length?")
        self.refused(TRAININGS.replace("length", "T"), "axes.T: ", "did you mean length?")
        self.refused(TRAININGS.replace("steps", "epochs"), "plan.toml:6: fixed.epochs: ", "it reads graph, graph-seed,")

    def test_value_of_the_wrong_kind(self):
        self.refused(TRAININGS.replace("[4, 5]", "[4, 1]"), "plan.toml:11: axes.length: expected a whole number from 2 to 1024, found '1'")
        self.refused(TRAININGS.replace("[4, 5]", "[4, 4.5]"), "axes.length: expected a whole number")
        self.refused(TRAININGS.replace('[0.1, "1"]', "[nan]"), "axes.dirichlet: expected a number")
        self.refused(TRAININGS.replace('[0.1, "1"]', "[0]"), "axes.dirichlet: expected a number above 0, found '0'")
        self.refused(TRAININGS.replace('"random"]', '"ring"]'), "axes.graph: expected chain, pairs, star, random or dag, found 'ring'")
        self.refused(TRAININGS.replace("seed = 7", "seed = -7"), ": seed: expected a whole number")
        self.refused(EXACT.replace('"exact"', '"double"').replace("evidence", "orbit"), "fixed.orbit: expected true or false")

    def test_chain_that_is_none(self):
        self.refused(EXACT.replace("3/10", "2/10"), "axes.chain: ")
        self.refused(EXACT.replace("[-1, 0, 1]", "[-1, 1]"), "axes.parents: ")

    def test_axis_that_is_none(self):
        self.refused(TRAININGS.replace("[4, 5]", "4"), "axes.length: expected an array")
        self.refused(TRAININGS.replace("[4, 5]", "[]"), "axes.length: expected at least one value")
        self.refused(TRAININGS.replace("to = 1", "to = -1"), "axes.seed: expected from <= to")
        self.refused(TRAININGS.replace("to = 1", "until = 1"), "axes.seed.until: unknown key")

    def test_value_that_is_there_twice(self):
        self.refused(TRAININGS.replace('[0.1, "1"]', '[0.1, "1/10"]'), "axes.dirichlet: expected distinct values, found 1/10 twice")
        self.refused(TRAININGS.replace("steps = 40", "steps = 40\nlength = 4"), "axes.length: length is set already")

    def test_settings_that_do_not_go_together(self):
        self.refused(EXACT.replace('evidence = "exact"', 'graph = "chain"'), "parents: expected it or graph, found both")
        self.refused('quantity = "bayes-loss"\n[fixed]\ndirichlet = "1"\n', "dirichlet: needs vocabulary as well")

    def test_settings_the_quantity_does_not_read(self):
        # Each of these would give copies of one case under different names.
        self.refused('quantity = "topic-training"\n[axes]\nseed = [0, 1, 2]\n', "plan.toml:3: axes.seed: ",
                     "this quantity does not read 'seed'; it reads every, run, steps, trial or evidence")
        self.refused('quantity = "topic-value-matrix"\n[axes]\nlength = [3, 4]\n', "plan.toml:3: axes.length: this quantity does not read 'length'; it reads ")
        self.refused('quantity = "topic-training"\n[axes]\ndigits = [3, 4]\n', "does not read 'digits'")
        self.refused(EXACT.replace("[axes]", "[axes]\nseed = [0, 1]"), "seed: needs dirichlet as well")
        self.refused(EXACT.replace("[axes]", "[axes]\nsamples = [8, 16]"), "samples: needs dirichlet as well")
        drawn = 'quantity = "bayes-loss"\n[fixed]\ngraph = "star"\nlength = 3\ndirichlet = 1\nvocabulary = 2\n[axes]\n'
        self.refused(drawn + "graph-seed = [1, 2]\n", 'graph-seed: needs graph = "random" as well')
        self.refused(drawn + "digits = [10, 60]\n", 'digits: needs evidence = "precise" as well')

    def test_too_many_cases(self):
        self.refused('quantity = "train"\n[axes]\nseed = { from = 1, to = 2000 }\ngraph-seed = { from = 1, to = 2000 }\n', "at most 1000000 cases")

    def test_paired_that_is_no_axis(self):
        self.refused(TRAININGS.replace("seed = 7", 'paired = ["steps"]'), "paired: expected the name of an axis, found 'steps'")

    def test_bad_shard(self):
        self.assert_code(self.sweep(self.plan(TRAININGS), "--shard", "3/2"), 2)


if __name__ == "__main__":
    unittest.main()
