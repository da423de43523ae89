"""However the work ends, it is booked once, and no helper stays."""

import json
import os
import signal
import time
import unittest

from support import Home

BEGIN = """
import os, signal, sys, time
import joulebook

def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass

"""


class Endings(Home):
    def one(self, script):
        """Runs a script that is booked once: its exit code, what it printed, its receipt."""
        code, output, errors = self.run_script(BEGIN + script)
        (receipt,) = self.booked(1)
        self.assertTrue(json.loads(self.joulebook("check", "--format", "json"))["balances"])
        return code, output, receipt

    def test_a_block_that_ends_well_is_booked_with_exit_code_0(self):
        code, _, receipt = self.one("with joulebook.run(): burn(0.1)")
        self.assertEqual((code, receipt["exit_code"]), (0, 0))
        self.assertGreater(receipt["cpu_seconds"], 0.09)
        self.assertLess(receipt["cpu_seconds"], 0.2)

    def test_an_exception_ends_the_run_and_goes_on(self):
        code, _, receipt = self.one("with joulebook.run(): raise KeyError('x')")
        self.assertEqual((code, receipt["exit_code"]), (1, 1))

    def test_sys_exit_inside_the_block_is_its_exit_code(self):
        code, _, receipt = self.one("with joulebook.run(): sys.exit(7)")
        self.assertEqual((code, receipt["exit_code"]), (7, 7))

    def test_a_run_that_is_never_stopped_ends_with_the_program(self):
        code, _, receipt = self.one("joulebook.run().start(); burn(0.1)")
        self.assertEqual((code, receipt["exit_code"]), (0, None))
        self.assertGreater(receipt["cpu_seconds"], 0.09)

    def test_os_exit_skips_everything_of_pythons_and_the_run_is_booked(self):
        code, _, receipt = self.one("joulebook.run().start(); burn(0.3); os._exit(3)")
        self.assertEqual((code, receipt["exit_code"]), (3, None))
        # Nobody waits for it beside its parent: what it used since the last look is worked out.
        self.assertGreater(receipt["cpu_seconds"], 0.1)

    def test_a_deadly_signal_ends_the_run(self):
        for name in ("SIGTERM", "SIGKILL", "SIGSEGV"):
            with self.subTest(name):
                self.setUp()
                script = f"joulebook.run().start(); burn(0.2); os.kill(os.getpid(), signal.{name})"
                code, _, receipt = self.one(script)
                self.assertEqual(code, -getattr(signal, name))
                self.assertGreater(receipt["duration_seconds"], 0.19)

    def test_a_forked_child_belongs_to_the_run_and_does_not_end_it(self):
        _, output, receipt = self.one(
            """
with joulebook.run() as run:
    child = os.fork()
    if child == 0:
        with joulebook.run() as inner:
            burn(0.2)
            joulebook.log(tokens=5)
        print(inner.receipt, inner.id == run.id, flush=True)
        sys.exit(0)  # Leaves the outer block in the child.
    os.waitpid(child, 0)
    burn(0.1)
"""
        )
        self.assertEqual(output, "None True\n")
        self.assertGreater(receipt["cpu_seconds"], 0.29)

    def test_workers_of_multiprocessing_belong_to_the_run(self):
        for way in ("fork", "spawn", "forkserver"):
            with self.subTest(way):
                self.setUp()
                _, output, receipt = self.one(
                    f"""
import multiprocessing

def work(number):
    with joulebook.run() as run:
        burn(0.1)
    return run.receipt, run.id

if __name__ == "__main__":
    with joulebook.run() as run:
        with multiprocessing.get_context("{way}").Pool(2) as pool:
            answers = pool.map(work, range(4), chunksize=1)
    print(answers == [(None, run.id)] * 4)
"""
                )
                self.assertEqual(output, "True\n")
                self.assertGreater(receipt["cpu_seconds"], 0.38)

    def test_children_that_were_waited_for_count_however_short_they_were(self):
        _, _, receipt = self.one(
            """
with joulebook.run():
    for _ in range(20):
        child = os.fork()
        if child == 0:
            burn(0.01)
            os._exit(0)
        os.waitpid(child, 0)
"""
        )
        # The kernel shows times of children in hundredths of a second.
        self.assertGreater(receipt["cpu_seconds"], 0.18)

    def test_another_program_in_place_of_this_one_ends_the_run(self):
        code, output, receipt = self.one(
            "joulebook.run().start(); os.execvp('sh', ['sh', '-c', 'echo other; exit 4'])"
        )
        self.assertEqual((code, output, receipt["exit_code"]), (4, "other\n", None))

    def test_ctrl_c_reaches_the_work_and_not_the_meter(self):
        work = self.start(
            BEGIN + "with joulebook.run():\n    print('on', flush=True)\n    time.sleep(30)",
            start_new_session=True,
        )
        self.assertEqual(work.stdout.readline(), "on\n")
        os.killpg(work.pid, signal.SIGINT)
        work.communicate(timeout=20)
        (receipt,) = self.booked(1)
        self.assertEqual((work.returncode, receipt["exit_code"]), (-signal.SIGINT, 130))

    def test_a_kernel_that_is_restarted_is_booked_and_the_next_one_has_a_run_of_its_own(self):
        # What a notebook server does: the kernel has a session of its own, reads cells, and a restart
        # signals its whole group.
        kernel = """
import sys
cells = {}
for line in sys.stdin:
    exec(line, cells)
    print("done", flush=True)
"""
        for deadly in (signal.SIGTERM, signal.SIGKILL):
            process = self.start(kernel, stdin=-1, start_new_session=True)
            for cell in ("import joulebook; r = joulebook.run(name='cell').start()", "sum(range(10**6))"):
                process.stdin.write(cell + "\n")
                process.stdin.flush()
                self.assertEqual(process.stdout.readline(), "done\n")
            self.assertEqual(len(self.helpers(process.pid)), 1)
            os.killpg(process.pid, deadly)
            process.communicate(timeout=20)
        first, second = self.booked(2)
        self.assertNotEqual(first["id"], second["id"])
        self.assertEqual([first["name"], second["name"]], ["cell", "cell"])

    def test_a_meter_that_is_killed_leaves_the_work_alone_and_its_journal_is_taken_in(self):
        _, output, errors = self.run_script(
            BEGIN
            + """
import warnings
with joulebook.run() as run:
    burn(0.3)
    helper = [n for n in os.listdir('/proc') if n.isdigit()
              and open(f'/proc/{n}/cmdline', 'rb').read().split(b'\\0')[1:3]
              == [b'attach', str(os.getpid()).encode()]]
    os.kill(int(helper[0]), signal.SIGKILL)
    time.sleep(0.05)
    for i in range(100):
        joulebook.epoch(i)
print(run.receipt, run.dropped > 0)
"""
        )
        self.assertEqual(output, "None True\n", errors)
        self.assertIn("RuntimeWarning: The receipt of run", errors)
        (receipt,) = self.booked(1)
        self.assertGreater(receipt["cpu_seconds"], 0.05)
        self.assertTrue(any("Joulebook ended before" in text for text in receipt["warnings"]))

    def test_no_helper_stays_and_the_work_never_has_a_child(self):
        _, output, _ = self.run_script(
            BEGIN
            + """
with joulebook.run():
    try:
        os.waitpid(-1, os.WNOHANG)
        print("a child")
    except ChildProcessError:
        print("no child")
"""
        )
        self.assertEqual(output, "no child\n")
        self.booked(1)
        end = time.monotonic() + 10
        work = self.start("import joulebook, os\nwith joulebook.run(): print(os.getpid(), flush=True)")
        work.communicate(timeout=20)
        while self.helpers(work.pid) and time.monotonic() < end:
            time.sleep(0.02)
        self.assertEqual(self.helpers(work.pid), [])

    def test_one_run_after_another_and_one_inside_another(self):
        _, output, _ = self.run_script(
            BEGIN
            + """
receipts = []
with joulebook.run(name="first") as first:
    with joulebook.run(name="part") as part:
        burn(0.05)
    assert part.receipt is None and part.id == first.id
with joulebook.run(name="second") as second:
    burn(0.05)
assert "JOULEBOOK_SOCKET" not in os.environ and "JOULEBOOK_RUN_ID" not in os.environ
print(first.receipt["name"], second.receipt["name"])
"""
        )
        self.assertEqual(output, "first second\n")
        first, second = self.booked(2)
        self.assertEqual((first["name"], second["name"]), ("first", "second"))
        self.assertIn("part ", self.joulebook("show", first["id"]))


if __name__ == "__main__":
    unittest.main()
