"""Power of what is not a processor or accelerator, and of whole nodes: memory.tsv, storage.tsv, network.tsv,
node_factors.tsv, accelerator_load.tsv. Rivals stand side by side, none is averaged; `installed` is the one in use."""

import hardware_sources
from tables import Table, rule

W_GIB = "watts_per_gib"


def source_columns(t):
    t.column("note", "text", "what it holds and where it comes from")
    t.column("source", "source", "whom it is taken from")
    t.column("year", "year", "year of the figure")


def build_memory():
    t = Table("memory", "Power of memory", about="Per GiB, per GB or per module; the method's name is the key")
    t.column("key", "key", "method; `installed` is the one the program uses")
    t.column("watts_per_gib", "number", "per GiB (2^30 bytes)", "W", 0.02, 3, "low_watts_per_gib..high_watts_per_gib")
    t.column("low_watts_per_gib", "number", "big modules", "W", 0.02, 3, "bound")
    t.column("high_watts_per_gib", "number", "small modules", "W", 0.02, 3, "bound")
    t.column("watts_per_gb", "number", "per GB (10^9 bytes)", "W", 0.02, 3, "factor-1.5")
    t.column("watts_per_module", "number", "per module", "W", 0.3, 30, "factor-1.5")
    source_columns(t)
    t.row(key="installed", watts_per_gib=0.375, low_watts_per_gib=0.1, high_watts_per_gib=0.6, source="codecarbon",
          year=2026, note="3 W per 8 GiB; a 64 GiB module at 5 W gives the low end, small modules the high end")
    for key, gib, gb, module, note, source, year in [
        ("boavizta", None, 0.284, None, "per GB installed", "boavizta-figures", 2025),
        ("ccf", None, 0.392, None, "per GB, mean of two makers' sheets", "ccf", 2024),
        ("codecarbon-2", 0.375, None, None, "3 W per 8 GiB of the machine, to version 2.8", "codecarbon", 2024),
        ("codecarbon-3", None, None, 5,
         "per module from version 3.0; above 4, 8 and 16 modules each more counts 90, 80 "
         "and 70 per cent", "codecarbon", 2026),
        ("codecarbon-3-arm", None, None, 1.5, "per module on ARM, from version 3.0", "codecarbon", 2026),
        ("green-algorithms", None, 0.3725, None, "per GB available to the job", "lannelongue", 2021),
    ]:
        low, high = (0.25, 0.5625) if gib else (None, None)
        t.row(key=key, watts_per_gib=gib, low_watts_per_gib=low, high_watts_per_gib=high, watts_per_gb=gb,
              watts_per_module=module, note=note, source=source, year=year)
    t.note("codecarbon-2", "charges a machine of 1 TiB 384 W, most of which its modules cannot draw", "codecarbon",
           column=W_GIB)
    t.note("codecarbon-3", "the same 24 GB machine went from 8.8 to 20 W of memory between versions 2 and 3",
           "codecarbon", column="watts_per_module", check="X42")
    t.write()


def build_storage():
    t = Table("storage", "Power of storage", about="Per terabyte that is kept, disk alone")
    t.column("key", "key", "kind")
    t.column("name", "name", "kind")
    t.column("watt_hours_per_tb_hour", "number", "energy to keep one TB for one hour, one copy", "Wh", 0.05, 20,
             "factor-2")
    t.column("replication", "number", "copies that clouds keep", "1", 1, 10, "low_replication..high_replication")
    t.column("low_replication", "number", "fewest", "1", 1, 10, "bound")
    t.column("high_replication", "number", "most", "1", 1, 10, "bound")
    source_columns(t)
    for key, name, value in [("hdd", "hard disk", 0.65), ("ssd", "solid-state disk", 1.2)]:
        t.row(key=key, name=name, watt_hours_per_tb_hour=value, replication=2, low_replication=1, high_replication=3,
              note="disk alone; two or three copies are usual in clouds", source="ccf", year=2024)
    t.write()


def build_network():
    t = Table("network", "Energy of moving data", about="Attributional means; little of it is saved by sending less")
    t.column("key", "key", "which network")
    t.column("name", "name", "which network")
    t.column("kwh_per_gb", "number", "per GB moved", "kWh", 0.0001, 1, "low_kwh_per_gb..high_kwh_per_gb")
    t.column("low_kwh_per_gb", "number", "low end", "kWh", 0.00001, 1, "bound")
    t.column("high_kwh_per_gb", "number", "high end", "kWh", 0.0001, 3, "bound")
    source_columns(t)
    t.row(key="provider", name="inside a cloud provider", kwh_per_gb=0.001, low_kwh_per_gb=0.0001,
          high_kwh_per_gb=0.008, note="between data centres of one provider", source="ccf", year=2024)
    t.note("provider", "printed as kWh per Gb: read as gigabits it would be eight times as much per GB", "ccf",
           column="kwh_per_gb", value=0.008, unit="kWh", check="X36")
    t.row(key="internet-2015", name="internet, fixed line, core and access", kwh_per_gb=0.06, low_kwh_per_gb=0.02,
          high_kwh_per_gb=0.18, note="for 2015; halved about every two years before", source="aslan-2018", year=2015)
    t.note("internet-2015", "ten years old: the halving cannot be carried on unseen", "aslan-2018",
           column="kwh_per_gb", check="X16")
    t.write()


NODES = [  # key, factor, low, high, numerator W, denominator W, basis, note, source, year
    ("default", 1.35, 1.15, 1.8, None, None, "chosen", "middle of the rows below", "joulebook-ranges", 2026),
    ("dodge-bert", 251.6 / 187.1, None, None, 251.6, 187.1, "measured", "BERT training on one GPU, whole machine",
     "dodge-2022", 2022),
    ("gemini", 83 / 58, None, None, None, None, "measured",
     "accelerator 58 per cent and host 25 of a fleet's inference", "elsworth-2025", 2025),
    ("gemini-all", 100 / 58, None, None, None, None, "measured",
     "with idle machines (10) and the building (8 per cent)", "elsworth-2025", 2025),
    ("dgx-h100", 10200 / 5600, None, None, 10200, 5600, "rated",
     "highest power of the server over eight GPUs of 700 W", "nvidia-datasheets", 2023),
    ("epoch-h100", 1.82, None, None, None, None, "rated", "server over GPU at full power, H100", "epoch-power", 2025),
    ("epoch-a100", 2.03, None, None, None, None, "rated", "server over GPU at full power, A100", "epoch-power", 2025),
    ("epoch-other", 1.8, None, None, None, None, "rated", "server over GPU at full power, others", "epoch-power",
     2025),
    ("epoch-all-in", 1275 / 700, None, None, 1275, 700, "modelled",
     "server, network and building per H100 at its rating", "epoch-power", 2025),
]


def build_nodes():
    t = Table("node_factors", "Whole node over its accelerators", about="Energy of the node per energy of its GPUs")
    t.column("key", "key", "whose figure")
    t.column("factor", "number", "node over accelerators", "1", 1, 4, "low_factor..high_factor")
    t.column("low_factor", "number", "low end", "1", 1, 4, "bound")
    t.column("high_factor", "number", "high end", "1", 1, 5, "bound")
    t.column("whole_watts", "number", "what the whole draws", "W", 50, 20000, "as-stated")
    t.column("accelerator_watts", "number", "what the accelerators draw of it", "W", 20, 20000, "as-stated")
    t.column("basis", "choice", "at work, by the labels, computed, or chosen here",
             choices="measured|rated|modelled|chosen")
    source_columns(t)
    for key, factor, low, high, whole, part, basis, note, source, year in NODES:
        low, high = low or max(1, factor * 0.9), high or factor * 1.1
        t.row(key=key, factor=round(factor, 4), low_factor=round(low, 4), high_factor=round(high, 4),
              whole_watts=whole, accelerator_watts=part, basis=basis, note=note, source=source, year=year)
    t.note("gemini-all", "the shares as printed add to 101 per cent (58, 25, 10 and 8)", "elsworth-2025",
           column="factor", value=101 / 58, unit="1", check="X04")
    t.note("dgx-h100", "both are ratings: the factor at work is lower",
           "nvidia-datasheets", column="factor", check="X11")
    t.note("default", "GPU alone understates the node by a quarter to four fifths", "elsworth-2025",
           column="factor", check="X20")
    t.write()


def build_loads():
    t = Table("accelerator_load", "Mean power over board power", about="For jobs of which only hours are known")
    t.column("key", "key", "kind of work")
    t.column("share", "number", "mean power over board power", "1", 0.02, 1.3, "low_share..high_share")
    t.column("low_share", "number", "low end", "1", 0.02, 1.3, "bound")
    t.column("high_share", "number", "high end", "1", 0.02, 1.3, "bound")
    source_columns(t)
    for key, share, low, high, note, source, year in [
        ("training-gpu", 0.75, 0.4, 1, "large training runs on GPUs", "cottier-2024", 2024),
        ("training-tpu", 0.43, 0.3, 0.8, "large training runs on TPUs", "cottier-2024", 2024),
        ("inference", 0.5, 0.24, 1, "board power overstated inference up to 4.1 times", "chung-2025", 2025),
        ("codecarbon-constant", 0.5, 0.25, 1, "half the TDP where nothing is measured", "codecarbon", 2026),
    ]:
        t.row(key=key, share=share, low_share=low, high_share=high, note=note, source=source, year=year)
    t.write()


def build(_data):
    hardware_sources.build(_data)
    rule("factor-1.5", 2 / 3, 1.5, "a convention; known to a factor of one and a half")
    build_memory()
    build_storage()
    build_network()
    build_nodes()
    build_loads()
