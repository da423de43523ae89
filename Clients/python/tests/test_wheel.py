"""The wheel with the program inside, in a fresh environment.

The program is the one that the tests run, with libraries of its toolchain, so that its tag says `linux`;
`make wheel` takes the release program.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import unittest
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import build_backend
from support import BINARY, PACKAGE, Home


def has_pip():
    try:
        import ensurepip, venv  # noqa: F401, E401
    except ImportError:
        return False
    return True


class Wheel(Home):
    def build(self, binary=None):
        environment = dict(self.environment)
        environment.pop("JOULEBOOK_WHEEL_BINARY", None)
        if binary:
            environment["JOULEBOOK_WHEEL_BINARY"] = binary
        made = subprocess.run(
            [sys.executable, os.path.join(PACKAGE, "build_backend.py"), "wheel", self.folder],
            env=environment, capture_output=True, text=True, timeout=120,
        )
        self.assertEqual(made.returncode, 0, made.stderr)
        return made.stdout.strip()

    @unittest.skipUnless(has_pip(), "needs python3-venv")
    def test_it_installs_and_runs_in_a_fresh_environment(self):
        program = BINARY
        if shutil.which("strip"):
            # As the release binary is; packing takes a tenth of the time.
            program = os.path.join(self.folder, "stripped")
            subprocess.run(["strip", "-o", program, BINARY], check=True, timeout=60)
        wheel = self.build(program)
        self.assertIn("-py3-none-", wheel)
        self.assertNotIn("-any", wheel)

        place = os.path.join(self.folder, "venv")
        environment = dict(self.environment, PATH="/usr/bin:/bin")
        for key in ("JOULEBOOK_BINARY", "PYTHONPATH"):
            environment.pop(key)

        def call(*command):
            made = subprocess.run(
                command, env=environment, cwd=self.folder, capture_output=True, text=True, timeout=120
            )
            self.assertEqual(made.returncode, 0, made.stdout + made.stderr)
            return made.stdout

        call(sys.executable, "-m", "venv", place)
        call(f"{place}/bin/pip", "install", "--no-index", "--disable-pip-version-check", wheel)
        code = (
            "import joulebook\n"
            "with joulebook.run(name='fresh') as run: sum(range(10**6))\n"
            "print(joulebook.binary()); print(run.receipt['name'])"
        )
        binary, name = call(f"{place}/bin/python", "-c", code).split()
        self.assertTrue(binary.startswith(place) and binary.endswith("/joulebook/bin/joulebook"))
        self.assertEqual(name, "fresh")
        # The command of the environment becomes the same program.
        self.assertIn("fresh", call(f"{place}/bin/joulebook", "list"))

    def test_a_wheel_without_the_program_is_pure_and_complete(self):
        wheel = self.build()
        self.assertTrue(wheel.endswith("-py3-none-any.whl"))
        with zipfile.ZipFile(wheel) as archive:
            names = set(archive.namelist())
            record = {}
            for line in archive.read("joulebook-0.1.0.dist-info/RECORD").decode().splitlines():
                path, digest, size = line.rsplit(",", 2)
                record[path] = (digest, size)
            self.assertEqual(set(record), names)
            for path, (digest, size) in record.items():
                if digest:
                    data = archive.read(path)
                    self.assertEqual((build_backend.digest(data), str(len(data))), (digest, size))
        modules = {name for name in os.listdir(os.path.join(PACKAGE, "joulebook")) if name.endswith(".py")}
        self.assertTrue({f"joulebook/{name}" for name in modules} | {"joulebook/py.typed"} <= names)

    def test_the_same_sources_give_the_same_bytes(self):
        wheels = []
        for _ in range(2):
            with open(self.build(), "rb") as file:
                wheels.append(file.read())
        self.assertEqual(*wheels)

    def test_the_tag_says_what_the_program_needs(self):
        with open(sys.executable, "rb") as file:
            machine, needed, versions = build_backend.elf(file.read())
        self.assertIn(build_backend.MACHINES[machine], sysconfig.get_platform())
        self.assertIn("libc.so.6", needed)
        self.assertTrue(any(version.startswith("GLIBC_2.") for version in versions), versions)
        with open(BINARY, "rb") as file:
            program = file.read()
        machine, needed, _ = build_backend.elf(program)
        tag = build_backend.platform(program)
        kind = "manylinux_2_" if needed <= build_backend.EVERYWHERE else "linux_"
        self.assertTrue(tag.startswith(kind) and tag.endswith(build_backend.MACHINES[machine]), tag)


if __name__ == "__main__":
    unittest.main()
