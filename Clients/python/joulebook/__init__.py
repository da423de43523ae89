"""Meters the energy and emissions of the work that this process does.

::

    import joulebook

    with joulebook.run(project="thesis", name="baseline") as run:
        for i in range(1, 11):
            with joulebook.stage("training"):
                loss = train()
            joulebook.epoch(i, of=10, loss=loss)
    print(run.receipt["energy_joules"], run.receipt["emissions_grams"])

Under ``joulebook run`` the same lines speak to that run. Without the program, or where it fails, the work
goes on unmetered and a warning says so.
"""

from __future__ import annotations

from ._binary import binary
from ._run import Problem, Run, current, epoch, log, run, stage, step

__version__ = "0.1.0"

__all__ = ["Problem", "Run", "binary", "current", "epoch", "log", "run", "stage", "step"]
