"""``python -m joulebook …``, and the command ``joulebook`` of an environment: becomes the program."""

from __future__ import annotations

import os
import sys

from ._binary import binary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    path = binary()
    if path is None:
        named = os.environ.get("JOULEBOOK_BINARY")
        why = (
            f"JOULEBOOK_BINARY is `{named}`, which is no program."
            if named
            else "This package holds none, as a wheel does, and no folder of PATH has one."
        )
        print(
            "Cannot find the program `joulebook`.\n"
            f"  Why:  {why}\n"
            "  Next: Install a wheel made by `make wheel`, or set JOULEBOOK_BINARY to the program.",
            file=sys.stderr,
        )
        sys.exit(127)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(path, ["joulebook", *sys.argv[1:]])


if __name__ == "__main__":
    main()
