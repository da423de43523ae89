"""cpus.tsv and cpu_names.tsv: thermal design power, cores and age of processors, by the key of their names.

Power: CodeCarbon's list (`hardware/codecarbon_cpu_power.csv.gz`), over which the makers' sheets in `cpu-threads.tsv`
and the parts in EXTRA win. Where one name stands for several values the highest is taken and the range holds all.
Cores and threads per socket, the first that knows: `cpu-threads.tsv` (two threads a core, but for Ampere and the E
line), the parts in EXTRA, naming rules of `cpu_families.py`, SPECpower's descriptions, Green Algorithms' list,
`N-Core` in the name, the numbers and series of `cpu_counts.py`. Age: `cpu_families.py`, then `cpu_series.py`.
"""

import csv
import gzip
import re
from pathlib import Path

import hardware_sources
from cpu_counts import counts
from cpu_families import cores as cores_by_rule
from cpu_families import family, generation
from cpu_series import bare, series
from tables import Table, cite, cpu_key, read_csv

HERE = Path(__file__).resolve().parent
ONE_THREAD = re.compile(r"ampere|xeon 6\d{3}e|graviton|neoverse|apple")
# Parts that no list has: name, watts, lowest, highest, cores, threads, source. Empty watts: the maker states none.
EXTRA = [
    ("Intel Xeon Platinum 8124M", 240, 204, 276, 18, 36, "cloud-parts"),
    ("Intel Xeon Platinum 8151", 240, 204, 276, 12, 24, "cloud-parts"),
    ("Intel Xeon Platinum 8252C", 195, 150, 240, 12, 24, "cloud-parts"),
    ("Intel Xeon Platinum 8173M", 165, 140, 190, 28, 56, "cloud-parts"),
    ("Intel Xeon Platinum 8373C", 300, 255, 345, 36, 72, "cloud-parts"),
    ("Intel Xeon Platinum 8581C", 350, 298, 402, 60, 120, "cloud-parts"),
    ("Intel Xeon Gold 6253CL", 205, 174, 236, 18, 36, "cloud-parts"),
    ("Intel Xeon E5-2651 v2", 105, 105, 105, 12, 24, "intel-ark"),
    ("AMD EPYC 9B14", 360, 306, 400, 96, 192, "cloud-parts"),
    ("AMD EPYC 9R45", 400, 340, 500, None, None, "cloud-parts"),
    ("Ampere Altra Q64-30", 180, 180, 180, 64, 64, "ampere-datasheets"),
    ("Intel Core i7-8700B", 65, 65, 65, 6, 12, "intel-ark"),
    ("Intel Core Ultra 7 255H", 28, 28, 28, 16, 16, "intel-ark"),
    ("AWS Graviton", None, None, None, 16, 16, "aws-graviton"),
    ("AWS Graviton2", None, None, None, 64, 64, "aws-graviton"),
    ("AWS Graviton3", None, None, None, 64, 64, "aws-graviton"),
    ("AWS Graviton3E", None, None, None, 64, 64, "aws-graviton"),
    ("AWS Graviton4", None, None, None, 96, 96, "aws-graviton"),
    ("NVIDIA Grace CPU", None, None, None, 72, 72, "nvidia-datasheets"),
    ("Google Axion", None, None, None, None, None, "google-axion"),
    ("Apple M1 Pro", None, None, None, None, None, "apple"),
    ("Apple M1 Max", None, None, None, 10, 10, "apple"),
    ("Apple M1 Ultra", None, None, None, 20, 20, "apple"),
]
# Names that `cpu_key` leaves different from the key: squashed name, key.
ALIASES = {
    "broadwell e5-2686 v4": "xeon e5-2686 v4", "skylake p-8175": "xeon platinum 8175m",
    "haswell e7 8880v3": "xeon e7-8880 v3", "cascade lake p-8259cl": "xeon platinum 8259cl",
    "xeon ice lake 8375c": "xeon platinum 8375c", "xeon scalable platinum 8173m": "xeon platinum 8173m",
    "apple m1 chip": "apple m1", "apple m1 virtual": "apple m1", "graviton": "aws graviton",
    "graviton2": "aws graviton2", "graviton3": "aws graviton3", "graviton4": "aws graviton4",
    "xeon 8480+": "xeon platinum 8480+", "xeon 8480+,": "xeon platinum 8480+", "xeon gold 6780e,": "xeon 6780e",
    "xeon gold 6548y": "xeon gold 6548y+", "annapurna labs graviton": "aws graviton",
    "xeon 8592+": "xeon platinum 8592+", "e3-1260l v5": "xeon e3-1260l v5",
    "xeon e e-2488": "xeon e-2488", "xeon gold 6780e": "xeon 6780e", "xeon platinum 6252": "xeon gold 6252",
    "xeon 5675": "xeon x5675", "x3350": "xeon x3350", "ampere® altra® q80-30": "ampere altra q80-30",
    "ampere® altra® 64-bit multi-core q64-30": "ampere altra q64-30",
    "ampere altra max 64-bit multi-core m128-30": "ampere altra max m128-30", "grace superchip": "nvidia grace",
    "epyc 7601 dell sku [338-bncg]": "epyc 7601", "xeon-d 2776nt": "xeon d-2776nt", "7552": "epyc 7552",
    "xeon d-2775te cpu": "xeon d-2775te", "opteron(r) 8376 he": "opteron 8376 he",
    "opteron 2216he": "opteron 2216 he", "opteron 2376he": "opteron 2376 he", "opteron 4164ee": "opteron 4164 ee",
    "opteron 4376he": "opteron 4376 he",
}
# Rivals worth a word: key, watts elsewhere, why.
RIVALS = [
    ("core i7-12700k", 125, "the base power; 190 W is the limit in turbo"),
    ("epyc 7f52", 155, "the 7302's power given to the faster part; AMD rates it 240 W"),
    ("xeon platinum 8272cl", 390, "two sockets counted"),
    ("core i5-1335u", 15, "the base power; 55 W is the limit in turbo"),
    ("core i7-1270p", 28, "the base power; 64 W is the limit in turbo"),
    ("core m3-8114y", 5, "28 W is not this part's: Intel rates it 5 W"),
    ("apple m1", 20, "Apple states none; lists differ in what they measured"),
    *[(f"core {part}", 25, "the configurable power's upper end; 15 W is its nominal value")
      for part in ("i5-10210u", "i7-10510u", "i7-10610u", "i7-10710u", "i7-10810u")],
    *[(f"ryzen {part}", 25, "the configurable power's upper end; 15 W is its nominal value")
      for part in ("3 4300u", "5 4500u", "5 4600u", "7 4700u", "7 4800u")],
    *[(f"ryzen {part}", 35, "the configurable power's lower end; 54 W is its upper end")
      for part in ("5 7535hs", "5 7640hs", "7 7735hs", "7 7840hs", "9 7940hs")],
    ("apple m2 max", 90, "Apple states none; lists differ in what they measured"),
]


def describe(text):
    """The key of a CPU as SPEC's testers wrote it: `Intel Xeon E3-1240V2,` becomes `xeon e3-1240 v2`."""
    key = cpu_key(text.strip().rstrip(","))
    return re.sub(r"(?<=[\dl])\s*v(\d)$", r" v\1", key)


def power(data):
    """Watts by key from the two lists; threads from the second."""
    found, threads = {}, {}
    for row in read_csv(data / "hardware/codecarbon_cpu_power.csv.gz"):
        try:
            key, watts = cpu_key(row["Name"]), float(row["TDP"])
        except ValueError:  # one row says "27.29.5"
            continue
        # Bare numbers would match anything.
        if key and 1 <= watts <= 1000 and any(letter.isalpha() for letter in key):
            found.setdefault(key, []).append(watts)
    known = {key: (max(watts), min(watts), max(watts), "codecarbon", 2026) for key, watts in found.items()}
    lines = (HERE / "cpu-threads.tsv").read_text(encoding="utf-8").split("\n")[1:]
    for name, count, watts, low, high, source in (line.split("\t") for line in lines if line):
        key = cpu_key(name)
        threads[key] = int(count)
        # A maker's data sheet goes before the collected list.
        known[key] = (float(watts), float(low), float(high), source, 2025)
    return known, threads


def specpower_cores(data):
    found = {}
    for row in read_csv(data / "hardware/ccf_specpower_2026-03-09.csv.gz"):
        try:
            cores, threads = int(row["# Cores Per Chip"]), int(row["# Threads Per Core"])
        except ValueError:
            continue
        # No part tested runs more than two threads a core.
        if 1 <= cores <= 400 and 1 <= threads <= 2 and int(row["# Cores"]) == cores * int(row["Chips"]):
            found.setdefault(describe(row["CPU Description"]), set()).add((cores, cores * threads))
    # Threads may be switched off in one test; the most is the part's own. Cores must agree.
    return {key: max(pairs) for key, pairs in found.items() if len({cores for cores, _ in pairs}) == 1}


def green_cores(data):
    with open(data / "hardware/green_algorithms_TDP_cpu.csv", encoding="utf-8-sig", newline="") as file:
        next(file)
        rows = list(csv.DictReader(file))
    return {cpu_key(row["model"]): int(row["n_cores"]) for row in rows if row["n_cores"].isdigit()}


def collect(data):
    known, threads = power(data)
    spec, green = specpower_cores(data), green_cores(data)
    named = {}
    for row in read_csv(data / "hardware/codecarbon_cpu_power.csv.gz"):
        if match := re.search(r"(\d+)-core", row["Name"].lower()):
            named[cpu_key(row["Name"])] = int(match[1])
    extra = {cpu_key(name): cells for name, *cells in EXTRA}
    for key, (watts, low, high, *_, source) in extra.items():
        if key not in known:
            known[key] = (watts, low, high, source, 2025)
    rows = []
    for key, (watts, low, high, source, year) in known.items():
        vendor, line = family(key)
        part = bare(key)
        name, released = next(filter(any, (generation(key), generation(part), series(part))), (None, None))
        cores = count = None
        sources = [source]
        if key in threads:
            count = threads[key]
            cores = count if ONE_THREAD.match(key) else count // 2
        elif key in extra and extra[key][3]:
            cores, count = extra[key][3:5]
        elif cores_by_rule(key)[0]:
            cores, count = cores_by_rule(key)
        elif key in spec:
            cores, count = spec[key]
            sources.append("specpower")
        elif re.fullmatch(r"epyc [79]\w{3}p", key) and key[:-1] in threads:
            # The P part is the part without P for one socket.
            count = threads[key[:-1]]
            cores = count // 2
        elif key in green:
            cores = green[key]
            sources.append("lannelongue")
        elif key in named:
            cores = named[key]
        if not count:
            # What a list says of the cores stands; a rule adds threads only where it agrees.
            by_rule = next(filter(all, (cores_by_rule(part), counts(part))), counts(part))
            if cores in (None, by_rule[0]):
                cores, count = by_rule
        if released or cores:
            sources.append("cpu-series")
        rows.append(dict(key=key, tdp_watts=watts, low_watts=low, high_watts=high, cores=cores, threads=count,
                         vendor=vendor, family=line, generation=name, released=released, source=" ".join(sources),
                         year=year))
    return rows


def seen(data):
    """Processor names in the source files, by file."""
    found = {}
    paths = [("hardware/observed_device_names.csv", ["name"]), ("cloud/ccf_aws_instances_2026.csv.gz",
                                                                ["Platform CPU Name"]),
             ("cloud/ccf_gcp_instances_2026.csv.gz", ["CPU Name"]), ("cloud/teads_aws_instances_2021.csv.gz",
                                                                     ["Platform CPU Name"]),
             ("hardware/ccf_specpower_2026-03-09.csv.gz", ["CPU Description"])]
    paths += [(str(path.relative_to(data)), ["cpu_model", "cpu_name"]) for path in
              sorted(data.glob("import/codecarbon/**/*.csv*")) + sorted(data.glob("traces/cpu-load-vs-rapl/*.csv"))]
    for path, columns in paths:
        opener = gzip.open if path.endswith(".gz") else open
        with opener(data / path, "rt", encoding="utf-8-sig", errors="replace", newline="") as file:
            for row in csv.DictReader(line.replace("\0", "") for line in file):
                for column in columns:
                    if row.get(column) and row.get("kind", "cpu") == "cpu":
                        found.setdefault(row[column].strip(), path)
    return found


def build(data):
    hardware_sources.build(data)
    cite("cpu-series", "Joulebook", "Cores, threads and years of processors by model series, after the makers' "
         "published specifications", 2026, "own work", "Scripts/catalogue/cpu_series.py, cpu_counts.py")
    rows = collect(data)
    t = Table("cpus", "Processors", about="Thermal design power per socket, cores, age",
              built_from="hardware/codecarbon_cpu_power.csv.gz cpu-threads.tsv "
              "hardware/ccf_specpower_2026-03-09.csv.gz "
              "hardware/green_algorithms_TDP_cpu.csv")
    t.column("key", "key", "name, lower case, without maker, marks, clock and number of cores")
    t.column("tdp_watts", "number", "thermal design power of one socket", "W", 1, 1000, "low_watts..high_watts")
    t.column("low_watts", "number", "lowest value of lists that share the name", "W", 1, 1000, "bound")
    t.column("high_watts", "number", "highest value of lists that share the name", "W", 1, 1000, "bound")
    t.column("cores", "count", "cores of one socket", "1", 1, 400, "exact")
    t.column("threads", "count", "logical processors of one socket", "1", 1, 800, "exact")
    t.column("vendor", "text", "maker")
    t.column("family", "text", "line of products")
    t.column("generation", "text", "generation or series, with the maker's code name where it has one")
    t.column("released", "year", "year in which that generation or series came out")
    t.column("source", "source", "whom the power, then whom the cores are taken from; `cpu-series` gives age and the rest")
    t.column("year", "year", "year of the list or sheet")
    for row in rows:
        t.row(**row)
    keys = {row["key"]: row for row in rows}
    for key, watts, why in RIVALS:
        t.note(key, why, "boavizta-figures", column="tdp_watts", value=watts, unit="W", check="X13")
    t.note("xeon e5472", "one test report of three gives four threads a core; the part runs one", "specpower",
           column="threads", value=16, unit="1")
    for row in rows:
        low, high = row["low_watts"], row["high_watts"]
        if low and high / low > 1.5 and row["source"].startswith("codecarbon"):
            t.note(row["key"], "the list holds this name with several values", "codecarbon", column="tdp_watts",
                   value=low, unit="W", check="X13")
    t.write()
    names = Table("cpu_names", "Other names of processors", about="Names whose key differs from the processor's",
                  built_from="names in cloud and test lists")
    names.column("key", "key", "name as the key of `cpus` would be made")
    names.column("cpu", "link", "the row it means", choices="cpus")
    names.column("source", "source", "whom the name is taken from")
    names.column("year", "year", "year of the list")
    aliases = dict(ALIASES)
    found = seen(data)
    for text in found:
        # SPEC's testers write `E3-1240V2` and leave commas.
        if cpu_key(text) not in keys and describe(text) in keys:
            aliases[cpu_key(text)] = describe(text)
    for alias, key in aliases.items():
        if alias not in keys and key in keys:
            names.row(key=alias, cpu=key, source="joulebook-names", year=2026)
    names.write()
    known = set(keys) | {row["key"] for row in names.rows}
    print(f"  {len(found)} names seen, without a row: "
          + "; ".join(f"{text} ({path})" for text, path in found.items() if cpu_key(text) not in known))
    for column in ("cores", "threads", "vendor", "family", "generation", "released"):
        print(f"  {column}: {sum(1 for row in rows if row[column])} of {len(rows)}")
