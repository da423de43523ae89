#!/usr/bin/env python3
"""Measures an import of very many rows: time and resident memory, and what reading them takes afterwards.

    python3 Benchmarks/import.py                  # a million rows in the layout of CodeCarbon 3.3, five times
    python3 Benchmarks/import.py --rows 100000 --times 3 --columns 12

The file is made beforehand, with numbers of 16 and 17 digits as CodeCarbon writes them; making it is not measured. Each import
goes into a new ledger. Times are of the whole process, memory is the most that it had resident, as wait4(2) says.
"""
import argparse
import datetime
import os
import random
import shutil
import statistics
import subprocess
import tempfile
import time
import uuid

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
BINARY = os.environ.get("JOULEBOOK", os.path.join(ROOT, ".build-release", "joulebook"))

LONG = ("timestamp,project_name,run_id,experiment_id,duration,emissions,emissions_rate,cpu_power,gpu_power,ram_power,"
        "cpu_energy,gpu_energy,ram_energy,energy_consumed,water_consumed,country_name,country_iso_code,region,"
        "cloud_provider,cloud_region,os,python_version,codecarbon_version,cpu_count,cpu_model,gpu_count,gpu_model,"
        "longitude,latitude,ram_total_size,tracking_mode,cpu_utilization_percent,gpu_utilization_percent,"
        "ram_utilization_percent,ram_used_gb,on_cloud,pue,wue")
SHORT = ("timestamp,experiment_id,project_name,duration,emissions,energy_consumed,country_name,country_iso_code,region,"
         "on_cloud,cloud_provider,cloud_region")


def write(path, rows, columns, names):
    """A file of CodeCarbon with invented numbers."""
    numbers = random.Random(7)
    moment = datetime.datetime(2024, 1, 1)
    with open(path, "w", encoding="utf-8") as file:
        file.write((LONG if columns == 38 else SHORT) + "\n")
        for index in range(rows):
            seconds = numbers.uniform(5, 4000)
            cpu, gpu, memory = numbers.uniform(20, 120), numbers.uniform(50, 700), 20.0
            energies = [watts * seconds / 3.6e6 for watts in (cpu, gpu, memory)]
            energy = sum(energies)
            grams = energy * 0.0556
            moment += datetime.timedelta(seconds=7)
            run = uuid.UUID(int=numbers.getrandbits(128), version=4)
            name = f"project-{index % names}"
            if columns == 38:
                use = ",".join(repr(numbers.uniform(0, 100)) for _ in range(4))
                file.write(
                    f"{moment.isoformat()},{name},{run},5b0fa12a-3dd7-45bb-9766-cc326314d9f1,{seconds!r},{grams!r},"
                    f"{grams / seconds!r},{cpu!r},{gpu!r},{memory!r},{','.join(map(repr, energies))},{energy!r},0.0,"
                    "France,FRA,,,,Linux-6.1.0-x86_64-with-glibc2.36,3.11.7,3.3.2,32,AMD EPYC 7543,4,"
                    f"4 x NVIDIA A100-SXM4-80GB,2.3522,48.8566,503.6,machine,{use},N,1.0,0.0\n")
            else:
                file.write(f"{moment.isoformat()},{run},{name},{seconds!r},{grams!r},{energy!r},"
                           "France,FRA,ile-de-france,N,,\n")


def run(arguments, ledger):
    """Seconds and most megabytes resident of one call, and what it printed."""
    environment = {**os.environ, "JOULEBOOK_LEDGER": ledger}
    began = time.perf_counter()
    process = subprocess.Popen([BINARY, *arguments], env=environment, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"joulebook {' '.join(arguments)} failed: {output}")
    return time.perf_counter() - began, usage.ru_maxrss / 1000, output, usage.ru_utime + usage.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--columns", type=int, choices=(12, 38), default=38)
    parser.add_argument("--names", type=int, default=40, help="different project names")
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="joulebook-import-")
    try:
        path = os.path.join(folder, "emissions.csv")
        write(path, options.rows, options.columns, options.names)
        print(f"{options.rows} rows of {options.columns} columns, {os.path.getsize(path) / 1e6:.0f} MB")
        results = []
        for index in range(options.times):
            ledger = os.path.join(folder, f"home-{index}", "ledger.sqlite")
            results.append(run(["import", path, "--time-zone", "UTC"], ledger))
            if f"{options.rows} booked" not in results[-1][2]:
                raise SystemExit(f"not all rows were booked: {results[-1][2]}")
            if index + 1 < options.times:
                shutil.rmtree(os.path.dirname(ledger))
        seconds = [result[0] for result in results]
        print(f"import: {statistics.median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f}), "
              f"CPU {statistics.median(result[3] for result in results):.2f} s, "
              f"{max(result[1] for result in results):.0f} MB resident")
        print(f"ledger: {os.path.getsize(ledger) / 1e6:.0f} MB")
        for name, arguments in [
                ("the same file again", ["import", path, "--time-zone", "UTC"]),
                ("list --limit 20", ["list", "--limit", "20"]),
                ("show last", ["show", "last"]),
                ("experiment report", ["experiment", "report"])]:
            took, memory, _, _ = run(arguments, ledger)
            print(f"{name}: {took:.2f} s, {memory:.0f} MB resident")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
