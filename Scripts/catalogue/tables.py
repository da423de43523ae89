"""Reading sources and writing the catalogue's tables: tab-separated, one header row, sorted."""

import csv
import gzip
import re
import sys


def read_csv(path):
    """Rows of a CSV file, packed or not. `NA` stays Namibia: nothing is read as missing."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    """A number as short as it can be written: 240.0 becomes 240."""
    return f"{float(text):.6g}"


def write_table(columns, rows):
    """Writes to standard output. Sorted by the bytes of the first column: readers search by halves."""
    rows = sorted(rows, key=lambda row: row[0].encode())
    keys = [row[0] for row in rows]
    doubled = {key for key in keys if keys.count(key) > 1} if len(set(keys)) < len(keys) else set()
    if doubled:
        sys.exit(f"keys that are not unique: {sorted(doubled)[:10]}")
    for row in [columns, *rows]:
        if any("\t" in cell or "\n" in cell for cell in row):
            sys.exit(f"a tab or a line end inside a cell: {row}")
        print("\t".join(row))


def cpu_key(name):
    """The part of a processor's name that tells it apart; `Catalogue+CPU.swift` does the same."""
    text = name.lower()
    text = re.sub(r"\((r|tm|c)\)", " ", text)
    text = text.split("@")[0].split(" with ")[0].split(" w/ ")[0]
    words = [
        word
        for word in text.split()
        if word not in ("amd", "intel", "cpu", "processor", "gen", "apu", "genuine")
        and not re.fullmatch(r"\d+(st|nd|rd|th)|(\d+|dual|quad|six|eight|twelve|sixteen)-core", word)
    ]
    return " ".join(words)


def accelerator_key(name):
    """Lower case, letters and digits only, without the maker's and line's names."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    drop = ("nvidia", "amd", "intel", "tesla", "geforce", "instinct", "radeon", "google", "graphics")
    return "".join(word for word in words if word not in drop)
