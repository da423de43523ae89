"""grids.tsv: python3 grids.py INTENSITY.csv[.gz] COUNTRIES.csv > grids.tsv

INTENSITY holds Ember's yearly figures (code, name, year, ci_lifecycle_g_per_kwh, kind), COUNTRIES
the ISO 3166 codes (alpha2, alpha3).

The range goes from the lowest to the highest of the last three years, widened by 24 % or 10 g/kWh,
whichever is more: for three quarters of the countries two careful yearly tables (production- and
consumption-based) lie within 24 % of each other, and low-carbon grids differ by some grams.
"""

import sys

from tables import number, read_csv, write_table

RELATIVE, ABSOLUTE = 0.24, 10.0

codes = {row["alpha3"]: row["alpha2"] for row in read_csv(sys.argv[2])}
codes |= {"OWID_WRL": "WORLD", "OWID_KOS": "XK", "XKX": "XK"}
years = {}
names = {}
for row in read_csv(sys.argv[1]):
    # A life-cycle intensity of zero is a missing value: even hydropower has some grams.
    if row["code"] in codes and float(row["ci_lifecycle_g_per_kwh"] or 0) > 0:
        years.setdefault(row["code"], {})[int(row["year"])] = float(row["ci_lifecycle_g_per_kwh"])
        names[row["code"]] = row["name"]

rows = []
for code, values in years.items():
    newest = max(values)
    recent = [values[year] for year in values if year > newest - 3]
    low, high = min(recent), max(recent)
    rows.append([
        codes[code],
        {"OWID_WRL": "WORLD", "OWID_KOS": "XKX"}.get(code, code),
        names[code],
        str(newest),
        number(values[newest]),
        number(round(max(0.0, low - max(RELATIVE * low, ABSOLUTE)), 1)),
        number(round(high + max(RELATIVE * high, ABSOLUTE), 1)),
        "ember",
    ])
write_table(
    ["region", "alpha3", "name", "year", "intensity_g_per_kwh", "low_g_per_kwh", "high_g_per_kwh",
     "source"], rows)
