"""Water and other burdens of making electricity, away from the data centre.

`water_grid`: EcoLogits' figures per country (MPL-2.0, a file of its own). Many cells are a world default, which
the source says in warnings; those rows get the wide range. `water_offsite`: figures of papers and reports, typed in.
Consumption, not withdrawal: what does not flow back.
"""

import grid_sources
from places import codes
from tables import Table, read_csv, rule

DEFAULTS = {"electricity-mix-wue-world": "water", "electricity-mix-pe-world": "primary-energy",
            "electricity-mix-adpe-world": "adpe"}
# Li et al. 2025, Table 1: litres per kWh of the electricity that sites there are supplied with.
LI = [("US", 3.142), ("US-IA", 3.104), ("US-TX", 1.287), ("US-WA", 9.501), ("IE", 1.476), ("SE", 6.019)]
# Meta 2023: megalitres of its supply's water and MWh of electricity.
META_MEGALITRES, META_MWH = 55_475, 14_975_435


def build_grid(data):
    rule("water-country", 0.5, 2, "evaporation from reservoirs is shared out in several ways")
    rule("water-world", 0.3, 3, "a world default in place of the country's own figure")
    rule("burden-country", 0.7, 1.4, "modelled from the country's mix")
    rule("burden-world", 0.1, 10, "a world default in place of the country's own figure")
    known = codes(data) | {"WOR": "WORLD", "EEE": "EUROPE"}
    table = Table("water_grid", "Water, primary energy and abiotic depletion of electricity by country", "MPL-2.0",
                  about="Off-site water of power generation, consumption. Cells named in `world_defaults` hold the "
                  "world's figure.", built_from="grid/country_mix_multicriteria_ecologits.csv")
    table.column("key", "key", "the place")
    table.column("place", "place", "whose electricity")
    table.column("water_litres_per_kwh", "number", "water used up by power plants", "L/kWh", 0.1, 60,
                 "column:water_range")
    table.column("primary_energy_mj_per_kwh", "number", "primary energy by the source's reckoning", "MJ/kWh", 0.01,
                 40, "column:burden_range")
    table.column("adpe_kg_sb_per_kwh", "number", "abiotic depletion of minerals and metals, antimony equivalent",
                 "kg Sb-eq/kWh", 1e-9, 1e-6, "column:burden_range")
    table.column("water_range", "rule", "how far the water figure may be off")
    table.column("burden_range", "rule", "how far energy and depletion may be off")
    table.column("world_defaults", "text", "cells that are a world default: water, primary-energy, adpe")
    table.column("source", "source", "where the figure is from")
    table.column("year", "year", "year of the source's release")
    for row in read_csv(data / "grid/country_mix_multicriteria_ecologits.csv"):
        place = known[row["code"]]
        defaults = sorted(DEFAULTS[warning] for warning in row["warnings"].split(";") if warning)
        # The world's own row is no default; it is as rough as one, for all that.
        rough = place == "WORLD"
        primary = float(row["pe_MJ_per_kwh"])
        table.row(key=place, place=place, water_litres_per_kwh=float(row["water_L_per_kwh"]),
                  primary_energy_mj_per_kwh=primary, adpe_kg_sb_per_kwh=float(row["adpe_kgSbeq_per_kwh"]),
                  water_range="water-world" if rough or "water" in defaults else "water-country",
                  burden_range="burden-world" if rough or "adpe" in defaults else "burden-country",
                  world_defaults=" ".join(defaults), source="ecologits-grid", year=2026)
        if primary < 3.6 and "adpe" not in defaults:
            table.note(place, "Below the 3.6 MJ that a kWh is: it can hold no more than energy from fuels.",
                       "ecologits-grid", column="primary_energy_mj_per_kwh", value=3.6, unit="MJ/kWh")
    table.note("WORLD", "2.59 MJ/kWh is below the 3.6 MJ that a kWh is, and half of what the countries' own figures "
               "suggest; all rows with this default share it.", "ecologits-grid", column="primary_energy_mj_per_kwh",
               value=3.6, unit="MJ/kWh")
    table.write()


def build_offsite(_data):
    rule("water-offsite", 0.5, 2, "evaporation from reservoirs and river cooling are shared out in several ways")
    table = Table("water_offsite", "Water of making electricity, from papers and reports",
                  about="Consumption per kWh of electricity that reaches the site.", built_from="typed in")
    table.column("key", "key", "place and source")
    table.column("place", "place", "where the site is; the world for a company's fleet")
    table.column("name", "name", "what it stands for")
    table.column("water_litres_per_kwh", "number", "water used up by power plants", "L/kWh", 0.1, 60,
                 "water-offsite")
    table.column("source", "source", "where the figure is from")
    table.column("year", "year", "year of the figure; of publication where the paper says none")
    names = {"US": "United States", "US-IA": "Iowa", "US-TX": "Texas", "US-WA": "Washington", "IE": "Ireland",
             "SE": "Sweden"}
    for place, litres in LI:
        table.row(key=f"{place}/li-2025", place=place, name=f"Sites in {names[place]}", water_litres_per_kwh=litres,
                  source="li-2025", year=2025)
    table.row(key="WORLD/meta-2023", place="WORLD", name="Meta, supply of its sites",
              water_litres_per_kwh=round(META_MEGALITRES * 1e6 / (META_MWH * 1e3), 2), source="meta-2024", year=2023)
    table.write()


def build(data):
    grid_sources.build(data)
    build_grid(data)
    build_offsite(data)
