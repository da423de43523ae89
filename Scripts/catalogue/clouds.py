"""Builds `clouds`, `pue`, `providers` and `cloud_region_names`.

`clouds` tells a provider by its machines' SMBIOS strings (from cloud-init's rules). `pue` is the one table that the
program takes a PUE from when no region has one; its values are a choice among the rivals in `providers`, where each
published or assumed fleet figure stands with its year and source. `cloud_region_names` holds the long names that
consoles and invoices print. Names that are also names of countries or states (Ireland, Oregon) are left out:
they would hide those places. So is AWS's `Canada (Central)`, which reads like Azure's code of another region.
"""

import papers
from tables import Table, read_csv

MARKS = [
    ("7783-7084-3265-9085-8269-3286-77", "azure"),
    ("Akamai", "linode"),
    ("Alibaba Cloud", "alibaba"),
    ("Amazon EC2", "aws"),
    ("DigitalOcean", "digitalocean"),
    ("Exoscale", "exoscale"),
    ("Google Compute Engine", "gcp"),
    ("Hetzner", "hetzner"),
    ("Linode", "linode"),
    ("OracleCloud.com", "oci"),
    ("Scaleway", "scaleway"),
    ("UpCloud", "upcloud"),
    ("Vultr", "vultr"),
]
# key, name, PUE, low, high, year, source.
PUES = [
    ("alibaba", "Alibaba Cloud fleet", 1.3, 1.2, 1.5, 2023, "ccf"),
    ("aws", "AWS fleet", 1.15, 1.04, 1.3, 2024, "provider-figures"),
    ("azure", "Microsoft Azure fleet", 1.185, 1.1, 1.3, 2021, "ccf"),
    ("gcp", "Google Cloud fleet", 1.09, 1.04, 1.15, 2024, "provider-figures"),
    ("oci", "Oracle Cloud fleet", 1.2, 1.1, 1.4, 2023, "lannelongue"),
    ("ovh", "OVHcloud fleet", 1.09, 1.05, 1.3, 2023, "lannelongue"),
    ("personal", "laptop, desktop or workstation: no facility around it", 1, 1, 1, 2021, "lannelongue"),
    ("server", "average of surveyed data centres", 1.56, 1.1, 2, 2024, "uptime"),
    ("unknown", "average of surveyed data centres, for want of any hint", 1.56, 1, 2, 2024, "uptime"),
]
# Words in the source column of the defaults: our source and the last part of the key.
ORIGINS = [
    ("CCF", "ccf", "ccf"),
    ("Uptime", "uptime green-algorithms", "uptime"),
    ("Green Algorithms", "green-algorithms", "green-algorithms"),
    ("EcoLogits", "ecologits-figures", "ecologits"),
]
# Fleet figures named in papers and reports: provider, metric, value, year, source, last part of the key.
MORE = [
    ("aws", "pue", 1.15, 2024, "provider-figures", "provider"),
    ("gcp", "pue", 1.09, 2024, "provider-figures", "provider"),
    ("aws", "wue", 0.18, 2023, "provider-figures", "provider"),
    ("aws", "pue", 1.14, 2025, "jegham-2025", "jegham"),
    ("aws", "wue", 0.18, 2025, "jegham-2025", "jegham"),
    ("azure", "pue", 1.12, 2025, "jegham-2025", "jegham"),
    ("azure", "wue", 0.30, 2025, "jegham-2025", "jegham"),
    ("deepseek", "pue", 1.27, 2025, "jegham-2025", "jegham"),
    ("deepseek", "wue", 1.20, 2025, "jegham-2025", "jegham"),
]
AWS = """us-east-1=US East (N. Virginia)|us-east-2=US East (Ohio)|us-west-1=US West (N. California)
us-west-2=US West (Oregon)|us-gov-east-1=AWS GovCloud (US-East)|us-gov-west-1=AWS GovCloud (US-West)
af-south-1=Africa (Cape Town)|ap-east-1=Asia Pacific (Hong Kong)|ap-east-2=Asia Pacific (Taipei)
ap-south-1=Asia Pacific (Mumbai)|ap-south-2=Asia Pacific (Hyderabad)|ap-southeast-1=Asia Pacific (Singapore)
ap-southeast-2=Asia Pacific (Sydney)|ap-southeast-3=Asia Pacific (Jakarta)
ap-southeast-4=Asia Pacific (Melbourne)|ap-southeast-5=Asia Pacific (Malaysia)
ap-southeast-6=Asia Pacific (New Zealand)|ap-southeast-7=Asia Pacific (Thailand)
ap-northeast-1=Asia Pacific (Tokyo)|ap-northeast-2=Asia Pacific (Seoul)|ap-northeast-3=Asia Pacific (Osaka)
ca-west-1=Canada West (Calgary)|cn-north-1=China (Beijing)|cn-northwest-1=China (Ningxia)
eu-central-1=Europe (Frankfurt)|eu-central-2=Europe (Zurich)|eu-north-1=Europe (Stockholm)
eu-south-1=Europe (Milan)|eu-south-2=Europe (Spain)|eu-west-1=Europe (Ireland)|eu-west-2=Europe (London)
eu-west-3=Europe (Paris)|il-central-1=Israel (Tel Aviv)|me-central-1=Middle East (UAE)
me-south-1=Middle East (Bahrain)|mx-central-1=Mexico (Central)|sa-east-1=South America (Sao Paulo)"""
AZURE = """Australia Central|Australia Central 2|Australia East|Australia Southeast|Austria East|Brazil South
Brazil Southeast|Canada Central|Canada East|Central India|Central US|Chile Central|China East|China East 2
China North|China North 2|China North 3|East Asia|East US|East US 2|France Central|France South|Germany North
Germany West Central|Indonesia Central|Israel Central|Italy North|Japan East|Japan West|Korea Central
Korea South|Malaysia West|Mexico Central|New Zealand North|North Central US|North Europe|Norway East|Norway West
Poland Central|Qatar Central|South Africa North|South Africa West|South Central US|Southeast Asia|South India
Spain Central|Sweden Central|Sweden South|Switzerland North|Switzerland West|UAE Central|UAE North|UK South
UK West|West Central US|West Europe|West India|West US|West US 2|West US 3"""
OCI = """us-ashburn-1=US East (Ashburn)|us-chicago-1=US Midwest (Chicago)|us-phoenix-1=US West (Phoenix)
us-sanjose-1=US West (San Jose)|ca-montreal-1=Canada Southeast (Montreal)
ca-toronto-1=Canada Southeast (Toronto)|mx-monterrey-1=Mexico Northeast (Monterrey)
mx-queretaro-1=Mexico Central (Queretaro)|sa-bogota-1=Colombia Central (Bogota)
sa-santiago-1=Chile Central (Santiago)|sa-saopaulo-1=Brazil East (Sao Paulo)
sa-vinhedo-1=Brazil Southeast (Vinhedo)|eu-amsterdam-1=Netherlands Northwest (Amsterdam)
eu-frankfurt-1=Germany Central (Frankfurt)|eu-madrid-1=Spain Central (Madrid)
eu-marseille-1=France South (Marseille)|eu-milan-1=Italy Northwest (Milan)|eu-paris-1=France Central (Paris)
eu-stockholm-1=Sweden Central (Stockholm)|eu-zurich-1=Switzerland North (Zurich)|uk-cardiff-1=UK West (Newport)
uk-london-1=UK South (London)|af-johannesburg-1=South Africa Central (Johannesburg)
il-jerusalem-1=Israel Central (Jerusalem)|me-abudhabi-1=UAE Central (Abu Dhabi)|me-dubai-1=UAE East (Dubai)
me-jeddah-1=Saudi Arabia West (Jeddah)|me-riyadh-1=Saudi Arabia Central (Riyadh)
ap-chuncheon-1=South Korea North (Chuncheon)|ap-seoul-1=South Korea Central (Seoul)
ap-hyderabad-1=India South (Hyderabad)|ap-mumbai-1=India West (Mumbai)
ap-melbourne-1=Australia Southeast (Melbourne)|ap-sydney-1=Australia East (Sydney)
ap-osaka-1=Japan Central (Osaka)|ap-tokyo-1=Japan East (Tokyo)|ap-singapore-1=Singapore (Singapore)"""


def build(data):
    papers.build()
    clouds()
    pue()
    providers(data)
    names(data)


def clouds():
    t = Table("clouds", "Marks of clouds in SMBIOS strings",
              about="What a virtual machine's board, product or asset tag says when it stands in a cloud.")
    t.column("key", "key", "the mark, as the machine shows it")
    t.column("provider", "text", "provider that leaves it")
    ending(t)
    for mark, provider in MARKS:
        t.row(key=mark, provider=provider, source="cloud-init", year=2024)
    t.write()


def pue():
    t = Table("pue", "PUE by place", about="What the program takes when a cloud's region has no figure of its own; "
              "rivals stand in `providers`. Ranges are ours, from the best sites to poorly filled rooms.")
    t.column("key", "key", "provider, or kind of place")
    t.column("name", "name", "the place in words")
    t.column("pue", "number", "energy of the facility over energy of the IT equipment", "1", 1, 2.5,
             "low_pue..high_pue")
    t.column("low_pue", "number", "its low end", "1", 1, 2.5, "bound")
    t.column("high_pue", "number", "its high end", "1", 1, 2.5, "bound")
    ending(t)
    for key, name, value, low, high, year, source in PUES:
        t.row(key=key, name=name, pue=value, low_pue=low, high_pue=high, source=source, year=year)
    t.note("azure", "The appendix of the same source prints 1.125.", "ccf", "pue", 1.125, "1", "X13")
    t.note("azure", "The figure is of 2021; newer ones in use are 1.12 and 1.2.", "joulebook-checks", "pue", 1.12,
           "1", "X16")
    t.note("aws", "1.135 in Cloud Carbon Footprint, 1.2 in Green Algorithms.", "ccf", "pue", 1.135, "1")
    t.note("gcp", "1.1 in Cloud Carbon Footprint, 1.12 in Green Algorithms.", "ccf", "pue", 1.1, "1")
    t.write()


def providers(data):
    t = Table("providers", "Fleet PUE and water use of providers",
              about="Rival figures side by side, by provider, year and source; means of a fleet hide site and season.",
              built_from="cloud/provider_defaults.csv")
    t.column("key", "key", "provider, measure, year, source")
    t.column("provider", "name", "the provider; `any` for a range over all")
    t.column("measure", "choice", "fleet mean, or an end of the range that a tool assumes",
             choices="fleet|industry-average|range-low|range-high")
    t.column("pue", "number", "energy of the facility over energy of the IT equipment", "1", 1, 2.5, "as-stated")
    t.column("wue_litres_per_kwh", "number", "water used on site per kWh of IT energy", "L/kWh", 0.01, 5, "as-stated")
    ending(t)
    rows = []
    for row in read_csv(data / "cloud/provider_defaults.csv"):
        what, _, measure = row["metric"].replace("_l_per_kwh", "_fleet").partition("_")
        source, last = next((source, last) for word, source, last in ORIGINS if row["source"].startswith(word))
        rows.append((row["provider"], what, measure.replace("_", "-"), float(row["value"]), int(row["year"]), source,
                     last))
    rows += [(provider, what, "fleet", *rest) for provider, what, *rest in MORE]
    for provider, what, measure, value, year, source, last in rows:
        end = f"-{measure.split('-')[-1]}" if measure.startswith("range") else ""
        t.row(key=f"{provider}/{what}{end}/{year}/{last}", provider=provider, measure=measure,
              source=source, year=year, **{"pue" if what == "pue" else "wue_litres_per_kwh": value})
    t.note("azure/pue/2021/ccf", "The appendix prints 1.125, the code has 1.185.", "ccf", "pue", 1.125, "1", "X13")
    t.note("azure/pue/2024/ecologits", "Stands for OpenAI's models there; Microsoft's own newer buildings are "
           "designed for 1.12.", "ecologits-figures", "pue", 1.12, "1")
    t.note("deepseek/pue/2025/jegham", "An assumption about the sites, not a published figure.", "jegham-2025", "pue")
    t.write()


def names(data):
    t = Table("cloud_region_names", "Long names of cloud regions",
              about="Names in consoles and invoices; letter case, blanks and marks do not count.",
              built_from="cloud/regions.csv")
    t.column("key", "key", "provider and the name in lower case")
    t.column("name", "name", "the name as the provider writes it")
    t.column("region", "link", "the region", choices="cloud_regions")
    ending(t)
    known = {f"{row['provider']}/{row['region'].lower()}" for row in read_csv(data / "cloud/regions.csv")}
    pairs = [(provider, *pair.split("=")) for provider, text in (("aws", AWS), ("oci", OCI))
             for pair in text.replace("\n", "|").split("|")]
    pairs += [("azure", name.lower().replace(" ", ""), name) for name in AZURE.replace("\n", "|").split("|")]
    missing = {f"{provider}/{code}" for provider, code, _ in pairs} ^ {
        key for key in known if key.split("/")[0] in ("aws", "oci", "azure")} ^ {"aws/ca-central-1"}
    assert not missing, missing
    for provider, code, name in pairs:
        t.row(key=f"{provider}/{name.lower()}", name=name, region=f"{provider}/{code}", source="provider-regions",
              year=2024)
    t.write()


def ending(t):
    t.column("source", "source", "where the row is from")
    t.column("year", "year", "year that the figures hold for")
