"""Where a tracker is, in CodeCarbon's words and in the catalogue's, and what machine it is on."""

from __future__ import annotations

import glob
import os
import platform
from functools import lru_cache
from typing import Any, Dict, List, Optional, Tuple

from .. import _figures
from .config import log


@lru_cache(maxsize=1)
def places() -> Dict[str, Dict[str, str]]:
    """Countries, states, provinces and grid zones of the catalogue, by key."""
    rows = _figures.table("places") + _figures.table("zone_places")
    return {row["key"]: row for row in rows}


def country(code: str) -> Optional[Dict[str, str]]:
    """The row of a country, by two or three letters."""
    code = code.upper()
    for row in places().values():
        if row["kind"] == "country" and code in (row["key"], row["alpha3"]):
            return row
    return None


def key(settings: Dict[str, Any]) -> Optional[str]:
    """The place that a tracker was given, as `--region` takes it; None where it was given none that is known."""
    provider, cloud = settings["cloud_provider"], settings["cloud_region"]
    if provider and not cloud:
        log.error("`cloud_region` is needed where `cloud_provider` is given.")
    elif provider:
        name = f"{provider.lower()}/{cloud}"
        if _figures.ask("catalog", "show", "cloud_regions", name) is not None:
            return name
        log.error("The catalogue has no cloud region %s: the country is taken, if there is one.",
                  name)
    code = settings["country_iso_code"] or settings["country_2letter_iso_code"]
    if not code:
        return None
    row = country(code)
    if row is None:
        log.error("The catalogue has no country `%s`: Joulebook's own settings say where it is.",
                  code)
        return None
    return _part(row["key"], settings["region"]) or row["key"]


def _part(land: str, region: Optional[str]) -> Optional[str]:
    """A state or province of a country by its name: there are two Georgias."""
    if not region:
        return None
    name = region.lower()
    for row in places().values():
        if row["country"] == land and row["key"] != land and name in (
            row["name"].lower(), row["key"].lower(), *row["aliases"].lower().split("|")
        ):
            return row["key"]
    return None


def columns(settings: Dict[str, Any], factor: Dict[str, Any]) -> Dict[str, Any]:
    """The columns that say where: as given, else the place of the factor that was used."""
    region = factor.get("region", "")
    row = places().get(region, {})
    land = row if row.get("kind") == "country" else places().get(row.get("country", ""), row)
    code = settings["country_iso_code"] or settings["country_2letter_iso_code"]
    if code:
        land = country(code) or land
    part = settings["region"].lower() if settings["region"] else None
    if part is None and row and row is not land and row.get("country"):
        part = row["name"].lower()
    is_cloud = bool(settings["cloud_provider"])
    return {
        "country_name": land.get("name") or factor.get("name", ""),
        "country_iso_code": land.get("alpha3") or region,
        "region": part,
        "cloud_provider": settings["cloud_provider"] if is_cloud else "",
        "cloud_region": settings["cloud_region"] if is_cloud else "",
        "on_cloud": "Y" if is_cloud else "N",
        # Not asked for: that would be an address looked up in the network.
        "longitude": None,
        "latitude": None,
    }


@lru_cache(maxsize=1)
def machine() -> Dict[str, Any]:
    """The columns that say on what."""
    model = None
    try:
        with open("/proc/cpuinfo") as file:
            for line in file:
                if line.startswith(("model name", "Model")) and ":" in line:
                    model = line.split(":", 1)[1].strip()
                    break
    except OSError:
        pass
    total = memory()[1]
    return {
        "os": platform.platform(),
        "python_version": platform.python_version(),
        "cpu_count": len(os.sched_getaffinity(0)),
        "cpu_model": model or platform.processor() or platform.machine(),
        "ram_total_size": None if total is None else total / 2**30,
    }


def models(devices: List[str]) -> str:
    """GPUs by their model as NVIDIA's driver names it, `8 x NVIDIA H100`; those it does not know by that word alone."""
    known: Dict[str, str] = {}
    for path in glob.glob("/proc/driver/nvidia/gpus/*/information"):
        try:
            with open(path) as file:
                facts = dict(line.split(":", 1) for line in file if ":" in line)
        except OSError:
            continue
        known[facts.get("GPU UUID", "").strip()] = facts.get("Model", "").strip()
    counts: Dict[str, int] = {}
    for device in devices:
        name = known.get(device) or "GPU"
        counts[name] = counts.get(name, 0) + 1
    return ", ".join(f"{count} x {name}" for name, count in counts.items())


def memory() -> Tuple[Optional[float], Optional[float]]:
    """Bytes of memory in use and installed; None where the system does not say."""
    try:
        with open("/proc/meminfo") as file:
            sizes = {line.split(":")[0]: float(line.split()[1]) * 1024 for line in file}
        return sizes["MemTotal"] - sizes["MemAvailable"], sizes["MemTotal"]
    except (OSError, KeyError, ValueError, IndexError):
        return None, None


def loads() -> Dict[str, Any]:
    """How busy the machine is: readings from which `mean` makes columns."""
    return {"processor": processor(), "memory": memory()}


def mean(then: Dict[str, Any], now: Dict[str, Any]) -> Dict[str, Any]:
    """The columns of load between two readings: of CPU time exactly, of memory from both ends."""
    used, whole = (b - a for a, b in zip(then["processor"], now["processor"]))
    sizes = [size for size in (then["memory"][0], now["memory"][0]) if size is not None]
    installed = now["memory"][1]
    size = sum(sizes) / len(sizes) if sizes else 0.0
    return {
        "cpu_utilization_percent": 100 * used / whole if whole > 0 else 0.0,
        "ram_utilization_percent": 100 * size / installed if installed else 0.0,
        "ram_used_gb": size / 2**30,
    }


def processor() -> Tuple[float, float]:
    """CPU time of the whole machine since it started, in use and in all."""
    try:
        with open("/proc/stat") as file:
            times = [float(word) for word in file.readline().split()[1:9]]
        # Idle and waiting for a disk.
        return sum(times) - times[3] - times[4], sum(times)
    except (OSError, ValueError, IndexError):
        return 0.0, 0.0
