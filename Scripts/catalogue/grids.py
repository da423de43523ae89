"""Yearly average intensity by country: Ember (life-cycle, all years) and direct figures (EEA, eGRID).

The range of a year goes from the lowest to the highest of that year and the two before, widened by 24 % or
10 g/kWh, whichever is more: for three quarters of the countries two careful yearly tables (production- and
consumption-based) lie within 24 % of each other, and low-carbon grids differ by some grams. A life-cycle
intensity of zero is a missing value: even hydropower has some grams.

Direct figures get 10 % or 10 g/kWh instead: fuel burnt is well counted, and what remains is heat sold by
power plants, own generation of factories and later revisions.
"""

import grid_sources
from places import codes
from tables import Table, read_csv

RELATIVE, ABSOLUTE = 0.24, 10.0


def grid_columns(table, least=5, most=1400, kinds="average|operating-margin|residual-mix"):
    table.column("key", "key", "place and year; with the flow when there are two for a year")
    table.column("place", "place", "whose electricity")
    table.column("year", "year", "year of the generation")
    table.column("intensity_g_per_kwh", "number", "emissions per kilowatt-hour", "g/kWh", least, most,
                 "low_g_per_kwh..high_g_per_kwh")
    table.column("low_g_per_kwh", "number", "lower end of the range", "g/kWh", 0, most, "bound")
    table.column("high_g_per_kwh", "number", "upper end of the range", "g/kWh", 1, 2 * most, "bound")
    table.column("scope", "choice", "life-cycle has fuel supply and plant building in it; direct is the stack only",
                 choices="life-cycle|direct")
    table.column("flow", "choice",
                 "what the place generates; what it uses after imports and exports; what is generated, per kWh "
                 "that is left after losses of the grid", choices="production|consumption|delivered")
    table.column("kind", "choice", "average of all plants, of those that answer demand, or of what no contract claims",
                 choices=kinds)
    table.column("gas", "choice", "CO2 alone or all greenhouse gases", choices="CO2e|CO2")
    table.column("source", "source", "where the figure is from")


def spread(values, year, relative=RELATIVE, absolute=ABSOLUTE):
    """Low and high for a year from {year: value}: that year and the two before, widened."""
    recent = [values[y] for y in values if year - 3 < y <= year]
    low, high = min(recent), max(recent)
    return (round(max(0.0, low - max(relative * low, absolute)), 1),
            round(high + max(relative * high, absolute), 1))


def grid_row(table, place, year, value, low, high, scope, flow, source, gas="CO2e", kind="average", key="", **more):
    table.row(key=key or f"{place}/{year}", place=place, year=year, intensity_g_per_kwh=value, low_g_per_kwh=low,
              high_g_per_kwh=high, scope=scope, flow=flow, kind=kind, gas=gas, source=source, **more)


def ember(data):
    """{place: {year: g/kWh}} and, for groups, the figures of the other reckoning."""
    known, found, other = codes(data), {}, {}
    rivals = {"OWID_AFR": "AFRICA", "OWID_ASI": "ASIA", "OWID_EUR": "EUROPE", "OWID_NAM": "NORTH-AMERICA"}
    for row in read_csv(data / "grid/country_intensity_yearly.csv.gz"):
        name, value = row["code"] or row["name"], float(row["ci_lifecycle_g_per_kwh"] or 0)
        if value > 0 and name in known:
            found.setdefault(known[name], {})[int(row["year"])] = value
        elif value > 0 and name in rivals:
            other.setdefault(rivals[name], {})[int(row["year"])] = value
    return found, other


def build_grids(data):
    found, other = ember(data)
    table = Table("grids", "Yearly carbon intensity by country, 1990 to 2025",
                  about="Life-cycle, of what a country generates. Newest year of most countries: 2024 or 2025.",
                  built_from="grid/country_intensity_yearly.csv.gz")
    grid_columns(table)
    for place, values in found.items():
        newest = max(values)
        for year, value in values.items():
            grid_row(table, place, year, value, *spread(values, year), "life-cycle", "production", "ember")
            if value > 1300:
                table.note(f"{place}/{year}", "Above 1,300 g/kWh: more than old coal plants emit; taken as published.",
                           "ember", column="intensity_g_per_kwh", check="X06")
        # The newest year gets what the one-year table of version 2026.11 had.
        recent = [values[y] for y in values if y > newest - 3]
        least, most = min(recent), max(recent)
        assert spread(values, newest) == (round(max(0.0, least - max(0.24 * least, 10)), 1),
                                          round(most + max(0.24 * most, 10), 1))
        if newest < 2023:
            table.note(f"{place}/{newest}", f"No figure after {newest}.", "ember", check="X16")
    for place, values in other.items():
        newest = max(values)
        table.note(f"{place}/{newest}", "Our World in Data draws the border of this group in another way.", "ember",
                   column="intensity_g_per_kwh", value=values[newest], unit="g/kWh")
    table.note("WORLD/2019", "Many tools still take 475 g/kWh for the world, IEA's figure of 2019.", "codecarbon-grid",
               column="intensity_g_per_kwh", value=475, unit="g/kWh", check="X15", year=2019)
    table.write()


def build_direct(data):
    known, found = codes(data), {}
    for row in read_csv(data / "grid/eu_intensity_2000-2020_eea.csv"):
        # `EU27+1` counts the United Kingdom in, which the group of today does not.
        place = "EU" if row["Entity"] == "EU-27" else known.get(row["Code"])
        value = float(row["Carbon intensity of electricity (gCO2/kWh)"] or 0)
        if place and value > 0:
            found.setdefault(place, {})[int(row["Year"])] = value
    table = Table("grids_direct", "Yearly direct carbon intensity: EU members 2000 to 2020, USA 2016 and 2023",
                  about="What leaves the stack, of what a country generates; for contrast with life-cycle figures.",
                  built_from="grid/eu_intensity_2000-2020_eea.csv, grid/us_state_yearly.csv")
    grid_columns(table)
    for place, values in found.items():
        for year, value in values.items():
            grid_row(table, place, year, value, *spread(values, year, 0.1, 10), "direct", "production", "eea", "CO2")
        table.note(f"{place}/{max(values)}", f"The series ends in {max(values)}.", "eea", check="X16")
    for row in read_csv(data / "grid/us_state_yearly.csv"):
        if row["state"] == "usa":
            value, year = float(row["g_per_kwh"]), int(row["year"])
            source = "egrid codecarbon-grid" if year == 2023 else "egrid-2016 codecarbon-grid"
            grid_row(table, "US", year, value, *spread({year: value}, year, 0.1, 10), "direct", "production", source)
    table.write()


def build(data):
    grid_sources.build(data)
    build_grids(data)
    build_direct(data)
