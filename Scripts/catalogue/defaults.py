"""Builds `defaults`: the values that are taken when nothing better is known, each with a range and whose it is.

Rows have different units, so the unit stands in the row. Ranges are meant to hold nine cases of ten.
"""

import papers
from tables import Table

# key, name, value, low, high, unit, note on its use, source.
ROWS = [
    ("accelerator-power-training", "power of an accelerator in training over its TDP", 0.75, 0.4, 1.0, "1",
     "when only hours are known", "cottier-2024"),
    ("accelerator-power-inference", "power of an accelerator in inference over its TDP", 0.5, 0.4, 1.0, "1",
     "when only hours are known", "chung-2025"),
    ("tpu-power-training", "power of a TPU in training over its TDP", 0.43, 0.3, 1.0, "1",
     "when only hours are known", "cottier-2024"),
    ("node-factor", "energy of a node over that of its accelerators", 1.35, 1.15, 1.8, "1",
     "when only accelerators were measured", "dodge-2022 elsworth-2025 cottier-2024"),
    ("pue-hyperscale", "PUE, hall of a large cloud", 1.10, 1.05, 1.8, "1", "without the site's own figure",
     "cottier-2024 provider-figures"),
    ("pue-colocation", "PUE, rented hall", 1.25, 1.05, 1.8, "1", "without the site's own figure", "cottier-2024"),
    ("pue-enterprise", "PUE, own server room", 1.56, 1.05, 1.8, "1", "without the site's own figure", "uptime"),
    ("pue-personal", "PUE, laptop, desktop or workstation", 1.0, 1.0, 1.0, "1", "nothing around it",
     "lannelongue"),
    ("intensity-world", "emissions of electricity, world average", 475, 366, 570, "g/kWh",
     "neither place nor country known; a newer figure stands in `grids`", "iea-2019 ecologits-figures"),
    ("mfu-dense", "model FLOP utilisation of a whole run, dense model", 0.35, 0.15, 0.5, "1", "for planning",
     "joulebook-checks"),
    ("mfu-moe", "model FLOP utilisation of a whole run, mixture of experts", 0.25, 0.15, 0.5, "1", "for planning",
     "joulebook-checks"),
    ("development-multiplier", "all runs of a project over its final run", 2.0, 1.5, 6, "1",
     "when only the last is known", "morrison-2025 luccioni-2023-bloom"),
    ("embodied-per-gpu-hour", "embodied carbon of an hour of a GPU with its server", 13, 3, 60, "g CO2e/GPU-h",
     "without the device's own figure", "luccioni-2023-bloom morrison-2025 ecologits-figures"),
    ("hardware-life", "years that hardware is used", 4, 3, 6, "a", "for embodied carbon", "boavizta-figures ccf"),
    ("use-rate", "share of its life that hardware works", 0.7, 0.3, 0.85, "1", "for embodied carbon",
     "luccioni-2023-bloom wu-2022"),
    ("memory-watts-per-gb", "power of memory up to 256 GB", 0.375, 0.25, 0.5625, "W/GB",
     "for larger machines by module", "codecarbon-figures"),
    ("memory-watts-per-module", "power of a memory module", 5, 3.33, 7.5, "W", "above 256 GB",
     "codecarbon-figures"),
    ("water-offsite-us", "water consumed by power stations, United States", 3.14, 1.3, 9.5, "L/kWh",
     "per kWh that the building takes", "li-2025"),
    ("water-offsite-world", "water consumed by power stations, world", 3.9, 1.3, 9.5, "L/kWh",
     "per kWh that the building takes", "ecologits-figures"),
    ("digits-estimated", "significant digits shown, estimate", 2, 2, 2, "1", "", "joulebook-checks"),
    ("digits-measured", "significant digits shown, measurement", 3, 3, 3, "1", "", "joulebook-checks"),
    ("hours-of-year", "hours of a year in embodied formulas", 8760, 8760, 8760, "h",
     "365 days; `units` has the others", "joulebook-checks"),
]


def build(_data):
    papers.build()
    t = Table("defaults", "Defaults", about="What stands in when nothing better is known. Each is replaced by a "
              "measurement, a statement of the site or a row of another table as soon as there is one.")
    t.column("key", "key", "the quantity")
    t.column("name", "name", "the quantity in words")
    t.column("value", "number", "its value in `unit`", "1", 0.1, 10000, "low..high")
    t.column("low", "number", "low end", "1", 0.1, 10000, "bound")
    t.column("high", "number", "high end", "1", 0.1, 10000, "bound")
    t.column("unit", "text", "unit of the three")
    t.column("use", "text", "when it is taken")
    t.column("source", "source", "where it is from")
    t.column("year", "year", "year of the recommendation")
    for key, name, value, low, high, unit, use, source in ROWS:
        t.row(key=key, name=name, value=value, low=low, high=high, unit=unit, use=use, source=source, year=2026)
    t.note("intensity-world", "EcoLogits has 473 g/kWh in 0.9 and 458 in 0.11; IEA's 475 is of 2018.",
           "ecologits-figures",
           "value", 458, "g/kWh", "X16")
    t.note("pue-enterprise", "Table `pue`, which the program takes it from, has the wider 1.1 to 2.0.",
           "joulebook-checks",
           "high", 2.0, "1")
    t.note("memory-watts-per-gb", "Rivals: 0.3725 (Green Algorithms), 0.392 (Cloud Carbon Footprint), 0.284 "
           "(Boavizta).",
           "joulebook-checks", "value", 0.284, "W/GB")
    t.note("hardware-life", "3 years in EcoLogits, 4 in Boavizta and Cloud Carbon Footprint, 5 in LLMCarbon, 6 at "
           "Google.",
           "joulebook-checks", "value", 3, "a", "X35")
    t.note("use-rate", "0.85 for BLOOM, 0.3 to 0.6 at Meta; many figures leave it out.", "joulebook-checks", "value",
           0.85, "1",
           "X35")
    t.note("embodied-per-gpu-hour", "From the bare die to the whole server, published figures differ by a factor of "
           "ten.",
           "joulebook-checks", "value", check="X34")
    t.note("development-multiplier", "BLOOM: 66.3 t over 24.7 t is 2.7; 82 per cent outside the final runs is 5.6.",
           "luccioni-2023-bloom", "value", 2.7, "1")
    t.note("accelerator-power-inference", "TDP overstated measured energy by up to 4.1 times.", "chung-2025", "value",
           check="X11")
    t.write()
