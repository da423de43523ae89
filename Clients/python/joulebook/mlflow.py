"""Energy, emissions and the receipt in MLflow.

    with mlflow.start_run(), joulebook.mlflow.run(project="thesis"):
        train()

logs them to the active run when the block ends; `joulebook.mlflow.log(run)` does it by hand. Numbers become metrics
(`joulebook/energy_joules`), what they rest on becomes tags (`joulebook.factor`), and the receipt an artifact.
"""

from __future__ import annotations

import sys
import time
from typing import Any, ContextManager, Dict, Optional

from . import _figures, _trackers

#: MLflow takes no longer text in a tag since 2.0; servers cut it or refuse.
_LONGEST = 5000


def active() -> Optional[Dict[str, str]]:
    """The MLflow run that is open in this thread; None where there is none."""
    import mlflow

    run = mlflow.active_run()
    if run is None:
        return None
    return {"run": run.info.run_id, "experiment": run.info.experiment_id,
            "uri": mlflow.get_tracking_uri()}


def tags(sink: Dict[str, str]) -> Dict[str, str]:
    """The tags that `joulebook run` takes from `MLFLOW_RUN_ID` and `MLFLOW_EXPERIMENT_ID`."""
    return {"mlflow.run": sink["run"], "mlflow.experiment": sink["experiment"]}


def log(run: Any = None, to: Any = None) -> bool:
    """Logs a run's figures; false with a warning where that is not possible.

    `run` is a `joulebook.Run`, a receipt or an id; without one it is the run that this process belongs to, with what it
    has drawn so far. `to` is an MLflow run or its id; without one it is the active run.
    """
    return _trackers.log(
        "MLflow", "no run is active there.", run,
        lambda: _sink(to), _write)


def _write(sink: Any, figures: _figures.Figures) -> None:
    from mlflow import MlflowClient
    from mlflow.entities import Metric, RunTag

    client = MlflowClient(tracking_uri=sink.get("uri"))
    now = int(time.time() * 1000)
    client.log_batch(
        sink["run"],
        metrics=[Metric(name, value, now, 0) for name, value in figures.metrics().items()],
        tags=[RunTag(name, text[:_LONGEST]) for name, text in figures.labels().items()])
    client.log_dict(sink["run"], figures.document(), "joulebook/receipt.json")


def run(**settings: Any) -> ContextManager[Any]:
    """Meters a block, and logs it to the MLflow run that is active where it begins."""
    return _trackers.metered(sys.modules[__name__], settings)


def autolog() -> None:
    """Logs each run of this process from now on, when it ends, to the MLflow run that was active when it began."""
    _trackers.automatic(sys.modules[__name__])


def _sink(to: Any) -> Optional[Dict[str, str]]:
    if to is None:
        return active()
    if isinstance(to, dict):
        return to
    return {"run": to if isinstance(to, str) else to.info.run_id}
