"""A callback for Keras.

    from joulebook.keras import JoulebookCallback
    model.fit(..., callbacks=[JoulebookCallback(project="thesis")])

Hooks and their arguments are those of Keras 3.15; Keras is not imported here. Batches are not marked: a hook for them
would keep Keras from running its callbacks beside the training.
"""

from __future__ import annotations

import sys
from typing import Any, Dict, Optional

from ._training import Training


def _unused(*arguments: Any, **more: Any) -> None: ...


# Keras looks for this mark of a hook that does nothing.
_unused._is_default = True  # type: ignore[attr-defined]


class _Hooks:
    """One run a `fit`, `evaluate` or `predict`: epochs with their plan and numbers, validation as a stage."""

    def __init__(self, trackers: bool = True, **settings: Any) -> None:
        # Not super(): Keras's own __init__ sets what is set here.
        self.params: Any = None
        self._model: Any = None
        self._training = Training(settings, trackers)
        self._has_fit = False

    @property
    def receipt(self) -> Optional[Dict[str, Any]]:
        """What the last of them drew."""
        return self._training.receipt

    def set_params(self, params: Any) -> None:
        self.params = params

    def set_model(self, model: Any) -> None:
        self._model = model

    def on_train_begin(self, logs: Any = None) -> None:
        self._begin("training")
        self._has_fit = True
        self._training.enter("training")

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        if epoch == 0:
            self._training.epoch(0, of=self._epochs)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self._training.epoch(epoch + 1, of=self._epochs, metrics=logs)

    def on_train_end(self, logs: Any = None) -> None:
        self._has_fit = False
        self._training.leave("training")
        self._training.end()

    def on_test_begin(self, logs: Any = None) -> None:
        self._part("validation" if self._has_fit else "evaluation")

    def on_test_end(self, logs: Any = None) -> None:
        self._part_ends("validation" if self._has_fit else "evaluation", logs)

    def on_predict_begin(self, logs: Any = None) -> None:
        self._part("inference")

    def on_predict_end(self, logs: Any = None) -> None:
        self._part_ends("inference", None)

    @property
    def _epochs(self) -> Optional[int]:
        return (self.params or {}).get("epochs")

    def _begin(self, stage: str) -> None:
        self._training.begin(name=getattr(self._model, "name", None), stage=stage)

    def _part(self, stage: str) -> None:
        if not self._has_fit:
            self._begin(stage)
        self._training.enter(stage)

    def _part_ends(self, stage: str, logs: Any) -> None:
        self._training.leave(stage)
        if not self._has_fit:
            self._training.log(logs)
            self._training.end()

    on_batch_begin = on_batch_end = on_train_batch_begin = on_train_batch_end = _unused
    on_test_batch_begin = on_test_batch_end = _unused
    on_predict_batch_begin = on_predict_batch_end = _unused


def __getattr__(name: str) -> Any:
    """The class is made when it is asked for: of the library's own kind where that is in use."""
    if name != "JoulebookCallback":
        raise AttributeError(name)
    base = None
    for package in ("keras.callbacks", "tensorflow.keras.callbacks"):
        base = base or getattr(sys.modules.get(package), "Callback", None)
    bases = (_Hooks,) if base is None else (_Hooks, base)
    made = type(name, bases, {"__module__": __name__, "__doc__": _Hooks.__doc__})
    if base is not None:
        globals()[name] = made
    return made
