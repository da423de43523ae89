"""CodeCarbon's settings: its two files, its variables and the arguments, the later over the earlier."""

from __future__ import annotations

import configparser
import logging
import os
from pathlib import Path
from typing import Any, Dict, Set

#: Stands for an argument that was not given, as None is a value.
UNSET: Any = type("Unset", (), {"__repr__": lambda self: "<not given>"})()

log = logging.getLogger("joulebook.codecarbon")

#: What each setting is when nobody says otherwise.
DEFAULTS: Dict[str, Any] = {
    "project_name": "codecarbon",
    "experiment_id": "5b0fa12a-3dd7-45bb-9766-cc326314d9f1",
    "experiment_name": "base",
    "output_dir": ".",
    "output_file": "emissions.csv",
    "on_csv_write": "append",
    "tracking_mode": "machine",
    "pue": 1.0,
    "wue": 0.0,
    "allow_multiple_runs": True,
    "save_to_file": True,
    "save_to_logger": False,
    "log_level": None,
    "measure_power_secs": None,
    "force_carbon_intensity_g_co2e_kwh": None,
    "output_methods": None,
    "output_handlers": None,
    "logging_logger": None,
    "logger_preamble": "",
    "country_iso_code": None,
    "country_2letter_iso_code": None,
    "region": None,
    "cloud_provider": None,
    "cloud_region": None,
}

#: Arguments of CodeCarbon from 1.2 to 3.3 that have no effect here, and what to do instead.
UNSUPPORTED: Dict[str, str] = {
    "api_call_interval": "nothing is sent anywhere",
    "api_endpoint": "nothing is sent anywhere",
    "api_key": "nothing is sent anywhere",
    "co2_signal_api_token": "set `intensity-provider` in joulebook.toml, as Docs/Intensity.md shows",
    "default_cpu_power": "`joulebook doctor` shows what the processor is taken for",
    "electricitymaps_api_token":
        "set `intensity-provider` in joulebook.toml, as Docs/Intensity.md shows",
    "emissions_endpoint": "nothing is sent anywhere",
    "force_cpu_power": "`joulebook doctor` shows what the processor is taken for",
    "force_mode_cpu_load": "a sensor is used where there is one",
    "force_ram_power": "`joulebook doctor` shows what the memory is taken for",
    "gpu_ids": "the GPUs that the process may use are metered: set CUDA_VISIBLE_DEVICES",
    "metadata": "`joulebook report --format boamps` writes the BoAmps report",
    "prometheus_url": "`joulebook serve` has a /metrics page",
    "rapl_include_dram": "memory is metered wherever RAPL has it",
    "rapl_prefer_psys": "the sensors are chosen by `joulebook doctor`'s order of trust",
    "save_to_api": "nothing is sent anywhere",
    "save_to_logfire": "give an output handler",
    "save_to_prometheus": "`joulebook serve` has a /metrics page",
    "tracking_pids": "the process and all it starts are metered",
}

_warned: Set[str] = set()


def warn_once(key: str, text: str) -> None:
    """Says something once in the life of the process."""
    if key not in _warned:
        _warned.add(key)
        log.warning(text)


def outside() -> Dict[str, str]:
    """What files and variables say: home, then the working folder, then `CODECARBON_*`."""
    found: Dict[str, str] = {}
    for folder in (Path.home(), Path.cwd()):
        parser = configparser.ConfigParser(interpolation=None)
        path = folder / ".codecarbon.config"
        try:
            parser.read(str(path))
            if parser.has_section("codecarbon"):
                found.update(parser["codecarbon"])
        except (OSError, configparser.Error) as error:
            log.error("%s is not understood and left out: %s", path, error)
    for name, value in os.environ.items():
        if name.lower().startswith("codecarbon_"):
            found[name.lower()[len("codecarbon_"):]] = value
    return found


def resolve(given: Dict[str, Any]) -> Dict[str, Any]:
    """Every setting with its value; what has no effect is said once, by name."""
    told = outside()
    for name in sorted(UNSUPPORTED):
        value = given.get(name, UNSET)
        # `rapl_include_dram=False` and the like ask for nothing.
        if value not in (UNSET, None, False) or (value is UNSET and name in told):
            warn_once(name, f"`{name}` has no effect with Joulebook: {UNSUPPORTED[name]}.")
    settings: Dict[str, Any] = {}
    for name, usual in DEFAULTS.items():
        value = given.get(name, UNSET)
        settings[name] = value if value is not UNSET else _parsed(name, told.get(name, usual), usual)
    settings["is_given"] = {
        name for name in DEFAULTS if given.get(name, UNSET) is not UNSET or name in told
    }
    return settings


def _parsed(name: str, value: Any, usual: Any) -> Any:
    if not isinstance(value, str):
        return value
    if isinstance(usual, bool):
        return value.lower() == "true"
    is_number = isinstance(usual, float) or name in (
        "measure_power_secs", "force_carbon_intensity_g_co2e_kwh")
    if not is_number:
        return value
    try:
        return float(value)
    except ValueError:
        log.error("`%s` must be a number, not `%s`: it is left out.", name, value)
        return usual
