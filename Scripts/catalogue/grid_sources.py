"""Cites the sources of all tables of places, grids, fuels, losses, water and time zones.

The builders of these tables call `build` first, so that any one of them may run alone.
"""

from tables import cite

EMBER = ("Carbon intensity of electricity: Ember (2026), with major processing by Our World in Data, "
         "CC BY 4.0.")
MAPS = ("Contains information from Electricity Maps (electricitymaps.com), made available under the Open "
        "Database License 1.0; this file is offered under the same licence.")
CODECARBON = ("Contains data of CodeCarbon, MIT licence. Copyright (c) 2019 Mila, BCG Gamma, CometML, "
              "Haverford College; copyright (c) 2023 Code Carbon NGO.")


def build(_data):
    cite("ember", "Ember", "Yearly electricity data, with major processing by Our World in Data", 2026,
         "CC-BY-4.0", "https://ourworldindata.org/grapher/carbon-intensity-electricity", EMBER, "2026-06")
    cite("iso-3166", "ISO", "Country and subdivision codes ISO 3166-1 and 3166-2", 2026, "facts",
         "https://www.iso.org/iso-3166-country-codes.html")
    cite("joulebook-grids", "Joulebook", "Ranges, places and own sums for grids", 2026, "own work",
         "Docs/Methods.md")
    cite("egrid", "US EPA", "eGRID2023, revision 2", 2025, "public domain",
         "https://www.epa.gov/egrid", "U.S. EPA eGRID2023 rev. 2; U.S. EIA Form 930.")
    cite("egrid-history", "US EPA and NREL",
         "eGRID 2007 to 2019 per kWh delivered, as kept by the OpenStudio common measures", 2022,
         "BSD-3-Clause", "https://github.com/NREL/openstudio-common-measures-gem",
         "eGRID rates of 2007 to 2019: U.S. EPA; from OpenStudio common measures, copyright (c) Alliance for "
         "Sustainable Energy, LLC, and other contributors, BSD-3-Clause.")
    cite("egrid-2016", "US EPA", "eGRID2016: state rates; totals by subregion as kept by ElectricityLCI", 2018,
         "public domain", "https://github.com/USEPA/ElectricityLCI")
    cite("codecarbon-grid", "CodeCarbon", "Grid data and factors per fuel, release 3.3.2", 2026, "MIT",
         "https://github.com/mlco2/codecarbon", CODECARBON)
    cite("mee-nbs", "Ministry of Ecology and Environment and National Bureau of Statistics of China",
         "Carbon dioxide emission factors of electricity 2021 to 2023 (2023: announcement 2025 No. 47)", 2025,
         "facts", "https://www.mee.gov.cn/")
    cite("entsoe", "ENTSO-E", "Transparency Platform: actual generation per type", 2025, "CC-BY-4.0",
         "https://transparency.entsoe.eu/", "ENTSO-E Transparency Platform, CC BY 4.0.")
    cite("eea", "European Environment Agency", "CO2 intensity of electricity generation", 2021, "LicenseRef-EEA-reuse",
         "https://www.eea.europa.eu/en/analysis/indicators/greenhouse-gas-emission-intensity-of-1",
         "CO2 intensity of electricity generation: European Environment Agency, re-used with acknowledgement.")
    cite("electricity-maps", "Electricity Maps",
         "Yearly carbon intensity by zone 2021 to 2025, as published with CO2.js", 2026, "ODbL-1.0",
         "https://github.com/thegreenwebfoundation/co2.js", MAPS)
    cite("electricity-maps-hourly", "Electricity Maps",
         "Hourly carbon intensity of 18 zones 2021 to 2024, as kept by sustain-cluster (MIT), "
         "decarbonization-potential (Apache-2.0) and K_ISS", 2025, "ODbL-1.0",
         "https://github.com/HewlettPackard/sustain-cluster", MAPS)
    cite("ifi-2021", "International Financial Institutions TWG and UNFCCC",
         "Harmonized default grid factors 2021 v3.1, as published with CO2.js", 2022, "CC-BY-SA-4.0",
         "https://github.com/thegreenwebfoundation/co2.js",
         "Default grid factors: IFI Technical Working Group and UNFCCC (2021, v3.1), in the form of The Green "
         "Web Foundation's CO2.js, CC BY-SA 4.0; this file is offered under the same licence.")
    cite("ipcc-ar5", "IPCC", "Fifth Assessment Report, Working Group III, Annex III, Table A.III.2", 2014,
         "facts", "https://www.ipcc.ch/report/ar5/wg3/")
    cite("uk-post", "UK Parliamentary Office of Science and Technology",
         "Carbon footprint of electricity generation", 2014, "facts", "https://post.parliament.uk/")
    cite("wdi", "World Bank",
         "World Development Indicators: electric power transmission and distribution losses, EG.ELC.LOSS.ZS",
         2018, "CC-BY-4.0", "https://data.worldbank.org/indicator/EG.ELC.LOSS.ZS",
         "Transmission and distribution losses: World Bank, World Development Indicators, CC BY 4.0.")
    cite("ecologits-grid", "EcoLogits", "Electricity mixes by country, release 0.11.3", 2026, "MPL-2.0",
         "https://github.com/genai-impact/ecologits", "EcoLogits data, MPL-2.0.")
    cite("li-2025", "Li, Yang, Islam and Ren", "Making AI less thirsty, Table 1", 2025, "facts",
         "https://doi.org/10.48550/arXiv.2304.03271")
    cite("meta-2024", "Meta", "Sustainability report: environmental data index for 2023", 2024, "facts",
         "https://sustainability.atmeta.com/")
    cite("eia-930", "US EIA", "Form 930, hourly net generation by energy source 2022", 2023, "public domain",
         "https://www.eia.gov/electricity/gridmonitor/")
    cite("dc-rl", "Hewlett Packard Enterprise", "SustainDC (dc-rl): hourly generation of five US areas", 2024,
         "MIT", "https://github.com/HewlettPackard/dc-rl",
         "Contains data of dc-rl, MIT licence. Copyright (c) 2024 Hewlett Packard Enterprise.")
    cite("tzdata", "IANA", "Time zone database 2025b", 2025, "public domain",
         "https://www.iana.org/time-zones")
