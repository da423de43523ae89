"""What stands around a piece of work: how it ends, what it is wrapped in, what was wrong with what was asked."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable


class Problem(ValueError):
    """What the program refused before anything began: an unknown region, a tag without a value."""

    def __init__(self, what: str, why: str = "", fix: str = "") -> None:
        super().__init__(" ".join(part for part in (what, why, fix) if part))
        self.what = what
        self.why = why
        self.fix = fix


def exit_code(kind: Any, error: Any) -> int:
    """The exit code that this end of the work would give a program of its own."""
    if kind is None or issubclass(kind, GeneratorExit):
        return 0
    if issubclass(kind, SystemExit):
        code = getattr(error, "code", 1)
        return 0 if code is None else code & 255 if isinstance(code, int) else 1
    return 130 if issubclass(kind, KeyboardInterrupt) else 1


def wrapped(function: Callable[..., Any], make: Callable[[], Any]) -> Callable[..., Any]:
    """The function inside what `make` makes, anew for each call; generators and coroutines to their end."""
    import functools
    import inspect

    if inspect.isasyncgenfunction(function):
        raise TypeError("an asynchronous generator cannot be metered: put `with` inside it")
    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def waiting(*arguments: Any, **named: Any) -> Any:
            with make():
                return await function(*arguments, **named)

        return waiting
    if inspect.isgeneratorfunction(function):

        @functools.wraps(function)
        def yielding(*arguments: Any, **named: Any) -> Any:
            with make():
                return (yield from function(*arguments, **named))

        return yielding

    @functools.wraps(function)
    def calling(*arguments: Any, **named: Any) -> Any:
        with make():
            return function(*arguments, **named)

    return calling


def synchronize() -> None:
    """Waits for PyTorch's GPUs, if this process uses any. Never imports anything, never raises."""
    torch = sys.modules.get("torch")
    if torch is None:
        return
    try:
        if torch.cuda.is_initialized():
            torch.cuda.synchronize()
    except Exception:
        pass
