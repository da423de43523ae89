"""What the work says reaches the run, costs nothing and never hurts."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import joulebook
from joulebook import _marks
from support import BINARY, Home


class Listener:
    """A socket that keeps what it is sent."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, "s")
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(self.path)
        self.socket.listen(64)
        self.socket.settimeout(10)

    def lines(self, connections=1):
        """All that comes over so many connections until they are closed."""
        found = []
        for _ in range(connections):
            connection, _ = self.socket.accept()
            with connection, connection.makefile("rb") as file:
                found += [json.loads(line) for line in file]
        return found

    def close(self):
        self.socket.close()
        self.folder.cleanup()


class Marks(unittest.TestCase):
    def setUp(self):
        self.listener = Listener()
        self.addCleanup(self.listener.close)
        os.environ["JOULEBOOK_SOCKET"] = self.listener.path
        os.environ["JOULEBOOK_RUN_ID"] = "20260101-000000-abcdef"
        self.addCleanup(os.environ.pop, "JOULEBOOK_SOCKET", None)
        self.addCleanup(os.environ.pop, "JOULEBOOK_RUN_ID", None)
        joulebook._run._ambient = None
        self.addCleanup(setattr, joulebook._run, "_ambient", None)

    def said(self, work):
        """What a piece of work says, in a run that has joined the one that listens."""
        run = joulebook.run().start()
        self.assertEqual(run.id, "20260101-000000-abcdef")
        work(run)
        self.assertIsNone(run.stop())
        self.assertEqual(run.dropped, 0)
        return self.listener.lines()

    def test_each_function_has_its_line(self):
        def work(run):
            joulebook.epoch(0, of=3)
            with joulebook.stage("training"):
                with run.stage("batch"):
                    joulebook.step(1, of=10, tokens=512)
            joulebook.epoch(1, of=3, loss=0.5, lr=1e-05)
            joulebook.log(tokens=7, requests=2, accuracy=1)
            run.log(requests=1)

        self.assertEqual(
            self.said(work),
            [
                {"epoch": 0, "of": 3},
                {"stage": "training", "state": "begin"},
                {"stage": "batch", "state": "begin"},
                {"step": 1, "of": 10, "tokens": 512},
                {"stage": "batch", "state": "end"},
                {"stage": "training", "state": "end"},
                {"epoch": 1, "of": 3, "metric": {"loss": 0.5, "lr": 1e-05}},
                {"tokens": 7, "requests": 2, "metric": {"accuracy": 1}},
                {"requests": 1},
            ],
        )

    def test_without_a_run_of_its_own_the_functions_speak_to_the_run_around(self):
        joulebook.epoch(1, of=2)
        with joulebook.stage("end"):
            pass
        joulebook._run._ambient.close()
        self.assertEqual([line.get("stage") for line in self.listener.lines()], [None, "end", "end"])

    def test_a_run_that_joined_and_has_a_name_is_a_stage_of_the_other(self):
        run = joulebook.run(name="part")
        with run:
            pass
        self.assertEqual(
            self.listener.lines(),
            [{"stage": "part", "state": "begin"}, {"stage": "part", "state": "end"}],
        )

    def test_a_stage_ends_when_an_exception_leaves_it(self):
        def work(run):
            with self.assertRaises(KeyError):
                with joulebook.stage("s"):
                    raise KeyError

        self.assertEqual([line["state"] for line in self.said(work)], ["begin", "end"])

    def test_values_that_are_no_numbers_are_left_out(self):
        class Scalar:
            def __float__(self):
                return 2.5

        class Broken:
            def __float__(self):
                raise RuntimeError("device lost")

        def work(run):
            joulebook.log(
                a=float("nan"), b=float("inf"), c="text", d=None, e=[1], f=Scalar(), g=Broken(),
                h=True, i=10**30, j=-0.0,
            )
            joulebook.log(loss=float("nan"))
            joulebook.epoch("three")
            joulebook.epoch(Scalar(), of=Scalar())

        self.assertEqual(
            self.said(work),
            [{"metric": {"f": 2.5, "h": 1, "i": 1e30, "j": 0.0}}, {"epoch": 2.5, "of": 2.5}],
        )

    def test_names_of_any_kind_arrive_as_json(self):
        names = ['say "x"', "back\\slash", "line\nbreak", "größe 漢字 🙂", "\ud800 half", "x" * 500]

        def work(run):
            for name in names:
                with joulebook.stage(name):
                    joulebook.log(**{name: 1})

        lines = self.said(work)
        self.assertEqual(len(lines), 3 * len(names))
        self.assertEqual(
            [line["stage"] for line in lines[::3]],
            ['say "x"', "back\\slash", "line break", "größe 漢字 🙂", "? half", "x" * 64],
        )

    def test_metrics_of_a_mark_are_as_many_as_are_kept(self):
        lines = self.said(lambda run: joulebook.log(**{f"m{i}": i for i in range(1000)}))
        self.assertEqual(len(lines[0]["metric"]), 16)

    def test_functions_can_be_stages(self):
        @joulebook.stage("f")
        def function(a, b=2):
            return a + b

        @joulebook.stage("g")
        def generator():
            joulebook.log(tokens=1)
            yield 1
            joulebook.log(tokens=2)

        @joulebook.stage("h")
        async def coroutine():
            return 5

        def work(run):
            self.assertEqual(function(1), 3)
            self.assertEqual(function.__name__, "function")
            self.assertEqual(list(generator()), [1])
            with self.assertRaises(StopIteration) as stop:
                coroutine().send(None)
            self.assertEqual(stop.exception.value, 5)

        self.assertEqual(
            [(line.get("stage"), line.get("tokens")) for line in self.said(work)],
            [("f", None)] * 2 + [("g", None), (None, 1), (None, 2), ("g", None)] + [("h", None)] * 2,
        )

    def test_threads_do_not_mix_lines(self):
        def work(run):
            def many(number):
                for i in range(200):
                    joulebook.log(**{f"thread{number}": i})

            threads = [threading.Thread(target=many, args=(n,)) for n in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        # The kernel keeps fewer than all of these unless somebody reads.
        found = []
        reader = threading.Thread(target=lambda: found.extend(self.listener.lines()))
        reader.start()
        run = joulebook.run().start()
        work(run)
        run.stop()
        reader.join(10)
        self.assertEqual(len(found) + run.dropped, 1600)

    def test_a_forked_process_has_a_connection_of_its_own(self):
        with joulebook.run() as run:
            joulebook.log(tokens=1)
            child = os.fork()
            if child == 0:
                run.log(tokens=2)
                joulebook.log(tokens=3)
                os._exit(0)
            self.assertEqual(os.waitpid(child, 0)[1], 0)
            run.log(tokens=4)
        # The child's run and the module's functions have one each.
        self.assertEqual(sorted(line["tokens"] for line in self.listener.lines(3)), [1, 2, 3, 4])

    def test_a_reader_that_sleeps_does_not_stop_the_work(self):
        run = joulebook.run().start()
        for i in range(20_000):
            joulebook.epoch(i, of=20_000, loss=0.123456789)
        dropped = run.dropped
        self.assertGreater(dropped, 1000)
        run.stop()
        lines = self.listener.lines()
        self.assertEqual(len(lines) + dropped, 20_000)
        self.assertEqual(lines[0]["epoch"], 0)

    def test_a_reader_that_went_away_does_not_hurt_and_its_successor_is_found(self):
        run = joulebook.run().start()
        joulebook.log(tokens=1)
        self.listener.socket.accept()[0].close()
        for _ in range(3):
            joulebook.log(tokens=1)
        self.assertGreater(run.dropped, 0)
        run._marks._retry = 0.0
        joulebook.log(tokens=9)
        run.stop()
        self.assertEqual(self.listener.lines(), [{"tokens": 9}])

    def test_a_sigpipe_that_kills_by_default_does_not(self):
        before = signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        self.addCleanup(signal.signal, signal.SIGPIPE, before)
        with joulebook.run() as run:
            self.listener.socket.accept()[0].close()
            for _ in range(3):
                joulebook.log(tokens=1)
        self.assertGreater(run.dropped, 0)

    def test_sync_waits_for_the_device_and_survives_it(self):
        calls = []

        class Cuda:
            works = True

            @staticmethod
            def is_initialized():
                return True

            @staticmethod
            def synchronize():
                calls.append(len(calls))
                if not Cuda.works:
                    raise RuntimeError("device-side assert")

        class Torch:
            cuda = Cuda

        sys.modules["torch"] = Torch
        self.addCleanup(sys.modules.pop, "torch")
        with joulebook.run(sync=True) as run:
            joulebook.epoch(1)
            with joulebook.stage("s"):
                Cuda.works = False
            run.log(tokens=1)
        self.assertEqual(len(calls), 4)
        with joulebook.run():
            joulebook.epoch(1)
        self.assertEqual(len(calls), 4)


class Without(unittest.TestCase):
    def test_where_no_run_is_the_functions_do_nothing(self):
        self.assertNotIn("JOULEBOOK_SOCKET", os.environ)
        joulebook._run._ambient = None
        joulebook.epoch(1, of=2, loss=3)
        joulebook.step(1)
        joulebook.log(tokens=1)
        with joulebook.stage("s"):
            pass
        self.assertIsNone(joulebook.current())


class Inside(Home):
    """Under `joulebook run`, whose receipt comes when the program is over."""

    WORK = """
        import os, sys, joulebook
        with joulebook.run(project="ignored", name="fit") as run:
            for i in range(1, 4):
                with joulebook.stage("training"):
                    joulebook.epoch(i, of=3, loss=1 / i)
            joulebook.log(tokens=100)
        print(run.receipt, run.id == os.environ["JOULEBOOK_RUN_ID"], run.dropped)
        """

    def test_it_speaks_to_the_run_and_starts_no_meter(self):
        code, output, errors = self.run_script(self.WORK, before=[BINARY, "run", "--quiet", "--"])
        self.assertEqual((code, output), (0, "None True 0\n"), errors)
        (receipt,) = self.booked(1)
        self.assertEqual(receipt["project"], "default")
        shown = self.joulebook("show", "last")
        self.assertRegex(shown, r"training +3 ")
        self.assertRegex(shown, r"fit +1 ")

    def test_a_run_that_was_killed_is_no_run_any_more(self):
        code, output, errors = self.run_script(
            """
            import os, signal, time, joulebook
            os.kill(os.getppid(), signal.SIGKILL)
            while os.path.exists(f"/proc/{os.getppid()}/cmdline") and b"joulebook" in open(
                f"/proc/{os.getppid()}/cmdline", "rb").read():
                time.sleep(0.01)
            with joulebook.run(name="own") as run:
                pass
            with open("saying", "w") as file:
                file.write(run.receipt["name"])
            os.rename("saying", "said")
            """,
            before=[BINARY, "run", "--quiet", "--"],
        )
        self.assertEqual(code, -signal.SIGKILL)
        deadline = time.monotonic() + 20
        path = os.path.join(self.folder, "said")
        while not os.path.exists(path) and time.monotonic() < deadline:
            time.sleep(0.02)
        with open(path) as file:
            self.assertEqual(file.read(), "own")


if __name__ == "__main__":
    unittest.main()
