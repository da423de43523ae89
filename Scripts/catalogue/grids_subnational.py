"""Intensity of states, eGRID subregions, Chinese and Canadian provinces and Nordic bidding zones.

Ranges, by family:

* eGRID subregions: lowest to highest of the same basis in that year and the two before, widened by 15 % or
  10 g/kWh. From 2016 to 2018 and from 2018 to 2019 nine in ten subregions moved by less than 13 %; the rest is
  what they import.
* US states: 20 % or 10 g/kWh. A state's rate counts its own plants; states trade far more than subregions.
* Chinese provinces: the last three years, widened by 15 % or 10 g/kWh (nine in ten moved by less than 18 %).
* Nordic zones: 24 % or 10 g/kWh; upwards besides what the uncovered share would add at 420 g/kWh, the highest
  that IPCC gives for biomass, because the source counts those plants as zero.
* Canadian provinces: the sum of shares with IPCC's lowest and highest factor of every fuel. Hydropower ends at
  240 g/kWh, ten times the median: IPCC's 2,200 is a reservoir in the tropics.

Finland in the Nordic file is an older value of unknown year and is left out.
"""

import re

import grid_sources
from grids import grid_columns, grid_row, spread
from places import CANADA
from tables import Table, read_csv

GRAMS_PER_LB_MWH = 0.45359237
# Fuel of Canada's mix: lowest, middle and highest life-cycle g/kWh (IPCC; oil: UK POST and rivals).
FACTORS = {
    "coal": (740, 820, 910), "naturalGas": (410, 490, 650), "petroleum": (490, 650, 850),
    "biomass": (130, 230, 420), "nuclear": (3.7, 12, 110), "hydro": (1, 24, 240), "wind": (7, 11, 56),
    "solar": (18, 48, 180), "tidal": (5.6, 17, 28), "other": (410, 700, 910),
}


def subregions(table, data):
    delivered, made = {}, {}
    names = {}
    for row in read_csv(data / "grid/us_egrid_subregion_yearly.csv"):
        value, year = float(row["co2e_g_per_kwh"]), int(row["year"])
        assert abs(float(row["co2e_lb_per_mwh"]) * GRAMS_PER_LB_MWH - value) < 0.01, row
        names[row["subregion"]] = row["name"]
        by_year = made if row["scope"].startswith("direct; generation-based") else delivered
        by_year.setdefault(row["subregion"], {})[year] = value
    del made["US"]
    for row in read_csv(data / "grid/us_egrid_subregion_2016_generation_basis.csv"):
        made[row["subregion"]][2016] = float(row["co2e_g_per_kwh"])
    for code, values in delivered.items():
        for year, value in values.items():
            grid_row(table, f"EGRID-{code}", year, value, *spread(values, year, 0.15), "direct", "delivered",
                     "egrid-history")
    for code, values in made.items():
        place = f"EGRID-{code}"
        for year, value in values.items():
            both = year in delivered.get(code, {})
            grid_row(table, place, year, value, *spread(values, year, 0.15), "direct", "production",
                     "egrid" if year == 2023 else "egrid-2016",
                     key=f"{place}/{year}/production" if both else "")
            if both:
                ratio = delivered[code][year] / value
                assert 1.0497 < ratio < 1.0546, (code, ratio)
                table.note(f"{place}/{year}", "Per kWh delivered; per kWh generated it is some 5 % less. "
                           "Not to be compared with rows per kWh generated.", "egrid-2016",
                           column="intensity_g_per_kwh", value=value, unit="g/kWh", check="X20", year=year)


def states(table, data):
    for row in read_csv(data / "grid/us_state_yearly.csv"):
        if row["state"] == "usa":
            continue
        value, year = float(row["g_per_kwh"]), int(row["year"])
        assert abs(float(row["lb_per_mwh"]) * GRAMS_PER_LB_MWH - value) < 0.01 and row["gas"] == "CO2e", row
        source = "egrid codecarbon-grid" if year == 2023 else "egrid-2016 codecarbon-grid"
        grid_row(table, f"US-{row['state']}", year, value, *spread({year: value}, year, 0.2), "direct",
                 "production", source)
    for code in ("DC", "VT"):
        table.note(f"US-{code}/2023", "Own plants only, and most of the supply comes from neighbours: "
                   f"EGRID-{'RFCE' if code == 'DC' else 'NEWE'} is nearer to what is used.", "joulebook-grids",
                   column="intensity_g_per_kwh", check="X20")


def china(table, data):
    found = {}
    for row in read_csv(data / "grid/china_province_yearly.csv"):
        found.setdefault(row["province"], {})[int(row["year"])] = float(row["co2_g_per_kwh"])
    for place, values in found.items():
        for year, value in values.items():
            # Transfers between provinces are in it, so it is what the province uses.
            source = "mee-nbs codecarbon-grid" if year == 2023 else "mee-nbs"
            grid_row(table, place, year, value, *spread(values, year, 0.15), "direct", "consumption", source, "CO2")


def nordic(table, data):
    for row in read_csv(data / "grid/nordic_zone_2025.csv"):
        if row["zone"] == "FI":
            continue
        value, year, key = float(row["g_per_kwh"]), int(row["year"]), f"{row['zone']}/{row['year']}"
        missing = 100 - float(re.match(r"([\d.]+)%", row["coverage"]).group(1))
        low, high = spread({year: value}, year)
        grid_row(table, row["zone"], year, value, low, round(high + missing * 4.2, 1), "life-cycle", "production",
                 "codecarbon-grid entsoe")
        if missing >= 1:
            table.note(key, f"Lower bound: plants without a factor, {missing:.1f} % of generation, count as zero.",
                       "codecarbon-grid", column="intensity_g_per_kwh", check="X04")
        if row["zone"] == "NO4":
            table.note(key, "About half of it is gas at CodeCarbon's 743 g/kWh (IPCC: 490), and the share of gas "
                       "changes much from year to year.", "codecarbon-grid", column="intensity_g_per_kwh")


def canada(table, data):
    for row in read_csv(data / "grid/canada_province_mix_2023.csv"):
        shares = {fuel: float(row[fuel]) for fuel in FACTORS}
        total = sum(shares.values())
        low, value, high = (sum(shares[f] * FACTORS[f][i] for f in shares) / total for i in range(3))
        place = f"CA-{CANADA[row['province']]}"
        grid_row(table, place, 2023, round(value, 1), round(low, 1), round(high, 1), "life-cycle", "production",
                 "joulebook-grids codecarbon-grid ipcc-ar5")


def build(data):
    grid_sources.build(data)
    table = Table("grids_subnational", "Yearly carbon intensity of states, provinces, subregions and Nordic zones",
                  about="eGRID 2007 to 2019 is per kWh delivered, 2016 (second row) and 2023 per kWh generated.",
                  built_from="grid/us_egrid_subregion_yearly.csv, grid/us_egrid_subregion_2016_generation_basis.csv, "
                  "grid/us_state_yearly.csv, grid/china_province_yearly.csv, grid/nordic_zone_2025.csv, "
                  "grid/canada_province_mix_2023.csv")
    grid_columns(table)
    for family in (subregions, states, china, nordic, canada):
        family(table, data)
    table.write()
