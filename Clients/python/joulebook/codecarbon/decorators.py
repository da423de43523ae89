"""CodeCarbon's decorators and its context manager of a task."""

from __future__ import annotations

from functools import wraps
from typing import Any, Callable, Optional

from .config import UNSET, UNSUPPORTED
from .tracker import ORDER, PLACE, BaseEmissionsTracker, EmissionsTracker, OfflineEmissionsTracker


def track_emissions(fn: Optional[Callable[..., Any]] = None, *arguments: Any, **named: Any) -> Any:
    """Meters each call of a function; with `offline=True` by an `OfflineEmissionsTracker`."""
    if fn is not None and not callable(fn):
        raise TypeError("track_emissions takes its settings by name.")
    settings = {**dict(zip(ORDER, arguments)), **named}
    offline = settings.pop("offline", False)
    if offline is UNSET:
        offline = False
    if not offline:
        # CodeCarbon's online tracker leaves these unused.
        for name in PLACE:
            settings.pop(name, None)
    elif not settings.get("country_iso_code") and not settings.get("cloud_provider"):
        raise Exception("`country_iso_code` is needed with `offline=True`.")
    unknown = set(settings) - set(ORDER) - set(PLACE) - set(UNSUPPORTED)
    if unknown:
        raise TypeError(f"track_emissions has no argument `{sorted(unknown)[0]}`.")
    kind = OfflineEmissionsTracker if offline else EmissionsTracker

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def metered(*args: Any, **kwargs: Any) -> Any:
            with kind(**settings):
                return function(*args, **kwargs)

        return metered

    return decorate if fn is None else decorate(fn)


def track_task_emissions(
    fn: Optional[Callable[..., Any]] = None, tracker: Optional[BaseEmissionsTracker] = None,
    task_name: str = "",
) -> Any:
    """Meters each call of a function as a task of a tracker, or of one of its own."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def metered(*args: Any, **kwargs: Any) -> Any:
            with TaskEmissionsTracker(task_name or function.__name__, tracker):
                return function(*args, **kwargs)

        return metered

    return decorate if fn is None else decorate(fn)


class TaskEmissionsTracker:
    """A task as a context manager, of a tracker that is given or of one of its own."""

    def __init__(self, task_name: str, tracker: Optional[BaseEmissionsTracker] = None) -> None:
        self.is_default_tracker = tracker is None
        self.tracker = EmissionsTracker() if tracker is None else tracker
        self.task_name = task_name

    def __enter__(self) -> "TaskEmissionsTracker":
        self.tracker.start_task(self.task_name)
        return self

    def __exit__(self, kind: Any, value: Any, trace: Any) -> None:
        self.tracker.stop_task()
        if self.is_default_tracker:
            self.tracker.stop()
