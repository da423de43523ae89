"""Reading sources and writing the catalogue's tables.

A builder is a module beside this one with a function `build(data)`; `build.py` runs them. A table is
tab-separated text: one header row, then rows sorted by the bytes of their first column, the key. What
its columns mean, their units, bounds and ranges stand in `schema.tsv`; whom it is taken from in
`sources.tsv`; what is disputed about a row in `notes.tsv`. All are written from here, table by table.
"""

import csv
import fcntl
import gzip
import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TABLES = ROOT / "Sources" / "CReferenceData" / "tables"
# Share-alike data lies in folders of its own, each with its licence; nothing of it is merged elsewhere.
FOLDERS = {"ODbL-1.0": "odbl", "CC-BY-SA-4.0": "cc-by-sa", "MPL-2.0": "mpl"}
KINDS = {"key", "name", "text", "choice", "place", "number", "count", "year", "date", "rule", "source", "link"}
MEASURED = {"number", "count"}


def read_csv(path):
    """Rows of a CSV file, packed or not. `NA` stays Namibia: nothing is read as missing."""
    path = str(path)
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(value):
    """A number as short as it can be written, six significant digits: 240.0 becomes 240."""
    return f"{float(value):.6g}"


class Table:
    """A table under construction. `write` checks all of it and refuses what a test would refuse."""

    def __init__(self, name, title, licence="Apache-2.0", about="", built_from=""):
        """`licence` is the table's own; `built_from` names the source files, for people who renew it."""
        self.name, self.title, self.licence, self.about, self.built_from = name, title, licence, about, built_from
        self.columns, self.rows, self.notes = [], [], []

    def column(self, name, kind, meaning, unit="", least="", most="", range="", choices=""):
        """Adds a column; the first is the key. Numbers need `unit` (`1` for a ratio), `least` and `most`
        (values outside are slips of unit or of the decimal point) and `range`: `LOW..HIGH` names two
        columns, `bound` marks such a column, a word is a rule of `ranges.tsv`, `column:NAME` a column
        that holds such a rule row by row. `choices` lists the words of a `choice`, parted by `|`."""
        assert kind in KINDS, kind
        assert meaning and (kind not in MEASURED or (unit and range and least != "" and most != "")), name
        self.columns.append(dict(name=name, kind=kind, meaning=meaning, unit=unit, least=str(least),
                                 most=str(most), range=range, choices=choices))

    def row(self, **cells):
        """Adds a row; None and a missing cell mean unknown, floats are written with six digits."""
        unknown = set(cells) - {column["name"] for column in self.columns}
        assert not unknown, f"{self.name}: no column {unknown}"
        self.rows.append({name: self.cell(value) for name, value in cells.items()})

    def note(self, key, note, source, column="", value="", unit="", check="", year=""):
        """Records what is disputed about a row: a rival's `value` in `unit`, or an error of the source that
        the self-audit finds, with the id of the `check` (X31)."""
        self.notes.append(dict(row=key, column=column, value=self.cell(value), unit=unit, check=check,
                               note=note, source=source, year=str(year)))

    @staticmethod
    def cell(value):
        if value is None:
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, float):
            return "" if value != value else number(value)
        return " ".join(str(value).split())

    def write(self):
        names = [column["name"] for column in self.columns]
        rows = [[row.get(name, "") for name in names] for row in self.rows]
        faults = self.faults(names, rows)
        if faults:
            raise SystemExit(f"{self.name}: " + "\n  ".join(faults[:20]))
        folder = TABLES / FOLDERS.get(self.licence, "")
        folder.mkdir(parents=True, exist_ok=True)
        write_rows(folder / f"{self.name}.tsv", names, rows)
        with locked():
            upsert("tables", TABLE_COLUMNS, self.name, [[
                self.name, self.title, self.licence, str(len(rows)), self.built_from, self.about]])
            upsert("schema", SCHEMA_COLUMNS, self.name + ".", [
                [f"{self.name}.{c['name']}", c["kind"], c["unit"], c["least"], c["most"], c["range"], c["choices"],
                 c["meaning"]] for c in self.columns])
            counted = {}
            notes = []
            for n in self.notes:
                counted[n["row"]] = counted.get(n["row"], 0) + 1
                notes.append([f"{self.name}:{n['row']}#{counted[n['row']]}", n["column"], n["value"], n["unit"],
                              n["check"], " ".join(n["note"].split()), n["source"], n["year"]])
            upsert("notes", NOTE_COLUMNS, self.name + ":", notes)
        print(f"{self.name}: {len(rows)} rows, {len(self.notes)} notes")

    def faults(self, names, rows):
        """What the tests of the tables would complain of."""
        faults, keys, rules = [], set(), {row[0] for row in stored("ranges")}
        sources = {row[0] for row in stored("sources")}
        kinds = {c["name"]: c for c in self.columns}
        if self.columns[0]["kind"] != "key":
            faults.append("the first column is not the key")
        if "source" not in names or "year" not in names:
            faults.append("no column `source` or no column `year`")
        for cells in rows:
            row = dict(zip(names, cells))
            key = cells[0]
            if not key or key in keys:
                faults.append(f"key empty or twice: {key!r}")
            keys.add(key)
            if not re.fullmatch(r"(18|19|20)\d\d", row.get("year", "")):
                faults.append(f"{key}: year {row.get('year')!r}")
            for identifier in row.get("source", "").split(" "):
                if identifier not in sources:
                    faults.append(f"{key}: source {identifier!r} is not cited with cite()")
            for name, text in row.items():
                column = kinds[name]
                if re.match(r"[=+@\t\r]", text) or "\t" in text or (column["kind"] not in MEASURED and text[:1] == "-"):
                    faults.append(f"{key}.{name}: a spreadsheet would run {text!r}")
                if not text:
                    continue
                if column["kind"] == "choice" and text not in column["choices"].split("|"):
                    faults.append(f"{key}.{name}: {text!r} is none of {column['choices']}")
                if column["kind"] == "rule" and text not in rules:
                    faults.append(f"{key}.{name}: no rule {text!r} in ranges.tsv")
                if column["kind"] in MEASURED:
                    value = float(text)
                    if not float(column["least"]) <= value <= float(column["most"]):
                        faults.append(f"{key}.{name}: {text} is outside {column['least']}..{column['most']}")
                    faults += self.range_faults(key, name, value, column["range"], row, rules)
        for note in self.notes:
            if note["row"] not in keys or note["source"] not in sources or (note["column"] and note["column"] not in names):
                faults.append(f"note on {note['row']}: no such row, column or source")
        return faults

    @staticmethod
    def range_faults(key, name, value, rule, row, rules):
        if rule == "bound" or rule in rules:
            return []
        if rule.startswith("column:"):
            return [] if row.get(rule[7:]) in rules else [f"{key}.{name}: no rule in `{rule[7:]}`"]
        low, _, high = rule.partition("..")
        if not high:
            return [f"{key}.{name}: no rule {rule!r} in ranges.tsv"]
        if not row.get(low) or not row.get(high):
            return [f"{key}.{name}: `{low}` or `{high}` is empty"]
        return [] if float(row[low]) <= value <= float(row[high]) else [f"{key}.{name}: range does not hold {value}"]


TABLE_COLUMNS = ["table", "title", "licence", "rows", "built_from", "about"]
SCHEMA_COLUMNS = ["column", "kind", "unit", "least", "most", "range", "choices", "meaning"]
NOTE_COLUMNS = ["key", "column", "value", "unit", "check", "note", "source", "year"]
SOURCE_COLUMNS = ["id", "author", "title", "year", "licence", "retrieved", "address", "attribution"]
RANGE_COLUMNS = ["rule", "low_factor", "high_factor", "reason", "source"]


def cite(id, author, title, year, licence, address, attribution="", retrieved="2026-11"):
    """Names a source. `licence` is an SPDX id, `facts` or `public domain`; `attribution` is the sentence that
    the licence asks for and is needed unless it asks for none."""
    assert licence in ("facts", "public domain", "own work") or attribution, f"{id}: {licence} asks for an attribution"
    once("source", id, (author, title, str(year), licence, address, attribution))
    with locked():
        upsert("sources", SOURCE_COLUMNS, id, [[id, author, title, str(year), licence, retrieved, address, attribution]],
               whole=True)


def rule(id, low_factor, high_factor, reason, source="joulebook-ranges"):
    """Names a way to get a range from a value: value × low_factor … value × high_factor."""
    assert low_factor <= 1 <= high_factor and reason
    once("rule", id, (low_factor, high_factor, reason))
    with locked():
        upsert("ranges", RANGE_COLUMNS, id, [[id, number(low_factor), number(high_factor), reason, source]], whole=True)


DEFINED = {}


def once(kind, id, definition):
    """Builders may name a source or a rule that another names, in the same words."""
    known = DEFINED.setdefault((kind, id), definition)
    if known != definition:
        raise SystemExit(f"two definitions of the {kind} {id}:\n  {known}\n  {definition}")


def stored(name):
    path = TABLES / f"{name}.tsv"
    if not path.exists():
        return []
    return [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n")[1:] if line]


def upsert(name, columns, prefix, rows, whole=False):
    """Replaces the rows whose key begins with `prefix` (is it, when `whole`) by `rows`."""
    def replaced(key):
        return key == prefix if whole or name == "tables" else key.startswith(prefix)
    kept = [row for row in stored(name) if not replaced(row[0])]
    write_rows(TABLES / f"{name}.tsv", columns, kept + rows)


def write_rows(path, columns, rows):
    rows = sorted(rows, key=lambda row: row[0].encode())
    text = "".join("\t".join(row) + "\n" for row in [columns, *rows])
    new = path.with_suffix(f".{os.getpid()}.new")
    new.write_text(text, encoding="utf-8", newline="")
    new.replace(path)


class locked:
    """Builders may run side by side; the shared tables are rewritten by one at a time."""

    def __enter__(self):
        self.file = open(Path(__file__).resolve().parent / "tables.py", "rb")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_):
        self.file.close()


def cpu_key(name):
    """The part of a processor's name that tells it apart; `CPUName.swift` does the same."""
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
