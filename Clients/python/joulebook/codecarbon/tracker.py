"""CodeCarbon's trackers over Joulebook's meter."""

from __future__ import annotations

import fcntl
import logging
import os
import tempfile
import time
import uuid
from datetime import datetime
from typing import Any, Dict, List, Optional, Tuple

import joulebook

from . import place
from .config import UNSUPPORTED, log, resolve
from .data import EmissionsData, TaskEmissionsData
from .meter import Meter
from .output import handlers

#: Time between samples: tasks may be short.
INTERVAL = 0.1

#: The order in which CodeCarbon takes arguments without names.
ORDER: List[str] = (
    "project_name measure_power_secs api_call_interval api_endpoint api_key output_dir output_file"
    " output_methods save_to_file save_to_api save_to_logger logging_logger save_to_prometheus"
    " save_to_logfire prometheus_url output_handlers gpu_ids emissions_endpoint experiment_id"
    " experiment_name electricitymaps_api_token co2_signal_api_token tracking_mode log_level"
    " on_csv_write logger_preamble force_cpu_power force_ram_power pue wue"
    " force_carbon_intensity_g_co2e_kwh force_mode_cpu_load allow_multiple_runs rapl_include_dram"
    " rapl_prefer_psys metadata").split()

PLACE: List[str] = (
    "country_iso_code region cloud_provider cloud_region country_2letter_iso_code").split()


class _Task:
    """A part of a tracker's time, and what it drew as soon as somebody asks."""

    def __init__(self, tracker: "BaseEmissionsTracker", name: str) -> None:
        self.tracker = tracker
        self.task_name = name
        self.begin = time.time()
        self.end: Optional[float] = None
        self._loads = place.loads()
        self.stamp = ""
        self.emissions_data = EmissionsData(fill=self._values)
        self._marks = joulebook.stage(name)
        self._marks.__enter__()

    @property
    def is_active(self) -> bool:
        return self.end is None

    def stop(self) -> None:
        self.end = time.time()
        self._loads = place.mean(self._loads, place.loads())
        self.stamp = _now()
        self._marks.__exit__(None, None, None)

    def _values(self) -> Dict[str, Any]:
        loads = self._loads if self.end else place.mean(self._loads, place.loads())
        return self.tracker._row(
            [(self.begin, self.end or time.time())], self.stamp or _now(), loads)


class BaseEmissionsTracker:
    """What both trackers do. A tracker is a part of the time of the meter that the process shares."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        given = _named(type(self).__name__, arguments, named, self._names())
        settings = resolve(given)
        if settings["tracking_mode"] not in ("machine", "process"):
            raise ValueError(
                f"`tracking_mode` is `machine` or `process`, not `{settings['tracking_mode']}`.")
        output_dir = settings["output_dir"]
        if not os.path.exists(output_dir):
            raise OSError(f"The folder `{output_dir}` is not there.")
        self._settings = settings
        self._set_level()
        self._output_handlers = handlers(settings)
        self.run_id = uuid.uuid4()
        self._meter: Optional[Meter] = None
        self._lock: Optional[int] = None
        self._begin: Optional[float] = None
        #: True where `start()` was called, and not tasks alone.
        self._is_whole = False
        self._is_running = False
        self._loads: Dict[str, Any] = {}
        self._has_gpu = False
        self._tasks: Dict[str, _Task] = {}
        self._active_task: Optional[str] = None
        self._previous: Optional[EmissionsData] = None

    @classmethod
    def _names(cls) -> List[str]:
        return ORDER

    # What users call.

    def start(self) -> None:
        """Starts to meter."""
        if self._is_running:
            log.warning("The tracker has been started already.")
            return
        if self._open():
            self._is_whole = True

    def start_task(self, task_name: Optional[str] = None) -> None:
        """Starts a part whose energy is told apart."""
        if self._active_task is not None:
            log.warning("The task %s is still going on: no other one is started.",
                        self._active_task)
            return
        if not self._is_running and not self._open():
            return
        name = task_name or str(uuid.uuid4())
        if name in self._tasks:
            name += f"_{uuid.uuid4()}"
        self._tasks[name] = _Task(self, name)
        self._active_task = name

    def stop_task(self, task_name: Optional[str] = None) -> Optional[EmissionsData]:
        """Ends a part. Its figures are read when somebody looks at them, or when the tracker stops."""
        task = self._tasks.get(task_name or self._active_task or "")
        if task is None or not task.is_active:
            log.warning("No task is going on that could be stopped.")
            return None
        task.stop()
        self._active_task = None
        return task.emissions_data

    def flush(self) -> Optional[float]:
        """Writes a row of what was drawn so far, and goes on; kg of CO2e."""
        if not self._is_running:
            log.error("The tracker was not started.")
            return None
        return self._safely(self._write, True)

    def stop(self) -> Optional[float]:
        """Ends metering and writes the row; kg of CO2e, or None where nothing was metered."""
        return self._stop(None)

    def _stop(self, code: Optional[int]) -> Optional[float]:
        if not self._is_running:
            log.warning("The tracker was stopped already, or never started.")
            return getattr(self, "final_emissions", None)
        if self._active_task is not None:
            self.stop_task()
        self._end = time.time()
        self._is_running = False
        assert self._meter is not None
        self._meter.release(code)
        emissions = self._safely(self._write, False)
        self._unlock()
        return emissions

    def __enter__(self) -> "BaseEmissionsTracker":
        self.start()
        return self

    def __exit__(self, kind: Any, value: Any, trace: Any) -> None:
        self._stop(0 if kind is None else 1)

    def service_shutdown(self, signum: int, frame: Any) -> None:
        """For `signal.signal`, as CodeCarbon has it."""
        self.stop()

    def get_detected_hardware(self) -> Dict[str, Any]:
        """What the columns say of the machine."""
        return {**place.machine(), "cpu_physical_count": None, **self._gpus()}

    # How it is done.

    def _open(self) -> bool:
        if not self._locked():
            log.error("Another tracker is going on, and `allow_multiple_runs` is false.")
            return False
        self._meter = Meter.acquire(self._run_settings())
        if self._meter is None:
            self._unlock()
            return False
        self._begin = time.time()
        self._loads = place.loads()
        self._is_running = True
        self._is_whole = False
        self._tasks = {}
        self._previous = None
        return True

    def _run_settings(self) -> Dict[str, Any]:
        settings = self._settings
        given = settings["is_given"]
        wish = settings["measure_power_secs"]
        interval = max(0.001, min(INTERVAL, float(wish) if wish else INTERVAL))
        asked: Dict[str, Any] = {
            "name": settings["experiment_name"] if "experiment_name" in given else None,
            "project": settings["project_name"] if "project_name" in given else None,
            "tags": {"codecarbon.run": str(self.run_id)},
            "region": place.key(settings),
            "pue": float(settings["pue"]) if "pue" in given else None,
            "interval": f"{interval * 1000:g}ms",
            "policy": "whole-machine" if settings["tracking_mode"] == "machine" else "by-use",
        }
        return {name: value for name, value in asked.items() if value is not None}

    def _write(self, is_live: bool) -> Optional[float]:
        for task in self._tasks.values():
            if not task.is_active:
                task.emissions_data.look()
        total = self._total(is_live)
        delta = EmissionsData(total.values)
        if self._previous is not None:
            delta.compute_delta_emission(self._previous)
        self._previous = total
        if not is_live:
            self.final_emissions_data = total
            self.final_emissions = total.emissions
        tasks = [
            TaskEmissionsData(_of_task(task))
            for task in self._tasks.values() if not task.is_active
        ]
        for handler in self._output_handlers:
            handler.out(total, delta)
            if is_live and hasattr(handler, "live_out") and not hasattr(handler, "save_file_path"):
                handler.live_out(total, delta)
            if tasks:
                handler.task_out(tasks, self._settings["experiment_name"])
            if not is_live and hasattr(handler, "exit"):
                handler.exit()
        return total.emissions

    def _total(self, is_live: bool) -> EmissionsData:
        loads = place.mean(self._loads, place.loads())
        if self._is_whole:
            end = time.time() if is_live else self._end
            return EmissionsData(self._row([(self._begin or end, end)], _now(), loads))
        # Tasks alone: what lies between them is not the tracker's.
        spans = [(task.begin, task.end or time.time()) for task in self._tasks.values()]
        return EmissionsData(self._row(spans, _now(), loads))

    def _row(
        self, spans: List[Tuple[float, float]], stamp: str, loads: Dict[str, Any]
    ) -> Dict[str, Any]:
        assert self._meter is not None
        parts = [self._meter.read(a, b) for a, b in spans]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts) or not known:
            from .. import _figures

            raise RuntimeError(f"the meter cannot be read: {_figures.problem}")
        settings = self._settings
        pue, wue = float(settings["pue"] or 1), float(settings["wue"] or 0)
        duration = sum(b - a for a, b in spans)
        self._has_gpu = any("gpu" in part["component_energy_joules"] for part in known)
        gpus = self._gpus()

        def joules(component: str) -> float:
            return sum(part["component_energy_joules"].get(component, 0.0) for part in known)

        def kwh(component: str) -> float:
            return joules(component) * pue / 3.6e6

        measured = sum(part["energy_joules"] for part in known)
        consumed = measured * pue / 3.6e6
        forced = settings["force_carbon_intensity_g_co2e_kwh"]
        if forced is not None:
            emissions = consumed * float(forced) / 1000
        else:
            # Our own PUE out, the tracker's in.
            emissions = sum(part["emissions_grams"] / part["pue"] for part in known) * pue / 1000
        hours = duration / 3600 or float("inf")
        return {
            "timestamp": stamp,
            "project_name": settings["project_name"],
            "run_id": str(self.run_id),
            "experiment_id": str(settings["experiment_id"]),
            "duration": duration,
            "emissions": emissions,
            "emissions_rate": emissions / duration if duration > 0 else 0.0,
            "cpu_power": kwh("cpu") * 1000 / hours,
            "gpu_power": kwh("gpu") * 1000 / hours,
            "ram_power": kwh("memory") * 1000 / hours,
            "cpu_energy": kwh("cpu"),
            "gpu_energy": kwh("gpu"),
            "ram_energy": kwh("memory"),
            "energy_consumed": consumed,
            # By kWh of the devices, as WUE is defined, and not by kWh at the meter.
            "water_consumed": measured / 3.6e6 * wue,
            **place.columns(settings, known[0].get("factor") or {}),
            **place.machine(),
            **gpus,
            **loads,
            # Not read: nothing where there is a GPU, zero where there is none.
            "gpu_utilization_percent": None if self._has_gpu else 0,
            "codecarbon_version": f"joulebook {_version()}",
            "tracking_mode": settings["tracking_mode"],
            "pue": pue,
            "wue": wue,
        }

    def _gpus(self) -> Dict[str, Any]:
        """How many, by the receipt; within a run that goes on that is not known where there are any."""
        receipt = self._meter.receipt if self._meter is not None else None
        if receipt is None:
            return {"gpu_count": None if self._has_gpu else 0, "gpu_model": ""}
        names = [line["device"] for line in receipt["components"] if line["component"] == "gpu"]
        return {"gpu_count": len(names), "gpu_model": place.models(names)}

    def _safely(self, work: Any, *arguments: Any) -> Optional[float]:
        try:
            return work(*arguments)
        except Exception as error:  # a job must not fail of its meter
            log.error("No row was written: %s", error)
            return None

    def _locked(self) -> bool:
        if self._settings["allow_multiple_runs"]:
            return True
        path = os.path.join(tempfile.gettempdir(), f".joulebook-codecarbon-{os.getuid()}.lock")
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            # The system gives it up when the process ends, however that happens.
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        self._lock = file
        return True

    def _unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _set_level(self) -> None:
        level = self._settings["log_level"]
        if level is None:
            return
        if isinstance(level, str):
            level = logging.getLevelName(int(level) if level.isdigit() else level.upper())
            level = logging.getLevelName(level) if not isinstance(level, int) else level
        if isinstance(level, int):
            log.setLevel(level)
        else:
            log.error("`log_level` is not understood: %s", self._settings["log_level"])


class EmissionsTracker(BaseEmissionsTracker):
    """CodeCarbon's online tracker: where it is comes from Joulebook's settings and the machine, not the network."""


class OfflineEmissionsTracker(BaseEmissionsTracker):
    """CodeCarbon's offline tracker: where it is, is given."""

    @classmethod
    def _names(cls) -> List[str]:
        return ORDER + PLACE


def _named(
    who: str, arguments: Tuple[Any, ...], named: Dict[str, Any], names: List[str]
) -> Dict[str, Any]:
    """Arguments by name; one that CodeCarbon never had is a mistake, as it is there."""
    if len(arguments) > len(ORDER):
        raise TypeError(f"{who} takes {len(ORDER)} arguments without names at most.")
    given = dict(zip(ORDER, arguments))
    for name, value in named.items():
        if name not in names and name not in UNSUPPORTED:
            raise TypeError(f"{who} has no argument `{name}`.")
        if name in given:
            raise TypeError(f"{who} was given `{name}` twice.")
        given[name] = value
    return given


def _of_task(task: _Task) -> Dict[str, Any]:
    values = dict(task.emissions_data.values)
    # CodeCarbon writes 0.0 here, and pandas tells the two apart.
    if values["gpu_utilization_percent"] == 0:
        values["gpu_utilization_percent"] = 0.0
    return {**values, "task_name": task.task_name}


def _now() -> str:
    return datetime.now().strftime("%Y-%m-%dT%H:%M:%S")


def _version() -> str:
    return getattr(joulebook, "__version__", "")
