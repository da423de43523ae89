"""What the callbacks of all training libraries have in common: a run around the training, with marks.

Where a run is going on already, of `joulebook.run` or of `joulebook run`, the marks go to that one, and it is not ended.
"""

from __future__ import annotations

import math
import os
from typing import Any, Dict, List, Mapping, Optional

import joulebook

from . import _trackers

#: Keys of marks that are no metrics.
_RESERVED = {"epoch", "step", "of", "stage", "state", "tokens", "requests", "metric", "v", "i", "self"}
#: A mark keeps so many.
_MOST = 16


def numbers(values: Optional[Mapping[str, Any]]) -> Dict[str, float]:
    """The metrics among what a library logs: finite numbers, also those in tensors of one element."""
    found: Dict[str, float] = {}
    for name, value in (values or {}).items():
        if name in _RESERVED or isinstance(value, (str, bytes)) or len(found) == _MOST:
            continue
        try:
            number = float(value)
        except (TypeError, ValueError, RuntimeError):
            continue
        if math.isfinite(number):
            found[str(name)] = number
    return found


class Training:
    """The run of a training, and its open stages."""

    def __init__(self, settings: Dict[str, Any], trackers: bool = True) -> None:
        self.settings = settings
        self.logs_to_trackers = trackers
        self.run: Any = None
        #: The receipt of the last training that was metered on its own.
        self.receipt: Optional[Dict[str, Any]] = None
        self._stages: List[Any] = []
        self._sinks: List[Any] = []

    @property
    def is_open(self) -> bool:
        return self.run is not None

    def begin(self, **usual: Any) -> None:
        """Begins a run, or joins the one that is going on. What the user has set goes before what is usual."""
        self.end()
        # Who metered before us logs for itself.
        is_first = joulebook.current() is None
        self._sinks = _trackers.active() if self.logs_to_trackers and is_first else []
        settings = {**{k: v for k, v in usual.items() if v is not None}, **self.settings}
        tags = {**_trackers.tags(self._sinks), **_rank(), **(settings.get("tags") or {})}
        settings["tags"] = tags or None
        self.run = joulebook.run(**settings).start()

    def enter(self, stage: str) -> None:
        if self.run is not None:
            context = self.run.stage(stage)
            context.__enter__()
            self._stages.append((stage, context))

    def leave(self, stage: str) -> None:
        """Ends a stage and all that began in it; nothing where it has not begun."""
        if stage not in [name for name, _ in self._stages]:
            return
        while self._stages:
            name, context = self._stages.pop()
            context.__exit__(None, None, None)
            if name == stage:
                return

    def is_in(self, stage: str) -> bool:
        return any(name == stage for name, _ in self._stages)

    def epoch(self, number: float, of: Optional[float] = None, metrics: Any = None) -> None:
        if self.run is not None:
            self.run.epoch(_whole(number), of=_plan(of), **numbers(metrics))

    def step(self, number: int, of: Optional[int] = None) -> None:
        if self.run is not None:
            self.run.step(number, of=_plan(of))

    def log(self, metrics: Any = None, tokens: Optional[int] = None) -> None:
        found: Dict[str, Any] = numbers(metrics)
        if tokens:
            found["tokens"] = tokens
        if self.run is not None and found:
            self.run.log(**found)

    def end(self) -> Optional[Dict[str, Any]]:
        """Ends a run that was begun here, and hands its figures to the trackers that were active."""
        while self._stages:
            self._stages.pop()[1].__exit__(None, None, None)
        run, self.run = self.run, None
        if run is None:
            return None
        self.receipt = run.stop()
        if run.id is not None:
            _trackers.report(run, self._sinks)
        return self.receipt


def _rank() -> Dict[str, str]:
    """Ranks that were started without `joulebook run` each meter themselves: their tags find them together."""
    return {
        tag: os.environ[name]
        for name, tag in (("RANK", "rank"), ("WORLD_SIZE", "world"))
        if os.environ.get(name) and os.environ.get("WORLD_SIZE", "1") != "1"
    }


def _whole(number: float) -> float:
    """Libraries count part epochs: 2.9999 is the third."""
    return int(round(number)) if abs(number - round(number)) < 1e-3 else number


def _plan(of: Optional[float]) -> Optional[float]:
    """Libraries say -1 or nothing where there is no plan."""
    return _whole(of) if of is not None and of > 0 and math.isfinite(of) else None
