"""Experiment trackers that are in use in this process: who they are, and how a run's figures reach them."""

from __future__ import annotations

import importlib
import sys
import warnings
from typing import Any, Dict, List, Tuple

#: Library, and our module for it. A tracker counts as in use when its library is loaded and has an open run.
_LIBRARIES = (("mlflow", "mlflow"), ("wandb", "wandb"), ("comet_ml", "comet"))


def active() -> List[Tuple[Any, Any]]:
    """Our modules for the trackers in use, each with the run that is open there.

    Asked for where a run begins: libraries end their tracker's run before other callbacks hear of the end.
    """
    found = []
    for library, name in _LIBRARIES:
        if library not in sys.modules:
            continue
        module = importlib.import_module(f"joulebook.{name}")
        try:
            sink = module.active()
        except Exception as error:  # a tracker's trouble is not the job's
            complain(name, error)
            continue
        if sink is not None:
            found.append((module, sink))
    return found


def tags(sinks: List[Tuple[Any, Any]]) -> Dict[str, str]:
    """Tags that let the ledger find a run by the tracker's id, as `joulebook run` takes them from the environment."""
    found: Dict[str, str] = {}
    for module, sink in sinks:
        found.update(module.tags(sink))
    return found


def report(run: Any, sinks: List[Tuple[Any, Any]]) -> None:
    """Hands a run's figures to trackers; what one refuses is a warning."""
    for module, sink in sinks:
        module.log(run, to=sink)


def complain(name: str, reason: Any) -> None:
    warnings.warn(f"The energy was not logged to {name}: {reason}", RuntimeWarning, stacklevel=3)
