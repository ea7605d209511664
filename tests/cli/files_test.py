"""Nothing is lost and nothing of others is touched: full devices, closed streams, foreign folders, links, locks, hostile files."""
import errno
import json
import os
import pathlib
import pty
import re
import resource
import select
import signal
import stat
import subprocess
import time
import unittest

from program import ROOT, ProgramTest

EXACT = 'quantity = "limit-gradient"\n[fixed]\nevidence = "exact"\nchain = "7/10,3/10;4/10,6/10"\n[axes]\nparents = [[-1, 0], [-1, 0, 1]]\n'
TRAININGS = 'quantity = "train"\n[fixed]\nlength = 4\nvocabulary = 2\nsteps = 60000\nbatch = 32\n[axes]\nseed = { from = 0, to = 3 }\n'
CHAIN = ("--chain", "7/10,3/10;4/10,6/10")
CLAIM = "causal/stationary-law-is-invariant"


class FilesTest(ProgramTest):
    def assert_one_line(self, done, code, *parts):
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        for part in parts:
            self.assertIn(part, done.stderr)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def started(self, *arguments, program=None):
        command = [os.environ[program or self.program], *map(str, arguments)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (process.kill(), process.communicate()))
        return process

    def wait_for(self, process, path):
        deadline = time.monotonic() + 60
        while not path.exists():
            self.assertIsNone(process.poll(), "it ended too early")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)


class StandardOutput(FilesTest):
    def commands(self):
        self.check(CLAIM)
        plan = self.write("plan.toml", EXACT)
        witness = next((ROOT / "tests/golden/witness").glob("causal.*.json"))
        train = ("train", "chain", "--length", "3", "--vocabulary", "2", "--steps", "2", "--batch", "2", "-o", self.folder / "t")
        out = self.folder / "out"
        return [("--help",), ("--version",), ("check", "--help"), ("list",), ("list", "--json"), ("list", "quantities"), ("explain", CLAIM),
                ("compute", "stationary", *CHAIN), ("compute", "stationary", *CHAIN, "--json"), ("doctor",), ("doctor", "--json"),
                ("replay", witness), ("replay", witness, "--json"), ("compare", out, out), ("compare", out, out, "--json"),
                ("check", CLAIM, "-o", out), ("check", CLAIM, "-o", out, "--json"), ("check", "no/such-claim", "-o", out),
                ("report", out, "-f", "csv"), ("schema", "result"), ("completion", "bash"),
                ("sweep", plan, "-o", self.folder / "s"), ("sweep", plan, "--list"), train, (*train, "--json")]

    def test_a_full_device_is_74_for_every_command(self):
        for command in self.commands():
            with self.subTest(" ".join(map(str, command))), open("/dev/full", "w") as full:
                self.assert_lost(self.run_program(*command, stdout=full), "No space left on device")

    def test_a_closed_stream_is_74_for_every_command(self):
        for command in self.commands():
            with self.subTest(" ".join(map(str, command))):
                self.assert_lost(self.run_program(*command, stdout=None, preexec_fn=lambda: os.close(1)), "Bad file descriptor")

    def assert_lost(self, done, reason):
        self.assertEqual(done.returncode, 74, done.stderr)
        self.assertEqual(done.stderr.splitlines()[-1], f"lemmascope: cannot write to standard output: {reason}")

    def test_a_lost_table_does_not_lose_the_result(self):
        with open("/dev/full", "w") as full:
            self.assert_code(self.check("planted/false-statement", program="LEMMASCOPE_PLANTED", stdout=full), 1)  # worse than 74
            self.assert_code(self.check("planted/vacuous", program="LEMMASCOPE_PLANTED", stdout=full, out="b"), 74)  # worse than 3
        self.assertEqual(self.claim("b")["verdict"], "undecided")

    def test_closed_streams_do_not_become_files_of_the_run(self):
        done = self.run_program("check", CLAIM, "-o", self.folder / "out", "--tag", "", stdin=None, stdout=None, stderr=None,
                                preexec_fn=lambda: [os.close(k) for k in (0, 1, 2)])
        self.assertEqual(done.returncode, 74)
        for line in (self.folder / "out" / "events.jsonl").read_text().splitlines():
            json.loads(line)
        events = (self.folder / "out" / "events.jsonl").read_text().splitlines(keepends=True)
        (self.folder / "out" / "events.jsonl").write_text("".join(events[:3]))
        again = self.run_program("check", CLAIM, "-o", self.folder / "out", stdin=None, stdout=None, stderr=None,
                                 preexec_fn=lambda: [os.close(k) for k in (0, 1, 2)])
        self.assertEqual(again.returncode, 74)
        self.assertEqual((self.folder / "out" / "events.jsonl").read_text().count('"event":"end"'), 1)
        for line in (self.folder / "out" / "events.jsonl").read_text().splitlines():
            json.loads(line)


def no_room(kilobytes):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # the write fails instead of killing the process
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))
    return {"preexec_fn": limit, "restore_signals": False}


class FullDisk(FilesTest):
    """A limit on the size of files stands for a full disk: the write fails."""

    def test_a_check_is_74(self):
        for kilobytes in (0, 4):
            self.assert_one_line(self.check(CLAIM, out=f"o{kilobytes}", **no_room(kilobytes)), 74, "cannot write", "File too large")

    def test_a_report_is_74_and_leaves_the_old_one(self):
        self.check(CLAIM)
        target = self.write("report.html", "the old one")
        done = self.run_program("report", self.folder / "out", "-o", target, **no_room(8))
        self.assert_one_line(done, 74, "cannot write", "report.html")
        self.assertEqual(target.read_text(), "the old one")
        self.assertEqual([p.name for p in self.folder.glob("*.partial")], [])

    def test_a_sweep_is_74(self):
        self.assert_one_line(self.run_program("sweep", self.write("plan.toml", EXACT), "-o", self.folder / "s", **no_room(0)), 74, "cannot write")


class SmallDisk(FilesTest):
    """A disk that really is full, then has room again."""

    def setUp(self):
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", self.disk], capture_output=True, text=True)
        if mounted.returncode != 0:
            self.skipTest("1 check skipped: mounting a small disk needs root")
        self.addCleanup(subprocess.run, ["umount", "-l", self.disk], check=True)

    def fill(self):
        with open(self.disk / "filler", "wb", buffering=0) as filler:
            try:
                for size in (1 << 20, 4096, 1):
                    while filler.write(b"x" * size) == size:
                        pass
            except OSError as error:
                self.assertEqual(error.errno, errno.ENOSPC)

    def assert_full(self, done):
        self.assert_one_line(done, 74, "cannot write", "No space left on device")
        self.assertEqual(list(self.disk.rglob("*.partial")), [])

    def make_room(self):
        (self.disk / "filler").unlink()

    def test_a_check_keeps_the_old_result(self):
        self.assert_code(self.check(CLAIM, out="disk/out"), 0)
        kept = {p: p.read_bytes() for p in (self.disk / "out").rglob("*") if p.name in ("result.json", "report.html")}
        self.assertEqual(len(kept), 2)
        self.fill()
        self.assert_full(self.check(CLAIM, "--fresh", out="disk/out"))
        for path, content in kept.items():
            self.assertEqual(path.read_bytes(), content)
        self.make_room()
        self.assert_code(self.check(CLAIM, out="disk/out"), 0)

    def test_a_training_goes_on_where_it_was(self):
        train = ("train", "chain", "--length", 4, "--vocabulary", 2, "--batch", 8, "-j", 1, "--json")
        self.assert_code(self.run_program(*train, "--steps", 40, "-o", self.folder / "whole"), 0)
        self.fill()
        self.assert_full(self.run_program(*train, "--steps", 40, "-o", self.disk / "t"))
        self.make_room()
        self.assert_code(self.run_program(*train, "--steps", 40, "-o", self.disk / "t"), 0)
        whole, again = (json.loads((folder / "training.json").read_text()) for folder in (self.folder / "whole", self.disk / "t"))
        self.assertEqual(again["curve"], whole["curve"])
        kept = (self.disk / "t" / "checkpoint.npz").read_bytes()
        self.fill()
        done = self.run_program(*train, "--steps", 40, "-o", self.disk / "t")
        self.assert_full(done)
        self.assertEqual((self.disk / "t" / "checkpoint.npz").read_bytes(), kept)

    def test_a_sweep_loses_no_case(self):
        plan = self.write("plan.toml", EXACT)
        self.assert_code(self.run_program("sweep", plan, "-o", self.folder / "whole"), 0)
        self.fill()
        self.assert_full(self.run_program("sweep", plan, "-o", self.disk / "s"))
        self.make_room()
        self.assert_code(self.run_program("sweep", plan, "-o", self.disk / "s"), 0)
        whole, again = (json.loads((folder / "sweep.json").read_text()) for folder in (self.folder / "whole", self.disk / "s"))
        self.assertEqual(again["cases"], whole["cases"])


class OtherPeoplesFiles(FilesTest):
    def test_a_sweep_removes_the_checkpoints_of_its_own_cases_only(self):
        plan = self.write("plan.toml", TRAININGS.replace("60000", "20"))
        for arguments in ((), ("--fresh",)):
            mine = self.write("s/checkpoints/case-0.npz.bak", "mine")
            others = [mine, self.write("s/checkpoints/notes/readme", "mine"), self.write("s/checkpoints/case-77.npz", "of a larger sweep")]
            self.assert_code(self.run_program("sweep", plan, "-o", self.folder / "s", *arguments), 0)
            self.assertEqual([p.exists() for p in others], [True] * 3)
            self.assertFalse((self.folder / "s/checkpoints/case-1.npz").exists())

    def test_a_check_refuses_the_folder_of_a_sweep_and_the_other_way_round(self):
        plan = self.write("plan.toml", EXACT)
        self.run_program("sweep", plan, "-o", self.folder / "s")
        self.check(CLAIM)
        before = {p: p.read_bytes() for p in self.folder.rglob("*") if p.is_file()}
        for fresh in ((), ("--fresh",)):
            self.assert_one_line(self.check(CLAIM, *fresh, out="s"), 2, "holds the events of a sweep", "-o")
            self.assert_one_line(self.run_program("sweep", plan, "-o", self.folder / "out", *fresh), 2, "holds the events of a check", "-o")
        self.assertEqual({p: p.read_bytes() for p in self.folder.rglob("*") if p.is_file()}, before)

    def test_a_merge_does_not_replace_the_result_of_another_sweep(self):
        plan, other = self.write("plan.toml", EXACT), self.write("other.toml", EXACT.replace("[-1, 0, 1]", "[-1, 0, 0]"))
        for k in (1, 2):
            self.run_program("sweep", plan, "--shard", f"{k}/2", "-o", self.folder / f"s{k}")
        self.run_program("sweep", other, "-o", self.folder / "other")
        before = (self.folder / "other" / "sweep.json").read_bytes()
        done = self.run_program("merge", self.folder / "s1", self.folder / "s2", "-o", self.folder / "other")
        self.assert_one_line(done, 2, "another plan")
        self.assertEqual((self.folder / "other" / "sweep.json").read_bytes(), before)

    def test_an_empty_or_impossible_folder_is_refused(self):
        plan, file = self.write("plan.toml", EXACT), self.write("file", "mine")
        for arguments in (("check", CLAIM), ("sweep", plan)):
            self.assert_one_line(self.run_program(*arguments, "-o", "", cwd=self.folder), 2, "-o: expected a folder, found ''")
            self.assert_one_line(self.run_program(*arguments, "-o", file), 2, "-o: expected a folder", "file")
        train = ("train", "chain", "--length", "3", "--vocabulary", "2", "--steps", "2", "--batch", "2")
        for arguments in (train, ("reproduce", "fig9", "--quick")):
            self.assert_one_line(self.run_program(*arguments, "-o", "", cwd=self.folder), 2, "expected a folder, found ''")
            self.assert_one_line(self.run_program(*arguments, "-o", file), 2, "-o: expected a folder", "file")
        self.assertEqual(file.read_text(), "mine")
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["file", "plan.toml"])
        self.check(CLAIM, "--shard", "1/1")
        self.assert_one_line(self.run_program("merge", self.folder / "out", "-o", ""), 2, "-o: expected a folder, found ''")

    def test_reports_replace_regular_files_only(self):
        self.check(CLAIM)
        report = lambda target: self.run_program("report", self.folder / "out", "-f", "md", "-o", target)
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        for target, what in ((fifo, "a device, a pipe or a socket"), ("/dev/null", "a device"), (self.folder, "a folder")):
            self.assert_one_line(report(target), 2, "expected a file to write", what)
        self.assertTrue(stat.S_ISFIFO(fifo.stat().st_mode))
        self.assertTrue(stat.S_ISCHR(pathlib.Path("/dev/null").stat().st_mode))
        self.assertEqual(list(self.folder.glob("*.partial")), [])

    def test_reports_are_written_through_links(self):
        self.check(CLAIM)
        target, link, chain = self.write("deep/target.md", "old"), self.folder / "link.md", self.folder / "chain.md"
        target.chmod(0o640)
        link.symlink_to("deep/target.md")
        chain.symlink_to("link.md")
        self.assert_code(self.run_program("report", self.folder / "out", "-f", "md", "-o", chain), 0)
        self.assertTrue(chain.is_symlink() and link.is_symlink())
        self.assertIn("Lemmascope", target.read_text())
        self.assertEqual(stat.S_IMODE(target.stat().st_mode), 0o640)
        dangling = self.folder / "dangling.md"
        dangling.symlink_to("new.md")
        self.assert_code(self.run_program("report", self.folder / "out", "-f", "md", "-o", dangling), 0)
        self.assertTrue(dangling.is_symlink() and (self.folder / "new.md").exists())
        circle = self.folder / "circle.md"
        circle.symlink_to("circle.md")
        self.assert_one_line(self.run_program("report", self.folder / "out", "-o", circle), 2, "too many symbolic links")

    def test_a_partial_file_of_others_is_not_followed(self):
        self.check(CLAIM)
        victim = self.write("victim", "mine")
        (self.folder / "report.md.partial").symlink_to(victim)
        self.assert_code(self.run_program("report", self.folder / "out", "-f", "md", "-o", self.folder / "report.md"), 0)
        self.assertEqual(victim.read_text(), "mine")
        self.assertTrue((self.folder / "report.md.partial").is_symlink())


class Locks(FilesTest):
    def test_files_of_an_earlier_run_stay_and_are_named(self):
        other = "causal/parent-dominates"
        first = self.check(CLAIM, other)
        self.assert_code(first, 0)
        self.assertNotIn("not of this run", first.stderr)
        old = sorted((self.folder / "out/sample").glob(other.replace("/", ".") + "*"))
        self.assertTrue(old)
        again = self.check(CLAIM)
        self.assert_code(again, 0)
        self.assertIn(f"not of this run: sample/{old[0].name}", again.stderr)
        self.assertTrue(all(path.exists() for path in old))
        self.assertNotIn("not of this run", self.check(CLAIM, other).stderr)

    def test_a_folder_is_written_by_one_process(self):
        out = self.folder / "out"
        process = self.started("check", "planted/never-ends", "-o", out, program="LEMMASCOPE_PLANTED")
        self.wait_for(process, out / "events.jsonl")
        busy = f"{out}: another process is writing into this folder"
        self.assert_one_line(self.check("planted/true-statement", program="LEMMASCOPE_PLANTED"), 2, busy)
        self.assert_one_line(self.run_program("sweep", self.write("plan.toml", EXACT), "-o", out), 2, busy)
        self.check(CLAIM, "--shard", "1/1", out="s")
        self.assert_one_line(self.run_program("merge", self.folder / "s", "-o", out), 2, busy)
        process.kill()
        process.wait()
        self.assert_code(self.check("planted/true-statement", program="LEMMASCOPE_PLANTED"), 0)

    def test_two_trainings_do_not_share_a_folder(self):
        train = ("train", "chain", "--length", "4", "--vocabulary", "2", "--batch", "32", "-o", self.folder / "t")
        process = self.started(*train, "--steps", "1000000")
        self.wait_for(process, self.folder / "t" / ".lemmascope.lock")
        time.sleep(0.2)
        busy = "t: another process is writing into this folder"
        self.assert_one_line(self.run_program(*train, "--steps", "2"), 2, busy)
        self.assert_one_line(self.run_program("reproduce", "fig9", "--quick", "-o", self.folder / "t"), 2, busy)
        self.assertIsNone(process.poll())

    def test_nothing_else_writes_where_a_sweep_runs(self):
        out = self.folder / "s"
        process = self.started("sweep", self.write("plan.toml", TRAININGS), "-o", out, "-j1")
        self.wait_for(process, out / "events.jsonl")
        self.assert_one_line(self.check(CLAIM, out="s"), 2, "another process is writing into this folder")


class Hostile(FilesTest):
    def test_files_that_nest_beyond_every_stack_are_refused(self):
        for depth in (65, 100000):
            for name, text in (("array.json", "[" * depth), ("object.json", '{"a":' * depth), ("closed.json", "[" * depth + "]" * depth)):
                file = self.write(name, text)
                for command in (("report", file), ("replay", file), ("compare", file, file)):
                    with self.subTest(f"{command[0]} {name} {depth}"):
                        self.assert_one_line(self.run_program(*command), 2, "nested at most 64 deep", name)
            for name, text in (("dots.toml", ".".join("a" * depth) + " = 1"), ("header.toml", "[" + ".".join("a" * depth) + "]"),
                               ("array.toml", "a = " + "[" * depth), ("table.toml", "a = " + "{b=" * depth),
                               ("quoted.toml", ".".join(['"a"'] * depth) + " = 1")):
                file = self.write(name, text)
                for command in (("sweep", file), ("compute", "stationary", "--task", file)):
                    with self.subTest(f"{command[0]} {name} {depth}"):
                        self.assert_one_line(self.run_program(*command), 2, "nested at most 64 deep", name)

    def test_what_does_not_nest_is_read(self):
        many = ", ".join(["0.5"] * 300)
        plan = self.write("plan.toml", f'# a.{"b." * 300}\nquantity = "no-such-quantity"\nx = [{many}]\ny = "{"a." * 300}"\nz = """\n{"[" * 300}\n"""\n')
        done = self.run_program("sweep", plan)
        self.assertNotIn("deep", done.stderr)
        self.assertEqual(done.returncode, 2)

    def test_error_lines_are_short_and_show_what_a_terminal_would_hide(self):
        for arguments in (("replay", "x" * 2000000), ("explain", "a/" + "b" * 100000), ("compute", "stationary", "--chain", "1," * 60000)):
            arguments = [a[:120000] for a in arguments]  # the kernel's limit for one argument
            done = self.run_program(*arguments)
            self.assertEqual(len(done.stderr.splitlines()), 1)
            self.assertLessEqual(len(done.stderr), 1002)
        for hostile, shown in (("a/\x1b]0;owned\x07b", r"a/\u001b]0;owned\u0007b"), ("a/\x9bb", r"a/\u009bb"), ("a/\u202eb", r"a/\u202eb"), ("a/\nb", r"a/\nb"), ("a/\x7f", r"a/\u007f")):
            done = self.run_program("explain", hostile)
            self.assertEqual(len(done.stderr.splitlines()), 1)
            self.assertIn(shown, done.stderr)
            self.assertNotRegex(done.stderr, "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]")
        done = self.run_program("explain", b"a/\xff".decode(errors="surrogateescape"))
        self.assertIn(r"a/\xff", done.stderr)

    def test_documents_of_others_reach_the_terminal_without_control_characters(self):
        self.check(CLAIM)
        text = (self.folder / "out" / "result.json").read_text()
        doctored = json.loads(text)
        doctored["claims"][0]["id"] += "\x1b]0;owned\x07\x9b31m"
        file = self.write("doctored.json", json.dumps(doctored))
        for command in (("compare", self.folder / "out", file), ("compare", self.folder / "out", file, "--json")):
            done = self.run_program(*command)
            self.assertNotRegex(done.stdout + done.stderr, "[\x00-\x09\x0b-\x1f\x7f-\x9f]")
            self.assertIn(r"\u001b]0;owned", done.stdout)

    def test_a_time_that_is_none_is_refused_before_anything_runs(self):
        for epoch in ("99999999999999999999", "soon", "-1", "1e9", " 1", "253402300800"):
            with self.subTest(epoch):
                self.assert_one_line(self.check(CLAIM, env={"SOURCE_DATE_EPOCH": epoch}), 2, "SOURCE_DATE_EPOCH: expected seconds")
                self.assertFalse((self.folder / "out").exists())
        self.assert_code(self.check(CLAIM, env={"SOURCE_DATE_EPOCH": "1700000000"}), 0)
        self.assertEqual(self.result()["provenance"]["finished"], "2023-11-14T22:13:20Z")

    def mutations(self, header):
        """Every member of a header left out, and replaced by values of every type."""
        def places(value, path=()):
            if isinstance(value, dict):
                for key, item in value.items():
                    yield (*path, key)
                    yield from places(item, (*path, key))
            elif isinstance(value, list) and value:
                yield (*path, 0)
                yield from places(value[0], (*path, 0))
        missing = object()
        for path in places(header):
            for new in (missing, None, -1, 10**30, "x", "9" * 40, [1], {"a": 1}):
                copy = json.loads(json.dumps(header))
                inner = copy
                for key in path[:-1]:
                    inner = inner[key]
                if new is missing:
                    del inner[path[-1]]
                elif inner[path[-1]] == new:
                    continue
                else:
                    inner[path[-1]] = new
                yield path, new, copy

    def assert_clear(self, done, place):
        self.assertIn(done.returncode, (0, 1, 2, 3), done.stderr)
        if done.returncode == 2:
            self.assertEqual(len(done.stderr.splitlines()), 1, f"{place}: {done.stderr}")
        for word in ("json.exception", "basic_string", "stoull", "stoi", "map::at", "internal error"):
            self.assertNotIn(word, done.stderr, place)

    def test_a_broken_header_is_one_clear_line(self):
        self.check(CLAIM, "--shard", "1/1", out="s")
        self.assert_code(self.check(CLAIM, "--shard", "1/2", out="s"), 0)
        file = self.folder / "s" / "events.jsonl"
        header, *lines = file.read_text().splitlines(keepends=True)
        count = 0
        for path, new, broken in self.mutations(json.loads(header)):
            file.write_text(json.dumps(broken) + "\n" + "".join(lines))
            done = self.run_program("merge", self.folder / "s", "-o", self.folder / "m")
            self.assert_code(done, 2)  # shard 2/2 is missing in any case
            self.assert_clear(done, f"{path} {new}")
            count += 1
        self.assertGreater(count, 100)

    def test_a_broken_header_of_a_sweep_is_one_clear_line(self):
        self.run_program("sweep", self.write("plan.toml", EXACT), "-o", self.folder / "s")
        file = self.folder / "s" / "events.jsonl"
        header, *lines = file.read_text().splitlines(keepends=True)
        refused = 0
        for path, new, broken in self.mutations(json.loads(header)):
            file.write_text(json.dumps(broken) + "\n" + "".join(lines))
            done = self.run_program("merge", self.folder / "s", "-o", self.folder / "m")
            self.assert_clear(done, f"{path} {new}")
            refused += done.returncode == 2
        self.assertGreater(refused, 80)

    def test_broken_lines_are_one_clear_line(self):
        self.check("planted/false-statement", "--shard", "1/1", out="s", program="LEMMASCOPE_PLANTED")
        file = self.folder / "s" / "events.jsonl"
        lines = file.read_text().splitlines(keepends=True)
        for path, new, broken in list(self.mutations(json.loads(lines[1])))[::5]:
            file.write_text(lines[0] + json.dumps(broken) + "\n" + "".join(lines[2:]))
            done = self.run_program("merge", self.folder / "s", "-o", self.folder / "m", program="LEMMASCOPE_PLANTED")
            self.assert_clear(done, f"{path} {new}")


class Terminals(FilesTest):
    def seen_on_a_terminal(self, *arguments, **env):
        master, terminal = pty.openpty()
        environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM")}
        process = subprocess.Popen([os.environ["LEMMASCOPE_PLANTED"], *map(str, arguments)], stdin=terminal, stdout=terminal, stderr=terminal,
                                   env={**environment, **env})
        os.close(terminal)
        seen = b""
        while select.select([master], [], [], 60)[0]:
            try:
                piece = os.read(master, 1 << 16)
            except OSError:  # the other side is closed
                break
            if not piece:
                break
            seen += piece
        process.wait(60)
        os.close(master)
        return seen.decode()

    def test_no_control_sequences_where_they_are_not_wanted(self):
        check = ("check", "planted/true-statement", "planted/vacuous", "-o", self.folder / "out", "--fresh")
        self.assertIn("\x1b[", self.seen_on_a_terminal(*check, TERM="xterm-256color"))
        for env in ({"NO_COLOR": "1", "TERM": "xterm-256color"}, {"TERM": "dumb"}):
            seen = self.seen_on_a_terminal(*check, **env)
            self.assertIn("1 passed, 0 failed, 1 skipped", seen)
            self.assertNotRegex(seen.replace("\r\n", "\n"), "[\x00-\x08\x0b-\x1f\x7f]")


if __name__ == "__main__":
    unittest.main()
