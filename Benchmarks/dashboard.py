#!/usr/bin/env python3
"""Measures the dashboard under load: the page of runs on a large ledger, and many listeners to one run.

    python3 Benchmarks/dashboard.py pages LEDGER        # 200 requests a second for 30 s
    python3 Benchmarks/dashboard.py viewers             # 500 listeners to a run of 60 s
    python3 Benchmarks/dashboard.py paint [LEDGER]      # a browser opens the first page; needs chromium-driver

LEDGER is a file; `measure.py million` says how one of a million runs is made. Requests are sent when they are due, whether or not
earlier ones were answered, and their time counts from the moment at which they were due, so that a server that stops
for a while does not look fast.
"""
import argparse
import asyncio
import collections
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
BINARY = os.environ.get("JOULEBOOK", os.path.join(ROOT, ".build-release", "joulebook"))


class Server:
    """`joulebook serve` on a ledger, at a free port."""

    def __init__(self, ledger):
        self.home = tempfile.mkdtemp(prefix="joulebook-bench-")
        self.environment = {**os.environ, "JOULEBOOK_LEDGER": ledger, "XDG_CONFIG_HOME": self.home}
        self.process = subprocess.Popen([BINARY, "serve", "--port", "0"], env=self.environment,
                                        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        line = self.process.stderr.readline()
        self.port = int(re.search(r":(\d+)/ until", line).group(1))

    def peak(self):
        """Most resident memory so far, in megabytes."""
        text = open(f"/proc/{self.process.pid}/status").read()
        return int(re.search(r"VmHWM:\s+(\d+)", text).group(1)) / 1e3

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        began = time.perf_counter()
        self.process.wait(timeout=30)
        return time.perf_counter() - began


async def answer(reader):
    """Status and body of one answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    lower = head.lower()
    if found := re.search(rb"content-length: (\d+)", lower):
        return status, await reader.readexactly(int(found.group(1)))
    body = b""
    while True:
        size = int(await reader.readuntil(b"\r\n"), 16)
        chunk = await reader.readexactly(size + 2)
        if size == 0:
            return status, body
        body += chunk[:-2]


class Visitors:
    """Connections that are kept open and used again; more are opened when all are waiting."""

    def __init__(self, port):
        self.port = port
        self.free = collections.deque()
        self.opened = 0

    async def get(self, path):
        if self.free:
            reader, writer = self.free.popleft()
        else:
            self.opened += 1
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: text/html\r\n\r\n".encode())
        status, body = await answer(reader)
        self.free.append((reader, writer))
        return status, body


def percentile(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(part * len(values)))]


async def pages(arguments):
    server = Server(os.path.abspath(arguments.ledger))
    visitors = Visitors(server.port)
    times = collections.defaultdict(list)
    failed = []
    try:
        # What visitors do: the first page, other orders, conditions, and the pages behind it.
        began = time.perf_counter()
        status, body = await visitors.get("/runs")
        first = time.perf_counter() - began
        if status != 200:
            sys.exit(f"/runs answered {status}: {body[:300]}")
        project = re.search(rb'<th scope="row">.*?</th>\s*<td>([^<]*)</td>', body, re.S)
        project = project.group(1).decode() if project else "default"
        paths = ["/runs", "/runs?sort=energy", "/runs?sort=duration&order=asc", f"/runs?project={project}"]
        if found := re.search(rb'href="(/runs\?[^"]*cursor=[^"]*)"', body):
            paths.append(found.group(1).decode().replace("&amp;", "&"))
        if arguments.words:
            paths.append(f"/runs?q={arguments.words}")
        for path in paths:
            began = time.perf_counter()
            status, _ = await visitors.get(path)
            print(f"  first time {path[:60]:<62} {(time.perf_counter() - began) * 1e3:8.1f} ms  {status}", flush=True)
        start = time.perf_counter() + 0.5

        async def visit(number):
            due = start + number / arguments.rate
            await asyncio.sleep(max(0, due - time.perf_counter()))
            path = paths[number % len(paths)]
            try:
                status, body = await visitors.get(path)
                if status != 200 or b"</html>" not in body:
                    failed.append((path, status))
            except Exception as error:
                failed.append((path, repr(error)))
            times[path].append(time.perf_counter() - due)

        await asyncio.gather(*(visit(number) for number in range(arguments.rate * arguments.seconds)))
        everything = [value for values in times.values() for value in values]
        for path, values in times.items():
            print(f"  {path[:60]:<62} p50 {percentile(values, .5) * 1e3:7.1f} ms  p99 {percentile(values, .99) * 1e3:7.1f} ms  "
                  f"most {max(values) * 1e3:7.1f} ms")
        print(f"{len(everything)} requests at {arguments.rate}/s, {len(failed)} failed, {visitors.opened} connections; the first took "
              f"{first * 1e3:.0f} ms")
        print(f"p50 {percentile(everything, .5) * 1e3:.1f} ms, p99 {percentile(everything, .99) * 1e3:.1f} ms (limit 100), "
              f"most resident {server.peak():.0f} MB (limit 150)")
        if failed:
            print("failed:", failed[:5])
    finally:
        print(f"ended {server.close():.2f} s after it was told to")


class Listener:
    def __init__(self):
        self.numbers = []
        self.ended = False
        self.bytes = 0

    async def listen(self, port, run):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
        writer.write(f"GET /live/{run}?after=0 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\r\n".encode())
        while line := await reader.readline():
            self.bytes += len(line)
            if line.startswith(b"data: ") and b'"number"' in line:
                self.numbers.append(json.loads(line[6:])["number"])
            elif line.startswith(b"event: ended"):
                self.ended = True
                break
        writer.close()


async def viewers(arguments):
    home = tempfile.mkdtemp(prefix="joulebook-bench-")
    ledger = os.path.join(home, "ledger.sqlite")
    server = Server(ledger)
    run = subprocess.Popen([BINARY, "run", "--quiet", "--interval", arguments.interval, "--name", "watched", "--",
                            "sleep", str(arguments.seconds)], env=server.environment)
    try:
        folder = os.path.join(home, "journals")
        while not (os.path.isdir(folder) and [name for name in os.listdir(folder) if name.endswith(".journal")]):
            await asyncio.sleep(0.05)
        name = [name for name in os.listdir(folder) if name.endswith(".journal")][0].removesuffix(".journal")
        listeners = [Listener() for _ in range(arguments.viewers)]
        began = time.perf_counter()
        tasks = [asyncio.create_task(listener.listen(server.port, name)) for listener in listeners]
        await asyncio.wait_for(asyncio.gather(*tasks), arguments.seconds + 60)
        took = time.perf_counter() - began
        run.wait()
        # What the run itself says: its spans are numbered from one, and their end is booked.
        receipt = json.loads(subprocess.run([BINARY, "show", name, "--format", "json"], env=server.environment,
                                            stdout=subprocess.PIPE, check=True).stdout)
        most = max(len(listener.numbers) for listener in listeners)
        whole = list(range(1, most + 1))
        lossy = [listener for listener in listeners if listener.numbers != whole]
        spans = receipt["duration_seconds"] / (float(arguments.interval.removesuffix("ms")) / 1e3)
        print(f"{arguments.viewers} listeners for {took:.0f} s: {most} spans each (the run has about {spans:.0f}), "
              f"{len(lossy)} with loss, {sum(listener.ended for listener in listeners)} heard the end")
        print(f"{sum(listener.bytes for listener in listeners) / 1e6:.1f} MB sent, most resident {server.peak():.0f} MB (limit 150)")
        for listener in lossy[:3]:
            print("  missing:", sorted(set(whole) - set(listener.numbers))[:10], "of", len(listener.numbers))
    finally:
        run.terminate()
        print(f"ended {server.close():.2f} s after it was told to")


async def paint(arguments):
    """Time from asking to the first paint in a headless browser, and bytes of all that the page asks for."""
    def ask(path, body=None, method=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(driver + path, data, {"content-type": "application/json"}, method=method)
        return json.load(urllib.request.urlopen(request))["value"]

    server = Server(arguments.ledger or os.path.join(tempfile.mkdtemp(prefix="joulebook-bench-"), "ledger.sqlite"))
    process = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
    try:
        while not (found := re.search(r"successfully on port (\d+)", process.stdout.readline())):
            pass
        driver = f"http://127.0.0.1:{found.group(1)}"
        options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu"]}
        session = "/session/" + ask("/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options}}})["sessionId"]
        times, sizes = [], []
        for _ in range(10):
            # A visitor who comes for the first time: nothing is kept.
            ask(session + "/goog/cdp/execute", {"cmd": "Network.clearBrowserCache", "params": {}})
            ask(session + "/url", {"url": f"http://127.0.0.1:{server.port}/"})
            script = ("const p = performance, all = [...p.getEntriesByType('navigation'), ...p.getEntriesByType('resource')];"
                      "const f = p.getEntriesByName('first-contentful-paint')[0];"
                      "return [f ? f.startTime : null, all.reduce((sum, e) => sum + e.decodedBodySize, 0)]")
            for _ in range(50):
                time_, size = ask(session + "/execute/sync", {"script": script, "args": []})
                if time_ is not None:
                    break
                await asyncio.sleep(0.02)
            times.append(time_)
            sizes.append(size)
        ask(session, method="DELETE")
        print(f"first paint: median {statistics.median(times):.0f} ms, most {max(times):.0f} ms of 10 (limit 200)")
        print(f"page, style, script and icon: {max(sizes) / 1e3:.1f} kB (limit 100)")
    finally:
        process.kill()
        server.close()


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
commands = parser.add_subparsers(dest="command", required=True)
command = commands.add_parser("pages")
command.add_argument("ledger")
command.add_argument("--rate", type=int, default=200)
command.add_argument("--seconds", type=int, default=30)
command.add_argument("--words", default="")
command.set_defaults(run=pages)
command = commands.add_parser("viewers")
command.add_argument("--viewers", type=int, default=500)
command.add_argument("--seconds", type=int, default=60)
command.add_argument("--interval", default="200ms")
command.set_defaults(run=viewers)
command = commands.add_parser("paint")
command.add_argument("ledger", nargs="?")
command.set_defaults(run=paint)
arguments = parser.parse_args()
asyncio.run(arguments.run(arguments))
