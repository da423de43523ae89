#!/usr/bin/env python3
"""Measures what Joulebook costs: the figures of Benchmarks/README.md, each beside its limit.

    make build && python3 Benchmarks/measure.py              # all, about twenty minutes
    python3 Benchmarks/measure.py exec short                 # some of them
"""
import calendar
import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
BINARY = os.environ.get("JOULEBOOK", os.path.join(ROOT, ".build-release", "joulebook"))
HOME = tempfile.mkdtemp(prefix="joulebook-bench-")
ENV = {**os.environ, "XDG_DATA_HOME": HOME, "XDG_CONFIG_HOME": HOME}
results = []


def report(name, value, unit, limit, least=False):
    holds = value >= limit if least else value <= limit
    results.append(holds)
    word = "least" if least else "limit"
    print(f"{name:<52} {value:10.3f} {unit:<8} {word} {limit:g}  {'ok' if holds else 'OVER'}", flush=True)


def moment(arguments):
    """Seconds from the start of `arguments` to the moment at which `date`, at its end, runs."""
    before = time.time_ns()
    out = subprocess.run([*arguments, "date", "+%s%N"], env=ENV, stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, check=True).stdout
    return (int(out) - before) / 1e9


def wall(arguments):
    before = time.perf_counter()
    subprocess.run(arguments, env=ENV, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - before


def added(measure, wrapper, tail, pairs=40):
    """Median of metered minus bare, taken in turns, in milliseconds."""
    measure([*wrapper, *tail])
    differences = []
    for _ in range(pairs):
        bare = measure(tail)
        differences.append(measure([*wrapper, *tail]) - bare)
    return statistics.median(differences) * 1e3


def bench_exec():
    report("time added before the child's exec (median of 40)",
           added(moment, [BINARY, "run", "--quiet", "--"], []), "ms", 10)


def bench_short():
    report("time added to a whole short run (median of 40)",
           added(wall, [BINARY, "run", "--quiet", "--"], ["true"]), "ms", 15)


class Simulated:
    """The 2-package 8-GPU machine, kept moving by a process of its own."""

    def __enter__(self):
        scripts = os.path.join(ROOT, "Scripts")
        beside = os.path.dirname(os.path.realpath(BINARY))
        subprocess.run([os.path.join(scripts, "build-nvml-stub"), beside], check=True)
        self.folder = tempfile.mkdtemp(prefix="joulebook-machine-")
        machine = os.path.join(self.folder, "m")
        self.process = subprocess.Popen([BINARY, "simulate", machine, "--scenario", "server"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            if os.path.exists(os.path.join(machine, "truth.json")):
                break
            time.sleep(0.05)
        time.sleep(0.5)
        return {**ENV, "JOULEBOOK_SYSROOT": machine, "JOULEBOOK_NVML": os.path.join(machine, "libnvidia-ml.so.1")}

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def cpu_seconds(pid):
    """What the process has used, to the nanosecond, by its threads that live."""
    total = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        total += int(open(f"/proc/{pid}/task/{thread}/schedstat").read().split()[0])
    return total / 1e9


def rate(environment, *options, seconds=30):
    """CPU milliseconds per second from the fifth second of a run on, start-up and end apart."""
    path = os.path.join(HOME, "receipt.json")
    arguments = [BINARY, "run", "--quiet", "--receipt", path, *options, "--", "sleep", str(seconds + 7)]
    process = subprocess.Popen(arguments, env=environment, stderr=subprocess.DEVNULL)
    time.sleep(5)
    before, began = cpu_seconds(process.pid), time.monotonic()
    time.sleep(seconds)
    used = (cpu_seconds(process.pid) - before) / (time.monotonic() - began)
    process.wait()
    assert len(json.load(open(path))["components"]) >= 12, "the simulated machine was not read"
    return used * 1e3


def bench_cpu_1hz():
    with Simulated() as environment:
        report("own CPU at 1 Hz, 2 packages and 8 GPUs", rate(environment), "ms/s", 0.5)


def bench_cpu_10hz():
    with Simulated() as environment:
        report("own CPU at 10 Hz", rate(environment, "--interval", "100ms"), "ms/s", 2)


def bench_cpu_1000hz():
    with Simulated() as environment:
        report("own CPU at 1000 Hz", rate(environment, "--interval", "1ms", seconds=10), "ms/s", 100)


def bench_memory():
    with Simulated() as environment:
        arguments = [BINARY, "run", "--quiet", "--interval", "1ms", "--", "sleep", "30"]
        process = subprocess.Popen(arguments, env=environment, stderr=subprocess.DEVNULL)
        sizes = []
        for _ in range(5):
            time.sleep(5)
            status = open(f"/proc/{process.pid}/status").read()
            sizes.append(int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024)
        _, _, usage = os.wait4(process.pid, 0)
        report("resident memory, largest", usage.ru_maxrss / 1024, "MB", 25)
        report("growth between second 5 and 25, at 1000 Hz", sizes[-1] - sizes[0], "MB", 0.2)


def bench_slowdown():
    job = f"x = 0\nfor i in range({os.environ.get('LOOPS', '400_000_000')}): x += i\n"
    bare, metered = [], []
    for _ in range(int(os.environ.get("PAIRS", "5"))):
        bare.append(wall(["python3", "-c", job]))
        metered.append(wall([BINARY, "run", "--quiet", "--", "python3", "-c", job]))
    slower = (statistics.median(metered) / statistics.median(bare) - 1) * 100
    print(f"  bare {sorted(bare)}\n  metered {sorted(metered)}")
    report(f"slowdown of a CPU-bound job of {statistics.median(bare):.0f} s", slower, "%", 0.5)


def bench_lookup():
    """First look-up after the program's start: a row by its key, by a name that every place is compared with,
    and the whole process of a search over all tables."""
    for name, row in [("by key", ["grids", "FR"]), ("by name", ["grids", "France"]),
                      ("by a driver's name", ["accelerators", "NVIDIA H100 80GB HBM3"])]:
        found, bare = [], []
        for _ in range(40):
            bare.append(wall([BINARY, "--version"]))
            found.append(wall([BINARY, "catalog", "show", *row]))
        report(f"first look-up after start, {name} (median of 40)",
               (statistics.median(found) - statistics.median(bare)) * 1e3, "ms", 5)
    search = statistics.median(wall([BINARY, "catalog", "search", "bert", "large"]) for _ in range(10))
    report("search over all tables, whole process", search * 1e3, "ms", 500)


def bench_catalogue():
    tables = os.path.join(ROOT, "Sources", "CReferenceData", "tables")
    size = sum(os.path.getsize(os.path.join(folder, name))
               for folder, _, names in os.walk(tables) for name in names if name.endswith(".tsv"))
    report("catalogue in the binary", size / 1e6, "MB", 4)


def program(product):
    """What a speed program of `Benchmarks/` prints, by name."""
    flags = ["-c", "release", "--static-swift-stdlib", "--scratch-path", os.path.join(ROOT, ".build-release")]
    subprocess.run(["swift", "build", *flags, "--product", product], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)
    out = subprocess.run([os.path.join(ROOT, ".build-release", "release", product)], check=True,
                         stdout=subprocess.PIPE, text=True).stdout
    return {name: float(value) for name, value in (line.split() for line in out.splitlines())}


def bench_plan():
    """The planners on one core, and one `plan` command over every region of the catalogue."""
    found = program("PlanSpeed")
    report("best start, 8,760 releases x 300 zones, 24 h", found["best_start_every_release_300_zones"], "ms", 50)
    for hours in (24, 168, 1000):
        report(f"interruptible with resume cost, 8,760 slots, {hours} h",
               found[f"interruptible_8760_slots_{hours}h"], "ms", 20)
    report("the same, a power curve, stretches of 4 h, 168 h",
           found["interruptible_8760_slots_168h_curve_stretch_4h"], "ms", 20)
    job = ["--duration", "6h", "--power", "2kW", "--region", "all", "--deadline", "24h"]
    one = statistics.median(wall([BINARY, "plan", *job]) for _ in range(20))
    report("plan over all regions, whole process (median of 20)", one * 1e3, "ms", 60)


def bench_estimate():
    """One command from start to end; a table of ten thousand scenarios; estimates per second on one core; and
    1,024 quasi-random draws against a million plain ones."""
    one = statistics.median(wall([BINARY, "estimate", "training", "--model", "gpt-3"]) for _ in range(40))
    report("one estimate, whole process (median of 40)", one * 1e3, "ms", 25)
    grid = ["--grid", "region=DE,FR,SE,PL,US,IN,CN,GB,NO,AU", "device=V100,A100,H100,T4,P100", "hours=1:200:1"]
    table = min(wall([BINARY, "estimate", "hardware", *grid, "--format", "csv"]) for _ in range(3))
    report("a table of 10,000 scenarios, whole process", table, "s", 10)
    found = program("EstimateSpeed")
    report("point estimates, energy to footprint, one core", found["point_estimates_per_second"] / 1e6, "M/s",
           2, least=True)
    report("training estimates with intervals, one core", found["training_estimates_per_second"] / 1e3, "k/s",
           200, least=True)
    report("ends by 1,024 draws against a million plain ones", found["worst_deviation_of_1024_draws"] * 100, "%", 1)


def bench_backtest():
    """A year of hourly forecasts, learnt anew every four weeks, from three years of history: reading, learning, scoring."""
    path = os.path.join(HOME, "grid.csv")
    with open(path, "w") as file:
        file.write("datetime_utc,ci_lifecycle_g_per_kwh\n")
        start, wind = calendar.timegm((2021, 1, 1, 0, 0, 0)), 0.0
        for hour in range(4 * 8766):
            wind = 0.97 * wind + math.sin(hour * hour % 997)
            value = 350 + 80 * math.sin(math.tau * hour / 24) + 60 * math.cos(math.tau * hour / 8766) + 15 * wind
            stamp = time.strftime("%Y-%m-%dT%H:00:00Z", time.gmtime(start + 3600 * hour))
            file.write(f"{stamp},{value:.2f}\n")
    year = wall([BINARY, "plan", "backtest", "--file", f"XX={path}", "--from", "2024-01-01", "--to", "2024-12-30"])
    report("a zone-year of hourly forecasts, whole process", year, "s", 5)


def made(jobs):
    """The ledger of a made project in the shape of LISA, in a home of its own; and how long its import took."""
    home = tempfile.mkdtemp(prefix="joulebook-lisa-")
    environment = {**ENV, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}
    text = os.path.join(home, "jobs.txt")
    with open(text, "w") as file:
        subprocess.run(["python3", os.path.join(ROOT, "Examples", "lisa.py"), str(jobs)], stdout=file, check=True)
    before = time.perf_counter()
    subprocess.run([BINARY, "resurrect", text, "--project", "lisa", "--region", "US", "--pue", "1.58", "--watts", "216.958",
                    "--time-zone", "UTC"], env=environment, stdout=subprocess.DEVNULL, check=True)
    return environment, time.perf_counter() - before


def report_seconds(environment, jobs, rounds=5):
    """Median time of the whole process that prints the layout of table 4."""
    seconds = []
    for _ in range(rounds):
        before = time.perf_counter()
        out = subprocess.run([BINARY, "experiment", "report", "--project", "lisa", "--published", "lisa-published", "--part",
                              "slurm.array=4700", "--price", "0.12USD", "--device-price", "0.43..1.46USD"],
                             env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout
        seconds.append(time.perf_counter() - before)
        assert f"{jobs:,} runs" in out, "the report is not of all runs"
    return statistics.median(seconds)


def bench_experiment():
    environment, _ = made(4789)
    report("report of 4,789 runs, whole process (median of 5)", report_seconds(environment, 4789), "s", 1)


def bench_million():
    environment, seconds = made(1_000_000)
    print(f"  import of 1,000,000 jobs: {seconds:.0f} s")
    report("report of 1,000,000 runs, whole process (median of 5)", report_seconds(environment, 1_000_000), "s", 3)


def bench_network():
    inner = f'"{BINARY}" run --quiet -- sleep 2 && cat /proc/net/dev'
    out = subprocess.run(["unshare", "-rn", "sh", "-c", inner], env=ENV, stdout=subprocess.PIPE, check=True,
                         text=True).stdout
    packets = sum(int(f) for line in out.splitlines() if ":" in line for f in line.split(":")[1].split())
    report("bytes and packets sent or received", packets, "", 0)


ALL = {n[len("bench_"):]: f for n, f in list(globals().items()) if n.startswith("bench_")}
if __name__ == "__main__":
    for name in sys.argv[1:] or ALL:
        ALL[name]()
    sys.exit(0 if all(results) else 1)
