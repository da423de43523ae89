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
from typing import Any, ContextManager, Dict, Optional

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
    return _trackers.log(
        "W&B", "no run is active there.", run,
        lambda: active() if to is None else to, _write)


def _write(sink: Any, figures: _figures.Figures) -> None:
    sink.summary.update(figures.metrics())
    labels = {name.partition(".")[2]: text for name, text in figures.labels().items()}
    sink.config.update({"joulebook": labels}, allow_val_change=True)
    with open(os.path.join(sink.dir, "joulebook-receipt.json"), "w") as file:
        json.dump(figures.document(), file, indent=2)


def run(**settings: Any) -> ContextManager[Any]:
    """Meters a block, and logs it to the W&B run that is open where it begins."""
    return _trackers.metered(sys.modules[__name__], settings)


def autolog() -> None:
    """Logs each run of this process from now on, when it ends, to the W&B run that was open when it began."""
    _trackers.automatic(sys.modules[__name__])
