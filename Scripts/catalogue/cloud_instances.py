"""Builds `accelerator_instances` and `cpu_instances`: what an instance of a cloud holds.

Accelerator instances are our own compilation of provider documentation, most of it checked against another list.
CPU instances come from Cloud Carbon Footprint's coefficients (Apache-2.0): the general, compute and memory families;
no GPU, storage, bare HPC or SAP appliances, and no constrained sizes, whose vCPU counts are broken there. Embodied
carbon is that source's figure for the whole server, shared by vCPUs only where the largest size is a whole server.
The newer columns of embodied carbon are not used: decimal points were lost in Google's.
"""

import re

import papers
from tables import Table, read_csv

# The list of names points both A100 cards of PCIe to one row, and has no row for two more.
ACCELERATORS = {
    "NVIDIA A100 PCIe 40GB": "nvidia-a100-pcie-40gb", "NVIDIA A100 PCIe 80GB": "nvidia-a100-pcie-80gb",
    "NVIDIA L40S": "nvidia-l40s", "AWS Inferentia1": "aws-inferentia1", "NVIDIA Tesla K80 (half)": "nvidia-tesla-k80",
}
FAMILIES = {"General": "general", "Compute": "compute", "Memory": "memory"}
# Azure's series by their first letters; everything else is left out.
AZURE = [(r"(Av2|B|D1-5|D2|DC)", "general"), (r"F", "compute"), (r"(D11|D11S|E2|M)", "memory")]
SHARED = re.compile(r"(t\d|a2|e2|f1|g1|B|A\d)")


def build(data):
    papers.build()
    accelerators(data)
    cpus(data)


def accelerators(data):
    t = Table("accelerator_instances", "Cloud instances with accelerators",
              about="Virtual CPUs, memory and accelerators of GPU and TPU class instances.",
              built_from="cloud/accelerator_instances.csv hardware/accelerator_aliases.csv")
    t.column("key", "key", "provider and instance in lower case")
    t.column("provider", "text", "provider: aws, gcp, azure, oci, scaleway, ovh")
    t.column("instance", "name", "the provider's name of the instance")
    t.column("vcpus", "count", "virtual CPUs", "1", 1, 1024, "exact")
    t.column("memory_gib", "number", "memory of the instance; providers that write GB mean 2^30 bytes, or it is not "
             "known",
             "GiB", 1, 8192, "exact")
    t.column("memory_unit", "choice", "the unit that the provider writes", choices="GiB|GB")
    t.column("accelerator_count", "number", "accelerators as the provider counts them; a fraction is a shared card",
             "1", 0.1,
             64, "exact")
    t.column("accelerator_name", "name", "the accelerator")
    t.column("accelerator", "link", "its row", choices="accelerators")
    t.column("board_share", "number", "part of a board that one counted accelerator is", "1", 0.25, 1, "exact")
    t.column("checked", "choice", "compared with another list", choices="yes|no")
    ending(t)
    ids = {row["alias"]: row["accelerator_id"] for row in read_csv(data / "hardware/accelerator_aliases.csv")}
    for row in read_csv(data / "cloud/accelerator_instances.csv"):
        key = f"{row['provider']}/{row['instance'].lower()}"
        name = row["accelerator"]
        half = name.endswith("(half)")
        t.row(key=key, provider=row["provider"], instance=row["instance"], vcpus=int(row["vcpu"]),
              memory_gib=float(row["memory_gb"]), memory_unit="GiB" if row["provider"] in ("aws", "azure") else "GB",
              accelerator_count=float(row["accelerator_count"]), accelerator_name=name,
              accelerator=ACCELERATORS.get(name) or ids[name], board_share=0.5 if half else 1,
              checked="yes" if row["check"] else "no", source="provider-instances", year=2026)
        if half:
            t.note(key, "The provider counts chips; a board has two, so power is half a board's for each.",
                   "provider-instances", "accelerator_count")
        rivals(t, key, row)
    t.write()


def rivals(t, key, row):
    """Where the list that we compared with is wrong."""
    wrong = None
    if row["provider"] == "scaleway" and row["accelerator"] == "NVIDIA L40S":
        wrong = "NVIDIA L4"
    elif key.startswith("aws/g5."):
        wrong = "NVIDIA A10"
    elif key.startswith("aws/trn1"):
        wrong = "Inferentia"
    if wrong:
        t.note(key, f"Another list has {wrong} here.", "boavizta-figures", "accelerator_name", wrong, check="X33")
    if key == "gcp/a2-ultragpu-1g":
        t.note(key, "Another list has 85 GB, the memory of the 40 GB card's size.", "boavizta-figures", "memory_gib",
               85, "GiB",
               "X37")


def cpus(data):
    t = Table("cpu_instances", "Cloud instances without accelerators",
              about="Virtual CPUs, memory, processor and embodied carbon of the general, compute and memory "
              "families of AWS, Azure and Google Cloud. Azure's list is undated, by its newest series of 2021.",
              built_from="cloud/ccf_aws_instances_2026.csv.gz cloud/ccf_azure_instances.csv.gz "
              "cloud/ccf_gcp_instances_2026.csv.gz embodied/ccf_coefficients-{aws,azure,gcp}-embodied.csv")
    t.column("key", "key", "provider and instance in lower case")
    t.column("instance", "name", "the provider's name of the instance")
    t.column("family", "choice", "what the provider sells it for", choices="general|compute|memory")
    t.column("vcpus", "count", "virtual CPUs", "1", 1, 2048, "exact")
    t.column("memory_gib", "number", "memory of the instance", "GiB", 0.5, 40000, "exact")
    t.column("cpu", "text", "processor, or the generations it may be")
    t.column("server_vcpus", "count", "virtual CPUs of the whole server, where the largest size is one", "1", 1, 2048,
             "exact")
    t.column("server_embodied_kg", "number", "embodied carbon of the whole server", "kg CO2e", 500, 60000, "factor-2")
    t.column("embodied_kg", "number", "its share by virtual CPUs", "kg CO2e", 1, 60000, "factor-2")
    ending(t)
    rows = {}
    for key, row in [*aws(data), *gcp(data), *azure(data)]:
        assert key not in rows, key
        rows[key] = row
    for key, row in rows.items():
        share = row["server_embodied_kg"] and row["server_vcpus"]
        row["embodied_kg"] = row["server_embodied_kg"] * row["vcpus"] / row["server_vcpus"] if share else None
        t.row(key=key, **row)
    t.write()


def aws(data):
    embodied = totals(data, "aws")
    rows = read_csv(data / "cloud/ccf_aws_instances_2026.csv.gz")
    whole = {}
    for row in rows:
        family, size = row["Instance Type"].split(".")
        if size.startswith("metal"):
            whole[family] = max(whole.get(family, 0), int(row["vCPUs"]))
    for row in rows:
        name = row["Instance Type"]
        family = FAMILIES.get(row["Category"].split()[0])
        if not family or name.startswith("mac"):
            continue
        yield f"aws/{name}", entry(name, family, row["vCPUs"], row["Memory (GiB)"], row["Platform CPU Name"],
                                   whole.get(name.split(".")[0]), embodied.get(name), 2026)


def gcp(data):
    embodied = totals(data, "gcp")
    rows = [row for row in read_csv(data / "cloud/ccf_gcp_instances_2026.csv.gz")
            if not row["Platform"].startswith(("a2", "a3", "g2", "z3"))]
    whole = {}
    for row in rows:
        whole[row["Platform"]] = max(whole.get(row["Platform"], 0), int(row["Instance vCPU"]))
    for row in rows:
        name, platform = row["Instance Type"], row["Platform"]
        family = ("memory" if re.match(r"(m\d|x\d)-", platform) else
                  "compute" if re.match(r"(c2|c2d|h\d)-", platform) else "general")
        yield f"gcp/{name}", entry(name, family, row["Instance vCPU"], row["Instance Memory"], row["CPU Name"],
                                   None if SHARED.match(name) else whole[platform], embodied.get(name), 2026)


def azure(data):
    embodied = totals(data, "azure")
    found = {}
    for row in read_csv(data / "cloud/ccf_azure_instances.csv.gz"):
        family = next((word for start, word in reversed(AZURE) if re.match(start, row["Series"])), None)
        if family:
            found.setdefault(row["Virtual Machine"], []).append((family, row))
    for name, rows in found.items():
        family, row = rows[0]
        # A trailing ` 1` is a footnote; `B12MS` is written `B12ms`.
        code = re.sub(r" 1$", "", name)
        code = re.sub(r"^B(\d+)(\w+)$", lambda m: f"B{m[1]}{m[2].lower()}", code).replace(" ", "_")
        kinds = sorted({r["Microarchitecture"] for _, r in rows} - {"Unknown"})
        yield f"azure/standard_{code.lower()}", entry(
            f"Standard_{code}", family, row["Instance vCPUs"], row["Instance Memory"], ", ".join(kinds),
            None if SHARED.match(name) else row["Platform vCPUs (highest vCPU possible)"], embodied.get(name), 2021)


def totals(data, provider):
    """Embodied carbon of the server below each instance."""
    rows = read_csv(data / f"embodied/ccf_coefficients-{provider}-embodied.csv")
    return {row["type"]: float(row["total"]) for row in rows}


def entry(name, family, vcpus, memory, cpu, server_vcpus, embodied, year):
    return dict(instance=name, family=family, vcpus=int(vcpus), memory_gib=float(memory), cpu=cpu or None,
                server_vcpus=server_vcpus and int(server_vcpus), server_embodied_kg=embodied and round(embodied),
                source="ccf-coefficients", year=year)


def ending(t):
    t.column("source", "source", "where the row is from")
    t.column("year", "year", "year that the figures hold for")
