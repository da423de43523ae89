"""Builds `pue_survey` and `facility_defaults`: what a building adds to its machines, in energy and water.

Survey means of Uptime Institute since 2007, and figures by kind of site, provider and place from papers and tools.
Water follows E_IT x (WUE + PUE x off-site water): WUE counts per kWh of IT energy, the off-site part per kWh that the
building takes. Choices: ranges of the kinds of site are ours; all other figures stand as stated.
"""

import papers
from tables import Table, rule

SURVEY = [
    (2007, 2.50, "uptime-surveys", "primary"), (2014, 1.65, "uptime-surveys", "primary"),
    (2018, 1.58, "uptime-surveys", "primary"), (2019, 1.67, "uptime-surveys", "primary"),
    (2020, 1.59, "uptime-surveys", "primary"), (2021, 1.57, "uptime-surveys", "primary"),
    (2022, 1.55, "uptime-surveys", "primary"), (2023, 1.58, "uptime-surveys", "primary"),
    (2024, 1.56, "uptime green-algorithms", "primary"),
]
# key, name, basis, PUE, its rule, site water, off-site water, grid intensity, source, year.
SITES = [
    ("hyperscale-ai", "newest halls of large clouds, built for AI", "kind", 1.10, "pue-hyperscale", None, None,
     None, "cottier-2024 provider-figures", 2024),
    ("colocation", "rented halls outside the large clouds", "kind", 1.25, "pue-colocation", None, None, None,
     "cottier-2024", 2024),
    ("enterprise", "a company's or university's own server room", "kind", 1.56, "pue-enterprise", None, None,
     None, "uptime green-algorithms", 2024),
    ("personal", "laptop, desktop or workstation: nothing around it", "kind", 1.0, "exact", None, None, None,
     "lannelongue", 2021),
    ("on-premise/strubell-2019", "own server room, survey mean of 2018", "kind", 1.58, "as-stated", None, None,
     None, "strubell-2019 uptime-surveys", 2018),
    ("on-premise/green-algorithms", "default of Green Algorithms as first published", "kind", 1.67, "as-stated",
     None, None, None, "lannelongue uptime-surveys", 2019),
    ("meta/2023", "Meta, water of purchased electricity: 55,475 million litres for 14,975 GWh", "provider", None,
     None, None, 55475 / 14975.435, None, "meta-2024", 2023),
    ("aws/jegham-2025", "AWS as one study takes it", "provider", 1.14, "as-stated", 0.18, 5.11, 287,
     "jegham-2025", 2025),
    ("azure/jegham-2025", "Azure as one study takes it", "provider", 1.12, "as-stated", 0.30, 4.35, 350,
     "jegham-2025", 2025),
    ("deepseek/jegham-2025", "DeepSeek as one study takes it", "provider", 1.27, "as-stated", 1.20, 6.016, 600,
     "jegham-2025", 2025),
    ("azure/ecologits", "Azure for OpenAI, as EcoLogits takes it", "provider", 1.2, "as-stated", 0.569, None,
     None, "ecologits-figures", 2024),
    ("google/ecologits", "Google as EcoLogits takes it", "provider", 1.09, "as-stated", 0.999, None, None,
     "ecologits-figures", 2024),
    ("google/gemini-2025", "Google's own AI serving: 8 per cent overhead, 0.26 mL for 0.24 Wh", "provider",
     1 / (1 - 0.08), "rounded-2", 0.26 / 0.24, None, 125, "elsworth-2025", 2025),
    ("aws/2023", "AWS fleet, its own figure", "provider", None, None, 0.18, None, None, "provider-figures", 2023),
    ("us/li-2025", "United States on average", "place", 1.17, "as-stated", 0.55, 3.142, None, "li-2025", 2025),
    ("us-iowa/li-2025", "Iowa", "place", 1.16, "as-stated", 0.14, 3.104, None, "li-2025", 2025),
    ("us-texas/li-2025", "Texas", "place", 1.28, "as-stated", 0.25, 1.287, None, "li-2025", 2025),
    ("us-washington/li-2025", "Washington State", "place", 1.15, "as-stated", 0.95, 9.501, None, "li-2025", 2025),
    ("ireland/li-2025", "Ireland", "place", 1.19, "as-stated", 0.02, 1.476, None, "li-2025", 2025),
    ("sweden/li-2025", "Sweden", "place", 1.16, "as-stated", 0.09, 6.019, None, "li-2025", 2025),
    ("world/ecologits", "world, water of electricity", "place", None, None, None, 3.908, None,
     "ecologits-figures", 2026),
]


def build(_data):
    papers.build()
    rule("pue-hyperscale", 1.08 / 1.10, 1.12 / 1.10, "1.08 to 1.12, fleets of large clouds", "joulebook-checks")
    rule("pue-colocation", 1.05 / 1.25, 1.8 / 1.25, "1.05 to 1.8, best to poorly filled halls", "joulebook-checks")
    rule("pue-enterprise", 1.1 / 1.56, 2 / 1.56, "1.1 to 2.0, best to poorly filled server rooms", "joulebook-checks")
    survey()
    sites()


def survey():
    t = Table("pue_survey", "PUE in Uptime Institute's surveys",
              about="Mean over the sites that answered, mostly enterprise and colocation; unchanged since about 2014.")
    t.column("key", "key", "year of the survey")
    t.column("pue", "number", "mean of the sites' yearly PUE", "1", 1, 3, "rounded-3")
    t.column("read", "choice", "read in a copy or a tool that quotes it, or known from memory",
             choices="primary|memory")
    ending(t)
    for year, pue, source, read in SURVEY:
        t.row(key=year, pue=pue, read=read, source=source, year=year)
    t.note("2018", "Still the constant of Strubell's formula and of tools that follow it.", "joulebook-checks", "pue",
           check="X16")
    t.note("2019", "Still the default of tools of 2021 and after; the surveys since are lower.", "lannelongue", "pue",
           1.56,
           "1", "X16")
    t.write()


def sites():
    t = Table("facility_defaults", "PUE and water by kind of site, provider and place",
              about="Water = IT energy x (WUE + PUE x off-site water). Rivals side by side; the program's own "
              "defaults stand in `pue`.")
    t.column("key", "key", "site, and whose figure where several give one")
    t.column("name", "name", "the site in words")
    t.column("basis", "choice", "a kind of site, a provider or a place", choices="kind|provider|place")
    t.column("pue", "number", "energy of the facility over energy of the IT equipment", "1", 1, 2.5, "column:range")
    t.column("range", "rule", "range of `pue`")
    t.column("wue_litres_per_kwh", "number", "water used on site per kWh of IT energy", "L/kWh", 0.01, 5, "as-stated")
    t.column("offsite_litres_per_kwh", "number", "water consumed by power stations per kWh taken", "L/kWh", 0.5, 15,
             "as-stated")
    t.column("grid_g_per_kwh", "number", "intensity that the same source uses", "g/kWh", 10, 1000, "as-stated")
    ending(t)
    for key, name, basis, pue, span, wue, offsite, grid, source, year in SITES:
        t.row(key=key, name=name, basis=basis, pue=pue, range=span, wue_litres_per_kwh=wue,
              offsite_litres_per_kwh=offsite, grid_g_per_kwh=grid, source=source, year=year)
    t.note("on-premise/strubell-2019", "A survey of 2018.", "joulebook-checks", "pue", 1.56, "1", "X16")
    t.note("on-premise/green-algorithms", "A survey of 2019; the tool's newer files have 1.56.", "green-algorithms",
           "pue", 1.56,
           "1", "X16")
    t.note("google/gemini-2025", "The shares of energy that give the overhead add up to 101 per cent.",
           "elsworth-2025", "pue",
           101, "%", "X04")
    t.note("google/gemini-2025", "The intensity is market-based and holds embodied emissions; location-based grids "
           "are two to four times that.", "elsworth-2025", "grid_g_per_kwh", check="X18")
    t.note("us/li-2025", "The paper puts this on 1,287 MWh of GPT-3, which already hold a PUE of 1.10: water comes "
           "out 9 per cent high.", "joulebook-checks", "pue", check="X01")
    t.write()


def ending(t):
    t.column("source", "source", "where the row is from")
    t.column("year", "year", "year that the figures hold for")
