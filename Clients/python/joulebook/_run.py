"""Runs, and the functions that speak to the one that is going on."""

from __future__ import annotations

import os
import sys
from _thread import allocate_lock

from . import _marks
from ._binary import binary
from ._marks import Marks
from ._work import Problem, exit_code, synchronize, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Tuple, Union

    from ._meter import Meter

_SETTINGS = ("cpu_counting", "policy", "price", "progress_file", "progress_pattern", "receipt", "tables")
"""Flags of ``joulebook attach`` beside those that `run` names itself."""

_lock = allocate_lock()
_running: List[Run] = []
"""Runs of this process that are going on, in the order in which they began."""
_ambient: Optional[Marks] = None
"""The socket of the run that this process was started in; None as long as nobody asked."""


class Run:
    """A piece of work that is metered from `start` to `stop`: a context manager, and a decorator."""

    def __init__(
        self,
        project: Optional[str] = None,
        name: Optional[str] = None,
        tags: Union[Mapping[str, Any], Iterable[str], None] = None,
        stage: Optional[str] = None,
        region: Optional[str] = None,
        pue: Union[float, str, None] = None,
        ledger: Union[str, os.PathLike[str], None] = None,
        interval: Union[float, str, None] = None,
        quiet: bool = True,
        sync: bool = False,
        **settings: Any,
    ) -> None:
        unknown = [key for key in settings if key not in _SETTINGS]
        if unknown:
            raise TypeError(
                f"run() got an unexpected setting '{unknown[0]}'. Beside its own it takes "
                + ", ".join(_SETTINGS)
            )
        self._given: Dict[str, Any] = dict(
            settings, project=project, name=name, tags=tags, stage=stage, region=region, pue=pue,
            ledger=ledger, interval=interval, quiet=quiet, sync=sync,
        )
        self._sync = bool(sync)
        self._marks: Optional[Marks] = None
        self._owns_marks = False
        self._meter: Optional[Meter] = None
        self._process = 0
        self._begun: Optional[str] = None
        self._before: Dict[str, Optional[str]] = {}
        self.id: Optional[str] = None
        """The run in the ledger, once it has begun; None while nothing is metered."""
        self.receipt: Optional[Dict[str, Any]] = None
        """The receipt after the end, as `joulebook show --format json` prints it; None where another meter
        keeps it or nothing was metered."""

    def __repr__(self) -> str:
        state = "metering" if self._meter else "joined" if self._process else "not running"
        return f"<joulebook.Run {self.id or self._given['name'] or ''} {state}>"

    @property
    def dropped(self) -> int:
        """Marks that were not sent, because nobody listened or not fast enough."""
        return self._marks.dropped if self._marks else 0

    # From start to stop

    def start(self) -> Run:
        """Begins metering, or joins the run that is going on. Returns when readings have begun."""
        with _lock:
            if self._process == os.getpid():
                return self
            self._process = os.getpid()
            self._marks = self._meter = self.id = self.receipt = None
            self._owns_marks = False
            try:
                if not self._join():
                    self._begin()
            except BaseException:
                self._process = 0
                raise
            _running.append(self)
        if self._begun is not None and self._marks is not None:
            self._send(_marks.stage(self._begun, "begin"))
        return self

    def stop(self, code: Optional[int] = None) -> Optional[Dict[str, Any]]:
        """Ends metering and gives the receipt; None inside another run, whose receipt comes later.

        `code` is the exit code that the run is booked with. In a process that was forked from the one that
        began, nothing happens.
        """
        with _lock:
            if self._process != os.getpid():
                return None
            if self._begun is not None:
                self._send(_marks.stage(self._begun, "end"))
                self._begun = None
            self._process = 0
            if self in _running:
                _running.remove(self)
            meter, self._meter = self._meter, None
            if self._owns_marks and self._marks is not None:
                self._marks.close()
            if meter is None:
                return None
            self._restore()
        import atexit

        atexit.unregister(self.stop)
        try:
            answer = meter.stop(code)
        except Exception as error:
            _warn(f"The receipt of run {self.id} is missing: {error}. `joulebook show {self.id}` may have it.")
            return None
        self.receipt = answer.get("receipt")
        for problem in answer.get("problems") or []:
            _warn(_sentences(problem))
        if not self._given["quiet"]:
            self._print()
        return self.receipt

    def __enter__(self) -> Run:
        return self.start()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        self.stop(exit_code(kind, error))

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Meters each call of a function as a run of its own, named after it if it has no name."""
        given = dict(self._given)
        if given["name"] is None:
            given["name"] = getattr(function, "__name__", None)
        return wrapped(function, lambda: Run(**given))

    # What the work says

    def stage(self, name: str) -> _Stage:
        """A part of the work, as a context manager or a decorator; parts may lie inside others."""
        return _Stage(name, self)

    def epoch(
        self, i: float, of: Optional[float] = None, *, tokens: Optional[float] = None,
        requests: Optional[float] = None, **metrics: Any,
    ) -> None:
        """Says that `i` epochs are done, of so many."""
        self._send(_marks.progress("epoch", i, of, tokens, requests, metrics))

    def step(
        self, i: float, of: Optional[float] = None, *, tokens: Optional[float] = None,
        requests: Optional[float] = None, **metrics: Any,
    ) -> None:
        """Says that `i` steps are done, of so many."""
        self._send(_marks.progress("step", i, of, tokens, requests, metrics))

    def log(
        self, tokens: Optional[float] = None, requests: Optional[float] = None, **metrics: Any
    ) -> None:
        """Says that so many more tokens or requests were processed, and results."""
        self._send(_marks.progress("", None, None, tokens, requests, metrics))

    def _send(self, line: Optional[str]) -> None:
        if line is not None and self._marks is not None:
            if self._sync:
                synchronize()
            self._marks.send(line)

    # How it begins and ends

    def _join(self) -> bool:
        """Takes the socket of a run that is going on; False where there is none."""
        outer = _running[-1] if _running else None
        # A meter that was killed leaves a run that nobody keeps any more.
        if outer is not None and outer._marks is not None and outer._marks.is_heard():
            self._marks, self.id = outer._marks, outer.id
        else:
            path = os.environ.get("JOULEBOOK_SOCKET")
            if not path:
                return False
            marks = Marks(path)
            if not marks.connect():
                return False
            self._owns_marks = True
            self._marks, self.id = marks, os.environ.get("JOULEBOOK_RUN_ID")
        # A part of another run that has a name shows under it.
        self._begun = self._given["name"]
        return True

    def _begin(self) -> None:
        """Starts the meter; where that fails the work goes on without."""
        program = binary()
        if program is None:
            _warn("Nothing is metered: the program `joulebook` was not found. Set JOULEBOOK_BINARY to it.")
            return
        from ._meter import Meter

        # What an outer run that is gone left behind would make this a part of it.
        environment = {
            key: value for key, value in os.environ.items()
            if key not in ("JOULEBOOK_SOCKET", "JOULEBOOK_RUN_ID")
        }
        try:
            meter = Meter(program, self._arguments(), environment)
            answer = meter.begin()
        except Exception as error:
            if isinstance(error, (TypeError, ValueError)):
                raise
            _warn(f"Nothing is metered: the meter did not start, {error}.")
            return
        problem = answer.get("problem")
        if problem:
            if problem.get("exit") == 64:
                raise Problem(problem.get("what", ""), problem.get("why", ""), problem.get("fix", ""))
            _warn(_sentences(problem))
            return
        self._meter = meter
        self.id = answer.get("run")
        self._before = {key: os.environ.get(key) for key in ("JOULEBOOK_SOCKET", "JOULEBOOK_RUN_ID")}
        # Processes that this one starts belong to this run, and find it here.
        os.environ["JOULEBOOK_RUN_ID"] = str(self.id)
        path = answer.get("socket")
        if path:
            os.environ["JOULEBOOK_SOCKET"] = path
            self._owns_marks = True
            self._marks = Marks(path)
            self._marks.connect()
        else:
            os.environ.pop("JOULEBOOK_SOCKET", None)
        # A program that ends without a stop is seen to end; this way its last use is seen too.
        import atexit

        atexit.register(self.stop)

    def _restore(self) -> None:
        for key, value in self._before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value

    def _arguments(self) -> List[str]:
        given = self._given
        arguments: List[str] = []
        for key in ("project", "name", "stage", "region", "pue", "ledger", *_SETTINGS):
            value = given.get(key)
            if value is not None:
                text = os.fspath(value) if hasattr(value, "__fspath__") else value
                arguments.append(f"--{key.replace('_', '-')}={text}")
        interval = given["interval"]
        if interval is not None:
            text = interval if isinstance(interval, str) else f"{round(float(interval) * 1000)}ms"
            arguments.append(f"--interval={text}")
        tags = given["tags"] or ()
        pairs = [f"{key}={value}" for key, value in tags.items()] if hasattr(tags, "items") else tags
        if isinstance(pairs, str):
            pairs = [pairs]
        arguments.extend(f"--tag={pair}" for pair in pairs)
        return arguments

    def _print(self) -> None:
        """Prints the receipt where the work's own warnings go, a notebook's page for one."""
        import subprocess

        program, receipt = binary(), self.receipt
        if program is None or receipt is None:
            return
        environment = dict(os.environ)
        if self._given["ledger"] is not None:
            environment["JOULEBOOK_LEDGER"] = os.fspath(self._given["ledger"])
        command = [program, "show", str(receipt.get("id"))]
        try:
            shown = subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=10
            )
            print(shown.stdout, end="", file=sys.stderr)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            _warn(f"The receipt could not be printed: {error}.")


class _Stage:
    """A part of the work. What it is called in a run that nobody meters does not matter."""

    __slots__ = ("_name", "_run", "_open")

    def __init__(self, name: str, run: Optional[Run] = None) -> None:
        self._name = name
        self._run = run
        self._open: List[Tuple[Optional[Run], Marks]] = []

    def __enter__(self) -> _Stage:
        run = self._run if self._run is not None else current()
        marks = run._marks if run is not None else _outer()
        if marks is not None:
            if run is not None and run._sync:
                synchronize()
            marks.send(_marks.stage(self._name, "begin"))
            self._open.append((run, marks))
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if self._open:
            run, marks = self._open.pop()
            if run is not None and run._sync:
                synchronize()
            marks.send(_marks.stage(self._name, "end"))

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        name, run = self._name, self._run
        return wrapped(function, lambda: _Stage(name, run))


Problem.__module__ = Run.__module__ = "joulebook"


def run(
    project: Any = None,
    name: Optional[str] = None,
    tags: Union[Mapping[str, Any], Iterable[str], None] = None,
    stage: Optional[str] = None,
    region: Optional[str] = None,
    pue: Union[float, str, None] = None,
    ledger: Union[str, os.PathLike[str], None] = None,
    interval: Union[float, str, None] = None,
    quiet: bool = True,
    sync: bool = False,
    **settings: Any,
) -> Any:
    """A run: ``with joulebook.run(project="x"):``, ``@joulebook.run(project="x")`` or ``@joulebook.run``.

    Settings are those of ``joulebook.toml`` and of ``joulebook attach``, and go before both. `interval` is in
    seconds or a text such as ``250ms``. With `sync` each mark waits until PyTorch's GPUs are done, so that
    what they draw falls into the right stage.
    """
    function = project if callable(project) else None
    made = Run(
        None if function else project, name, tags, stage, region, pue, ledger, interval, quiet, sync,
        **settings,
    )
    return made(function) if function else made


def current() -> Optional[Run]:
    """The run that this process has begun last and that goes on; None where there is none."""
    # One that came through a fork belongs to another process: its marks still go to the same run.
    return _running[-1] if _running else None


def stage(name: str) -> _Stage:
    """A part of the current run, as a context manager or a decorator."""
    return _Stage(name)


def epoch(
    i: float, of: Optional[float] = None, *, tokens: Optional[float] = None,
    requests: Optional[float] = None, **metrics: Any,
) -> None:
    """Says to the current run that `i` epochs are done, of so many."""
    _tell(_marks.progress("epoch", i, of, tokens, requests, metrics))


def step(
    i: float, of: Optional[float] = None, *, tokens: Optional[float] = None,
    requests: Optional[float] = None, **metrics: Any,
) -> None:
    """Says to the current run that `i` steps are done, of so many."""
    _tell(_marks.progress("step", i, of, tokens, requests, metrics))


def log(tokens: Optional[float] = None, requests: Optional[float] = None, **metrics: Any) -> None:
    """Says to the current run that so many more tokens or requests were processed, and results."""
    _tell(_marks.progress("", None, None, tokens, requests, metrics))


def _tell(line: Optional[str]) -> None:
    if line is None:
        return
    if _running:
        _running[-1]._send(line)
    else:
        marks = _outer()
        if marks is not None:
            marks.send(line)


def _outer() -> Optional[Marks]:
    """The socket of the run that this process was started in; None where there is none."""
    global _ambient
    if _ambient is None:
        path = os.environ.get("JOULEBOOK_SOCKET")
        if not path:
            return None
        _ambient = Marks(path)
    return _ambient


def _after_fork() -> None:
    """A forked process has no meter, and belongs to the run whose socket is in its environment."""
    global _lock, _ambient
    _lock = allocate_lock()
    for each in _running:
        if each._meter is not None:
            each._meter.abandon()
            each._meter = None
    _running.clear()
    _ambient = None


os.register_at_fork(after_in_child=_after_fork)


def _sentences(problem: Mapping[str, Any]) -> str:
    return " ".join(str(problem.get(key)) for key in ("what", "why", "fix") if problem.get(key))


def _warn(text: str) -> None:
    """Warns at the line of the work, however deep below it this is called."""
    import warnings

    level = 2
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename == __file__:
        frame = frame.f_back
        level += 1
    warnings.warn(text, RuntimeWarning, stacklevel=level)
