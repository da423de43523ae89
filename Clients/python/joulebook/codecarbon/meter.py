"""The meter that the trackers of a process share.

There is one, however many trackers are started, one in another or one after the other while the first still runs: each
is a part of its time. So no joule is booked twice. Within `joulebook run` the meter is that of the run.
"""

from __future__ import annotations

import os
import threading
from typing import Any, Dict, Optional

import joulebook

from .. import _figures
from .config import warn_once

#: A run that goes on is known up to its last sample: two intervals of a usual one are waited for.
PATIENCE = 2.5


class Meter:
    """A run, and how many trackers look at it."""

    _lock = threading.Lock()
    _shared: Optional["Meter"] = None

    def __init__(self, run: Any, identity: str) -> None:
        self.run = run
        self.id = identity
        self.process = os.getpid()
        self.users = 0
        #: There after the end, where the run was not a part of another one.
        self.receipt: Optional[Dict[str, Any]] = None
        self._started: Optional[float] = None

    @classmethod
    def acquire(cls, settings: Dict[str, Any]) -> Optional["Meter"]:
        """The meter that runs, or a new one; None where none can be had, which is said once."""
        with cls._lock:
            meter = cls._shared
            # A process that was forked off joins the run of its parent anew.
            if meter is None or meter.users == 0 or meter.process != os.getpid():
                meter = cls._new(settings)
            if meter is not None:
                meter.users += 1
            cls._shared = meter
            return meter

    @classmethod
    def _new(cls, settings: Dict[str, Any]) -> Optional["Meter"]:
        try:
            run = joulebook.run(**settings).start()
        except Exception as error:  # the job goes on without a meter
            warn_once("no meter", f"Nothing is metered: {error}")
            return None
        if run.id is None:
            run.stop()
            return None
        return cls(run, run.id)

    def release(self, code: Optional[int] = None) -> None:
        """One tracker less; with the last one the run ends, unless it is a part of another one."""
        with self._lock:
            self.users -= 1
            if self.users == 0 and self.process == os.getpid():
                self.receipt = self.run.stop(code)

    def read(self, start: float, end: float) -> Optional[Dict[str, Any]]:
        """What was drawn between two moments of the wall clock."""
        ledger = _figures.ledger_of(self.run)
        if self._started is None:
            whole = _figures.span(self.id, ledger=ledger, patience=PATIENCE)
            if whole is None:
                return None
            self._started = _figures.seconds(whole["started"])
        first, last = max(0.0, start - self._started), end - self._started
        if self.receipt is not None:
            # The wall clock is read a moment after the last sample.
            length = self.receipt["duration_seconds"]
            first, last = min(first, length * (1 - 1e-9)), min(last, length)
        last = max(last, first + 1e-6)
        patience = PATIENCE if self.receipt is None else 0
        return _figures.span(self.id, first, last, ledger=ledger, patience=patience)
