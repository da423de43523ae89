"""timezones.tsv: python3 timezones.py ZONEINFO_FOLDER > timezones.tsv

Reads `zone.tab` (one country per zone) and the links in `tzdata.zi` (older names).
"""

import sys

from tables import write_table

folder = sys.argv[1]
country = {}
with open(f"{folder}/zone.tab", encoding="utf-8") as file:
    for line in file:
        if not line.startswith("#"):
            code, _, zone = line.rstrip("\n").split("\t")[:3]
            country[zone] = code
with open(f"{folder}/tzdata.zi", encoding="utf-8") as file:
    links = [line.split() for line in file if line.startswith("L ")]
# A link may point at another link, so go round until nothing is added.
while True:
    added = {alias: country[zone] for _, zone, alias in links
             if zone in country and alias not in country and not alias.startswith("Etc/")}
    if not added:
        break
    country |= added
write_table(["zone", "country", "source"], [[z, c, "tzdata"] for z, c in country.items()])
