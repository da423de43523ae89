"""Energy, emissions and the receipt in Comet, online or as an offline archive.

    experiment = comet_ml.OfflineExperiment(...)
    with joulebook.comet.run(project="thesis"):
        train()

Numbers become metrics, what they rest on becomes "other" values, and the receipt an asset. Works with whatever has
Comet's `log_metrics`, `log_others` and `log_asset_data`.
"""

from __future__ import annotations

import sys
from typing import Any, ContextManager, Dict, Optional

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
    return _trackers.log(
        "Comet", "no experiment is going on there.", run,
        lambda: active() if to is None else to, _write)


def _write(sink: Any, figures: _figures.Figures) -> None:
    sink.log_metrics(figures.metrics())
    sink.log_others(figures.labels())
    sink.log_asset_data(figures.document(), name="joulebook-receipt.json")


def run(**settings: Any) -> ContextManager[Any]:
    """Meters a block, and logs it to the experiment that is going on where it begins."""
    return _trackers.metered(sys.modules[__name__], settings)


def autolog() -> None:
    """Logs each run of this process from now on, when it ends, to the Comet experiment that was open when it began."""
    _trackers.automatic(sys.modules[__name__])
