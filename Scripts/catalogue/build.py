#!/usr/bin/env python3
"""Builds the catalogue's tables from their sources: python3 build.py FOLDER [builder…]

FOLDER holds the source files as the builders name them (`grid/`, `hardware/` …). All builders run in the
order of their names, or just the named ones, the rules that they share first. Nothing changes when the
sources have not.
"""

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    data = Path(sys.argv[1])
    names = sys.argv[2:] or sorted(path.stem for path in HERE.glob("*.py") if "\ndef build(" in path.read_text())
    for name in ["common", *(name for name in names if name != "common")]:
        importlib.import_module(name).build(data)
