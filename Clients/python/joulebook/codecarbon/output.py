"""Where rows go: CodeCarbon's file, a logger, or handlers of the user's own."""

from __future__ import annotations

import csv
import io
import json
import logging
import os
from enum import Enum
from typing import Any, Dict, List, Optional

from .config import log
from .data import EmissionsData, TaskEmissionsData


class OutputMethod(str, Enum):
    """CodeCarbon's names of outputs. `CSV` and `LOGGER` are written here, the others warn."""

    CSV = "csv"
    API = "api"
    LOGGER = "logger"
    PROMETHEUS = "prometheus"
    LOGFIRE = "logfire"
    BOAMPS = "boamps"


class BaseOutput:
    """What a handler of the user's own may do; `live_out` is called by `flush()` alone."""

    def out(self, total: EmissionsData, delta: EmissionsData) -> None: ...

    def live_out(self, total: EmissionsData, delta: EmissionsData) -> None: ...

    def task_out(self, data: List[TaskEmissionsData], experiment_name: str) -> None: ...

    def exit(self) -> None: ...


class LoggerOutput(BaseOutput):
    """Writes each row to a logger as JSON."""

    def __init__(self, logger: Any, severity: int = logging.INFO) -> None:
        self.logger = logger
        self.logging_severity = severity

    def out(self, total: EmissionsData, delta: Optional[EmissionsData] = None) -> None:
        self.logger.log(self.logging_severity, msg=json.dumps(total.values))


class FileOutput(BaseOutput):
    """`emissions.csv`: a row a run, and a file of its own for tasks."""

    def __init__(
        self, output_file_name: str, output_dir: str, on_csv_write: str = "append"
    ) -> None:
        if on_csv_write not in ("append", "update"):
            raise ValueError(f"`on_csv_write` is `append` or `update`, not `{on_csv_write}`.")
        if not os.path.isdir(output_dir):
            raise OSError(f"The folder `{output_dir}` is not there.")
        self.output_dir = output_dir
        self.on_csv_write = on_csv_write
        self.save_file_path = os.path.join(output_dir, output_file_name)

    def out(self, total: EmissionsData, delta: Optional[EmissionsData] = None) -> None:
        values = {name: _cell(value) for name, value in total.values.items()}
        header = self._header()
        if header and sorted(header) != sorted(values):
            self._set_aside()
            header = []
        if not header:
            return self._write([list(values), list(values.values())], "w")
        row = [values[name] for name in header]
        if self.on_csv_write == "append":
            return self._write([row], "a")
        with open(self.save_file_path, newline="") as file:
            rows = list(csv.reader(file))[1:]
        place = header.index("run_id")
        own = [old for old in rows if len(old) > place and old[place] == values["run_id"]]
        if len(own) > 1:
            log.warning("%s has %d rows of this run: one more is added.", self.save_file_path,
                        len(own))
            own = []
        self._write([header, *(old for old in rows if old not in own), row], "w")

    def task_out(self, data: List[TaskEmissionsData], experiment_name: str) -> None:
        rows = [task.values for task in data]
        # Columns that are empty in each row are left out, as CodeCarbon does it.
        names = [name for name in rows[0] if any(row[name] is not None for row in rows)]
        path = os.path.join(
            self.output_dir, f"emissions_{experiment_name}_{data[0].run_id}.csv")
        self._write([names, *([_cell(row[name]) for name in names] for row in rows)], "w", path)

    def _header(self) -> List[str]:
        try:
            with open(self.save_file_path, newline="") as file:
                return next(csv.reader(file), [])
        except FileNotFoundError:
            return []

    def _set_aside(self) -> None:
        name, number = f"{self.save_file_path}.bak", 0
        while os.path.exists(name):
            name, number = f"{self.save_file_path}_{number}.bak", number + 1
        log.warning("%s has other columns: it is now %s.", self.save_file_path, name)
        os.rename(self.save_file_path, name)

    def _write(self, rows: List[List[str]], mode: str, path: Optional[str] = None) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        path = path or self.save_file_path
        if mode == "a":
            # One write to the end of the file: rows of several processes do not mix.
            file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(file, text.getvalue().encode())
            finally:
                os.close(file)
            return
        # Whole or not at all.
        with open(f"{path}.new", "w", newline="") as new:
            new.write(text.getvalue())
        os.replace(f"{path}.new", path)


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def handlers(settings: Dict[str, Any]) -> List[Any]:
    """What a tracker writes to, by its settings."""
    methods = settings["output_methods"]
    if isinstance(methods, str):
        methods = [name.strip() for name in methods.split(",") if name.strip()]
    if methods is None:
        methods = [OutputMethod.CSV] if settings["save_to_file"] else []
        methods += [OutputMethod.LOGGER] if settings["save_to_logger"] else []
    # Members of CodeCarbon's own enumeration are texts too.
    names = {str(getattr(method, "value", method)).lower() for method in methods}
    found: List[Any] = list(settings["output_handlers"] or [])
    if "csv" in names:
        found.append(FileOutput(
            settings["output_file"], str(settings["output_dir"]), settings["on_csv_write"]))
    if "logger" in names:
        if settings["logging_logger"] is None:
            log.error("`save_to_logger` needs `logging_logger`: nothing is logged.")
        else:
            found.append(settings["logging_logger"])
    for name in sorted(names - {"csv", "logger"}):
        log.warning("The output `%s` has no effect with Joulebook: Docs/CodeCarbon.md says what "
                    "to do instead.", name)
    return found
