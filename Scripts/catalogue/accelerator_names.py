"""accelerator_names.tsv: the names under which accelerators go, squashed by `accelerator_key`, to their rows.

Four layers, the later one wins: names of the rows themselves; `hardware/accelerator_aliases.csv`; names that drivers
print and lists use (NAMES below); plain names (`h100`), which stand for the form most in use. A name that could be
two devices of different power is left to the plain one. Names seen in all source files are looked up at the end and
those without a row are listed.
"""

import csv
import gzip
import re

import accelerators
import hardware_sources
from tables import Table, accelerator_key, read_csv

# Row id: names as drivers, clouds and papers print them.
NAMES = {
    "nvidia-a100-sxm4-40-gb": "A100-SXM4-40GB",
    "nvidia-a100-sxm4-80-gb": "A100-SXM4-80GB|A100-SXM-80GB|A100 80GB",
    "nvidia-a100-pcie-40gb": "A100-PCIE-40GB|A100 PCIe 40GB|A100 40GB PCIe",
    "nvidia-a100-pcie-80gb": "A100 80GB PCIe|A100 PCIe 80GB|A100-PCIE-80GB",
    "nvidia-a100-pcie": "A100 PCIe 40/80GB|A100 PCIe|A100-PCIE",
    "nvidia-a100": "A100",
    "nvidia-a800-sxm": "A800-SXM4-80GB|A800-SXM4-40GB|A800",
    "nvidia-a800-pcie-80-gb": "A800 80GB PCIe|A800-PCIE-80GB",
    "nvidia-a800-pcie-40-gb": "A800-PCIE-40GB|A800 40GB PCIe|A800 40GB Active",
    "nvidia-h100-sxm5-80gb": "H100 80GB HBM3|H100 80G|H100 80GB|H100 SXM|H100 SXM5|H100 64GB HBM3|H100",
    "nvidia-h100-pcie": "H100 PCIe|H100 PCIe 80GB|H100 80GB PCIe|H100-PCIE-80GB",
    "nvidia-h100-nvl": "H100 NVL|H100 NVL 94GB",
    "nvidia-h800-sxm5": "H800|H800 SXM|H800 80GB HBM3",
    "nvidia-h800-pcie": "H800 PCIe|H800 PCIe 80GB",
    "nvidia-h200-sxm": "H200|H200 SXM|H200 141GB HBM3e",
    "nvidia-hgx-h20": "H20|H20-3e|H20 96GB HBM3",
    "nvidia-gh200-480gb": "GH200 480GB|GH200 96GB HBM3|GH200 144G HBM3e|GH200 120GB",
    "nvidia-b200": "B200|B200 SXM|B200 GPUs|HGX B200",
    "nvidia-gb200": "GB200|GB200 NVL72",
    "nvidia-b300-blackwell-ultra": "B300|B300 SXM6 AC|B300 SXM6",
    "nvidia-gb300-blackwell-ultra": "GB300",
    "nvidia-l20-pcle": "L20|L20 PCIe|L20 PCle", "nvidia-l2-pcle": "L2|L2 PCIe|L2 PCle",
    "nvidia-l4": "L4", "nvidia-l40": "L40", "nvidia-l40s": "L40S",
    "nvidia-a10-pcie": "A10|A10 PCIe", "nvidia-a10g": "A10G", "nvidia-a40-pcie": "A40|A40 PCIe",
    "nvidia-v100": "V100|V100-SXM2|Tesla V100 SXM2|V100 SXM2",
    "nvidia-tesla-v100-sxm2-16-gb": "Tesla V100-SXM2-16GB",
    "nvidia-tesla-v100-sxm2-32-gb": "Tesla V100-SXM2-32GB|Tesla V100-SXM2-32GB-LS",
    "nvidia-tesla-v100-sxm3-32-gb": "Tesla V100-SXM3-32GB|Tesla V100-SXM3-32GB-H",
    "nvidia-tesla-v100-pcie-16-gb": "Tesla V100-PCIE-16GB|V100 PCIe",
    "nvidia-tesla-v100-pcie-32-gb": "Tesla V100-PCIE-32GB",
    "nvidia-tesla-v100s-pcie-32-gb": "Tesla V100S-PCIE-32GB|V100S|Tesla V100S",
    "nvidia-tesla-v100-dgxs-16-gb": "Tesla V100-DGXS-16GB",
    "nvidia-tesla-v100-dgxs-32-gb": "Tesla V100-DGXS-32GB",
    "nvidia-tesla-v100-fhhl-16gb": "Tesla V100-FHHL-16GB",
    "nvidia-tesla-p100-pcie-16gb": "Tesla P100-PCIE-16GB|P100 PCIe|P100|P100 PCIe 16GB",
    "nvidia-tesla-p100-pcie-12gb": "Tesla P100-PCIE-12GB",
    "nvidia-tesla-p100-sxm2": "Tesla P100-SXM2-16GB|P100 SXM2",
    "nvidia-tesla-p4": "Tesla P4", "nvidia-p40": "Tesla P40|P40", "nvidia-m40": "Tesla M40|Tesla M40 24GB",
    "nvidia-tesla-m60": "Tesla M60", "nvidia-tesla-t4": "Tesla T4|T4",
    "nvidia-tesla-k80": "Tesla K80", "nvidia-tesla-k20x": "Tesla K20Xm", "nvidia-tesla-k20m": "Tesla K20m",
    "nvidia-geforce-gtx-titan-x": "GTX TITAN X", "nvidia-titan-x-pascal": "TITAN X Pascal|TITAN X (Pascal)",
    "nvidia-titan-xp": "TITAN Xp|TITAN Xp COLLECTORS EDITION", "nvidia-titan-v": "TITAN V|TITAN V CEO Edition",
    "nvidia-quadro-rtx-6000": "Quadro RTX 6000", "nvidia-quadro-rtx-8000": "Quadro RTX 8000|RTX 8000",
    "nvidia-rtx-6000-ada-generation": "RTX 6000 Ada Generation|RTX 6000 Ada",
    "nvidia-rtx-5000-ada-generation": "RTX 5000 Ada", "nvidia-rtx-4000-ada-generation": "RTX 4000 Ada",
    "nvidia-rtx-2000-ada-generation": "RTX 2000 Ada", "nvidia-rtx-4500-ada-generation": "RTX 4500 Ada",
    "nvidia-rtx-pro-6000-blackwell": "RTX PRO 6000 Blackwell Workstation Edition|RTX PRO 6000",
    "nvidia-geforce-rtx-2080-ti-11gb": "GeForce RTX 2080 Ti", "nvidia-geforce-rtx-3080": "GeForce RTX 3080",
    "nvidia-geforce-gtx-1060": "GeForce GTX 1060 6GB|GeForce GTX 1060 3GB",
    "nvidia-geforce-gtx-1660-ti-with-max-q-design": "GeForce GTX 1660 Ti Max-Q",
    "nvidia-rtx-a2000": "RTX A2000 12GB", "nvidia-t400": "T400 4GB", "nvidia-t1000": "T1000 8GB",
    "amd-radeon-instinct-mi250x": "AMD Instinct MI250X|MI250X/MI250|MI250X OAM",
    "amd-instinct-mi250": "AMD Instinct MI250|MI250 OAM", "amd-instinct-mi300x": "MI300X OAM|MI300X HF",
    "amd-instinct-mi210": "MI210 PCIe", "amd-instinct-mi325x": "MI325X OAM", "amd-instinct-mi355x": "MI355X OAM",
    "amd-radeon-rx-7900-xtx": "RX 7900 XTX", "intel-arc-a770-graphics": "Arc A770",
    "google-tpu-v2": "TPU v2|TPUv2", "google-tpu-v3": "TPU v3|TPUv3", "google-tpu-v4": "TPU v4|TPUv4",
    "google-tpu-v5e": "TPU v5e|TPU v5 lite|TPUv5e|TPU v5litepod", "google-tpu-v5p": "TPU v5p|TPUv5p|TPU v5",
    "google-tpu-v6e-trillium": "TPU v6e|TPU Trillium|TPUv6e|TPU v6 lite",
    "google-tpu-v7-ironwood": "TPU7x|TPU Ironwood|TPU v7|TPU v7x",
    "amazon-trainium1": "AWS Trainium1|AWS Trainium|Trainium", "amazon-trainium2": "AWS Trainium2|Trainium2",
    "amazon-trainium3": "AWS Trainium3|Trainium3", "aws-inferentia2": "AWS Inferentia2|Inferentia2",
    "aws-inferentia1": "AWS Inferentia1|AWS Inferentia|Inferentia1",
    "intel-habana-gaudi-hl-205": "Intel Gaudi|Gaudi|HL-205|Habana Gaudi",
    "intel-habana-gaudi2": "Gaudi2|Gaudi 2|HL-225",
    "intel-habana-gaudi3": "Gaudi3|Gaudi 3|HL-325L", "qualcomm-cloud-ai-100": "Cloud AI 100",
    "nvidia-tesla-k80-half": "Tesla K80 (half)|K80 half", "nvidia-jetson-agx-orin": "Jetson AGX Orin|Orin (nvgpu)",
    "huawei-ascend-910b": "Ascend 910B|Ascend910B", "huawei-ascend-910": "Ascend 910|Ascend910",
    "huawei-ascend-910c": "Ascend 910C|Ascend910C",
}


def uncounted(name):
    """`8 x NVIDIA A100-SXM4-80GB` and `16x Cloud AI 100` without the count."""
    return re.sub(r"^\s*\d+\s*x\s+", "", name.strip())


def seen(data):
    """Accelerator names in all source files, by the file's kind."""
    found = {}

    def rows(path):
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8-sig", errors="replace", newline="") as file:
            yield from csv.DictReader(line.replace("\0", "") for line in file)
    paths = [("hardware/observed_device_names.csv", "name", None), ("cloud/accelerator_instances.csv", "accelerator",
                                                                    None),
             ("models/epoch_notable_models.csv", "Training hardware", ",")]
    for path in sorted(data.glob("inference/*.csv*")) + sorted(data.glob("import/codecarbon/**/*.csv*")):
        paths += [(path.relative_to(data), column, "\n") for column in ("gpu_model", "GPU")]
    paths += [(path.relative_to(data), "hardware", None) for path in sorted(data.glob("traces/*/runs.csv"))]
    paths += [(path.relative_to(data), " name",
               None) for path in sorted(data.glob("import/nvidia-smi/*_units_*.csv"))]
    for path, column, parting in paths:
        for row in rows(data / path):
            if row.get("kind", "gpu") not in ("gpu", "other") and "observed" in str(path):
                continue
            text = row.get(column) or ""
            for name in text.split(parting) if parting else [text]:
                if name.strip():
                    found.setdefault(uncounted(name), str(path))
    return found


def build(data):
    hardware_sources.build(data)
    devices, _ = accelerators.collect(data)
    names = {}

    def add(name, key, source):
        assert key in devices, key
        squashed = accelerator_key(name)
        if squashed:
            names[squashed] = (key, name, source)
    for key in sorted(devices, reverse=True):
        add(devices[key]["name"], key, devices[key]["source"].split()[0])
    for row in read_csv(data / "hardware/accelerator_aliases.csv"):
        key = row["accelerator_id"]
        if key in devices and key not in ("nvidia-a100-pcie", "nvidia-gh200"):
            add(row["alias"], key, devices[key]["source"].split()[0])
    add("NVIDIA GH200", "nvidia-gh200", "epoch-hardware")
    for key, texts in NAMES.items():
        for name in texts.split("|"):
            add(name, key, devices[key]["source"].split()[0])
    lost = []
    observed = seen(data)
    for name, path in observed.items():
        if accelerator_key(name) not in names:
            lost.append(f"{name} ({path})")
    t = Table("accelerator_names", "Names of accelerators", about="As drivers, clouds and papers print them",
              built_from="hardware/accelerator_aliases.csv, the accelerators themselves")
    t.column("key", "key", "the name: letters and digits, lower case, without the maker's and line's names")
    t.column("accelerator", "link", "the row it means", choices="accelerators")
    t.column("name", "name", "the name as printed")
    t.column("source", "source", "whom the device's row is taken from")
    t.column("year", "year", "year of the list")
    for squashed, (key, name, source) in names.items():
        t.row(key=squashed, accelerator=key, name=name, source=source, year=2026)
    t.write()
    print(f"  {len(observed)} names seen, without a row: {'; '.join(lost)}")
