"""The plugin for pytest and the magics of IPython, with the real packages."""

import importlib.util
import os
import subprocess
import sys
import unittest

from support import Home

TESTS = """
    import time

    def test_busy():
        end = time.monotonic() + 0.6
        while time.monotonic() < end:
            sum(range(1000))

    def test_idle():
        time.sleep(0.1)

    def test_failing():
        assert False
"""


@unittest.skipUnless(importlib.util.find_spec("pytest"), "needs pytest from PyPI")
class Pytest(Home):
    def pytest(self, *arguments, before=()):
        path = self.write(TESTS, "test_some.py")
        done = subprocess.run(
            [*before, sys.executable, "-m", "pytest", "-q", "-p", "joulebook.pytest_plugin",
             "-p", "no:cacheprovider", *arguments, path],
            env=self.environment, cwd=self.folder, text=True, capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("1 failed, 2 passed", done.stdout)
        return done.stdout

    def test_without_its_options_nothing_is_metered(self):
        self.assertNotIn("energy", self.pytest())
        self.booked(0)

    def test_a_session_is_metered_and_its_tests_are_told_apart(self):
        output = self.pytest("--joulebook-tests=2", "--joulebook-project", "suite")
        (run,) = self.booked(1)
        self.assertEqual((run["name"], run["project"], run["exit_code"]), ("pytest", "suite", 1))
        self.assertIn(f"joulebook show {run['id']}", output)
        lines = output[output.index(" energy "):].splitlines()
        named = [line for line in lines if "test_some.py::" in line and "FAILED" not in line]
        self.assertTrue(named[0].endswith("test_busy"), output)
        self.assertEqual(len(named), 2)
        self.assertIn("1 more", output)

    def test_under_joulebook_run_it_speaks_of_that_run(self):
        output = self.pytest(
            "--joulebook-tests=0",
            before=[self.environment["JOULEBOOK_BINARY"], "run", "--quiet", "--"])
        (run,) = self.booked(1)
        self.assertIn(f"joulebook show {run['id']}", output)
        self.assertIn("Tests are not told apart", output)

    def test_without_the_program_the_tests_run_all_the_same(self):
        self.environment["JOULEBOOK_BINARY"] = os.path.join(self.folder, "nothing")
        self.assertIn("Nothing was metered", self.pytest("--joulebook"))


@unittest.skipUnless(importlib.util.find_spec("IPython"), "needs ipython from PyPI")
class IPython(Home):
    def cells(self, *cells, before=()):
        code, output, errors = self.run_script(f"""
            from IPython.core.interactiveshell import InteractiveShell
            shell = InteractiveShell.instance()
            shell.run_line_magic("load_ext", "joulebook")
            for cell in {list(cells)!r}:
                shell.run_cell(cell)
        """, before=before)
        self.assertEqual(code, 0, errors)
        return output

    def test_a_cell_is_metered_and_its_receipt_printed(self):
        output = self.cells(
            '%%joulebook --project "my thesis" --name=fit --tag lr=3\nx = sum(range(10**6))\nx + 1',
            "print('x is', x)")
        (run,) = self.booked(1)
        self.assertEqual((run["project"], run["name"], run["tags"]["lr"]), ("my thesis", "fit", "3"))
        self.assertIn(run["id"], output)
        self.assertIn("Emissions", output)
        self.assertIn("x is 499999500000", output)
        self.assertIn("499999500001", output)

    def test_a_line_and_the_newest_receipt(self):
        output = self.cells("%joulebook y = 3 + 4", "%joulebook", "print('y is', y)")
        (run,) = self.booked(1)
        self.assertEqual(output.count(run["id"]), 4, output)
        self.assertIn("y is 7", output)

    def test_a_cell_that_fails_has_a_receipt_too(self):
        output = self.cells("%%joulebook\n1/0", "print('on')")
        self.booked(1)
        self.assertIn("ZeroDivisionError", output)
        self.assertIn("Emissions", output)
        self.assertIn("on", output)

    def test_a_mistake_says_what_the_options_are(self):
        output = self.cells("%%joulebook --projekt x\nz = 1", "%%joulebook --region Nowhere\nz = 1")
        self.assertIn("no option `--projekt`", output)
        self.assertIn("--project", output)
        self.assertIn("Unknown region", output)
        self.booked(0)

    def test_within_joulebook_run_a_cell_tells_its_part(self):
        output = self.cells(
            "%%joulebook\nsum(range(10**7))",
            before=[self.environment["JOULEBOOK_BINARY"], "run", "--quiet", "--"])
        (run,) = self.booked(1)
        self.assertIn(f"a part of run {run['id']}", output)


if __name__ == "__main__":
    unittest.main()
