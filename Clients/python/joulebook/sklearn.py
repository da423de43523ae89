"""Meters a search over hyper-parameters of scikit-learn, such as `GridSearchCV`.

    from joulebook.sklearn import search

    grid = GridSearchCV(model, {"C": [1, 10, 100]}, n_jobs=2)
    with search(grid, project="thesis") as metered:
        grid.fit(X, y)
    for row in metered.candidates():
        print(row["params"], row["energy_joules"], row["how"])

The search is one run. With `n_jobs` of one its candidates follow each other: each is a stage of the run and has the energy
of its own time. With more they share the machine, which no meter can take apart: the energy of the search is then shared
out by the fit times that scikit-learn reports, and said to be so.
"""

from __future__ import annotations

import sys
import time
from typing import Any, Callable, Dict, List, Optional, Tuple

import joulebook

from . import _figures, _trackers

#: A run keeps 1,024 marks of stages; a search with more candidates is one stage.
_MOST_STAGES = 400


class search:  # noqa: N801, it reads as a verb
    """A context manager around `fit` of a search; `settings` are those of `joulebook.run`."""

    def __init__(self, estimator: Any, trackers: bool = True, **settings: Any) -> None:
        self.estimator = estimator
        self.settings = {"stage": "tuning", "name": type(estimator).__name__, **settings}
        self.logs_to_trackers = trackers
        self.run: Any = None
        self._sinks: List[Any] = []
        self._watch: Optional[_Watch] = None
        self._span: Tuple[float, float] = (0.0, 0.0)

    @property
    def receipt(self) -> Optional[Dict[str, Any]]:
        return None if self.run is None else self.run.receipt

    def __enter__(self) -> "search":
        is_first = joulebook.current() is None
        self._sinks = _trackers.active() if self.logs_to_trackers and is_first else []
        tags = {**_trackers.tags(self._sinks), **(self.settings.get("tags") or {})}
        self.run = joulebook.run(**{**self.settings, "tags": tags or None}).start()
        self._watch = _Watch(self.estimator, self.run) if self._is_serial else None
        self._span = (time.time(), 0.0)
        if self._watch is not None:
            self._watch.begin()
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if self._watch is not None:
            self._watch.end()
        self._span = (self._span[0], time.time())
        self.run.stop(1 if error is not None else 0)
        if self.run.id is not None:
            _trackers.report(self.run, self._sinks)

    @property
    def _is_serial(self) -> bool:
        jobs = getattr(self.estimator, "n_jobs", None)
        # What None means, joblib may have been told for the whole block.
        ask = getattr(sys.modules.get("joblib"), "effective_n_jobs", None)
        return (jobs in (None, 1)) if ask is None else ask(jobs) == 1

    def candidates(self) -> List[Dict[str, Any]]:
        """A row a candidate: parameters, score, energy in joules, and `how` it is known.

        `span` is the energy of its own time, `share of fit time` a part of the search's. Energy is None where the meter
        cannot be read, or while the run that this search is a part of is still going on.
        """
        results = getattr(self.estimator, "cv_results_", None) or {}
        params = list(results.get("params", []))
        spans = self._watch.spans if self._watch is not None else {}
        is_apart = bool(params) and sorted(spans) == list(range(len(params)))
        curve = _figures.Curve(self.run.id, _figures.ledger_of(self.run)) if self.run.id else None
        energies: List[Optional[float]]
        if curve is None:
            energies = [None for _ in params]
        elif is_apart:
            energies = curve.joules([spans[i] for i in range(len(params))])
        else:
            times = [float(fit) + float(score) for fit, score in zip(
                results.get("mean_fit_time", []), results.get("mean_score_time", []))]
            # Without the last fit, of the best candidate with all the data.
            end = self._span[1] - float(getattr(self.estimator, "refit_time_", 0.0) or 0.0)
            whole = curve.joules([(self._span[0], end)])[0]
            total = sum(times)
            energies = [
                whole * seconds / total if whole is not None and total > 0 else None
                for seconds in times
            ]
        scores = results.get("mean_test_score", [None] * len(params))
        return [
            {"params": each, "score": None if score is None else float(score),
             "energy_joules": energy, "how": "span" if is_apart else "share of fit time"}
            for each, score, energy in zip(params, scores, energies)
        ]


class _Watch:
    """Looks on while candidates are fitted one after the other in this process.

    scikit-learn fits each by a function of its module, which is told the number of the candidate. While the search goes on
    the function is ours, and calls theirs: order, arguments and results stay what they are. Where a release has no such
    function, nothing is told apart.
    """

    def __init__(self, estimator: Any, run: Any) -> None:
        self.estimator = estimator
        self.run = run
        #: Where each candidate began and ended on the wall clock.
        self.spans: Dict[int, Tuple[float, float]] = {}
        self._stage: Optional[Any] = None
        self._open: Optional[int] = None
        # Halving asks for candidates in rounds, each counted from zero.
        self._before = 0
        self._theirs: Optional[Callable[..., Any]] = None

    def begin(self) -> None:
        module = sys.modules.get("sklearn.model_selection._search")
        self._module = module
        self._theirs = getattr(module, "_fit_and_score", None)
        if self._theirs is None:
            return
        theirs = self._theirs

        def ours(*arguments: Any, **named: Any) -> Any:
            progress = named.get("candidate_progress")
            if named.get("caller", self.estimator) is not self.estimator or not progress:
                return theirs(*arguments, **named)
            self._enter(int(progress[0]), int(progress[1]))
            try:
                return theirs(*arguments, **named)
            finally:
                self._note()

        self._ours = ours
        module._fit_and_score = ours  # type: ignore[union-attr]

    def end(self) -> None:
        if self._theirs is not None and self._module._fit_and_score is self._ours:  # type: ignore[union-attr]
            self._module._fit_and_score = self._theirs  # type: ignore[union-attr]
        self._close()

    def _enter(self, number: int, of: int) -> None:
        if self._open is not None and number < self._open - self._before:
            self._before = self._open + 1
        number += self._before
        if number == self._open:
            return
        now = time.time()
        self._close()
        self.spans[number] = (now, now)
        self._open = number
        if of <= _MOST_STAGES and number < _MOST_STAGES:
            self._stage = self.run.stage(f"candidate {number + 1}")
            self._stage.__enter__()

    def _note(self) -> None:
        if self._open is not None:
            self.spans[self._open] = (self.spans[self._open][0], time.time())

    def _close(self) -> None:
        if self._stage is not None:
            self._stage.__exit__(None, None, None)
            self._stage = None
