"""servers.tsv: what servers draw at rest and at full load, as means over SPECpower results; power_caps.tsv: GPUs
under a power limit.

`servers` groups `hardware/ccf_specpower_2026-03-09.csv.gz` by processor generation and by year of publication and
holds means and quantiles over at least MIN results, never one result. `power_caps` takes of `traces/zeus-power-limit`
each GPU and network at one batch size and optimizer: the default of the paper (BATCH), or the next smaller that fits.
"""

import re
from statistics import mean

import hardware_sources
from cpu_families import family, generation
from cpus import describe
from tables import Table, read_csv

MIN = 5
BATCH = {("cifar100", "shufflenetv2"): 1024, ("imagenet", "resnet50"): 256, ("librispeech", "deepspeech2"): 192,
         ("movielens-1m", "ncf"): 1024, ("squad", "bert_base_uncased"): 32, ("sentiment140",
                                                                             "bert_base_uncased"): 128}
GPUS = {"a40": "nvidia-a40-pcie", "p100": "nvidia-p100", "rtx6000": "nvidia-quadro-rtx-6000", "v100": "nvidia-v100"}


def quantile(values, share):
    values = sorted(values)
    place = (len(values) - 1) * share
    low = int(place)
    return values[low] + (values[min(low + 1, len(values) - 1)] - values[low]) * (place - low)


def results(data):
    """Groups of (idle, full) per chip and full per core: by processor, by year."""
    groups = {}
    for row in read_csv(data / "hardware/ccf_specpower_2026-03-09.csv.gz"):
        try:
            chips, cores = int(row["Chips"]), int(row["# Cores"])
            idle, full = float(row["avg. watts @ active idle"]), float(row["avg. watts @ 100%"])
        except ValueError:
            continue
        if not (1 <= chips <= 128 and 0 < idle < full):
            continue
        result = (idle / chips, full / chips, idle / full, cores / chips)
        key = describe(row["CPU Description"])
        name, released = generation(key)
        _, line = family(key)
        year = int(re.search(r"\d{4}", row["Published"])[0])
        if line and name:
            line = re.sub(r" (Platinum|Gold|Silver|Bronze)$", "", line)
            line, last = line.split(), name.split()[0]
            title = " ".join(line[:-1] if last == line[-1] else line) + f" {name}"
            slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
            groups.setdefault((slug, "processor", title), []).append((result, year))
        groups.setdefault((f"year-{year}", "year", f"published {year}"), []).append((result, year))
    return {key: found for key, found in groups.items() if len(found) >= MIN}


def build_servers(data):
    t = Table("servers", "Servers at rest and at full load", built_from="hardware/ccf_specpower_2026-03-09.csv.gz",
              about="Whole server per processor chip: means over SPECpower_ssj2008 results (spec.org), lean machines")
    t.column("key", "key", "group")
    t.column("name", "name", "group in words")
    t.column("grouped_by", "choice", "what the results have in common", choices="processor|year")
    t.column("results", "count", "results in the mean", "1", MIN, 2000, "exact")
    t.column("cores_per_chip", "number", "mean", "1", 1, 400, "exact")
    for quantity, name, unit, least, most in [("idle_watts", "server at rest, per chip", "W", 3, 600),
                                              ("full_watts", "server at full load, per chip", "W", 20, 1500),
                                              ("idle_share", "rest over full load", "1", 0.03, 0.95)]:
        t.column(quantity, "number", name, unit, least, most, f"low_{quantity}..high_{quantity}")
        t.column(f"low_{quantity}", "number", "tenth percentile, or the mean if lower", unit, least, most, "bound")
        t.column(f"high_{quantity}", "number",
                 "ninetieth percentile, or the mean if higher", unit, least, most, "bound")
    t.column("source", "source", "whom it is computed from")
    t.column("year", "year", "last year of publication in the group")
    for (key, grouped, name), found in results(data).items():
        row = dict(key=key, name=name, grouped_by=grouped, results=len(found), source="specpower ccf-coefficients",
                   cores_per_chip=round(mean(result[3] for result, _ in found), 1), year=max(year for _,
                                                                                             year in found))
        for index, quantity in enumerate(["idle_watts", "full_watts", "idle_share"]):
            values = [result[index] for result, _ in found]
            middle, digits = mean(values), 3 if quantity == "idle_share" else 1
            row[quantity] = round(middle, digits)
            row[f"low_{quantity}"] = round(min(quantile(values, 0.1), middle), digits)
            row[f"high_{quantity}"] = round(max(quantile(values, 0.9), middle), digits)
        t.row(**row)
    t.write()


def build_caps(data):
    t = Table("power_caps", "GPUs under a power limit", built_from="traces/zeus-power-limit",
              about="One epoch of training at each limit; batch size and optimizer as in the row")
    t.column("key", "key", "GPU/data/network/limit")
    t.column("accelerator", "link", "GPU", choices="accelerators")
    t.column("network", "text", "network, with its data")
    t.column("batch_size", "count", "batch size", "1", 1, 100000, "exact")
    t.column("optimizer", "text", "optimizer")
    t.column("limit_watts", "number", "power limit set", "W", 50, 1000, "exact")
    t.column("mean_watts", "number", "mean power drawn", "W", 20, 1000, "measured-5")
    t.column("seconds_per_epoch", "number", "time of one epoch", "s", 0.5, 100000, "measured-5")
    t.column("relative_speed", "number", "speed over that at the highest limit", "1", 0.05, 1.2, "measured-5")
    t.column("relative_energy", "number", "energy of an epoch over that at the highest limit", "1", 0.3, 2,
             "measured-10")
    t.column("source", "source", "whom it is taken from")
    t.column("year", "year", "year")
    for gpu, accelerator in GPUS.items():
        rows = read_csv(data / f"traces/zeus-power-limit/summary_power_{gpu}.csv")
        for (dataset, network), default in BATCH.items():
            mine = [r for r in rows if (r["dataset"], r["network"]) == (dataset, network) and r["optimizer"] != "adam"
                    or (r["network"] == network == "ncf")]
            size = max(int(r["batch_size"]) for r in mine if int(r["batch_size"]) <= default)
            mine = sorted((r for r in mine if int(r["batch_size"]) == size), key=lambda r: int(r["power_limit"]))
            best = mine[-1]
            for r in mine:
                seconds, watts = float(r["time_per_epoch"]), float(r["average_power"])
                speed = float(best["time_per_epoch"]) / seconds
                energy = seconds * watts / (float(best["time_per_epoch"]) * float(best["average_power"]))
                key = f"{gpu}/{dataset}/{network.replace('_', '-')}/{r['power_limit']}"
                t.row(key=key, accelerator=accelerator, network=f"{network} on {dataset}", batch_size=size,
                      optimizer=r["optimizer"], limit_watts=float(r["power_limit"]), mean_watts=round(watts, 2),
                      seconds_per_epoch=round(seconds, 3), relative_speed=round(speed, 4),
                      relative_energy=round(energy, 4), source="zeus-2023", year=2022)
                if watts > 1.02 * float(r["power_limit"]):
                    t.note(key, "the mean lies above the limit: the limit does not hold so low on this card",
                           "zeus-2023", column="mean_watts", check="X45")
    t.write()


def build(data):
    hardware_sources.build(data)
    build_servers(data)
    build_caps(data)
