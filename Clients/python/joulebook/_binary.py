"""Where the program ``joulebook`` is."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional


def binary() -> Optional[str]:
    """The program: ``JOULEBOOK_BINARY``, else the one that came with this package, else one in ``PATH``.

    None where there is none. A variable that names no program is not passed over in silence: what it names
    is not run, and nothing else is run in its place.
    """
    named = os.environ.get("JOULEBOOK_BINARY")
    if named:
        return named if _is_program(named) else None
    inside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bin", "joulebook")
    if _is_program(inside):
        return inside
    for folder in os.get_exec_path():
        path = os.path.join(folder, "joulebook")
        if _is_program(path) and not _is_ours(path):
            return path
    return None


def _is_program(path: str) -> bool:
    return os.path.isfile(path) and os.access(path, os.X_OK)


def _is_ours(path: str) -> bool:
    """Whether it is the command of this package, which would only look for the program again."""
    try:
        with open(path, "rb") as file:
            return b"joulebook._command" in file.read(1024)
    except OSError:
        return True
