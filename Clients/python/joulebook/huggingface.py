"""A callback for the Trainer of Hugging Face Transformers.

    from joulebook.huggingface import JoulebookCallback
    trainer = Trainer(..., callbacks=[JoulebookCallback(project="thesis")])

Hooks and their arguments are those of transformers 5.24; `transformers` is not imported here.
"""

from __future__ import annotations

import sys
from typing import Any, Dict, Optional

from ._training import Training


class _Hooks:
    """One run a training: epochs and steps with their plan, logged numbers, evaluation as a stage."""

    def __init__(self, trackers: bool = True, **settings: Any) -> None:
        self._training = Training(settings, trackers)
        self._tokens = 0

    @property
    def receipt(self) -> Optional[Dict[str, Any]]:
        """What the last training drew."""
        return self._training.receipt

    def on_train_begin(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        self._training.begin(name=getattr(args, "run_name", None), stage="training")
        self._training.enter("training")
        self._tokens = 0
        # What came before is start-up, and not a part of the first epoch.
        if not state.epoch:
            self._training.epoch(0, of=self._epochs(args, state))
        self._training.step(state.global_step, of=state.max_steps)

    def on_step_end(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        self._training.step(state.global_step, of=state.max_steps)

    def on_epoch_end(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        self._training.epoch(state.epoch or 0, of=self._epochs(args, state))

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **more: Any) -> None:
        seen = int(getattr(state, "num_input_tokens_seen", 0) or 0)
        self._training.log(logs, tokens=max(0, seen - self._tokens))
        self._tokens = seen

    def on_prediction_step(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        if self._training.is_open and not self._training.is_in("evaluation"):
            self._training.enter("evaluation")

    def on_evaluate(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        self._training.leave("evaluation")

    def on_predict(self, args: Any, state: Any, control: Any, metrics: Any = None, **more: Any) -> None:
        self._training.leave("evaluation")

    def on_save(self, args: Any, state: Any, control: Any, **more: Any) -> None: ...

    def on_train_end(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        self._training.leave("training")
        self._training.end()

    @staticmethod
    def _epochs(args: Any, state: Any) -> Optional[float]:
        # Steps may be what was planned; the state then says how many epochs that is.
        if (getattr(args, "max_steps", -1) or -1) > 0:
            return None
        return getattr(args, "num_train_epochs", None) or getattr(state, "num_train_epochs", None)

    def _nothing(self, *arguments: Any, **more: Any) -> None: ...

    on_init_end = on_epoch_begin = on_step_begin = on_pre_optimizer_step = _nothing
    on_optimizer_step = on_substep_end = on_push_begin = _nothing


def __getattr__(name: str) -> Any:
    """The class is made when it is asked for: of the library's own kind where that is in use."""
    if name != "JoulebookCallback":
        raise AttributeError(name)
    base = getattr(sys.modules.get("transformers"), "TrainerCallback", None)
    bases = (_Hooks,) if base is None else (_Hooks, base)
    made = type(name, bases, {"__module__": __name__, "__doc__": _Hooks.__doc__})
    if base is not None:
        globals()[name] = made
    return made
