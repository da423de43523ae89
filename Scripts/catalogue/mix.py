"""Factors per fuel, production mixes of countries and Canadian provinces, and losses of the grid.

Fuels: IPCC's medians with lowest and highest for life-cycle figures; CodeCarbon's factors stand beside as rivals.
Range of a rival: IPCC's of that fuel, stretched to hold it. `solar`, `wind` and `unknown` are for mixes that tell
no kinds apart. Mixes: shares from TWh; tiny systems are printed in hundredths of a TWh, hence wide ranges.
Losses: subregions from the two bases of eGRID2016 (per kWh delivered, per kWh generated), range from rounding and
a tenth; countries from the World Bank, range of the last five years.
"""

import grid_sources
from grids import ember
from places import CANADA, codes
from tables import Table, read_csv, rule

# fuel: name, direct, life-cycle lowest, median, highest, source.
FUELS = {
    "coal": ("Coal, pulverised", 760, 740, 820, 910, "ipcc-ar5"),
    "gas": ("Natural gas, combined cycle", 370, 410, 490, 650, "ipcc-ar5"),
    "oil": ("Oil", 406, 490, 650, 850, "uk-post"),
    "biomass": ("Biomass, dedicated plants", 0, 130, 230, 420, "ipcc-ar5"),
    "geothermal": ("Geothermal", 0, 6, 38, 79, "ipcc-ar5"),
    "hydro": ("Hydropower", 0, 1, 24, 2200, "ipcc-ar5"),
    "nuclear": ("Nuclear", 0, 3.7, 12, 110, "ipcc-ar5"),
    "solar": ("Solar, kind not known", 0, 18, 45, 180, "ipcc-ar5"),
    "solar-utility": ("Solar cells, utility scale", 0, 18, 48, 180, "ipcc-ar5"),
    "solar-rooftop": ("Solar cells, rooftop", 0, 26, 41, 60, "ipcc-ar5"),
    "solar-thermal": ("Concentrated solar power", 0, 8.8, 27, 63, "ipcc-ar5"),
    "wind": ("Wind, kind not known", 0, 7, 11, 56, "ipcc-ar5"),
    "wind-onshore": ("Wind onshore", 0, 7, 11, 56, "ipcc-ar5"),
    "wind-offshore": ("Wind offshore", 0, 8, 12, 35, "ipcc-ar5"),
    "ocean": ("Ocean, tides and waves", 0, 5.6, 17, 28, "ipcc-ar5"),
    "coal-ccs": ("Coal, pulverised, with capture", 120, 190, 220, 250, "ipcc-ar5"),
    "gas-ccs": ("Natural gas, combined cycle, with capture", 57, 94, 170, 340, "ipcc-ar5"),
    "unknown": ("Not known, taken as thermal", 575, 410, 700, 910, "joulebook-grids"),
}
FILE_NAMES = {"solar_csp": "solar-thermal", "coal_ccs": "coal-ccs", "gas_ccs": "gas-ccs"}
RIVALS = {"coal": "coal", "petroleum": "oil", "natural_gas": "gas", "fossil": "fossil", "geothermal": "geothermal",
          "hydroelectricity": "hydro", "nuclear": "nuclear", "solar": "solar", "wind": "wind", "biomass": "biomass",
          "biofuel": "biofuel", "waste": "waste"}
# Rivals for which IPCC has no row of that name: lowest and highest of the fuels it may be.
RIVAL_RANGES = {"fossil": (410, 910), "biofuel": (130, 420), "waste": (130, 420)}
SHARES = {"coal": "coal_TWh", "gas": "gas_TWh", "oil": "oil_TWh", "nuclear": "nuclear_TWh",
          "hydro": "hydroelectricity_TWh", "wind": "wind_TWh", "solar": "solar_TWh", "biomass": "biofuel_TWh",
          "other_renewable": "other_renewable_exc_biofuel_TWh"}
# World Bank, EG.ELC.LOSS.ZS: place, newest year, per cent, lowest and highest of 2010 to 2014.
COUNTRY_LOSSES = [("CN", 2014, 5.5, 5.5, 6.1), ("DE", 2014, 3.9, 3.8, 4.1), ("GB", 2014, 8.4, 7, 8.4),
                  ("IN", 2014, 19.3, 18.5, 19.9), ("JP", 2014, 4.3, 4.1, 4.5), ("RU", 2014, 10, 10, 10.1),
                  ("US", 2014, 5.9, 5.9, 6.3)]


def build_fuels(data):
    rule("fuel-direct", 0.85, 1.35, "plants of one fuel differ in age and efficiency")
    for row in read_csv(data / "grid/fuel_factors_ipcc.csv"):
        name, direct, _, median, _, _ = FUELS[FILE_NAMES.get(row["fuel"], row["fuel"])]
        assert (direct, median) == (float(row["direct_g_per_kwh"]), float(row["lifecycle_g_per_kwh"])), name
    table = Table("fuels", "Emission factors of electricity by fuel",
                  about="Per kWh generated. Biogenic CO2 counts zero at the stack.",
                  built_from="grid/fuel_factors_ipcc.csv, grid/fuel_factors_codecarbon.csv, IPCC AR5 Table A.III.2")
    table.column("key", "key", "fuel and whose factor")
    table.column("fuel", "text", "fuel or kind of plant")
    table.column("name", "name", "name of the fuel")
    table.column("direct_g_per_kwh", "number", "emissions at the stack", "g/kWh", 0, 1100, "fuel-direct")
    table.column("lifecycle_g_per_kwh", "number", "emissions with fuel supply and plant building", "g/kWh", 5, 1100,
                 "low_lifecycle_g_per_kwh..high_lifecycle_g_per_kwh")
    table.column("low_lifecycle_g_per_kwh", "number", "lowest in the source", "g/kWh", 1, 1100, "bound")
    table.column("high_lifecycle_g_per_kwh", "number", "highest in the source", "g/kWh", 10, 2200, "bound")
    table.column("source", "source", "where the figure is from")
    table.column("year", "year", "year of the source")
    for fuel, (name, direct, low, median, high, source) in FUELS.items():
        owner = source.split("-")[0]
        table.row(key=f"{fuel}/{owner}", fuel=fuel, name=name, direct_g_per_kwh=direct, lifecycle_g_per_kwh=median,
                  low_lifecycle_g_per_kwh=low, high_lifecycle_g_per_kwh=high, source=source,
                  year=2026 if owner == "joulebook" else 2014)
    table.note("oil/uk", "Direct 406 g/kWh is what one source gives; it fits an efficiency above 60 %, and plants "
               "have some 35 to 45 %. The ends of the life-cycle range are ours.", "joulebook-grids",
               column="direct_g_per_kwh")
    table.note("hydro/ipcc", "The highest value is a reservoir in the tropics.", "ipcc-ar5",
               column="high_lifecycle_g_per_kwh")
    for row in read_csv(data / "grid/fuel_factors_codecarbon.csv"):
        if row["fuel"] == "world_average":
            continue
        fuel, value = RIVALS[row["fuel"]], float(row["g_per_kwh"])
        _, _, low, median, high, source = FUELS.get(fuel, (0, 0, *RIVAL_RANGES.get(fuel, (0, 0)), 0, ""))
        if fuel in RIVAL_RANGES:
            (low, high), median = RIVAL_RANGES[fuel], None
        name = row["fuel"].replace("_", " ").capitalize()
        table.row(key=f"{fuel}/codecarbon", fuel=fuel, name=f"{name} (CodeCarbon)", lifecycle_g_per_kwh=value,
                  low_lifecycle_g_per_kwh=min(low, value), high_lifecycle_g_per_kwh=max(high, value),
                  source="codecarbon-grid", year=2026)
        if median and abs(value / median - 1) > 0.07:
            whose = "IPCC's median" if source == "ipcc-ar5" else "The other source's figure"
            table.note(f"{fuel}/codecarbon", f"{whose} is {median:g} g/kWh; this one does not state its boundary.",
                       source, column="lifecycle_g_per_kwh", value=median, unit="g/kWh")
    table.note("solar/ipcc", "Between IPCC's medians for utility scale, 48, and rooftops, 41.", "ipcc-ar5",
               column="lifecycle_g_per_kwh")
    table.write()


def build_mix(data):
    rule("mix-share", 0.95, 1.05, "yearly statistics, revised by some per cent")
    rule("mix-share-small", 0.5, 2, "generation of less than 1 TWh, printed in hundredths of a TWh")
    known, (intensities, _) = codes(data), ember(data)
    table = Table("mix", "Generation by fuel, newest year",
                  about="Shares of what is generated. Canadian provinces: no totals in the source.",
                  built_from="grid/country_mix_latest.csv, grid/canada_province_mix_2023.csv")
    table.column("key", "key", "place and year")
    table.column("place", "place", "whose generation")
    for fuel in SHARES:
        table.column(f"{fuel}_percent", "number", f"share of {fuel.replace('_', ' ')}", "%", 0, 100.5,
                     "column:share_range")
    table.column("total_twh", "number", "generation of the year", "TWh", 0.005, 12000, "column:share_range")
    table.column("share_range", "rule", "how far the shares may be off")
    table.column("source", "source", "where the figure is from")
    table.column("year", "year", "year of the generation")

    def add(place, year, shares, total, source):
        key, added = f"{place}/{year}", sum(shares.values())
        small = total is not None and total < 1
        table.row(key=key, place=place, year=year, total_twh=total, source=source,
                  share_range="mix-share-small" if small else "mix-share",
                  **{f"{fuel}_percent": round(share, 2) for fuel, share in shares.items()})
        if abs(added - 100) > 2:
            table.note(key, f"The shares make {added:.1f} %.", source.split()[0], check="X04")

    for row in read_csv(data / "grid/country_mix_latest.csv"):
        place, year, total = known[row["code"]], int(row["year"]), float(row["total_TWh"])
        add(place, year, {fuel: 100 * float(row[name] or 0) / total for fuel, name in SHARES.items()}, total,
            "codecarbon-grid ember")
        stated, now = float(row["carbon_intensity"] or 0), intensities.get(place, {}).get(year)
        if stated and now and abs(stated / now - 1) > 0.25:
            table.note(f"{place}/{year}", f"The file's own intensity is an older figure; Ember now has {now:g} g/kWh.",
                       "codecarbon-grid", value=stated, unit="g/kWh", check="X16", year=year)
        if year < 2020:
            table.note(f"{place}/{year}", f"No mix after {year}.", "codecarbon-grid", check="X16")
    for row in read_csv(data / "grid/canada_province_mix_2023.csv"):
        names = dict(coal="coal", gas="naturalGas", oil="petroleum", nuclear="nuclear", hydro="hydro", wind="wind",
                     solar="solar", biomass="biomass", other_renewable="tidal")
        assert float(row["other"]) == 0
        add(f"CA-{CANADA[row['province']]}", 2023, {fuel: float(row[name]) for fuel, name in names.items()}, None,
            "codecarbon-grid")
    table.write()


def build_losses(data):
    table = Table("losses", "Losses of electricity in transmission and distribution",
                  about="Share of what is generated that does not arrive.",
                  built_from="grid/us_egrid_subregion_yearly.csv, grid/us_egrid_subregion_2016_generation_basis.csv; "
                  "World Bank figures typed in")
    table.column("key", "key", "place and year")
    table.column("place", "place", "whose grid")
    table.column("loss_percent", "number", "share of generation lost before it is delivered", "%", 0.5, 60,
                 "low_loss_percent..high_loss_percent")
    table.column("low_loss_percent", "number", "lower end of the range", "%", 0.2, 60, "bound")
    table.column("high_loss_percent", "number", "upper end of the range", "%", 0.5, 80, "bound")
    table.column("source", "source", "where the figure is from")
    table.column("year", "year", "year of the losses")
    delivered = {row["subregion"]: float(row["co2e_lb_per_mwh"])
                 for row in read_csv(data / "grid/us_egrid_subregion_yearly.csv") if row["year"] == "2016"}
    for row in read_csv(data / "grid/us_egrid_subregion_2016_generation_basis.csv"):
        made, code = float(row["co2e_lb_per_mwh"]), row["subregion"]
        loss = 100 * (1 - made / delivered[code])
        # Delivered rates are whole pounds per MWh.
        slip = 50 / delivered[code]
        table.row(key=f"EGRID-{code}/2016", place=f"EGRID-{code}", year=2016, loss_percent=round(loss, 2),
                  low_loss_percent=round(0.9 * loss - slip, 2), high_loss_percent=round(1.1 * loss + slip, 2),
                  source="egrid-history egrid-2016")
    for place, year, loss, low, high in COUNTRY_LOSSES:
        table.row(key=f"{place}/{year}", place=place, year=year, loss_percent=loss, low_loss_percent=low,
                  high_loss_percent=high, source="wdi")
        table.note(f"{place}/{year}", "The World Bank's series ends in 2014.", "wdi", check="X16")
    table.write()


def build(data):
    grid_sources.build(data)
    build_fuels(data)
    build_mix(data)
    build_losses(data)
