"""A home of its own, programs that run in it, and the ledger as the built program reads it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import unittest

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(os.path.dirname(PACKAGE))
BINARY = os.environ.get("JOULEBOOK_BINARY") or shutil.which("joulebook")


@unittest.skipUnless(BINARY, "needs the program: set JOULEBOOK_BINARY")
class Home(unittest.TestCase):
    """Each test has a ledger of its own and finds neither the user's files nor the caller's run."""

    def setUp(self):
        folder = tempfile.mkdtemp(prefix="joulebook-client-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        self.folder = folder
        self.environment = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("JOULEBOOK_", "XDG_", "SLURM_", "MLFLOW_"))
        }
        self.environment.update(
            HOME=folder,
            XDG_RUNTIME_DIR=folder,
            XDG_DATA_HOME=folder,
            XDG_CONFIG_HOME=folder,
            JOULEBOOK_BINARY=BINARY,
            JOULEBOOK_REGION="DE",
            JOULEBOOK_INTERVAL="100ms",
            PYTHONPATH=PACKAGE,
            PYTHONDONTWRITEBYTECODE="1",
        )

    def write(self, script, name="work.py"):
        path = os.path.join(self.folder, name)
        with open(path, "w") as file:
            file.write(textwrap.dedent(script))
        return path

    def start(self, script, *arguments, before=(), **options):
        """Starts a script; `before` stands before the interpreter, such as `joulebook run --`."""
        command = [*before, sys.executable, self.write(script), *arguments]
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        return subprocess.Popen(
            command, env=self.environment, cwd=self.folder, text=True, **options
        )

    def run_script(self, script, *arguments, before=()):
        """Runs a script to its end: its exit code, and what it printed."""
        with self.start(script, *arguments, before=before) as process:
            output, errors = process.communicate(timeout=60)
        return process.returncode, output, errors

    def joulebook(self, *arguments):
        made = subprocess.run(
            [BINARY, *arguments], env=self.environment, cwd=self.folder, text=True,
            capture_output=True, timeout=60,
        )
        self.assertEqual(made.returncode, 0, made.stderr)
        return made.stdout

    def booked(self, count):
        """Receipts of the ledger, oldest first, once there are so many; a helper books by itself."""
        import time

        deadline = time.monotonic() + 20
        while True:
            runs = json.loads(self.joulebook("list", "--format", "json"))["runs"]
            if len(runs) >= count or time.monotonic() > deadline:
                break
            time.sleep(0.02)
        self.assertEqual(len(runs), count)
        return sorted(runs, key=lambda run: run["started"])

    def helpers(self, process):
        """Numbers of the helpers that meter a process."""
        found = []
        for name in os.listdir("/proc"):
            if not name.isdigit():
                continue
            try:
                with open(f"/proc/{name}/cmdline", "rb") as file:
                    words = file.read().split(b"\0")
            except OSError:
                continue
            if words[1:3] == [b"attach", str(process).encode()]:
                found.append(int(name))
        return found
