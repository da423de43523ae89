"""``joulebook attach --helper`` beside this process: the program that meters it."""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional

_START_PATIENCE = 10.0
"""Seconds that the work waits for the meter to begin: a hundred times what it takes."""

_STOP_PATIENCE = 15.0
"""Seconds that the work waits for its receipt: a driver may hang, and a ledger may be in use."""


class Silence(Exception):
    """The meter did not answer; the text says what is known."""


class Meter:
    """The helper and the connection to it.

    It is no child of this process: it leaves as soon as it has started, so that programs that wait for their
    children never meet it, and it lives until this process has ended or said that it is enough.
    """

    def __init__(self, program: str, arguments: List[str], environment: Dict[str, str]) -> None:
        import socket

        ours, theirs = (_above_standard(end) for end in socket.socketpair())
        with theirs:
            actions = [
                (os.POSIX_SPAWN_DUP2, theirs.fileno(), 0),
                (os.POSIX_SPAWN_DUP2, theirs.fileno(), 1),
                (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0),
            ]
            command = ["joulebook", "attach", str(os.getpid()), "--helper", *arguments]
            try:
                child = os.posix_spawn(
                    program, command, environment, file_actions=actions, setsigmask=()
                )
            except BaseException:
                ours.close()
                raise
        self._link: Any = ours
        self._unread = b""
        self._gently = socket.MSG_NOSIGNAL
        try:
            os.waitpid(child, 0)
        except ChildProcessError:
            # Somebody else in this process waits for every child.
            pass
        except BaseException:
            self.abandon()
            raise

    def begin(self) -> Dict[str, Any]:
        """What it says first: its run and where it takes marks, or what is wrong."""
        try:
            answer = self._answer(_START_PATIENCE)
        except BaseException:
            self.abandon()
            raise
        if "problem" in answer:
            self.abandon()
        return answer

    def stop(self, code: Optional[int]) -> Dict[str, Any]:
        """Says that it is enough, with the work's exit code where that is known; the receipt."""
        order = b"stop\n" if code is None else b"stop %d\n" % (code & 255)
        try:
            try:
                self._link.settimeout(_STOP_PATIENCE)
                self._link.sendall(order, self._gently)
            except OSError as error:
                raise Silence(f"it has ended ({error})") from None
            return self._answer(_STOP_PATIENCE)
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Closes this process's end of the connection, which after a fork is one of many."""
        link, self._link = self._link, None
        if link is not None:
            try:
                link.close()
            except OSError:
                pass

    def _answer(self, patience: float) -> Dict[str, Any]:
        import json

        deadline = time.monotonic() + patience
        while b"\n" not in self._unread:
            try:
                self._link.settimeout(max(0.001, deadline - time.monotonic()))
                chunk = self._link.recv(65536)
            except TimeoutError:
                raise Silence(f"it did not answer within {patience:g} s") from None
            except OSError as error:
                # In Python 3.9 a timeout has a class of its own, below this one.
                raise Silence(f"it did not answer ({error})") from None
            if not chunk:
                raise Silence("it ended without a word")
            self._unread += chunk
        line, self._unread = self._unread.split(b"\n", 1)
        try:
            answer = json.loads(line)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise Silence("its answer is no JSON object")
        return answer


def _above_standard(end: Any) -> Any:
    """The same connection under a number that nobody takes for standard input, output or error."""
    if end.fileno() > 2:
        return end
    import fcntl
    import socket

    with end:
        return socket.socket(fileno=fcntl.fcntl(end.fileno(), fcntl.F_DUPFD_CLOEXEC, 3))
