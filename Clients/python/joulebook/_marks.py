"""Lines to the socket of a run: the protocol of ``Docs/Marks.md``, version 1."""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional

_AGAIN = 1.0
"""Seconds after which a run that could not be reached is tried again."""

_MOST_METRICS = 16
_LONGEST_NAME = 64

_CONTROL = {code: " " for code in range(32)}
_CONTROL[127] = " "
_names: Dict[str, str] = {}


class Marks:
    """A connection that never blocks and never raises.

    What does not fit into the kernel's buffer is dropped and counted. Each process has a connection of its
    own: one that came through a fork is opened anew.
    """

    __slots__ = ("path", "dropped", "_send", "_socket", "_process", "_retry", "_flags")

    def __init__(self, path: str) -> None:
        self.path = path
        self.dropped = 0
        self._send: Any = None
        self._socket: Any = None
        self._process = 0
        self._retry = 0.0
        self._flags = 0

    def connect(self) -> bool:
        """Whether somebody listens; with a connection ready then."""
        import socket

        self.close()
        self._process = os.getpid()
        self._flags = socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL
        link = None
        try:
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.setblocking(False)
            link.connect(self.path)
        except BlockingIOError:
            # Somebody listens and has no time to accept: for the next mark.
            if link is not None:
                link.close()
            return True
        except (OSError, ValueError):
            if link is not None:
                link.close()
            self._retry = time.monotonic() + _AGAIN
            return False
        self._socket = link
        self._send = link.send
        return True

    def is_heard(self) -> bool:
        """Whether somebody listens, found out without touching the connection that others use."""
        other = Marks(self.path)
        heard = other.connect()
        other.close()
        return heard

    def close(self) -> None:
        link, self._socket, self._send = self._socket, None, None
        if link is not None:
            try:
                link.close()
            except OSError:
                pass

    def send(self, line: str) -> None:
        """Hands one line over, or drops it."""
        try:
            send = self._send
            if send is None or self._process != os.getpid():
                if self._process == os.getpid() and time.monotonic() < self._retry:
                    self.dropped += 1
                    return
                self.connect()
                send = self._send
                if send is None:
                    self.dropped += 1
                    return
            data = line.encode("utf-8", "replace")
            if send(data, self._flags) != len(data):
                # Half a line: the other half must not begin the next one.
                self.dropped += 1
                self.close()
        except BlockingIOError:
            self.dropped += 1
        except Exception:
            # Nobody listens any more, or a value that does not let itself be written.
            self.dropped += 1
            self.close()
            self._retry = time.monotonic() + _AGAIN


def number(value: Any) -> Optional[str]:
    """A number as JSON has it; None for what is none, is not finite or does not become one."""
    kind = type(value)
    if kind is not float:
        if kind is int or kind is bool:
            value = int(value)
            if -(10**15) < value < 10**15:
                return repr(value)
        try:
            value = float(value)
        except Exception:
            return None
    return repr(value) if value - value == 0.0 else None


def quoted(text: str) -> str:
    """A name as JSON has it, cut to what the receiver keeps."""
    known = _names.get(text)
    if known is not None:
        return known
    plain = str(text)[:_LONGEST_NAME].translate(_CONTROL)
    made = '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if len(_names) < 1024:
        _names[text] = made
    return made


def progress(
    key: str, done: Any, of: Any, tokens: Any, requests: Any, metrics: Dict[str, Any]
) -> Optional[str]:
    """The line that says how far the work is; None where nothing in it is a number."""
    parts = []
    if done is not None:
        text = number(done)
        if text is not None:
            parts.append(f'"{key}":{text}')
            if of is not None:
                text = number(of)
                if text is not None:
                    parts.append(f'"of":{text}')
    if tokens is not None:
        text = number(tokens)
        if text is not None:
            parts.append(f'"tokens":{text}')
    if requests is not None:
        text = number(requests)
        if text is not None:
            parts.append(f'"requests":{text}')
    if metrics:
        pairs = []
        for name, value in metrics.items():
            text = number(value)
            if text is not None:
                pairs.append(f"{quoted(name)}:{text}")
        if pairs:
            parts.append('"metric":{' + ",".join(pairs[:_MOST_METRICS]) + "}")
    return "{" + ",".join(parts) + "}\n" if parts else None


def stage(name: str, state: str) -> str:
    return f'{{"stage":{quoted(name)},"state":"{state}"}}\n'
