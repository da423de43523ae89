"""Builds the five tables of Strubell, Ganesh and McCallum 2019, the paper the founding article rests on.

`strubell_consumption` (its table 1), `strubell_mix` (2), `strubell_models` (3), `strubell_development` (4),
`strubell_prices` and `strubell_constants`. Figures are typed in from the paper; beside them stands what its own
formula gives from its own inputs: kWh = 1.58 x hours x watts / 1000, pounds = 0.954 x kWh, dollars = devices x hours
x price. Choices: where the printed result is not at hand, the row says `computed` and holds ours; hours stay as
printed even where text and results contradict them, and a note says so.
"""

import papers
from tables import Table, number

POUND = 0.45359237
PUE, POUNDS_PER_KWH, USD_PER_KWH = 1.58, 0.954, 0.12
# USD per device and hour, preemptible and on demand, as the costs of table 3 imply.
PRICES = {"P100": (0.43, 1.46), "V100": (0.74, 2.48), "TPUv2": (1.35, 4.50), "TPUv3": (2.40, 8.00)}
# key, name, kind, pounds, pounds of the preprint, what is odd about those.
CONSUMPTION = [
    ("flight-ny-sf", "air travel, one passenger, New York to San Francisco and back", "comparator", 1984, None),
    ("human-year", "human life, world average, one year", "comparator", 11023, None),
    ("american-year", "American life, average, one year", "comparator", 36156, None),
    ("car-lifetime", "car, average, with fuel, one lifetime", "comparator", 126000, None),
    ("nlp-pipeline", "NLP pipeline (parsing, SRL), trained once", "model", 39, 13),
    ("nlp-pipeline-tuned", "NLP pipeline with tuning and experimentation", "model", 78468, 33486),
    ("transformer-big", "Transformer (big), trained once", "model", 192, 121),
    ("transformer-nas", "Transformer (big) with neural architecture search", "model", 626155, 394863),
]
# key, name, renewables, gas, coal, nuclear (per cent), source.
MIX = [
    ("china", "China", 22, 3, 65, 4, "strubell-2019"), ("germany", "Germany", 40, 7, 38, 13, "strubell-2019"),
    ("united-states", "United States", 17, 35, 27, 19, "strubell-2019"),
    ("aws", "Amazon AWS", 17, 24, 30, 26, "strubell-2019 cook-2017"),
    ("google", "Google", 56, 14, 15, 10, "strubell-2019 cook-2017"),
    ("microsoft", "Microsoft", 32, 23, 31, 10, "strubell-2019 cook-2017"),
]
# key, name, hardware, devices, watts, hours, kWh with PUE, pounds, dollars low and high; None where not printed.
MODELS = [
    ("transformer-base", "Transformer (base)", "P100", 8, 1415.78, 12, 27, 26, 41, 140),
    ("transformer-big", "Transformer (big)", "P100", 8, 1515.43, 84, 201, 192, 289, 981),
    ("elmo", "ELMo", "P100", 3, 517.66, 336, None, None, None, None),
    ("bert-base-v100", "BERT (base) on V100", "V100", 64, 12041.51, 79, 1507, 1438, 3751, 12571),
    ("bert-base-tpuv2", "BERT (base) on TPUv2", "TPUv2", 16, None, 96, None, None, 2074, 6912),
    ("nas-p100", "Neural architecture search (Evolved Transformer) on P100", "P100", 8, 1515.43, 274120, 656347,
     626155, 942973, 3201722),
    ("nas-tpuv2", "Neural architecture search (Evolved Transformer) on TPUv2", "TPUv2", 1, None, 32623, None,
     None, 44055, 146848),
    ("gpt-2", "GPT-2", "TPUv3", 32, None, 168, None, None, 12902, 43008),
]
# key, name, jobs, GPU hours, dollars of cloud low and high, of electricity, last digit of the cloud dollars.
DEVELOPMENT = [
    ("one-model", "LISA, one model trained once", 1, 120, 52, 175, 5, 1),
    ("one-tuning", "LISA, one hyper-parameter tuning", 24, 2880, None, None, None, 1),
    ("whole-project", "LISA, the whole project of six months", 4789, 239942, 103000, 350000, 9870, 1000),
]


def build(_data):
    papers.build()
    for part in (consumption, mix, models, prices, development, constants):
        part()


def consumption():
    t = Table("strubell_consumption", "Strubell 2019, table 1: emissions compared",
              about="What the paper sets beside each other, in pounds as printed and in kilograms.")
    t.column("key", "key", "item")
    t.column("name", "name", "the item in words")
    t.column("kind", "choice", "a comparator of everyday life, or training a model", choices="comparator|model")
    t.column("pounds", "number", "emissions as printed", "lb CO2e", 10, 1e6, "as-stated")
    t.column("kg", "number", "the same at 0.45359237 kg per pound", "kg CO2e", 4, 5e5, "as-stated")
    ending(t)
    for key, name, kind, pounds, preprint in CONSUMPTION:
        t.row(key=key, name=name, kind=kind, pounds=pounds, kg=pounds * POUND, source="strubell-2019", year=2019)
        if preprint:
            ratio = preprint / pounds
            why = ("close to 1 / 1.58, so the PUE seems to be left out" if 0.62 < ratio < 0.65
                   else "so more than the PUE was changed")
            t.note(key, f"An earlier preprint prints {preprint:,} lb, {ratio:.3f} of the published figure, {why}; "
                   "quotations of the smaller set go back to it.", "strubell-2019", "pounds", preprint, "lb CO2e",
                   "X01")
    t.note("flight-ny-sf", "The paper's arrow between the two cities is read as a round trip.", "strubell-2019",
           "pounds")
    t.note("nlp-pipeline-tuned", "From the electricity cost of the project, 9,870 USD at 0.12 USD/kWh and 0.954 "
           "lb/kWh: 78,466.5 lb.", "joulebook-checks", "pounds", 78466.5, "lb CO2e")
    t.note("transformer-nas", "A search of that size on P100 was never run: the paper scaled it. The search that "
           "was run emitted 3.2 t.", "patterson-2021", "kg", 3200, "kg CO2e", "X22")
    t.write()


def mix():
    t = Table("strubell_mix", "Strubell 2019, table 2: electricity mixes",
              about="Shares of electricity sources of countries and cloud providers; rows do not reach 100 per cent.")
    t.column("key", "key", "consumer")
    t.column("name", "name", "the consumer in words")
    for kind in ("renewables", "gas", "coal", "nuclear"):
        t.column(f"{kind}_percent", "number", f"share of {kind}", "%", 0, 100, "as-stated")
    t.column("sum_percent", "number", "sum of the four shares", "%", 90, 100, "as-stated")
    ending(t)
    for key, name, renewables, gas, coal, nuclear, source in MIX:
        total = renewables + gas + coal + nuclear
        year = 2017 if "cook" in source else 2019
        t.row(key=key, name=name, renewables_percent=renewables, gas_percent=gas, coal_percent=coal,
              nuclear_percent=nuclear, sum_percent=total, source=source, year=year)
        if total != 100:
            t.note(key, f"The shares add up to {total} per cent; an intensity from them must be divided by that sum.",
                   "joulebook-checks", "sum_percent", total, "%", "X04")
        if "cook" in source:
            t.note(key, "Taken over from a report of January 2017: already two years old when the paper came out.",
                   "cook-2017", check="X16")
    t.write()


def models():
    t = Table("strubell_models", "Strubell 2019, table 3: cost of training",
              about="Hardware, power, hours, energy, emissions and cloud cost as printed, and as they follow from the "
              "printed inputs. Power was sampled on a Titan X or three GTX 1080 Ti and carried over to other hardware.")
    t.column("key", "key", "model")
    t.column("name", "name", "the model in words")
    t.column("hardware", "text", "accelerator that the hours were spent on")
    t.column("devices", "count", "accelerators used", "1", 1, 1024, "exact")
    t.column("watts", "number", "mean power of CPU, memory and all GPUs, without PUE", "W", 100, 2e4, "rounded-4")
    t.column("hours", "number", "hours as printed", "h", 1, 3e5, "as-stated")
    t.column("printed", "choice", "whether the next four are the paper's or worked out by us because they are not "
             "at hand",
             choices="printed|computed")
    for prefix, whose in (("", "as `printed` says"), ("computed_", "recomputed from watts, hours and prices")):
        t.column(f"{prefix}kwh_pue", "number", f"energy times PUE 1.58, {whose}", "kWh", 10, 1e6, "as-stated")
        t.column(f"{prefix}pounds", "number", f"emissions, {whose}", "lb CO2e", 10, 1e6, "as-stated")
        t.column(f"{prefix}low_cloud_usd", "number", f"cloud cost, preemptible, {whose}", "USD", 10, 4e6, "as-stated")
        t.column(f"{prefix}high_cloud_usd", "number", f"cloud cost, on demand, {whose}", "USD", 10, 4e6, "as-stated")
    t.column("computed_kg", "number", "recomputed emissions in kilograms", "kg CO2e", 4, 5e5, "as-stated")
    ending(t)
    for key, name, hardware, devices, watts, hours, *shown in MODELS:
        ours = chain(watts, hours) + [devices * hours * price for price in PRICES[hardware]]
        is_printed = any(shown)
        kwh, pounds, low, high = shown if is_printed else ours
        t.row(key=key, name=name, hardware=hardware, devices=devices, watts=watts and str(watts), hours=hours,
              printed="printed" if is_printed else "computed", kwh_pue=kwh, pounds=pounds, low_cloud_usd=low,
              high_cloud_usd=high, computed_kwh_pue=ours[0], computed_pounds=ours[1], computed_low_cloud_usd=ours[2],
              computed_high_cloud_usd=ours[3], computed_kg=ours[1] and ours[1] * POUND, source="strubell-2019",
              year=2019)
        columns = [("kwh_pue", "kWh"), ("pounds", "lb CO2e"), ("low_cloud_usd", "USD"), ("high_cloud_usd", "USD")]
        for (column, unit), printed, computed in zip(columns, shown, ours):
            if printed and abs(printed - computed) > 0.51:
                t.note(key, f"{printed:,} is printed; the printed inputs give {computed:,.1f}.", "joulebook-checks",
                       column,
                       computed, unit, "X44")
    t.note("bert-base-v100", "The text says 3.3 days, which is 79.2 h; at 79.2 h energy (1,506.8 kWh), pounds "
           "(1,437.5) and cost come out as printed.", "joulebook-checks", "hours", 79.2, "h", "X13")
    t.note("nas-tpuv2", "32,633 with two digits swapped: 979 million steps at 10 h for 300,000 give 32,633.3 h, and so "
           "does the printed cost.", "patterson-2021", "hours", 32633, "h", "X13")
    t.note("nas-p100", "Worked out for a full-size search on P100 that was never run; the real one used a small "
           "proxy task on TPUv2 and emitted 3.2 t.", "patterson-2021", "computed_kg", 3200, "kg CO2e", "X22")
    for key in ("transformer-base", "transformer-big", "elmo", "bert-base-v100", "nas-p100"):
        t.note(key, "Not measured on this hardware: sampled on other GPUs for at most a day.", "strubell-2019", "watts")
    t.note("elmo", "Energy, pounds and cost are ours, from the printed watts and hours and the prices that other rows "
           "imply; not compared with the printed ones.", "joulebook-checks", "kwh_pue")
    t.write()


def chain(watts, hours):
    """kWh and pounds by the paper's formula; nothing without power."""
    kwh = PUE * hours * watts / 1000 if watts else None
    return [kwh, kwh and POUNDS_PER_KWH * kwh]


def prices():
    t = Table("strubell_prices", "Strubell 2019: price of an accelerator hour",
              about="USD per device and hour that the costs of table 3 imply.")
    t.column("key", "key", "accelerator")
    t.column("name", "name", "its name")
    t.column("preemptible_usd_per_hour", "number", "price of a device that may be taken away", "USD/h", 0.1, 10,
             "exact")
    t.column("on_demand_usd_per_hour", "number", "price on demand", "USD/h", 0.1, 10, "exact")
    ending(t)
    for name, (low, high) in PRICES.items():
        t.row(key=name.lower(), name=name, preemptible_usd_per_hour=low, on_demand_usd_per_hour=high,
              source="strubell-2019", year=2019)
    t.note("tpuv2", "A footnote prints 1.46 USD, the price of a P100 on demand; both cost rows imply 1.35.",
           "joulebook-checks", "preemptible_usd_per_hour", 1.46, "USD/h", "X13")
    t.write()


def development():
    t = Table("strubell_development", "Strubell 2019, table 4: developing LISA",
              about="One model, one tuning and the whole project of 172 days: 4,789 jobs, 72 per cent of them on "
              "Titan X, 28 per cent on M40. Energy goes back through the electricity bill of the whole project.")
    t.column("key", "key", "scope")
    t.column("name", "name", "the scope in words")
    t.column("jobs", "count", "training jobs", "1", 1, 1e5, "exact")
    t.column("gpu_hours", "number", "GPU hours", "h", 100, 3e5, "as-stated")
    t.column("gpu_days", "number", "the same in days", "d", 4, 2e4, "as-stated")
    t.column("printed", "choice", "whether the next three are the paper's or worked out by us because they are not at "
             "hand", choices="printed|computed")
    for prefix, whose in (("", "as `printed` says"), ("computed_", "recomputed from the hours")):
        t.column(f"{prefix}low_cloud_usd", "number", f"cloud cost, preemptible P100, {whose}", "USD", 10, 1e6,
                 "rounded-2")
        t.column(f"{prefix}high_cloud_usd", "number", f"cloud cost, P100 on demand, {whose}", "USD", 10, 1e6,
                 "rounded-2")
        t.column(f"{prefix}electricity_usd", "number", f"electricity bill, {whose}", "USD", 1, 1e5, "rounded-2")
    t.column("computed_kwh_pue", "number", "energy with PUE: electricity over 0.12 USD/kWh", "kWh", 10, 1e6,
             "rounded-3")
    t.column("computed_pounds", "number", "emissions at 0.954 lb/kWh", "lb CO2e", 10, 1e6, "rounded-3")
    t.column("computed_kg", "number", "the same in kilograms", "kg CO2e", 4, 5e5, "rounded-3")
    ending(t)
    rate = DEVELOPMENT[-1][6] / DEVELOPMENT[-1][3]
    for key, name, jobs, hours, low, high, bill, digit in DEVELOPMENT:
        ours = [hours * price for price in PRICES["P100"]] + [hours * rate]
        kwh = ours[2] / USD_PER_KWH
        shown = [low, high, bill] if bill else ours
        for printed, computed, step in zip(shown, ours, (digit, digit, 1)):
            assert abs(printed - computed) <= 0.51 * step, key
        t.row(key=key, name=name, jobs=jobs, gpu_hours=hours, gpu_days=hours / 24, low_cloud_usd=shown[0],
              high_cloud_usd=shown[1], electricity_usd=shown[2], printed="printed" if bill else "computed",
              computed_low_cloud_usd=ours[0], computed_high_cloud_usd=ours[1], computed_electricity_usd=ours[2],
              computed_kwh_pue=kwh, computed_pounds=kwh * POUNDS_PER_KWH, computed_kg=kwh * POUNDS_PER_KWH * POUND,
              source="strubell-2019", year=2019)
    t.note("whole-project", "The text says that a job takes 52 h on average; 239,942 h over 4,789 jobs are 50.1 h.",
           "joulebook-checks", "gpu_hours", 4789 * 52, "h", "X13")
    t.note("whole-project", "Some reports give these 9,998 GPU days to GPT-3; they are LISA's.", "joulebook-checks",
           "gpu_days", check="X33")
    t.note("one-tuning", "Costs are ours, from the hours and the project's own rate; not compared with the printed "
           "ones.",
           "joulebook-checks", "low_cloud_usd")
    t.write()


def constants():
    t = Table("strubell_constants", "Strubell 2019: constants of the formula",
              about="kWh = 1.58 x hours x (CPU + memory + GPUs x power of one) / 1000; pounds = 0.954 x kWh.")
    t.column("key", "key", "constant")
    t.column("name", "name", "the constant in words")
    t.column("value", "number", "its value in `unit`", "1", 0.1, 1000, "exact")
    t.column("unit", "text", "unit of `value`")
    t.column("from", "text", "where the paper has it from")
    ending(t)
    rows = [
        ("pue", "power usage effectiveness", PUE, "1", "Uptime Institute survey of 2018",
         "strubell-2019 uptime-surveys"),
        ("intensity", "emissions of US electricity", POUNDS_PER_KWH, "lb CO2/kWh", "EPA, edition not named",
         "strubell-2019"),
        ("intensity-g", "the same per kilowatt-hour in grams", float(number(POUNDS_PER_KWH * POUND * 1000)),
         "g CO2/kWh",
         "our conversion", "joulebook-checks"),
        ("electricity-price", "price of electricity", USD_PER_KWH, "USD/kWh", "US average", "strubell-2019"),
        ("project-days", "length of the LISA project", 172, "d", "own records", "strubell-2019"),
        ("titan-x-share", "share of the project's jobs on Titan X", 72, "%", "own records", "strubell-2019"),
        ("m40-share", "share of the project's jobs on M40", 28, "%", "own records", "strubell-2019"),
        ("mean-gpus", "GPUs busy on average through the project", float(number(239942 / (172 * 24))), "GPU",
         "GPU hours over hours of the project, ours", "joulebook-checks"),
    ]
    for key, name, value, unit, origin, source in rows:
        t.row(key=key, name=name, value=value, unit=unit, source=source, year=2019, **{"from": origin})
    t.note("intensity", "0.954 lb are 0.4327 kg, but a later paper reports that the authors used 0.423 kg: a slip "
           "of the conversion on one side.", "patterson-2021", "value", 0.423, "kg/kWh", "X05")
    t.note("intensity", "No eGRID edition at hand has this rate; eGRID2018 has 947 lb/MWh for the US output.",
           "joulebook-checks", "value", 0.947, "lb/kWh")
    t.note("pue", "A survey mean of mostly enterprise sites; the fleets of large clouds stood near 1.1 at that time.",
           "patterson-2021", "value", 1.1, "1")
    t.write()


def ending(t):
    t.column("source", "source", "where the row is from")
    t.column("year", "year", "year that the figures hold for")
