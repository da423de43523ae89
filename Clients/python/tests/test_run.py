"""Runs outside `joulebook run`: settings, receipts, decorators, and what happens without the program."""

import json
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import joulebook
from support import BINARY, PACKAGE, Home


class Settings(Home):
    def test_settings_reach_the_ledger(self):
        _, output, errors = self.run_script(
            """
            import json, pathlib, joulebook
            run = joulebook.run(
                project="thesis", name="baseline", tags={"lr": 3e-4, "seed": 1}, stage="tuning",
                region="FR", pue=1.2, ledger=pathlib.Path("other.sqlite"), interval=0.05,
                policy="whole-machine", receipt="r.json",
            )
            with run:
                pass
            print(json.dumps(run.receipt))
            """
        )
        receipt = json.loads(output)
        self.assertEqual(errors, "")
        self.assertEqual(
            (receipt["project"], receipt["name"], receipt["tags"], receipt["region"], receipt["pue"]),
            ("thesis", "baseline", {"lr": "0.0003", "seed": "1"}, "FR", 1.2),
        )
        with open(os.path.join(self.folder, "r.json")) as file:
            self.assertEqual(json.load(file), receipt)
        self.environment["JOULEBOOK_LEDGER"] = "other.sqlite"
        self.assertEqual(json.loads(self.joulebook("show", receipt["id"], "--format", "json")), receipt)
        self.assertIn("whole machine", self.joulebook("show", "last"))

    def test_tags_may_be_texts(self):
        _, output, _ = self.run_script(
            """
            import joulebook
            with joulebook.run(tags=["a=1", "b=2"]) as run: pass
            with joulebook.run(tags="c=3") as other: pass
            print(run.receipt["tags"], other.receipt["tags"])
            """
        )
        self.assertEqual(output, "{'a': '1', 'b': '2'} {'c': '3'}\n")

    def test_files_and_variables_hold_where_no_argument_is_given(self):
        with open(os.path.join(self.folder, "joulebook.toml"), "w") as file:
            file.write('project = "from-file"\nname = "named-there"\n')
        self.environment["JOULEBOOK_REGION"] = "SE"
        _, output, _ = self.run_script(
            "import joulebook\nwith joulebook.run() as run: pass\n"
            "print(run.receipt['project'], run.receipt['name'], run.receipt['region'])"
        )
        self.assertEqual(output, "from-file named-there SE\n")

    def test_a_run_is_called_after_its_script(self):
        _, output, _ = self.run_script(
            "import joulebook\nwith joulebook.run() as run: pass\nprint(run.receipt['name'])"
        )
        self.assertEqual(output, "work.py\n")

    def test_what_the_program_refuses_is_a_problem_before_the_work_begins(self):
        _, output, errors = self.run_script(
            """
            import joulebook
            for wrong in ({"region": "Atlantis"}, {"pue": 0.5}, {"interval": "soon"}, {"tags": ["x"]}):
                try:
                    with joulebook.run(**wrong):
                        print("worked")
                except joulebook.Problem as problem:
                    print(all([problem.what, problem.why, problem.fix]), isinstance(problem, ValueError))
            with joulebook.run() as run: pass
            print(run.receipt is not None)
            """
        )
        self.assertEqual(output, "True True\n" * 4 + "True\n", errors)
        self.booked(1)

    def test_a_setting_that_does_not_exist_is_named(self):
        with self.assertRaisesRegex(TypeError, "regin.*policy"):
            joulebook.run(regin="DE")

    def test_a_receipt_is_printed_where_that_is_asked_for(self):
        _, output, errors = self.run_script(
            "import joulebook\nwith joulebook.run(quiet=False, ledger='l.sqlite'): pass"
        )
        self.assertEqual(output, "")
        self.assertIn("Emissions", errors)
        self.assertIn("work.py · exit 0", errors)


class Decorators(Home):
    def test_each_call_of_a_function_is_a_run(self):
        _, output, errors = self.run_script(
            """
            import asyncio, joulebook

            @joulebook.run
            def bare(x): return x + 1

            @joulebook.run(project="p", name="named")
            def with_settings(): return "done"

            @joulebook.run(project="p")
            async def coroutine():
                await asyncio.sleep(0.01)
                return "waited"

            @joulebook.run(project="p")
            def generator():
                yield 1
                yield 2

            @joulebook.run(project="p")
            def fails(): raise KeyError("k")

            print(bare(1), bare(2), with_settings(), asyncio.run(coroutine()), list(generator()))
            try:
                fails()
            except KeyError:
                print(bare.__name__, joulebook.current())
            """
        )
        self.assertEqual(output, "2 3 done waited [1, 2]\nbare None\n", errors)
        self.assertEqual(
            [(r["name"], r["project"], r["exit_code"]) for r in self.booked(6)],
            [("bare", "default", 0)] * 2
            + [("named", "p", 0), ("coroutine", "p", 0), ("generator", "p", 0), ("fails", "p", 1)],
        )

    def test_an_asynchronous_generator_is_refused_at_once(self):
        async def numbers():
            yield 1

        with self.assertRaisesRegex(TypeError, "put `with` inside"):
            joulebook.run(numbers)

    def test_start_and_stop_may_be_called_twice(self):
        _, output, _ = self.run_script(
            """
            import joulebook
            run = joulebook.run()
            assert run.stop() is None
            assert run.start() is run and run.start() is run
            first = run.stop()
            assert run.stop() is None and run.receipt is first
            with run: pass
            print(run.receipt["id"] != first["id"])
            """
        )
        self.assertEqual(output, "True\n")
        self.booked(2)


class Without(Home):
    """The work goes on, and a warning says that nothing is metered."""

    WORK = """
        import joulebook
        with joulebook.run() as run:
            joulebook.epoch(1, of=2)
            with joulebook.stage("s"):
                print("worked")
        print(run.receipt, run.id, joulebook.binary())
        """

    def test_without_the_program(self):
        self.environment["JOULEBOOK_BINARY"] = "/no/such/program"
        _, output, errors = self.run_script(self.WORK)
        self.assertEqual(output, "worked\nNone None None\n")
        self.assertIn("RuntimeWarning: Nothing is metered: the program `joulebook` was not found", errors)

    def test_with_a_program_that_is_another(self):
        for text, words in (
            ("#!/bin/sh\nexit 0\n", "it ended without a word"),
            ("#!/bin/sh\necho hello\n", "its answer is no JSON object"),
            ("not a program", "the meter did not start"),
        ):
            with self.subTest(text):
                path = os.path.join(self.folder, "other")
                with open(path, "w") as file:
                    file.write(text)
                os.chmod(path, 0o755)
                self.environment["JOULEBOOK_BINARY"] = path
                _, output, errors = self.run_script(self.WORK)
                self.assertEqual(output, f"worked\nNone None {path}\n")
                self.assertIn(words, errors)

    def test_with_a_ledger_that_cannot_be_written(self):
        _, output, errors = self.run_script(
            """
            import joulebook
            with joulebook.run(ledger="/proc/no/ledger.sqlite") as run:
                print("worked")
            print(run.receipt["energy_joules"] > 0)
            """
        )
        self.assertEqual(output, "worked\nTrue\n")
        self.assertIn("RuntimeWarning: The run is not in the ledger", errors)

    def test_with_standard_streams_that_are_closed(self):
        path = self.write(
            """
            import os, joulebook
            with joulebook.run(name="bare") as run:
                os.write(os.open("file", os.O_CREAT | os.O_WRONLY), b"x" * 10)
            """
        )
        subprocess.run(
            ["sh", "-c", '"$0" "$1" <&- >&- 2>&-', sys.executable, path], env=self.environment,
            cwd=self.folder, check=True, timeout=60,
        )
        self.assertEqual(self.booked(1)[0]["exit_code"], 0)
        self.assertEqual(os.path.getsize(os.path.join(self.folder, "file")), 10)


class Binary(Home):
    def test_the_variable_goes_first_then_the_package_then_the_path(self):
        package = os.path.join(self.folder, "joulebook")
        os.symlink(BINARY, os.path.join(self.folder, "joulebook-there"))
        for folder in ("path/script", "path/real"):
            os.makedirs(os.path.join(self.folder, folder))
        # The command that pip writes: it would look for the program again.
        script = os.path.join(self.folder, "path/script/joulebook")
        with open(script, "w") as file:
            file.write(f"#!{sys.executable}\nfrom joulebook._command import main\nmain()\n")
        os.chmod(script, 0o755)
        os.symlink(BINARY, os.path.join(self.folder, "path/real/joulebook"))
        self.environment["PATH"] = f"{self.folder}/path/script:{self.folder}/path/real"
        _, output, _ = self.run_script(
            """
            import os, shutil, sys, joulebook
            print(joulebook.binary())
            del os.environ["JOULEBOOK_BINARY"]
            print(joulebook.binary())
            os.environ["PATH"] = os.environ["PATH"].split(":")[0]
            print(joulebook.binary())
            """
        )
        self.assertEqual(output, f"{BINARY}\n{self.folder}/path/real/joulebook\nNone\n")
        self.assertFalse(os.path.exists(package))

    def test_the_module_becomes_the_program(self):
        made = subprocess.run(
            [sys.executable, "-m", "joulebook", "run", "--quiet", "--", "sh", "-c", "exit 5"],
            env=self.environment, cwd=self.folder, timeout=60,
        )
        self.assertEqual(made.returncode, 5)
        self.environment["JOULEBOOK_BINARY"] = "/no/such/program"
        made = subprocess.run(
            [sys.executable, "-m", "joulebook", "--version"], env=self.environment,
            capture_output=True, text=True, timeout=60,
        )
        self.assertEqual(made.returncode, 127)
        self.assertIn("JOULEBOOK_BINARY is `/no/such/program`", made.stderr)

    def test_client_and_program_have_one_version(self):
        self.assertEqual(self.joulebook("--version").strip(), joulebook.__version__)


class Importing(unittest.TestCase):
    def test_importing_loads_nothing_that_is_dear(self):
        code = (
            "import os, sys, __future__; before = set(sys.modules); import joulebook\n"
            "print(' '.join(sorted(set(sys.modules) - before)))"
        )
        made = subprocess.run(
            [sys.executable, "-S", "-c", code], env={"PYTHONPATH": PACKAGE}, capture_output=True,
            text=True, timeout=60,
        )
        loaded = [name for name in made.stdout.split() if not name.startswith("joulebook")]
        self.assertEqual(loaded, [], made.stderr)

    def test_every_public_name_is_there_and_says_what_it_does(self):
        for name in joulebook.__all__:
            self.assertTrue(getattr(joulebook, name).__doc__, name)


if __name__ == "__main__":
    unittest.main()
