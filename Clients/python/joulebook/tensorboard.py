"""Energy and emissions in TensorBoard.

    with joulebook.run(project="thesis") as run:
        train()
    joulebook.tensorboard.log(run, "logs/run1")          # writes an event file of its own
    joulebook.tensorboard.log(run, writer, step=epochs)  # or through a SummaryWriter
"""

from __future__ import annotations

import os
import socket
import struct
import time
from typing import Any, Iterable, List, Tuple

from . import _figures, _trackers


def log(run: Any = None, to: Any = None, step: int = 0) -> bool:
    """Writes a run's figures as scalars, and what they rest on as a text; false with a warning where that fails.

    `to` is a folder of logs, or a writer with `add_scalar` and `add_text`.
    """
    try:
        if to is None:
            _trackers.complain("TensorBoard", "neither a folder nor a writer was given.")
            return False
        figures = _figures.of(run)
        if figures is None:
            _trackers.complain("TensorBoard", _figures.problem or "no run was metered.")
            return False
        # Markdown, as TensorBoard shows texts.
        text = "\n".join(f"- {name}: {value}" for name, value in figures.labels().items())
        if hasattr(to, "add_scalar"):
            for name, value in figures.metrics().items():
                to.add_scalar(name, value, step)
            to.add_text("joulebook/basis", text, step)
            if hasattr(to, "flush"):
                to.flush()
            return True
        _write(os.fspath(to), list(figures.metrics().items()), text, step)
        return True
    except Exception as error:  # the job goes on without it
        _trackers.complain("TensorBoard", error)
        return False


# An event file is a row of records, each a protocol buffer `Event` with its length and checksums around it:
# tensorflow/core/util/event.proto, framework/summary.proto and lib/io/record_writer.h say how.


def _write(folder: str, scalars: List[Tuple[str, float]], text: str, step: int) -> None:
    os.makedirs(folder, exist_ok=True)
    now = time.time()
    name = f"events.out.tfevents.{int(now):010d}.{socket.gethostname()}.{os.getpid()}.joulebook"
    values = [_bytes(1, _bytes(1, tag.encode()) + _float(2, value)) for tag, value in scalars]
    # DT_STRING, of one element.
    tensor = _integer(1, 7) + _bytes(2, _bytes(2, _integer(1, 1))) + _bytes(8, text.encode())
    metadata = _bytes(1, _bytes(1, b"text"))
    values.append(_bytes(
        1, _bytes(1, b"joulebook/basis/text_summary") + _bytes(8, tensor) + _bytes(9, metadata)))
    events = [
        _double(1, now) + _bytes(3, b"brain.Event:2"),
        _double(1, now) + _integer(2, step) + _bytes(5, b"".join(values)),
    ]
    with open(os.path.join(folder, name), "ab") as file:
        file.write(b"".join(_records(events)))


def _records(events: Iterable[bytes]) -> Iterable[bytes]:
    for event in events:
        length = struct.pack("<Q", len(event))
        yield length + struct.pack("<I", _masked(length))
        yield event + struct.pack("<I", _masked(event))


def _varint(number: int) -> bytes:
    number &= (1 << 64) - 1
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _integer(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _double(field: int, number: float) -> bytes:
    return _varint(field << 3 | 1) + struct.pack("<d", number)


def _float(field: int, number: float) -> bytes:
    return _varint(field << 3 | 5) + struct.pack("<f", number)


def _bytes(field: int, data: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _row(number: int) -> int:
    for _ in range(8):
        number = number >> 1 ^ (0x82F63B78 if number & 1 else 0)
    return number


# The checksum is CRC-32C (Castagnoli), RFC 3720 appendix B.4.
_ROWS = [_row(number) for number in range(256)]


def _masked(data: bytes) -> int:
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _ROWS[(crc ^ byte) & 0xFF] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return (crc >> 15 | crc << 17) + 0xA282EAD8 & 0xFFFFFFFF
