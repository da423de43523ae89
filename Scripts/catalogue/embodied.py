"""Carbon of making hardware: embodied_parts.tsv (factors per part, method by method), embodied_devices.tsv (whole
devices as published), embodied_rates.tsv (per GPU-hour), lifetimes.tsv, and product_footprints.tsv (ODbL).

Parts come from `embodied/component_factors.csv` and LLMCarbon's areas; devices from
`embodied/published_accelerator_embodied.csv` and the papers named. Methods and boundaries are columns, never merged.
Of Boavizta's products all servers and workstations are kept, and laptops and desktops reported from 2021 on.
"""

import re

import hardware_sources
from tables import Table, read_csv, rule

PER = {"per unit": "unit", "per mm2 of effective die": "mm2", "per cm2 of die": "cm2", "per module": "unit",
       "per kg": "kg", "per server": "unit", "per blade": "unit", "per enclosure": "unit", "per extra CPU": "unit",
       "per disk": "unit", "per card": "unit"}
LLMCARBON = [("cpu", "die, 16 nm", "cm2", 1.0), ("gpu-v100", "die, 12 nm", "cm2", 1.2), ("gpu-h100", "die, 4 nm",
                                                                                         "cm2", 1.8),
             ("tpu-v3", "die", "cm2", 1.0), ("tpu-v4", "die", "cm2", 1.6), ("dram", "memory", "gb", 0.4),
             ("ssd", "storage", "gb", 0.018)]
BOAVIZTA_GPU = [("gpu-casing", "casing", "kg", 8.2542), ("gpu-heatsink", "heat sink", "kg", 5.7412),
                ("gpu-board", "printed board", "cm2", 0.032549), ("gpu-die", "die", "mm2", 0.042592)]
# key, name, accelerator, boundary, kg, low, high, lifetime, use rate, basis, source, year
DEVICES = [
    ("h100/nvidia", "NVIDIA H100 SXM5, card in HGX", "nvidia-h100-sxm5-80gb", "card", 1312 / 8, None, None, None,
     None, "maker", "nvidia-pcf", 2024),
    ("b200/nvidia", "NVIDIA B200, card in HGX", "nvidia-b200", "card", 2274 / 8, None, None, None, None, "maker",
     "nvidia-pcf", 2025),
    ("a100/falk", "NVIDIA A100 SXM4 40GB, card", "nvidia-a100-sxm4-40-gb", "card", 127.6, None, None, None, None,
     "teardown", "falk-2025", 2025),
    ("a100/chien", "NVIDIA A100, an eighth of its server", "nvidia-a100", "server-share", 318, None, None, None, None,
     "model", "chien-2023", 2023),
    ("gpu/boavizta", "generic large GPU, as a user reports it", None, "card", 575.1, None, None, 4, None, "model",
     "boavizta-figures", 2025),
    ("gpu/ccf", "any GPU", None, "card", 150, None, None, 4, None, "model", "ccf", 2024),
    ("gpu/bloom", "A100 card in BLOOM's account", "nvidia-a100", "card", 150, None, None, 6, 0.85, "model",
     "luccioni-2023-bloom", 2023),
    ("gpu/ecologits-0.8", "GPU, EcoLogits to 0.8", None, "card", 143, None, None, 5, None, "model", "ecologits",
     2024),
    ("gpu/ecologits-0.9", "GPU, EcoLogits 0.9 and 0.10", None, "card", 164, None, None, 3, None, "model", "ecologits",
     2025),
    ("gpu/ecologits-0.11", "GPU, EcoLogits 0.11", None, "card", 273, None, None, 3, None, "model", "ecologits", 2026),
    ("v100/llmcarbon", "NVIDIA V100, die alone", "nvidia-v100",
     "die", 9.8, None, None, 5, None, "model", "faiz-2024", 2024),
    ("h100/llmcarbon", "NVIDIA H100, die alone", "nvidia-h100-sxm5-80gb", "die", 14.7, None, None, 5, None, "model",
     "faiz-2024", 2024),
    ("server/ccf", "rack server, one processor, little memory, no disk", None, "server", 1000, None, None, 4, None,
     "model", "ccf", 2024),
    ("server/boavizta", "server, default parts", None, "server", 3660, None, None, 4, None, "model",
     "boavizta-figures", 2025),
    ("server/wu", "GPU system, from a workstation's report", None, "server-with-gpus", 2000, None, None, 4, 0.45,
     "proxy", "wu-2022", 2022),
    ("server/bloom", "server of A100 GPUs, without them", None, "server", 2500, None, None, 6, 0.85, "model",
     "luccioni-2023-bloom", 2023),
    ("server/ecologits-0.8", "server without GPUs, EcoLogits to 0.8", None, "server", 3000, None, None, 5, None,
     "model", "ecologits", 2024),
    ("server/ecologits-0.11", "server without GPUs, EcoLogits 0.11", None, "server", 5700, None, None, 3, None,
     "model", "ecologits", 2026),
    ("server/morrison", "node of eight H100", None, "server-with-gpus", 3700, None, None, 4, None, "model",
     "morrison-2025", 2025),
    ("dell-r740/paia", "Dell PowerEdge R740, product sheet", None, "server", 8640 * 0.152, None, None, 4, None,
     "maker", "dell-r740", 2019),
    ("dell-r740/lca", "Dell PowerEdge R740, full life cycle assessment", None, "server", 4283, None, None, 4, None,
     "maker", "dell-r740", 2019),
]
RATES = [("default", 13, 3, 60, "middle of BLOOM, Morrison and EcoLogits", "joulebook-ranges", 2026),
         ("morrison", 3.7e6 / 8 / (4 * 8760), None, None, "3,700 kg, eight GPUs, 4 years, always in use",
          "morrison-2025", 2025),
         ("bloom", (2500 / 8 + 150) * 1000 / (6 * 8760 * 0.85), None, None,
          "an eighth of 2,500 kg and 150 kg, 6 years, 0.85 in use", "luccioni-2023-bloom", 2023),
         ("ecologits-0.11", (5700 / 8 + 273) * 1000 / (3 * 8760), None, None,
          "an eighth of 5,700 kg and 273 kg, 3 years", "ecologits", 2026),
         ("h100-card", 164e3 / (4 * 8760 * 0.7), None, None, "the card alone, 4 years, 0.7 in use", "nvidia-pcf",
          2024)]
LIVES = [("default", 4, 3, 6, 0.7, 0.3, 0.85, "middle of the rows below", "joulebook-ranges", 2026),
         ("boavizta", 4, 4, 4, None, None, None, "servers", "boavizta-figures", 2025),
         ("ccf", 4, 4, 4, None, None, None, "servers; its hourly rate counts years of 8,640 hours", "ccf", 2024),
         ("morrison", 4, 4, 4, None, None, None, "GPU nodes", "morrison-2025", 2025),
         ("sci", 4, 4, 4, 1, 1, 1, "example of the specification: 1,000 kg, one hour, 28.54 g", "sci-spec", 2024),
         ("ecologits", 3, 3, 5, None, None, None, "5 years to version 0.8", "ecologits", 2026),
         ("llmcarbon", 5, 5, 5, None, None, None, "chips", "faiz-2024", 2024),
         ("google", 6, 6, 6, None, None, None, "TPU", "schneider-2025", 2025),
         ("wu", 4, 3, 5, 0.45, 0.3, 0.6, "fleet of GPUs", "wu-2022", 2022),
         ("bloom", 6, 6, 6, 0.85, 0.85, 0.85, "mean use of the site's nodes", "luccioni-2023-bloom", 2023)]


def build_parts(data):
    t = Table("embodied_parts", "Carbon of making parts", built_from="embodied/component_factors.csv",
              about="kgCO2e per unit, area, mass or capacity; methods side by side")
    t.column("key", "key", "part/basis/method")
    t.column("part", "name", "part")
    t.column("basis", "text", "what is counted")
    t.column("per", "choice", "per what", choices="unit|mm2|cm2|kg|gb")
    t.column("kg", "number", "carbon of making it", "kgCO2e", 0.001, 5000, "factor-2")
    t.column("method", "choice", "whose method", choices="boavizta|ccf|llmcarbon")
    t.column("source", "source", "whom it is taken from")
    t.column("year", "year", "year")
    rows = []
    for row in read_csv(data / "embodied/component_factors.csv"):
        if row["unit"] == "years":
            continue
        method = "boavizta" if row["method"].startswith("Boavizta") else "ccf"
        per = "gb" if row["unit"] == "kgCO2e/GB" else PER.get(row["basis"], "unit")
        rows.append((row["component"].replace("_", "-"), row["basis"], per, float(row["value"]), method))
    rows += [(*row, "boavizta") for row in BOAVIZTA_GPU] + [(*row, "llmcarbon") for row in LLMCARBON]
    source = {"boavizta": ("boavizta-figures", 2025), "ccf": ("ccf", 2024), "llmcarbon": ("faiz-2024", 2024)}
    for part, basis, per, kg, method in rows:
        id, year = source[method]
        t.row(key=f"{part}/{per}/{method}", part=part.replace("-", " "), basis=basis, per=per, kg=kg, method=method,
              source=id, year=year)
    t.note("ssd/gb/llmcarbon", "its table prints 576 kg for 32,768 GB; the factors give 589.8, which its code uses",
           "faiz-2024", column="kg", value=round(576 / 32768, 6), unit="kgCO2e", check="X44")
    t.note("gpu-v100/cm2/llmcarbon",
           "for the other chips of the node its table prints 148.2 kg; 111.6 cm2 times this "
           "factor is 133.9", "faiz-2024", column="kg", value=round(148.2 / 111.6, 4), unit="kgCO2e", check="X44")
    t.write()


def build_devices():
    t = Table("embodied_devices", "Carbon of making devices",
              built_from="embodied/published_accelerator_embodied.csv, papers",
              about="As published, with what is inside the figure")
    t.column("key", "key", "device/whose figure")
    t.column("name", "name", "device")
    t.column("accelerator", "link", "row it belongs to", choices="accelerators")
    t.column("boundary", "choice", "what the figure holds", choices="die|card|server-share|server|server-with-gpus")
    t.column("kg", "number", "carbon of making it", "kgCO2e", 5, 20000, "low_kg..high_kg")
    t.column("low_kg", "number", "low end: a fifth less for makers and teardowns, half for models", "kgCO2e", 2,
             20000, "bound")
    t.column("high_kg", "number", "high end: a fifth more, or twice", "kgCO2e", 5, 40000, "bound")
    t.column("lifetime_years", "number", "life that the source spreads it over", "a", 1, 12, "as-stated")
    t.column("use_rate", "number", "share of that life in use", "1", 0.05, 1, "as-stated")
    t.column("basis", "choice", "how it was found", choices="maker|teardown|model|proxy")
    t.column("source", "source", "whom it is taken from")
    t.column("year", "year", "year")
    for key, name, accelerator, boundary, kg, low, high, life, use, basis, source, year in DEVICES:
        below, above = (0.8, 1.2) if basis in ("maker", "teardown") else (0.5, 2)
        t.row(key=key, name=name, accelerator=accelerator, boundary=boundary, kg=round(kg, 2),
              low_kg=round(kg * below, 2),
              high_kg=round(kg * above, 2), lifetime_years=life, use_rate=use, basis=basis, source=source, year=year)
    t.note("h100/llmcarbon", "an eleventh of the card's own footprint: the die without memory, board and cooling",
           "nvidia-pcf", column="kg", value=164, unit="kgCO2e", check="X34")
    t.note("v100/llmcarbon", "a fifteenth of what others give a card: the die alone", "ccf", column="kg", value=150,
           unit="kgCO2e", check="X34")
    t.note("gpu/ecologits-0.11", "versions of one tool: 143, 164 and 273 kg; compare within one only", "ecologits",
           column="kg", check="X42")
    t.note("dell-r740/paia", "the same sheet implies 1.03 kg per kWh of use, three times the mix of its region",
           "dell-r740", check="X14")
    t.note("dell-r740/lca", "three times the sheet of the same model: eight large solid-state disks", "dell-r740",
           column="kg", value=1313, unit="kgCO2e", check="X13")
    t.note("server/ccf", "the bare chassis with one processor; others count memory, disks and boards of a full server",
           "ecologits", column="kg", value=5700, unit="kgCO2e", check="X34")
    t.note("server/wu", "a desktop workstation stands in for the server; life 3 to 5 years, use 0.3 to 0.6",
           "wu-2022", column="kg", check="X35")
    t.write()


def build_rates():
    t = Table("embodied_rates", "Carbon of making, per GPU-hour", about="For jobs of which only GPU-hours are known")
    t.column("key", "key", "whose")
    t.column("g_per_gpu_hour", "number", "carbon of making, per hour of one GPU with its share of the server",
             "gCO2e", 0.5, 200, "low_g_per_gpu_hour..high_g_per_gpu_hour")
    t.column("low_g_per_gpu_hour", "number", "low end", "gCO2e", 0.2, 200, "bound")
    t.column("high_g_per_gpu_hour", "number", "high end", "gCO2e", 0.5, 400, "bound")
    t.column("note", "text", "how it comes about")
    t.column("source", "source", "whom its figures are taken from")
    t.column("year", "year", "year")
    for key, grams, low, high, note, source, year in RATES:
        t.row(key=key, g_per_gpu_hour=round(grams, 2), low_g_per_gpu_hour=round(low or grams / 2, 2),
              high_g_per_gpu_hour=round(high or grams * 2, 2), note=note, source=source, year=year)
    t.write()
    t = Table("lifetimes", "Life and use of hardware", about="Both are needed to spread the carbon of making")
    t.column("key", "key", "whose")
    for name, unit, most, words in [("years", "a", 12, "life"), ("use_rate", "1", 1, "share of it in use")]:
        t.column(name, "number", words, unit, 0.05, most, f"low_{name}..high_{name}")
        t.column(f"low_{name}", "number", "low end", unit, 0.05, most, "bound")
        t.column(f"high_{name}", "number", "high end", unit, 0.05, most, "bound")
    t.column("note", "text", "for what")
    t.column("source", "source", "whom it is taken from")
    t.column("year", "year", "year")
    for key, years, low, high, use, low_use, high_use, note, source, year in LIVES:
        t.row(key=key, years=years, low_years=low, high_years=high, use_rate=use, low_use_rate=low_use,
              high_use_rate=high_use, note=note, source=source, year=year)
    t.write()


def year_of(row):
    match = re.search(r"(19|20)\d\d", row["report_date"]) or re.search(r"(20)\d\d", row["added_date"])
    return int(match[0])


def build_products(data):
    t = Table("product_footprints", "Footprints of computers as their makers report them", licence="ODbL-1.0",
              built_from="embodied/boavizta_product_footprints.csv.gz",
              about="Servers, workstations, newer laptops and desktops")
    t.column("key", "key", "maker/product")
    t.column("name", "name", "product")
    t.column("vendor", "text", "maker")
    t.column("kind", "choice", "kind of product", choices="server|workstation|laptop|desktop")
    t.column("total_kg", "number", "whole life", "kgCO2e", 30, 50000, "product-footprint")
    t.column("use_percent", "number", "share of use", "%", 1, 99, "as-stated")
    t.column("manufacturing_percent", "number", "share of making", "%", 1, 99, "as-stated")
    t.column("manufacturing_kg", "number", "computed: total times share of making",
             "kgCO2e", 10, 20000, "product-footprint")
    t.column("lifetime_years", "number", "life assumed", "a", 1, 12, "as-stated")
    t.column("yearly_kwh", "number", "energy of one year assumed", "kWh", 1, 10000, "as-stated")
    t.column("implied_kg_per_kwh", "number", "computed: carbon of use over energy of use", "kgCO2e", 0.01, 10,
             "as-stated")
    t.column("use_place", "text", "where it is used: a country, EU or WW for the world, as the maker writes it")
    t.column("report_date", "text", "date of the report, as the maker writes it")
    t.column("source", "source", "whom it is taken from")
    t.column("year", "year", "year of the report, or else of its entry into the list")
    keys, energies, notes = {}, {}, []
    for row in read_csv(data / "embodied/boavizta_product_footprints.csv.gz"):
        kind = row["subcategory"].lower()
        year = year_of(row)
        if kind not in ("server", "workstation") and not (kind in ("laptop", "desktop") and year >= 2021):
            continue
        slug = re.sub(r"[^a-z0-9]+", "-", row["name"].lower()).strip("-")
        key = f"{row['manufacturer'].lower()}/{slug}"
        keys[key] = keys.get(key, 0) + 1
        if keys[key] > 1:
            key += f"-{keys[key]}"
        value = {name: float(row[name]) if row[name] else None for name in (
            "gwp_total", "gwp_use_ratio", "gwp_manufacturing_ratio", "lifetime", "yearly_tec")}
        total, use, making = value["gwp_total"], value["gwp_use_ratio"], value["gwp_manufacturing_ratio"]
        implied = None
        if total and use and value["yearly_tec"] and value["lifetime"]:
            implied = total * use / (value["yearly_tec"] * value["lifetime"])
        shares = [float(row[n]) if row[n] else None for n in ("gwp_use_ratio", "gwp_manufacturing_ratio",
                                                              "gwp_transport_ratio", "gwp_eol_ratio")]
        t.row(key=key, name=row["name"], vendor=row["manufacturer"], kind=kind, total_kg=total,
              use_percent=100 * use if use else None, manufacturing_percent=100 * making if making else None,
              manufacturing_kg=round(total * making, 1) if total and making else None,
              lifetime_years=value["lifetime"],
              yearly_kwh=value["yearly_tec"], implied_kg_per_kwh=round(implied, 3) if implied else None,
              use_place=row["use_location"], report_date=row["report_date"], source="boavizta-footprints", year=year)
        if implied and not 0.1 <= implied <= 0.9:
            notes.append((key,
                          "carbon of use over energy of use is no grid's: the energy stated is not what was counted",
                          "implied_kg_per_kwh", "X14"))
        if sum(share or 0 for share in shares) > 1.01 or all(shares) and sum(shares) < 0.97:
            notes.append((key, "the shares do not add to one", "use_percent", "X04"))
        if kind == "server" and value["yearly_tec"]:
            twin = energies.setdefault((row["manufacturer"], value["yearly_tec"]), key)
            if twin != key:
                notes.append((key, f"the same energy to the last digit as {twin.split('/')[1]}, at another footprint",
                              "yearly_kwh", "X37"))
    for key, text, column, check in notes:
        t.note(key, text, "boavizta-footprints", column=column, check=check)
    t.write()


def build(data):
    hardware_sources.build(data)
    rule("product-footprint", 0.6, 1.6, "makers' streamlined assessments state errors of a third to twice",
         "boavizta-footprints")
    build_parts(data)
    build_devices()
    build_rates()
    build_products(data)
