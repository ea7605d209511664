"""Exit codes, resuming and shards, seen on planted faults."""
import json
import os
import signal
import subprocess
import time
import unittest
from fractions import Fraction

from program import ROOT, ProgramTest, recheck


def without_times(result):
    for key in ("seconds", "jobs", "finished"):
        result["provenance"].pop(key, None)
    return result


class ExitCodes(ProgramTest):
    program = "LEMMASCOPE_PLANTED"

    def test_a_true_claim_is_0(self):
        self.assert_code(self.check("planted/true-statement"), 0)
        self.assertEqual(self.claim()["verdict"], "holds")

    def test_a_false_claim_is_1_with_a_shrunk_confirmed_witness(self):
        done = self.check("planted/false-statement")
        self.assert_code(done, 1)
        self.assertEqual(self.claim()["verdict"], "refuted")
        witness = self.claim()["checks"][0]["witness"]
        self.assertEqual(witness["confirmation"]["agrees"], "yes")
        self.assertEqual(witness["instance"]["parents"], [-1, 0])
        self.assertTrue(all(len(entry) <= 3 for atom in witness["instance"]["prior"] for row in atom["chain"] for entry in row))
        self.assertIn("planted/false-statement@T=3,S=2/quick/seed=20240222/case=", done.stdout)
        self.assertIn("0 passed, 1 failed, 0 skipped", done.stdout)

    def test_an_expected_refutation_is_0(self):
        self.assert_code(self.check("planted/expected-refutation"), 0)

    def test_undecided_is_3(self):
        self.assert_code(self.check("planted/vacuous"), 3)
        self.assertIn("vacuous", self.claim()["reason"])

    def test_a_time_out_is_3_and_never_a_refutation(self):
        self.assert_code(self.check("planted/never-ends", "--time-budget", "0.2"), 3)
        self.assertEqual(self.claim()["verdict"], "undecided")

    def test_nothing_selected_is_5(self):
        done = self.check("planted/true-statment")
        self.assert_code(done, 5)
        self.assertIn("did you mean planted/true-statement?", done.stderr)

    def test_a_contradiction_between_routes_is_6(self):
        self.assert_code(self.check("planted/routes-contradict"), 6)
        self.assertEqual(self.claim()["verdict"], "suspect")

    def test_a_surviving_twin_is_6(self):
        self.assert_code(self.check("planted/twin-survives"), 6)

    def test_an_exception_is_70_and_the_run_goes_on(self):
        self.assert_code(self.check("planted/law-throws", "planted/true-statement"), 70)
        verdicts = {c["id"]: c["verdict"] for c in self.result()["claims"]}
        self.assertEqual(verdicts, {"planted/law-throws": "error", "planted/true-statement": "holds"})

    def test_a_crash_is_70_and_keeps_what_is_done(self):
        done = self.check("planted/true-statement", "planted/crashes", "-j1")
        self.assert_code(done, 70)
        self.assertIn("crashed", done.stderr)
        events = (self.folder / "out" / "events.jsonl").read_text().splitlines()
        self.assertEqual({json.loads(e)["claim"] for e in events[1:]}, {"planted/true-statement"})

    def test_the_worst_wins(self):
        self.assert_code(self.check("planted/false-statement", "planted/law-throws", "planted/vacuous"), 1)
        self.assert_code(self.check("planted/false-statement", "planted/twin-survives", out="b"), 6)

    def test_evidence_under_the_required_level_is_3(self):
        self.assert_code(self.check("planted/true-statement", "--require", "exact"), 0)
        enclosed = ("causal/prediction-is-a-law", "--require")
        self.assert_code(self.check(*enclosed, "interval", program="LEMMASCOPE"), 0)
        self.assert_code(self.check(*enclosed, "exact", out="b", program="LEMMASCOPE"), 3)
        self.assertEqual(self.claim("b")["verdict"], "holds")

    def test_a_regression_is_4_and_says_what_broke(self):
        self.check("planted/true-statement")
        now = self.folder / "out" / "result.json"
        before = self.folder / "before.json"
        before.write_text(now.read_text())
        self.assert_code(self.run_program("compare", before, now), 0)
        document = json.loads(now.read_text())
        document["claims"][0].update(verdict="undecided", as_expected=False)
        now.write_text(json.dumps(document))
        done = self.run_program("compare", before, now)
        self.assert_code(done, 4)
        self.assertIn("planted/true-statement", done.stdout)
        self.assert_code(self.run_program("compare", now, before), 0)

    def test_bad_usage_and_bad_files_are_2(self):
        bad = self.folder / "bad.json"
        bad.write_text("{]")
        other = self.folder / "other.json"
        other.write_text('{"schema": "something/else"}')
        for arguments in (["check", "--profile", "hourly"], ["report", bad], ["report", other], ["compare", bad, bad], ["replay", bad],
                          ["replay", "no token"], ["schema", "nothing"], ["completion", "tcsh"], ["check", "--shard", "3/2", "-o", self.folder / "x"]):
            done = self.run_program(*arguments)
            self.assert_code(done, 2)
            self.assertNotEqual(done.stderr.strip(), "")

    def test_a_file_that_cannot_be_read_is_74(self):
        self.assert_code(self.run_program("report", self.folder / "absent.json"), 74)

    def test_a_folder_that_cannot_be_written_is_74(self):
        (self.folder / "file").write_text("")
        self.assert_code(self.check("planted/true-statement", out="file/out"), 74)


class Replay(ProgramTest):
    program = "LEMMASCOPE_PLANTED"

    def two_witnesses(self):
        """Of the last run: what the attack broke the claim with, and what its family did."""
        paths = sorted((self.folder / "out" / "witness").iterdir())
        self.assertEqual([path.name.split(".")[2] for path in paths], ["attack", "forests-and-two-state-chains"])
        return paths

    def test_a_witness_stands_and_its_token_replays(self):
        self.check("planted/false-statement")
        for path in self.two_witnesses():
            done = self.run_program("replay", path)
            self.assert_code(done, 0)
            self.assertIn("stands", done.stdout)
            token = json.loads(path.read_text())["replay"]
            self.assert_code(self.run_program("replay", token), 1)

    def test_a_doctored_witness_does_not_stand(self):
        self.check("planted/false-statement")
        for path in self.two_witnesses():
            witness = json.loads(path.read_text())
            witness["instance"]["prior"][0]["chain"] = [["1/2", "1/2"], ["1/2", "1/2"]]
            path.write_text(json.dumps(witness))
            self.assert_code(self.run_program("replay", path), 4)

    def test_a_broken_instance_is_refused(self):
        self.check("planted/false-statement")
        for path in self.two_witnesses():
            witness = json.loads(path.read_text())
            witness["instance"]["prior"][0]["chain"][0] = ["1/2", "1/3"]
            path.write_text(json.dumps(witness))
            self.assert_code(self.run_program("replay", path), 2)


class OneResult(ProgramTest):
    """The same bytes for any number of threads, after a kill, and from shards."""

    program = "LEMMASCOPE_PLANTED"
    claims = ("planted/true-statement", "planted/false-statement", "planted/expected-refutation", "planted/vacuous")

    def reference(self):
        self.check(*self.claims, "-j", "1", out="reference")
        return without_times(self.result("reference"))

    def test_threads_do_not_matter(self):
        reference = self.reference()
        self.check(*self.claims, "-j", "3", out="three")
        self.assertEqual(without_times(self.result("three")), reference)

    def test_a_killed_run_resumes(self):
        reference = self.reference()
        events = (self.folder / "reference" / "events.jsonl").read_text().splitlines(keepends=True)
        self.assertIn('"event":"end"', events[-1])
        out = self.folder / "killed"
        out.mkdir()
        (out / "events.jsonl").write_text("".join(events[:4]) + events[4][:40])  # killed while writing the fourth unit
        done = self.check(*self.claims, "-j", "1", out="killed")
        self.assertIn("3 units are done", done.stderr)
        self.assertEqual(without_times(self.result("killed")), reference)

    def test_a_run_that_is_really_killed_resumes(self):
        claims = ("planted/true-statement", "planted/never-ends")
        for blow in (signal.SIGKILL, signal.SIGINT):
            out = self.folder / f"blow-{blow}"
            running = subprocess.Popen([os.environ[self.program], "check", *claims, "-j", "1", "-o", out],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            events = out / "events.jsonl"
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline and (not events.exists() or events.read_text().count('"unit"') < 4):
                time.sleep(0.05)  # the four units of the true statement
            running.send_signal(blow)
            self.assertNotEqual(running.wait(60), 0)
            self.assertFalse((out / "result.json").exists())
            done = self.check(*claims, "-j", "1", "--time-budget", "0.2", out=out.name)
            self.assertIn("4 units are done", done.stderr)
            self.assert_code(done, 3)
            verdicts = {c["id"]: c["verdict"] for c in self.result(out.name)["claims"]}
            self.assertEqual(verdicts, {claims[0]: "holds", claims[1]: "undecided"})

    def test_another_request_does_not_resume(self):
        self.reference()
        path = self.folder / "reference" / "events.jsonl"
        path.write_text("".join(path.read_text().splitlines(keepends=True)[:4]))
        done = self.check(*self.claims, "--seed", "7", out="reference")
        self.assertNotIn("resuming", done.stderr)

    def shards(self, count):
        for k in range(1, count + 1):
            self.assert_code(self.check(*self.claims, "--shard", f"{k}/{count}", out=f"s{k}"), 0)
        return [self.folder / f"s{k}" for k in range(1, count + 1)]

    def test_shards_merge_to_the_same_result(self):
        reference = self.reference()
        done = self.run_program("merge", *self.shards(3), "-o", self.folder / "merged")
        self.assert_code(done, reference["summary"]["exit_code"])
        self.assertEqual(without_times(self.result("merged")), reference)

    def test_merge_refuses_gaps_overlaps_and_mixed_versions(self):
        shards = self.shards(3)
        merge = lambda *folders: self.run_program("merge", *folders, "-o", self.folder / "merged")
        gap = merge(shards[0], shards[2])
        self.assert_code(gap, 2)
        self.assertIn("shard 2/3 is missing", gap.stderr)
        self.assert_code(merge(*shards, shards[1]), 2)
        path = shards[1] / "events.jsonl"
        lines = path.read_text().splitlines(keepends=True)
        header = json.loads(lines[0])
        header["version"] = "0.0.0"
        path.write_text(json.dumps(header) + "\n" + "".join(lines[1:]))
        mixed = merge(*shards)
        self.assert_code(mixed, 2)
        self.assertIn("version differs", mixed.stderr)
        path.write_text("".join(lines[:-1]))
        self.assertIn("not complete", merge(*shards).stderr)

    def test_shards_come_from_the_environment(self):
        env = {"GTEST_TOTAL_SHARDS": "2", "GTEST_SHARD_INDEX": "0"}
        self.assertIn("shard 1/2", self.check(*self.claims, env=env).stdout)
        env = {"SLURM_ARRAY_TASK_COUNT": "2", "SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_MIN": "4"}
        self.assertIn("shard 2/2", self.check(*self.claims, env=env, out="b").stdout)


class Rechecker(ProgramTest):
    """The independent re-checker finds what is wrong with a witness."""

    committed = sorted((ROOT / "tests" / "golden" / "witness").glob("*.json"))

    def recheck(self, *paths):
        return recheck(*paths)

    def doctored(self, path, change):
        witness = json.loads(path.read_text())
        change(witness)
        copy = self.folder / "doctored.json"
        copy.write_text(json.dumps(witness))
        return self.recheck(copy)

    def test_every_committed_witness_stands(self):
        self.assertGreater(len(self.committed), 5)
        self.assert_code(self.recheck(*self.committed), 0)

    def test_what_is_not_covered_is_named_and_counted(self):
        done = self.doctored(self.committed[0], lambda witness: witness.update(claim="causal/no-such-claim"))
        self.assert_code(done, 3)
        self.assertTrue(done.stdout.endswith("1 not covered: causal/no-such-claim\n"), done.stdout)

    def test_a_doctored_value_is_noticed_in_every_witness(self):
        for path in self.committed:
            for side in ("lhs", "rhs", "margin"):
                def change(witness):
                    violated = witness["violated"]
                    violated[side]["value"] = str(Fraction(violated[side]["value"]) + Fraction(1, 7))
                done = self.doctored(path, change)
                # Any value but its own: optima-are-block-wise has other entries, but then its margin is wrong.
                self.assertEqual(done.returncode, 1, f"{path.name} {side}: {done.stdout}")

    def test_another_relation_is_noticed(self):
        for path in self.committed:
            self.assert_code(self.doctored(path, lambda witness: witness["violated"].update(op="!=")), 1)

    def test_a_harmless_instance_is_noticed(self):
        def change(witness):
            for atom in witness["instance"]["prior"]:
                atom["chain"] = [["1/2", "1/2"], ["1/2", "1/2"]]
        for path in self.committed:
            if "prior" in json.loads(path.read_text())["instance"]:
                self.assert_code(self.doctored(path, change), 1)

    def test_a_law_that_holds_is_noticed_though_every_number_is_right(self):
        paths = [path for path in self.committed if path.name.startswith("causal.self-can-win")]
        self.assertEqual(len(paths), 2)  # by the attack and by the family
        def change(witness):
            witness["instance"]["prior"][0]["chain"] = [["1/2", "1/2"], ["1/2", "1/2"]]
            for side in ("lhs", "rhs", "margin"):  # independent tokens: no drive anywhere
                witness["violated"][side]["value"] = "0"
        for path in paths:
            done = self.doctored(path, change)
            self.assert_code(done, 1)
            self.assertIn("the law holds here: 0 >= 0", done.stdout)

    def test_planted_false_claims_are_covered(self):
        self.run_program("check", "planted/false-statement", "planted/expected-refutation", "-o", self.folder / "out",
                         program="LEMMASCOPE_PLANTED")
        written = sorted((self.folder / "out" / "witness").iterdir())
        self.assertEqual(len(written), 4)  # each by its family and by the attack
        self.assert_code(self.recheck(*written), 0)

    def test_the_program_replays_every_committed_witness(self):
        for path in self.committed:
            self.assert_code(self.run_program("replay", path), 0)


if __name__ == "__main__":
    unittest.main()
