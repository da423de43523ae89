#!/usr/bin/env python3
"""Prints the jobs of a made project in the shape of LISA (Strubell et al. 2019, table 4), as sacct would.

4,789 jobs took 239,942 GPU-hours in 172 days; one tuning of 24 jobs took 2,880 of them, the model that was published
120. Those four numbers are the paper's; names, dates, lengths and ends of the single jobs are made up, from a fixed seed.

    python3 Examples/lisa.py > lisa.txt
    joulebook resurrect lisa.txt --project lisa --region US --pue 1.58 --watts 216.958 --time-zone UTC
    joulebook experiment report --project lisa --published lisa-published --part slurm.array=4700 \\
        --price 0.12USD --device-price 0.43..1.46USD

A number of jobs may be given, `python3 Examples/lisa.py 1000000`: the hours grow with it.
"""
import datetime
import random
import sys

JOBS, HOURS, DAYS = 4789, 239_942, 172
TUNING, TUNING_HOURS = 24, 120
BEGIN = datetime.datetime(2018, 5, 1)


def jobs(runs=JOBS, hours=HOURS):
    """Lengths in seconds, each with its name, id and state; all on one GPU."""
    draw = random.Random(4789)
    others = runs - TUNING
    total = (hours - TUNING * TUNING_HOURS) * 3600
    weights = [draw.lognormvariate(0, 1.1) for _ in range(others)]
    scale = total / sum(weights)
    lengths = [max(1, int(weight * scale)) for weight in weights]
    # What rounding left over goes to the longest job, so that the sum is the paper's.
    lengths[lengths.index(max(lengths))] += total - sum(lengths)
    for index, seconds in enumerate(lengths):
        state = draw.choices(["COMPLETED", "FAILED", "CANCELLED", "TIMEOUT"], [80, 12, 5, 3])[0]
        yield f"lisa-{index // 39:03}-{index % 39:02}", f"{5000 + index}", seconds, state
    for task in range(1, TUNING + 1):
        name = "lisa-published" if task == 7 else f"lisa-tuning-{task:02}"
        yield name, f"4700_{task}", TUNING_HOURS * 3600, "COMPLETED"


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else JOBS
    draw = random.Random(172)
    print("JobID|JobName|State|ExitCode|Start|End|ElapsedRaw|AllocTRES|NodeList")
    for name, job, seconds, state in jobs(runs, HOURS if runs == JOBS else round(HOURS * runs / JOBS)):
        latest = DAYS * 86_400 - seconds
        start = BEGIN + datetime.timedelta(seconds=draw.randrange(max(1, latest)))
        end = start + datetime.timedelta(seconds=seconds)
        exit_code = {"COMPLETED": "0:0", "FAILED": "1:0", "CANCELLED": "0:15", "TIMEOUT": "0:15"}[state]
        print(f"{job}|{name}|{state}|{exit_code}|{start.isoformat()}|{end.isoformat()}|{seconds}"
              f"|cpu=4,gres/gpu=1,mem=16G,node=1|gpu{draw.randrange(1, 61):02}")


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        sys.stderr.close()
