"""Energy, emissions and the receipt in Weights & Biases, online or offline.

    with wandb.init(project="thesis"), joulebook.wandb.run():
        train()

Numbers go to the run's summary (`joulebook/energy_joules`), what they rest on to its configuration under `joulebook`, and
the receipt to its files. Works with whatever has W&B's `summary`, `config` and `dir`.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from typing import Any, Dict, Iterator, Optional

import joulebook

from . import _figures, _trackers


def active() -> Optional[Any]:
    """The W&B run that is open; None where there is none."""
    return getattr(sys.modules.get("wandb"), "run", None)


def tags(sink: Any) -> Dict[str, str]:
    """The tags that `joulebook run` takes from `WANDB_RUN_ID` and `WANDB_SWEEP_ID`."""
    found = {"wandb.run": getattr(sink, "id", None), "wandb.sweep": getattr(sink, "sweep_id", None)}
    return {name: str(value) for name, value in found.items() if value}


def log(run: Any = None, to: Any = None) -> bool:
    """Logs a run's figures; false with a warning where that is not possible. As `joulebook.mlflow.log`."""
    try:
        sink = active() if to is None else to
        if sink is None:
            _trackers.complain("W&B", "no run is active there.")
            return False
        figures = _figures.of(run)
        if figures is None:
            _trackers.complain("W&B", _figures.problem or "no run was metered.")
            return False
        sink.summary.update(figures.metrics())
        labels = {name.partition(".")[2]: text for name, text in figures.labels().items()}
        sink.config.update({"joulebook": labels}, allow_val_change=True)
        with open(os.path.join(sink.dir, "joulebook-receipt.json"), "w") as file:
            json.dump(figures.document(), file, indent=2)
        return True
    except Exception as error:  # the job goes on without it
        _trackers.complain("W&B", error)
        return False


@contextmanager
def run(**settings: Any) -> Iterator[Any]:
    """Meters a block, and logs it to the W&B run that is open where it begins."""
    sink = active()
    if sink is not None:
        settings["tags"] = {**tags(sink), **(settings.get("tags") or {})}
    metered = joulebook.run(**settings)
    try:
        with metered:
            yield metered
    finally:
        log(metered, to=sink)
