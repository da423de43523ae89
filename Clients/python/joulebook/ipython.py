"""Magics for IPython and Jupyter.

    %load_ext joulebook

    %%joulebook --project thesis --name baseline
    train()

meters the cell and prints its receipt. `%joulebook f(x)` does so for a line, and `%joulebook` prints the newest receipt.
"""

from __future__ import annotations

import io
import shlex
import subprocess
from typing import Any, Dict, Optional, Tuple

import joulebook

from . import _figures, _text

_OPTIONS = ("project", "name", "stage", "region", "pue", "interval", "ledger", "policy", "price")

_USAGE = "Options: " + ", ".join(f"--{name}" for name in _OPTIONS) + ", --tag KEY=VALUE."


def load_ipython_extension(ipython: Any) -> None:
    """What `%load_ext` calls."""

    def magic(line: str, cell: Optional[str] = None) -> None:
        _magic(ipython, line, cell)

    magic.__doc__ = __doc__
    ipython.register_magic_function(magic, "line_cell", "joulebook")


def _magic(ipython: Any, line: str, cell: Optional[str]) -> None:
    try:
        settings, rest = _understood(line)
    except ValueError as error:
        print(f"%joulebook: {error} {_USAGE}")
        return
    if cell is None and not rest:
        _print("last", settings.get("ledger"))
        return
    if cell is not None and rest:
        print(f"%%joulebook: `{rest}` is no option. {_USAGE}")
        return
    settings.setdefault("name", "cell" if cell is not None else "line")
    try:
        run = joulebook.run(**settings).start()
    except joulebook.Problem as problem:
        print(f"%joulebook: {problem}")
        return
    import time

    start = time.time()
    try:
        ipython.run_cell(cell if cell is not None else rest)
    finally:
        receipt = run.stop()
    if receipt is not None:
        _print(run.id, settings.get("ledger"))
    elif run.id is not None:
        _print_part(run.id, start, time.time())


def _understood(line: str) -> Tuple[Dict[str, Any], str]:
    """The options at the beginning of a line, and what follows them as it stands."""
    settings: Dict[str, Any] = {}
    rest = line.strip()
    while rest.startswith("--"):
        word, _, rest = rest.partition(" ")
        rest = rest.strip()
        name, sign, value = word[2:].partition("=")
        if name != "tag" and name not in _OPTIONS:
            raise ValueError(f"There is no option `--{name}`.")
        if not sign:
            if not rest:
                raise ValueError(f"`--{name}` needs a value.")
            # A value in quotes may have blanks.
            stream = io.StringIO(rest)
            words = shlex.shlex(stream, posix=True)
            words.whitespace_split = True
            words.commenters = ""
            value = words.get_token() or ""
            rest = rest[stream.tell():].strip()
        if name == "tag":
            settings.setdefault("tags", []).append(value)
        else:
            settings[name] = value
    return settings, rest


def _print(run: str, ledger: Optional[str]) -> None:
    program = joulebook.binary()
    if not program:
        print("The program `joulebook` was not found: set JOULEBOOK_BINARY to it.")
        return
    import os

    environment = {**os.environ, **({"JOULEBOOK_LEDGER": ledger} if ledger else {})}
    done = subprocess.run(
        [program, "show", run], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=environment, timeout=30, check=False)
    print(done.stdout, end="")


def _print_part(run: str, start: float, end: float) -> None:
    """A cell within a run that goes on: its own part of it."""
    whole = _figures.span(run, patience=2.5)
    part = whole and _figures.span(
        run, start - _figures.seconds(whole["started"]), end - _figures.seconds(whole["started"]),
        patience=2.5)
    if not part:
        print(f"The cell is a part of run {run}; its energy cannot be read: {_figures.problem}.")
        return
    print(f"{_text.energy(part['energy_joules'])} ({_text.energy(part['energy_low_joules'])} to "
          f"{_text.energy(part['energy_high_joules'])}), {part['emissions_text'][0]}; "
          f"a part of run {run}, which goes on")
