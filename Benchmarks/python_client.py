"""What the Python client costs: a mark, its import, the start of its meter. Each beside its limit.

    make build && python3 Benchmarks/python_client.py

Takes the release program, or the one in JOULEBOOK_BINARY. Quiet the machine first.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PACKAGE = os.path.join(ROOT, "Clients", "python")
BINARY = os.environ.get("JOULEBOOK_BINARY") or os.path.join(ROOT, ".build-release", "joulebook")

MARKS = r"""
import json, statistics, sys, time
import joulebook

def measured(body):
    times = []
    for i in range(5000):
        begin = time.perf_counter_ns()
        body(i)
        times.append(time.perf_counter_ns() - begin)
        # As a training loop would: not faster than the meter takes notice.
        time.sleep(0.0002)
    times.sort()
    return times[2500] / 1000, times[4950] / 1000

def stage(i):
    with joulebook.stage("batch"):
        pass

with joulebook.run() as run:
    print(json.dumps({
        "epoch, one metric": measured(lambda i: joulebook.epoch(i, of=5000, loss=0.123 / (i + 1))),
        "log, four metrics": measured(lambda i: joulebook.log(tokens=512, a=i, b=i / 3, c=i / 7, d=0.5)),
        "stage, begin and end": measured(stage),
        "dropped": run.dropped,
    }), file=sys.stderr)
"""

START = r"""
import json, sys, time
import joulebook, socket, atexit, json
times = []
for _ in range(31):
    run = joulebook.run()
    begin = time.perf_counter()
    run.start()
    started = time.perf_counter()
    time.sleep(0.02)
    stopping = time.perf_counter()
    run.stop(0)
    times.append(((started - begin) * 1000, (time.perf_counter() - stopping) * 1000))
    assert run.receipt, "not metered"
print(json.dumps(times))
"""


def environment(folder):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("JOULEBOOK_")}
    return dict(
        kept, HOME=folder, XDG_DATA_HOME=folder, XDG_CONFIG_HOME=folder, PYTHONPATH=PACKAGE,
        JOULEBOOK_BINARY=BINARY, JOULEBOOK_REGION="DE",
    )


def marks(folder, inside):
    before = [BINARY, "run", "--quiet", "--"] if inside else []
    made = subprocess.run(
        [*before, sys.executable, "-c", MARKS], env=environment(folder), capture_output=True, text=True,
        check=True,
    )
    return json.loads(made.stderr.strip().splitlines()[-1])


def imports(folder):
    """Milliseconds that `import joulebook` adds, by the interpreter's own count."""
    times = []
    for _ in range(31):
        made = subprocess.run(
            [sys.executable, "-X", "importtime", "-c", "import joulebook"], env=environment(folder),
            capture_output=True, text=True, check=True,
        )
        line = next(l for l in made.stderr.splitlines() if l.split("|")[-1].strip() == "joulebook")
        times.append(int(line.split("|")[1]) / 1000)
    return statistics.median(times[1:])


def starts(folder):
    made = subprocess.run(
        [sys.executable, "-c", START], env=environment(folder), capture_output=True, text=True, check=True
    )
    times = json.loads(made.stdout)[1:]
    return [statistics.median(column) for column in zip(*times)] + [max(t[0] for t in times)]


def ready(folder):
    """From starting the program to its first word, without Python's part."""
    times = []
    for _ in range(31):
        begin = time.perf_counter()
        helper = subprocess.Popen(
            [BINARY, "attach", str(os.getpid()), "--helper"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, env=environment(folder),
        )
        answer = json.loads(helper.stdout.readline())
        times.append((time.perf_counter() - begin) * 1000)
        assert os.path.exists(answer["socket"])
        helper.stdin.write(b"stop 0\n")
        helper.communicate()
    return statistics.median(times[1:])


def main():
    with tempfile.TemporaryDirectory() as folder:
        for inside in (True, False):
            found = marks(folder, inside)
            dropped = found.pop("dropped")
            for name, (median, late) in found.items():
                where = "inside `joulebook run`" if inside else "a run of its own"
                print(f"mark, {where}: {name}: median {median:.1f} µs, p99 {late:.1f} µs; limit 20 µs")
            print(f"  dropped: {dropped}")
        print(f"import joulebook: {imports(folder):.2f} ms; limit 5 ms")
        start, stop, latest = starts(folder)
        print(f"run.start(): median {start:.1f} ms, most {latest:.1f} ms; limit 30 ms")
        print(f"run.stop(): median {stop:.1f} ms")
        print(f"`joulebook attach --helper`, start to first word: median {ready(folder):.1f} ms; limit 30 ms")


if __name__ == "__main__":
    main()
