"""cpus.tsv: python3 cpus.py CPU_POWER.csv[.gz] cpu-threads.tsv > cpus.tsv

CPU_POWER holds Name and TDP in watts; cpu-threads.tsv the logical processors per socket of server
parts. Where one name stands for several values, the range holds them all.
"""

import sys

from tables import cpu_key, number, read_csv, write_table

found = {}
for row in read_csv(sys.argv[1]):
    try:
        key, watts = cpu_key(row["Name"]), float(row["TDP"])
    except ValueError:  # one row says "27.29.5"
        continue
    # Bare numbers would match anything.
    if key and 1 <= watts <= 1000 and any(letter.isalpha() for letter in key):
        found.setdefault(key, []).append((watts, "codecarbon"))
threads, known = {}, {}
with open(sys.argv[2], encoding="utf-8") as file:
    next(file)
    for line in file:
        name, count, watts, low, high, source = line.rstrip("\n").split("\t")
        threads[cpu_key(name)] = count
        # A maker's data sheet goes before the collected list.
        known[cpu_key(name)] = [number(watts), number(low), number(high), source]
rows = []
for key, entries in found.items():
    watts = [entry[0] for entry in entries]
    if key not in known:
        known[key] = [number(max(watts)), number(min(watts)), number(max(watts)), entries[0][1]]
for key, (watts, low, high, source) in known.items():
    rows.append([key, watts, low, high, threads.get(key, ""), source])
write_table(["name", "tdp_watts", "low_watts", "high_watts", "threads", "source"], rows)
