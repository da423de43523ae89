"""A plugin for pytest that meters a session and tells what each test drew.

    pytest --joulebook             meters the session, and prints its energy at the end
    pytest --joulebook-tests=10    and the ten tests that drew most

It does nothing without one of these. Under `joulebook run` it speaks of that run. With pytest-xdist the tests of several
workers share the machine: the session is metered, and its tests are not told apart.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple


def pytest_addoption(parser: Any) -> None:
    group = parser.getgroup("joulebook", "energy and emissions")
    group.addoption(
        "--joulebook", action="store_true", default=False,
        help="Meter the session and print its energy and emissions.")
    group.addoption(
        "--joulebook-tests", type=int, metavar="N", default=None,
        help="Also print the N tests that drew most; 0 for all.")
    group.addoption(
        "--joulebook-project", metavar="NAME", default=None,
        help="Project that the session is booked under.")


def pytest_configure(config: Any) -> None:
    options = config.option
    wanted = options.joulebook or options.joulebook_tests is not None
    # A worker of xdist is a part of the session that its controller meters.
    if wanted and not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Session(config), "joulebook-session")


class _Session:
    def __init__(self, config: Any) -> None:
        self.project = config.option.joulebook_project
        self.most: Optional[int] = config.option.joulebook_tests
        self.is_apart = not getattr(config.option, "numprocesses", None)
        self.run: Any = None
        self.spans: Dict[str, Tuple[float, float]] = {}
        self.whole: Optional[Dict[str, Any]] = None
        self.span = (0.0, 0.0)
        self.energies: List[Tuple[str, Optional[float]]] = []
        self.problem = ""

    def pytest_sessionstart(self, session: Any) -> None:
        import time

        import joulebook

        # Tests are short.
        self.run = joulebook.run(
            project=self.project, name="pytest", stage="tests", interval="50ms").start()
        self.span = (time.time(), 0.0)

    def pytest_runtest_logreport(self, report: Any) -> None:
        start, stop = getattr(report, "start", None), getattr(report, "stop", None)
        if self.most is not None and start and stop:
            first, last = self.spans.get(report.nodeid, (start, stop))
            self.spans[report.nodeid] = (min(first, start), max(last, stop))

    def pytest_sessionfinish(self, session: Any, exitstatus: Any) -> None:
        import time

        from joulebook import _figures

        if self.run is None:
            return
        self.span = (self.span[0], time.time())
        receipt = self.run.stop(int(exitstatus))
        if self.run.id is None:
            return
        if receipt is not None:
            whole = _figures.span(self.run.id)
        else:
            # A part of a run that goes on: from where the session began.
            begun = _figures.span(self.run.id, patience=2.5)
            whole = begun and _figures.span(
                self.run.id, self.span[0] - _figures.seconds(begun["started"]),
                self.span[1] - _figures.seconds(begun["started"]), patience=2.5)
        self.whole = whole
        self.problem = _figures.problem
        if self.spans and self.is_apart and receipt is not None:
            names = list(self.spans)
            curve = _figures.Curve(self.run.id)
            found = curve.joules(self.spans[name] for name in names)
            self.energies = sorted(
                zip(names, found), key=lambda pair: -(pair[1] if pair[1] is not None else -1.0))

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        from joulebook import _text

        write = terminalreporter.write_line
        terminalreporter.section("energy", sep="-")
        if self.whole is None:
            write(f"Nothing was metered{': ' + self.problem if self.problem else '.'}")
            return
        whole = self.whole
        write(
            f"{_text.energy(whole['energy_joules'])} "
            f"({_text.energy(whole['energy_low_joules'])} to "
            f"{_text.energy(whole['energy_high_joules'])}), {whole['emissions_text'][0]} "
            f"in {_text.duration(whole['to_seconds'] - whole['from_seconds'])}; "
            f"joulebook show {whole['id']}")
        if self.most is None:
            return
        if not self.energies:
            reason = ("workers share the machine" if not self.is_apart
                      else "no test ran" if not self.spans
                      else "the run that they belong to goes on")
            write(f"Tests are not told apart: {reason}.")
            return
        shown = self.energies[:self.most] if self.most > 0 else self.energies
        for name, joules in shown:
            first, last = self.spans[name]
            write(f"{_text.energy(joules):>9} {_text.duration(last - first):>9}  {name}")
        rest = self.energies[len(shown):]
        if rest:
            known = sum(joules for _, joules in rest if joules is not None)
            write(f"{_text.energy(known):>9} {'':>9}  {len(rest)} more")
