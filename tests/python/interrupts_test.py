"""Ctrl-C stops a call and other threads run meanwhile; what else lives in the process is left as it was."""
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

from beside import BesideTest

# Hours of work each, all within their budgets.
LONG = {
    "compute": "lemmascope.compute('population-gradient', graph='chain', length=24, evidence='precise', digits=100,\n"
               "    chain=[['7/10', '3/10'], ['4/10', '6/10']], most_work=10**18)",
    "check": "lemmascope.check(profile='nightly')",
    "attack": "lemmascope.attack('causal/parent-dominates', evaluations=10**9)",
    "train": "lemmascope.train('own', parents=[-1, 0, 0, 0], chain=[['7/10', '3/10'], ['4/10', '6/10']],\n"
             "    steps=10**9, evaluations=2)",
}


class Interrupts(BesideTest):
    def interrupted(self, call):
        """What a process says that is told to stop in the middle of the call, and how many seconds after."""
        code = (f"import lemmascope\nprint('begins', flush=True)\ntry:\n    {call}\n"
                "except KeyboardInterrupt:\n    print('stopped')\n"
                "print(lemmascope.compute('stationary', chain=[['1/2', '1/2'], ['1/2', '1/2']]).mu[0])\n")
        with subprocess.Popen([sys.executable, "-c", code], cwd=self.folder, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True) as process:
            self.assertEqual(process.stdout.readline(), "begins\n")
            time.sleep(1)
            self.assertIsNone(process.poll(), "it was over before it was stopped")
            start = time.monotonic()
            process.send_signal(signal.SIGINT)
            said, complaints = process.communicate(timeout=120)
        return said, complaints, time.monotonic() - start

    def test_every_call_stops_and_the_next_one_works(self):
        for name, call in LONG.items():
            with self.subTest(name):
                said, complaints, seconds = self.interrupted(call)
                self.assertEqual((said, complaints), ("stopped\n1/2\n", ""))
                self.assertLess(seconds, 60)

    def test_a_training_that_was_stopped_goes_on_from_its_folder(self):
        options = "parents=[-1, 0, 0], chain=[['7/10', '3/10'], ['4/10', '6/10']], batch=32, held_out=64, jobs=1"
        said, complaints, _ = self.interrupted(f"lemmascope.train('own', {options}, steps=10**6, output='kept')")
        self.assertEqual((said, complaints), ("stopped\n1/2\n", ""))
        self.assertTrue((self.folder / "kept" / "checkpoint.npz").exists())

    def test_other_threads_run_meanwhile(self):
        done = self.python("import lemmascope, threading, time\n"
                           "turns, over = 0, threading.Event()\n"
                           "def turn():\n"
                           "    global turns\n"
                           "    while not over.is_set():\n"
                           "        turns += 1\n"
                           "        time.sleep(0.001)\n"
                           "other = threading.Thread(target=turn)\n"
                           "other.start()\n"
                           "time.sleep(0.05)\n"
                           "before = turns\n"
                           "lemmascope.check('causal/parent-dominates', attack=200, jobs=1)\n"
                           "during = turns - before\n"
                           "over.set()\n"
                           "other.join()\n"
                           "print(during)\n")
        self.assertEqual(done.stderr, "")
        self.assertGreater(int(done.stdout), 10)

    def test_the_numbers_of_other_libraries_keep_their_memory(self):
        """GMP has one allocator for the whole process: the program changes it, the module must not."""
        done = self.python("import ctypes\n"
                           "gmp = ctypes.CDLL('libgmp.so.10')\n"
                           "def functions():\n"
                           "    found = [ctypes.c_void_p() for _ in range(3)]\n"
                           "    gmp.__gmp_get_memory_functions(*map(ctypes.byref, found))\n"
                           "    return [one.value for one in found]\n"
                           "before = functions()\n"
                           "import lemmascope\n"
                           "lemmascope.compute('stationary', chain=[['1/2', '1/2'], ['1/2', '1/2']])\n"
                           "print(before == functions())\n")
        self.assertEqual((done.stdout, done.stderr), ("True\n", ""))

    def test_the_module_shows_nothing_but_its_entry(self):
        (library,) = pathlib.Path(os.environ["PYTHONPATH"], "lemmascope").glob("_native*.so")
        shown = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout
        self.assertEqual([line.split()[-1] for line in shown.splitlines()], ["PyInit__native"])


if __name__ == "__main__":
    unittest.main()
