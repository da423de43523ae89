"""A callback for Lightning's Trainer, of `lightning` or `pytorch_lightning`.

    from joulebook.lightning import JoulebookCallback
    trainer = Trainer(..., callbacks=[JoulebookCallback(project="thesis")])

Hooks and their arguments are those of Lightning 2.6; neither package is imported here.
"""

from __future__ import annotations

import sys
from typing import Any, Dict, Optional

from ._training import Training


class _Hooks:
    """One run a `fit`, `validate`, `test` or `predict`: epochs and steps with their plan, validation as a stage."""

    def __init__(self, trackers: bool = True, **settings: Any) -> None:
        self._training = Training(settings, trackers)
        self._has_fit = False

    @property
    def receipt(self) -> Optional[Dict[str, Any]]:
        """What the last of them drew."""
        return self._training.receipt

    def on_fit_start(self, trainer: Any, pl_module: Any) -> None:
        self._begin(pl_module, "training")
        self._has_fit = True

    def on_train_start(self, trainer: Any, pl_module: Any) -> None:
        self._training.enter("training")
        if not trainer.current_epoch:
            self._training.epoch(0, of=trainer.max_epochs)

    def on_train_batch_end(
        self, trainer: Any, pl_module: Any, outputs: Any, batch: Any, batch_idx: int
    ) -> None:
        self._training.step(trainer.global_step, of=trainer.max_steps)

    def on_train_epoch_end(self, trainer: Any, pl_module: Any) -> None:
        self._training.epoch(
            trainer.current_epoch + 1, of=trainer.max_epochs, metrics=trainer.callback_metrics)

    def on_train_end(self, trainer: Any, pl_module: Any) -> None:
        self._training.leave("training")

    def on_fit_end(self, trainer: Any, pl_module: Any) -> None:
        self._has_fit = False
        self._training.end()

    def on_validation_start(self, trainer: Any, pl_module: Any) -> None:
        self._part(pl_module, "validation")

    def on_validation_end(self, trainer: Any, pl_module: Any) -> None:
        self._part_ends("validation", trainer)

    def on_test_start(self, trainer: Any, pl_module: Any) -> None:
        self._part(pl_module, "test")

    def on_test_end(self, trainer: Any, pl_module: Any) -> None:
        self._part_ends("test", trainer)

    def on_predict_start(self, trainer: Any, pl_module: Any) -> None:
        self._part(pl_module, "inference")

    def on_predict_end(self, trainer: Any, pl_module: Any) -> None:
        self._part_ends("inference", None)

    def on_exception(self, trainer: Any, pl_module: Any, exception: BaseException) -> None:
        self._has_fit = False
        self._training.end()

    # Lightning asks each callback for these as well.

    @property
    def state_key(self) -> str:
        return "JoulebookCallback"

    @property
    def _legacy_state_key(self) -> type:
        return type(self)

    def state_dict(self) -> Dict[str, Any]:
        return {}

    def load_state_dict(self, state_dict: Dict[str, Any]) -> None: ...

    def _begin(self, pl_module: Any, stage: str) -> None:
        self._training.begin(name=type(pl_module).__name__, stage=stage)

    def _part(self, pl_module: Any, stage: str) -> None:
        if not self._has_fit:
            self._begin(pl_module, stage)
        self._training.enter(stage)

    def _part_ends(self, stage: str, trainer: Any) -> None:
        self._training.leave(stage)
        if not self._has_fit:
            self._training.log(getattr(trainer, "callback_metrics", None))
            self._training.end()

    def _nothing(self, *arguments: Any, **more: Any) -> None: ...

    setup = teardown = on_sanity_check_start = on_sanity_check_end = _nothing
    on_train_batch_start = on_train_epoch_start = _nothing
    on_validation_epoch_start = on_validation_epoch_end = _nothing
    on_validation_batch_start = on_validation_batch_end = _nothing
    on_test_epoch_start = on_test_epoch_end = on_test_batch_start = on_test_batch_end = _nothing
    on_predict_epoch_start = on_predict_epoch_end = _nothing
    on_predict_batch_start = on_predict_batch_end = _nothing
    on_save_checkpoint = on_load_checkpoint = on_before_backward = on_after_backward = _nothing
    on_before_optimizer_step = on_before_zero_grad = _nothing


def __getattr__(name: str) -> Any:
    """The class is made when it is asked for: of the kind of the package that is in use."""
    if name != "JoulebookCallback":
        raise AttributeError(name)
    packages = ("lightning.pytorch.callbacks", "pytorch_lightning.callbacks")
    # Both may be loaded: each Trainer wants callbacks of its own package, and a class may be of both.
    bases = tuple(
        base for base in (
            getattr(sys.modules.get(package), "Callback", None) for package in packages)
        if base is not None)
    made = type(name, (_Hooks, *bases), {"__module__": __name__, "__doc__": _Hooks.__doc__})
    if bases:
        globals()[name] = made
    return made
