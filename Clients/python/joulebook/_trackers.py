"""Experiment trackers that are in use in this process: who they are, and how a run's figures reach them."""

from __future__ import annotations

import functools
import importlib
import os
import sys
import warnings
from contextlib import contextmanager
from typing import Any, Callable, Dict, Iterator, List, Tuple

import joulebook

from . import _figures

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
        # Those that every run is logged to are not told twice.
        sink = None if module in _automatic else _open(module)
        if sink is not None:
            found.append((module, sink))
    return found


def _open(module: Any) -> Any:
    try:
        return module.active()
    except Exception as error:  # a tracker's trouble is not the job's
        complain(module.__name__.rpartition(".")[2], error)
        return None


#: Our modules whose tracker hears of every run that begins from now on.
_automatic: List[Any] = []


def automatic(module: Any) -> None:
    """From now on each run of this process is logged, when it ends, to what is open there when it begins.

    A run that is a part of another one is not: its receipt is the other one's.
    """
    if not _automatic:
        _hook()
    if module not in _automatic:
        _automatic.append(module)


def is_automatic(module: Any) -> bool:
    return module in _automatic


def _hook() -> None:
    kind = joulebook.Run
    start, stop = kind.start, kind.stop

    @functools.wraps(start)
    def started(self: Any) -> Any:
        if joulebook.current() is not None or os.environ.get("JOULEBOOK_SOCKET"):
            return start(self)
        sinks = [(module, sink) for module in _automatic
                 for sink in [_open(module)] if sink is not None]
        given = self._given.get("tags")
        pairs = given.items() if hasattr(given, "items") else (
            str(pair).split("=", 1) for pair in ([given] if isinstance(given, str) else given or ()))
        self._given["tags"] = {**tags(sinks), **dict(pairs)} or None
        try:
            return start(self)
        finally:
            self._given["tags"] = given
            self._sinks = sinks

    @functools.wraps(stop)
    def stopped(self: Any, code: Any = None) -> Any:
        receipt = stop(self, code)
        sinks, self._sinks = getattr(self, "_sinks", []), []
        if receipt is not None:
            report(self, sinks)
        return receipt

    kind.start, kind.stop = started, stopped  # type: ignore[method-assign]


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


@contextmanager
def metered(module: Any, settings: Dict[str, Any]) -> Iterator[Any]:
    """Meters a block, and logs it to what is open at the tracker where it begins."""
    sink = module.active()
    if sink is not None:
        settings["tags"] = {**module.tags(sink), **(settings.get("tags") or {})}
    run = joulebook.run(**settings)
    try:
        with run:
            yield run
    finally:
        if not is_automatic(module):
            module.log(run, to=sink)


def log(
    name: str, nothing: str, run: Any, sink: Callable[[], Any],
    write: Callable[[Any, _figures.Figures], None],
) -> bool:
    """Writes a run's figures to a tracker; false with a warning where that is not possible."""
    try:
        place = sink()
        if place is None:
            complain(name, nothing, level=4)
            return False
        figures = _figures.of(run)
        if figures is None:
            complain(name, _figures.problem or "no run was metered.", level=4)
            return False
        write(place, figures)
        return True
    except Exception as error:  # the job goes on without it
        complain(name, error, level=4)
        return False


def complain(name: str, reason: Any, level: int = 3) -> None:
    warnings.warn(f"The energy was not logged to {name}: {reason}", RuntimeWarning, stacklevel=level)
