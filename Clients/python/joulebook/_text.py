"""Amounts for people, as the program writes them: no more digits than they deserve."""

from __future__ import annotations

from typing import Optional


def energy(joules: Optional[float]) -> str:
    """`1.6 J`, `12 Wh`, `3.4 kWh`; `unknown` for None."""
    if joules is None:
        return "unknown"
    for unit, size, least in (("kWh", 3.6e6, 3.6e5), ("Wh", 3600.0, 3600.0), ("J", 1.0, 1.0)):
        if abs(joules) >= least:
            return f"{_digits(joules / size)} {unit}"
    return f"{_digits(joules * 1000)} mJ"


def duration(seconds: float) -> str:
    """`0.139 s`, `4.36 s`, `1:02:03`."""
    if seconds < 60:
        return f"{seconds:.3g} s"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02} min"


def _digits(value: float) -> str:
    if value == 0:
        return "0"
    text = f"{value:.2g}" if abs(value) < 100 else f"{value:,.0f}"
    return text if "e" not in text else f"{value:.6f}".rstrip("0")
