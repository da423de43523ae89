"""The country of every time zone that has just one: `zone.tab` and the links in `tzdata.zi`.

Reads the system's copy of the time zone database; without one the table stays as it is.
"""

from pathlib import Path

import grid_sources
from tables import Table

FOLDER = Path("/usr/share/zoneinfo")


def zones():
    country = {}
    for line in (FOLDER / "zone.tab").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, _, zone = line.split("\t")[:3]
            country[zone] = code
    text = (FOLDER / "tzdata.zi").read_text(encoding="utf-8")
    links = [line.split() for line in text.splitlines() if line.startswith("L ")]
    # A link may point at another link, so go round until nothing is added.
    while True:
        added = {alias: country[zone] for _, zone, alias in links
                 if zone in country and alias not in country and not alias.startswith("Etc/")}
        if not added:
            return country
        country |= added


def build(data):
    if not (FOLDER / "zone.tab").exists() or not (FOLDER / "tzdata.zi").exists():
        print("timezones: no time zone database here, table left as it is")
        return
    grid_sources.build(data)
    table = Table("timezones", "Countries of time zones", about="IANA names, old names included.",
                  built_from="zone.tab and tzdata.zi of the time zone database")
    table.column("key", "key", "IANA name of the time zone")
    table.column("country", "place", "the country whose clocks show it")
    table.column("source", "source", "where the figure is from")
    table.column("year", "year", "year of the database")
    for zone, code in zones().items():
        table.row(key=zone, country=code, source="tzdata", year=2025)
    table.write()
