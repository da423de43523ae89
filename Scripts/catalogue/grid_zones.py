"""Electricity Maps' yearly intensity by zone (life-cycle, consumption) and the zones as places; both ODbL.

The range follows the rule of `grids`: lowest to highest of the year and the two before, widened by 24 % or
10 g/kWh. Zones whose code is a key of `places` already (countries, Canadian provinces, Alaska, Hawaii) are not
listed again; a zone's parent is its country.
"""

import grid_sources
from grids import grid_columns, grid_row, spread
from places import all_places, clashes, folded, place_columns, read_names, without_echoes
from tables import Table, read_csv, rule

LICENCE = "ODbL-1.0"


def zone_rows(data, known):
    names = read_names("zone-aliases.tsv")
    taken = {folded(text) for place in known
             for text in [place["key"], place["name"], place.get("alpha3") or "", *place["aliases"]] if text}
    keys = {place["key"] for place in known}
    for zone in read_csv(data / "grid/zones.csv"):
        key = zone["zone"]
        if key in keys:
            continue
        name, aliases = names.pop(key, ("", []))
        # Balancing areas go by their short name: `PJM`, `CISO`. Two letters are a country's.
        short = key.split("-")[-1] if key.startswith("US-") else ""
        row = dict(key=key, name=name or zone["zone_name"], kind="zone", country=zone["alpha2"],
                   parent=zone["alpha2"], aliases=[short, *aliases] if len(short) > 2 else aliases,
                   source="electricity-maps", year=2025)
        row["aliases"] = [alias for alias in without_echoes(row) if folded(alias) not in taken]
        yield row
    assert not names, f"aliases for zones that are none: {list(names)}"


def build_places(data):
    known = all_places(data)
    rows = list(zone_rows(data, known))
    found = {text: keys for text, keys in clashes(known + rows).items()
             if not keys <= {place["key"] for place in known}}
    assert not found, found
    table = Table("zone_places", "Grid zones below countries", LICENCE,
                  about="Balancing areas, bidding zones and islands as Electricity Maps draws them.",
                  built_from="grid/zones.csv, names in zone-aliases.tsv")
    place_columns(table)
    for row in rows:
        table.row(**row | {"aliases": "|".join(row["aliases"])})
    table.write()


def build_zones(data):
    rule("zone-share", 0.85, 1.15, "modelled flows between zones, printed in whole per cent")
    found = {}
    for row in read_csv(data / "grid/zone_intensity_yearly.csv"):
        found.setdefault(row["zone"], {})[int(row["year"])] = row
    table = Table("grid_zones", "Yearly carbon intensity by grid zone, 2021 to 2025", LICENCE,
                  about="Life-cycle, of what is used after imports and exports; whole numbers. `GB` is Great Britain "
                  "without Northern Ireland, `IN` is mainland India.",
                  built_from="grid/zone_intensity_yearly.csv")
    grid_columns(table)
    for name in ("renewable", "carbon_free"):
        table.column(f"{name}_percent", "number", f"{name.replace('_', '-')} share of the electricity used", "%",
                     0, 100, "zone-share")
    unchanged = 0
    for place, rows in found.items():
        values = {year: float(row["ci_lifecycle_g_per_kwh"]) for year, row in rows.items()}
        for year, row in rows.items():
            grid_row(table, place, year, values[year], *spread(values, year), "life-cycle", "consumption",
                     "electricity-maps", renewable_percent=float(row["renewable_pct"]),
                     carbon_free_percent=float(row["carbon_free_pct"]))
        if len(values) == 5 and len(set(values.values())) == 1:
            unchanged += 1
            for year in values:
                table.note(f"{place}/{year}", "The same value in all years: a constant of the model.",
                           "electricity-maps", column="intensity_g_per_kwh", check="X37")
    print(f"grid_zones: {unchanged} zones never change")
    for place in ("IN-WE", "JP-TK"):
        table.note(f"{place}/2024", "Every hour behind it is modelled, none is reported.", "electricity-maps-hourly",
                   column="intensity_g_per_kwh")
    table.note("GB/2025", "Great Britain only; Northern Ireland is GB-NIR.", "electricity-maps")
    table.write()


def build(data):
    grid_sources.build(data)
    build_places(data)
    build_zones(data)
