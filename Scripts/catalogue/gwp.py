"""Builds `gwp` and `units`: global warming potentials of three assessment reports, and exact conversions.

The potentials over 100 years are set down from memory of the reports' tables, not read in a copy; each row says so.
A result names the set that it was made with: AR6 is the program's default. Conversions are definitions; a year is
there in its three lengths, because embodied formulas use all of them.
"""

import papers
from tables import Table, rule

# gas, formula or origin in the key, name, values of AR4, AR5 and AR6.
GASES = [
    ("co2", "carbon dioxide", "any", (1, 1, 1)),
    ("ch4", "methane", "any", (25, 28, None)),
    ("ch4-fossil", "methane from fossil fuels", "fossil", (None, None, 29.8)),
    ("ch4-biogenic", "methane from living matter", "biogenic", (None, None, 27.0)),
    ("n2o", "nitrous oxide", "any", (298, 265, 273)),
    ("sf6", "sulphur hexafluoride", "any", (22800, 23500, 25200)),
    ("nf3", "nitrogen trifluoride", "any", (17200, 16100, 17400)),
]
SETS = [("ar4", 2007), ("ar5", 2013), ("ar6", 2021)]
# key, name, from, to, factor as text, what it stands on.
UNITS = [
    ("lb", "pound to kilogram", "lb", "kg", "0.45359237", "nist-811"),
    ("short-ton", "short ton (2,000 lb) to kilogram", "short ton", "kg", "907.18474", "nist-811"),
    ("tonne", "tonne to kilogram", "t", "kg", "1000", "bipm-si"),
    ("kwh", "kilowatt-hour to joule", "kWh", "J", "3600000", "bipm-si"),
    ("wh", "watt-hour to joule", "Wh", "J", "3600", "bipm-si"),
    ("lb-per-mwh", "pounds per megawatt-hour to grams per kilowatt-hour", "lb/MWh", "g/kWh", "0.45359237",
     "nist-811"),
    ("lb-per-kwh", "pounds per kilowatt-hour to grams per kilowatt-hour", "lb/kWh", "g/kWh", "453.59237",
     "nist-811"),
    ("petaflop-s-day", "petaflop/s-day to floating-point operations", "PFLOP/s-day", "FLOP",
     "86400000000000000000", "amodei-hernandez-2018"),
    ("mac", "multiply-accumulate to floating-point operations", "MAC", "FLOP", "2", "amodei-hernandez-2018"),
    ("year", "common year to hours", "year of 365 days", "h", "8760", "bipm-si"),
    ("leap-year", "leap year to hours", "year of 366 days", "h", "8784", "bipm-si"),
    ("julian-year", "mean year to hours", "year of 365.25 days", "h", "8766", "bipm-si"),
    ("day", "day to seconds", "d", "s", "86400", "bipm-si"),
    ("gib", "gibibyte to bytes", "GiB", "B", "1073741824", "bipm-si"),
    ("gb", "gigabyte to bytes", "GB", "B", "1000000000", "bipm-si"),
    ("us-gallon", "US gallon to litres", "US gal", "L", "3.785411784", "nist-811"),
    ("mile", "mile to kilometres", "mi", "km", "1.609344", "nist-811"),
]


def build(_data):
    papers.build()
    rule("gwp-40", 0.6, 1.4, "the reports give uncertainties of 30 to 50 per cent for single gases; ours: 40",
         "joulebook-ranges")
    potentials()
    units()


def potentials():
    t = Table("gwp", "Global warming potentials over 100 years",
              about="Kilograms of CO2 that warm as much as one kilogram of the gas, by IPCC report. AR6 is the "
              "default.")
    t.column("key", "key", "report and gas")
    t.column("name", "name", "the gas in words")
    t.column("report", "choice", "fourth, fifth or sixth assessment report", choices="ar4|ar5|ar6")
    t.column("origin", "choice", "whether the carbon of the gas is fossil; `any` where the report makes no difference",
             choices="any|fossil|biogenic")
    t.column("horizon_years", "count", "time over which warming is counted", "a", 20, 500, "exact")
    t.column("gwp", "number", "warming per mass over that of CO2", "1", 1, 30000, "column:range")
    t.column("range", "rule", "range of `gwp`")
    t.column("read", "choice", "read in a copy of the report, or known from memory",
             choices="primary|memory|definition")
    ending(t)
    for gas, name, origin, values in GASES:
        for (report, year), value in zip(SETS, values):
            if value is None:
                continue
            exact = gas == "co2"
            key = f"{report}/{gas}"
            t.row(key=key, name=name, report=report, origin=origin, horizon_years=100, gwp=value,
                  range="exact" if exact else "gwp-40", read="definition" if exact else "memory",
                  source=f"ipcc-{report}-gwp", year=year)
            if not exact:
                t.note(key, "From memory: look it up in the report before a formal inventory relies on it.",
                       f"ipcc-{report}-gwp",
                       "gwp")
    t.note("ar6/sf6", "The supplement has 25,184; the chapter rounds.", "ipcc-ar6-gwp", "gwp", 25184, "1")
    t.write()


def units():
    t = Table("units", "Conversions", about="Exact factors; a number in the first unit times the factor is in the "
              "second.")
    t.column("key", "key", "the unit that is turned")
    t.column("name", "name", "from what to what")
    t.column("from", "text", "unit to begin with")
    t.column("to", "text", "unit to end with")
    t.column("factor", "number", "second unit per first unit", "1", 0.1, 1e20, "exact")
    ending(t)
    for key, name, start, end, factor, source in UNITS:
        t.row(key=key, name=name, factor=factor, source=source, year=2019 if source == "bipm-si" else
              2018 if source.startswith("amodei") else 2008, **{"from": start, "to": end})
    t.write()


def ending(t):
    t.column("source", "source", "where the row is from")
    t.column("year", "year", "year that the figures hold for")
