"""What a run drew, as trackers, plugins and files take it.

A run that has ended is told by its receipt, one that is going on by its journal: `joulebook show` reads both. Nothing
here raises: what cannot be read is None, and the reason is kept in `problem`.
"""

from __future__ import annotations

import calendar
import csv
import json
import os
import subprocess
import tempfile
import time
from typing import Any, Dict, Iterable, List, Optional, Tuple

import joulebook

#: Why the last question was not answered; empty where it was.
problem = ""


def ask(*arguments: str, ledger: Optional[str] = None) -> Optional[Any]:
    """What the program answers as JSON; None where it refuses, is not there or takes too long."""
    global problem
    text = _answer([*arguments, "--format", "json"], ledger)
    try:
        return None if text is None else json.loads(text)
    except ValueError as error:
        problem = f"the answer is no JSON: {error}"
        return None


def table(name: str) -> List[Dict[str, str]]:
    """A table of the catalogue; empty where it cannot be read."""
    text = _answer(["catalog", "export", name, "--format", "csv"], None)
    return [] if text is None else list(csv.DictReader(text.splitlines()))


def _answer(arguments: List[str], ledger: Optional[str]) -> Optional[str]:
    global problem
    program = joulebook.binary()
    if not program:
        problem = "the program `joulebook` is not found"
        return None
    environment = dict(os.environ)
    if ledger:
        environment["JOULEBOOK_LEDGER"] = str(ledger)
    try:
        done = subprocess.run(
            [program, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=environment, timeout=30, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        problem = str(error)
        return None
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        problem = _reason(done.stdout.decode(errors="replace")) or " ".join(lines[:2])
        return None
    problem = ""
    return done.stdout.decode(errors="replace")


def _reason(text: str) -> str:
    try:
        told = json.loads(text)["problem"]
        return f"{told['what']} {told['why']}"
    except (ValueError, KeyError, TypeError):
        return ""


def seconds(moment: str) -> float:
    """Seconds since 1970 of a time as receipts have it: `2026-11-25T15:53:16.573Z`."""
    whole, _, rest = moment.rstrip("Z").partition(".")
    return calendar.timegm(time.strptime(whole, "%Y-%m-%dT%H:%M:%S")) + float(f"0.{rest or 0}")


def span(
    run: str, start: Optional[float] = None, end: Optional[float] = None,
    ledger: Optional[str] = None, patience: float = 0,
) -> Optional[Dict[str, Any]]:
    """What a run drew from one moment to another, in seconds after its start, by its journal or the ledger.

    A run that is going on is known up to its last sample: so long as that lies before the end it is asked again, for
    `patience` seconds at most.
    """
    limit = time.monotonic() + patience
    arguments = ["show", run, f"--from={max(0.0, start or 0.0)!r}"]
    if end is not None:
        arguments.append(f"--to={end!r}")
    while True:
        answer = ask(*arguments, ledger=ledger)
        if answer is not None and (end is None or answer["to_seconds"] >= end - 1e-3):
            return answer
        if time.monotonic() >= limit:
            return answer
        time.sleep(0.02)


class Curve:
    """Power over the time of a run that has ended: energies of many of its parts by one question."""

    def __init__(self, run: str, ledger: Optional[str] = None) -> None:
        #: (start, end, joules) of every component and sample.
        self.parts: List[Tuple[float, float, float]] = []
        self.started: Optional[float] = None
        whole = span(run, ledger=ledger)
        if whole is None:
            return
        self.started = seconds(whole["started"])
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "power.csv")
            if _answer(["chart", "power", run, "--out", path], ledger) is None:
                return
            with open(path, newline="") as file:
                for row in csv.DictReader(file):
                    if row["energy_joules"]:
                        self.parts.append((
                            float(row["start_seconds"]), float(row["end_seconds"]),
                            float(row["energy_joules"])))

    def joules(self, spans: Iterable[Tuple[float, float]]) -> List[Optional[float]]:
        """Energy of spans on the wall clock; None for each where the curve is not known."""
        if self.started is None or not self.parts:
            return [None for _ in spans]
        return [self._joules(a - self.started, b - self.started) for a, b in spans]

    def _joules(self, start: float, end: float) -> float:
        return sum(
            energy * (min(end, b) - max(start, a)) / (b - a)
            for a, b, energy in self.parts if b > a and min(end, b) > max(start, a))


class Figures:
    """A run's figures: from its receipt where there is one, else what it has drawn so far."""

    def __init__(self, whole: Dict[str, Any], receipt: Optional[Dict[str, Any]]) -> None:
        self.id: str = whole["id"]
        self.receipt = receipt
        self.factor: Dict[str, Any] = whole.get("factor") or {}
        self.pue: float = whole.get("pue", 1.0)
        self.whole = whole

    @property
    def is_final(self) -> bool:
        return self.receipt is not None

    def metrics(self) -> Dict[str, float]:
        """Numbers under names that carry their units."""
        whole = self.whole
        metrics = {
            "energy_joules": whole["energy_joules"],
            "energy_low_joules": whole["energy_low_joules"],
            "energy_high_joules": whole["energy_high_joules"],
            "facility_energy_joules": whole["facility_energy_joules"],
            "facility_energy_kwh": whole["facility_energy_joules"] / 3.6e6,
            "emissions_grams": whole["emissions_grams"],
            "emissions_low_grams": whole["emissions_low_grams"],
            "emissions_high_grams": whole["emissions_high_grams"],
            # Readings may end a moment after the run.
            "duration_seconds": whole["to_seconds"] - whole["from_seconds"]
            if self.receipt is None else self.receipt["duration_seconds"],
            "pue": self.pue,
        }
        if self.factor:
            metrics["intensity_grams_per_kwh"] = self.factor["grams_per_kwh"]
        for component, joules in whole["component_energy_joules"].items():
            metrics[f"energy_{component}_joules"] = joules
        for evidence, share in self.evidence().items():
            metrics[f"evidence_{evidence}"] = share
        return {f"joulebook/{name}": float(value) for name, value in metrics.items()}

    def evidence(self) -> Dict[str, float]:
        """How much of the energy is metered, modelled and so on; from 0 to 1."""
        if self.receipt is not None:
            return dict(self.receipt["evidence_mix"])
        parts = self.whole["component_energy_joules"]
        total = sum(parts.values())
        mix: Dict[str, float] = {}
        for row in self.whole["rows"]:
            if row["evidence"] and total > 0:
                share = parts.get(row["key"], 0.0) / total
                mix[row["evidence"]] = mix.get(row["evidence"], 0.0) + share
        return mix

    def labels(self) -> Dict[str, str]:
        """What is no number: where figures come from."""
        factor = self.factor
        mix = sorted(self.evidence().items(), key=lambda pair: -pair[1])
        labels = {
            "run": self.id,
            "state": "ended" if self.is_final else "going on",
            "evidence": ", ".join(f"{share:.0%} {name}" for name, share in mix),
            "region": factor.get("region", ""),
            "factor": " ".join(str(factor.get(key, "")) for key in ("region", "year", "source")),
            "basis": factor.get("basis", ""),
        }
        if self.receipt is not None:
            labels["project"] = self.receipt["project"]
            sensors = sorted({line["sensor"] for line in self.receipt["components"]})
            labels["sensors"] = ", ".join(sensors)
            if self.receipt["warnings"]:
                labels["warnings"] = " ".join(self.receipt["warnings"])
        return {f"joulebook.{name}": text for name, text in labels.items() if text.strip()}

    def document(self) -> Dict[str, Any]:
        """The receipt, or what is known so far in its place."""
        return self.receipt if self.receipt is not None else self.whole


def run_id(run: Any = None) -> Optional[str]:
    """The id of a run, a receipt, an id itself, or of the run that this process belongs to."""
    if isinstance(run, str):
        return run
    if isinstance(run, dict):
        return run.get("id")
    receipt = getattr(run, "receipt", None)
    if receipt:
        return receipt.get("id")
    return getattr(run, "id", None) or os.environ.get("JOULEBOOK_RUN_ID")


def of(run: Any = None) -> Optional[Figures]:
    """A run's figures: of a `joulebook.Run`, a receipt, an id, or of the run that this process belongs to."""
    identity = run_id(run)
    if not identity:
        return None
    ledger = ledger_of(run)
    receipt = run if isinstance(run, dict) else getattr(run, "receipt", None)
    # A run that is going on is in no ledger yet, and has no receipt.
    if receipt is None:
        receipt = ask("show", identity, ledger=ledger)
    whole = span(identity, ledger=ledger)
    return None if whole is None else Figures(whole, receipt)


def ledger_of(run: Any) -> Optional[str]:
    """The ledger that a run was given; None for the usual one."""
    ledger = (getattr(run, "_given", None) or {}).get("ledger")
    return None if ledger is None else os.fspath(ledger)
