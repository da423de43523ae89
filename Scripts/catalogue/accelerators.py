"""accelerators.tsv: python3 accelerators.py HARDWARE.csv ALIASES.csv corrections.tsv > accelerators.tsv

HARDWARE holds id, name and tdp_w; ALIASES the names that drivers print. Corrections go last and win.
"""

import sys

from tables import accelerator_key, number, read_csv, write_table

power, names = {}, {}
for row in read_csv(sys.argv[1]):
    if row["tdp_w"]:
        power[row["id"]] = float(row["tdp_w"])
        names[row["id"]] = row["name"]
rows = {}
for identifier, watts in power.items():
    rows[accelerator_key(names[identifier])] = [names[identifier], watts, watts, watts, "epoch-hardware"]
for row in read_csv(sys.argv[2]):
    identifier = row["accelerator_id"]
    if identifier in power:
        watts = power[identifier]
        rows[accelerator_key(row["alias"])] = [names[identifier], watts, watts, watts, "epoch-hardware"]
with open(sys.argv[3], encoding="utf-8") as file:
    next(file)
    for line in file:
        name, watts, low, high, source = line.rstrip("\n").split("\t")
        rows[accelerator_key(name)] = [name, float(watts), float(low), float(high), source]
write_table(
    ["key", "name", "board_watts", "low_watts", "high_watts", "source"],
    [[key, name.strip(), number(w), number(lo), number(hi), source]
     for key, (name, w, lo, hi, source) in rows.items() if key])
