"""Energy, emissions and the receipt in Comet, online or as an offline archive.

    experiment = comet_ml.OfflineExperiment(...)
    with joulebook.comet.run(project="thesis"):
        train()

Numbers become metrics, what they rest on becomes "other" values, and the receipt an asset. Works with whatever has
Comet's `log_metrics`, `log_others` and `log_asset_data`.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import Any, Dict, Iterator, Optional

import joulebook

from . import _figures, _trackers


def active() -> Optional[Any]:
    """The Comet experiment that is going on; None where there is none."""
    library = sys.modules.get("comet_ml")
    for name in ("get_running_experiment", "get_global_experiment"):
        ask = getattr(library, name, None)
        if ask is not None:
            return ask()
    return None


def tags(sink: Any) -> Dict[str, str]:
    key = getattr(sink, "id", None)
    return {"comet.experiment": str(key)} if key else {}


def log(run: Any = None, to: Any = None) -> bool:
    """Logs a run's figures; false with a warning where that is not possible. As `joulebook.mlflow.log`."""
    try:
        sink = active() if to is None else to
        if sink is None:
            _trackers.complain("Comet", "no experiment is going on there.")
            return False
        figures = _figures.of(run)
        if figures is None:
            _trackers.complain("Comet", _figures.problem or "no run was metered.")
            return False
        sink.log_metrics(figures.metrics())
        sink.log_others(figures.labels())
        sink.log_asset_data(figures.document(), name="joulebook-receipt.json")
        return True
    except Exception as error:  # the job goes on without it
        _trackers.complain("Comet", error)
        return False


@contextmanager
def run(**settings: Any) -> Iterator[Any]:
    """Meters a block, and logs it to the experiment that is going on where it begins."""
    sink = active()
    if sink is not None:
        settings["tags"] = {**tags(sink), **(settings.get("tags") or {})}
    metered = joulebook.run(**settings)
    try:
        with metered:
            yield metered
    finally:
        log(metered, to=sink)
