"""Rows of `emissions.csv` and of a task's file, with CodeCarbon's names, order and units."""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import Any, Callable, Dict, List, Optional

#: Columns of `emissions.csv` since release 3.2.1: s, kg, kg/s, W, kWh, L.
COLUMNS: List[str] = (
    "timestamp project_name run_id experiment_id duration emissions emissions_rate cpu_power"
    " gpu_power ram_power cpu_energy gpu_energy ram_energy energy_consumed water_consumed"
    " country_name country_iso_code region cloud_provider cloud_region os python_version"
    " codecarbon_version cpu_count cpu_model gpu_count gpu_model longitude latitude"
    " ram_total_size tracking_mode cpu_utilization_percent gpu_utilization_percent"
    " ram_utilization_percent ram_used_gb on_cloud pue wue").split()

#: Columns of a task's file: its name first, and neither the experiment's id nor PUE and WUE.
TASK_COLUMNS: List[str] = ["task_name"] + [
    name for name in COLUMNS if name not in ("experiment_id", "pue", "wue")
]


class _Row:
    """A row whose values are there at once, or are asked for when somebody looks.

    Reading the meter waits for its next sample. A task that ends between two samples must not hold up the program,
    so that its row is filled in by the first look at it, or when the tracker stops.
    """

    columns: List[str] = []

    def __init__(
        self, values: Optional[Dict[str, Any]] = None,
        fill: Optional[Callable[[], Dict[str, Any]]] = None, **more: Any,
    ) -> None:
        self.__dict__["_fill"] = fill
        if fill is None:
            self._take({**(values or {}), **more})

    def look(self) -> None:
        """Fills the row in, where that is still to be done."""
        fill = self.__dict__.get("_fill")
        if fill is not None:
            self._take(fill())

    def _take(self, values: Dict[str, Any]) -> None:
        for name in self.columns:
            self.__dict__[name] = values.get(name)
        self.__dict__["_fill"] = None

    def __getattr__(self, name: str) -> Any:
        fill = self.__dict__.get("_fill")
        if fill is None or name not in self.columns:
            raise AttributeError(f"{type(self).__name__} has no `{name}`")
        self._take(fill())
        return self.__dict__[name]

    @property
    def values(self) -> "OrderedDict[str, Any]":
        return OrderedDict((name, getattr(self, name)) for name in self.columns)

    def toJSON(self) -> str:  # noqa: N802, CodeCarbon's name
        return json.dumps(self.values, sort_keys=True, indent=4)

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{type(self).__name__}({values})"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.values == other.values  # type: ignore[attr-defined]

    __hash__ = None  # type: ignore[assignment]


class EmissionsData(_Row):
    """What a tracker has measured, as `final_emissions_data` and output handlers have it."""

    columns = COLUMNS

    def compute_delta_emission(self, previous: "EmissionsData") -> None:
        """Makes these sums what came after others."""
        own = self.__dict__
        own.update(self.values)
        for name in (
            "duration", "emissions", "cpu_energy", "gpu_energy", "ram_energy", "energy_consumed",
            "water_consumed",
        ):
            own[name] -= getattr(previous, name)
        own["emissions_rate"] = own["emissions"] / own["duration"] if own["duration"] > 0 else 0


class TaskEmissionsData(_Row):
    """A row of `emissions_<experiment>_<run>.csv`."""

    columns = TASK_COLUMNS
