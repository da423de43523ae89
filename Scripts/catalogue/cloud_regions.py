"""Builds `cloud_regions` and `google_regions_yearly`: where the regions of seven clouds are, and what is published.

From our own compilation of provider documentation (GeoNames coordinates, CC BY 4.0) and Google's yearly figures
(Apache-2.0). Choices: the range of a region's PUE is ours, 0.05 below to 0.1 above, never under 1; carbon-free
shares keep their basis, because annual claims must not lower a location-based result; a zone is a place of the
Electricity Maps scheme, `subnational` a US eGRID subregion or a Chinese province. Disagreements with two other
tables become notes.
"""

import re

import papers
from tables import Table, cite, read_csv

BASES = {"hourly matched (24/7)": "hourly-matching", "annual market-based claim": "annual-claim", "": None}
RIVALS = {"gsf": "gsf-regions", "electricitymaps": "electricity-maps-regions"}
# Places that the other table plainly has wrong, in our words.
ERRORS = {
    "aws/sa-east-1": "a namesake in the Amazon is meant", "aws/us-gov-east-1": "the sites in Virginia are meant",
    "gcp/southamerica-east1": "a namesake in the Amazon is meant", "gcp/us-south1": "a Dallas in Oregon is meant",
    "gcp/us-west4": "a Las Vegas in New Mexico is meant", "gcp/us-east5": "a Columbus in Nebraska is meant",
    "azure/northeurope": "Finland instead of Dublin", "azure/westus": "Washington State instead of California",
    "gcp/me-central1": "the Emirates instead of Qatar",
}
# Regions on the border of two balancing areas, where either zone can be argued for.
OPEN = {"gcp/us-central1", "gcp/us-west1", "aws/us-west-2", "gcp/us-west2", "gcp/us-east1", "azure/westus2",
        "azure/northcentralus", "aws/us-gov-west-1"}


def build(data):
    papers.build()
    cite("gsf-regions", "Green Software Foundation", "Real Time Cloud: region metadata, single places compared", 2024,
         "facts", "https://github.com/Green-Software-Foundation/real-time-cloud")
    cite("electricity-maps-regions", "Electricity Maps", "Data centre list, single places compared", 2026, "facts",
         "https://github.com/electricitymaps/electricitymaps-contrib")
    regions(data)
    google(data)


def regions(data):
    alpha2 = {row["alpha3"]: row["alpha2"] for row in read_csv(data / "grid/countries.csv")}
    t = Table("cloud_regions", "Regions of cloud providers",
              about="Place, grid zone, PUE, water and carbon-free share of 221 regions of AWS, Google Cloud, Azure, "
              "Oracle, Alibaba, OVHcloud and Scaleway. Coordinates are the city's, not the site's.",
              built_from="cloud/regions.csv cloud/regions_source_disagreements.csv grid/countries.csv")
    t.column("key", "key", "provider and region")
    t.column("provider", "text", "provider: aws, gcp, azure, oci, alibaba, ovh, scaleway")
    t.column("region", "name", "the provider's code")
    t.column("city", "name", "city that the provider names or that is nearest")
    t.column("country", "place", "country, ISO 3166-1 alpha-2")
    t.column("latitude", "number", "latitude of the city", "degree", -60, 70, "as-stated")
    t.column("longitude", "number", "longitude of the city", "degree", -180, 180, "as-stated")
    t.column("zone", "place", "zone of the grid, as Electricity Maps cuts them")
    t.column("subnational", "place", "eGRID subregion or Chinese province, where direct emissions are published for it")
    t.column("pue", "number", "energy of the facility over energy of the IT equipment", "1", 1, 2.5,
             "low_pue..high_pue")
    t.column("low_pue", "number", "0.05 less, at least 1: sites within the region differ", "1", 1, 2.5, "bound")
    t.column("high_pue", "number", "0.1 more: seasons and filling differ", "1", 1, 2.6, "bound")
    t.column("pue_year", "year", "year of the PUE")
    t.column("wue_litres_per_kwh", "number", "water used on site per kWh of IT energy", "L/kWh", 0, 5, "measured-10")
    t.column("wue_year", "year", "year of the water figure")
    t.column("cfe_share", "number", "share of carbon-free electricity on `cfe_basis`", "1", 0, 1, "as-stated")
    t.column("cfe_basis", "choice", "matched hour by hour on the grid, or claimed by contracts over a year "
             "(market-based: does not lower a location-based result)", choices="hourly-matching|annual-claim")
    t.column("cfe_year", "year", "year of the share")
    t.column("provider_grid_g_per_kwh", "number", "intensity of the grid as the provider gives it, operational "
             "emissions",
             "g/kWh", 1, 1200, "as-stated")
    ending(t)
    rows = read_csv(data / "cloud/regions.csv")
    for row in rows:
        key = f"{row['provider']}/{row['region'].lower()}"
        pue = float(row["pue"]) if row["pue"] else None
        subnational = row["subnational_code"]
        years = [int(float(row[name])) if row[name] else None for name in ("pue_year", "wue_year", "cfe_year")]
        sources = ["provider-regions", "geonames", "joulebook-regions"]
        if any(row[name] for name in ("pue", "wue_l_per_kwh", "cfe_share")):
            sources.insert(0, "google-region-carbon" if row["provider"] == "gcp" else "provider-figures")
        t.row(key=key, provider=row["provider"], region=row["region"], city=row["city"],
              country=alpha2[row["country"]], latitude=float(row["lat"]), longitude=float(row["lon"]),
              zone=row["grid_zone"], subnational=(subnational if "-" in subnational or not subnational
                                                  else f"EGRID-{subnational}"),
              pue=pue, low_pue=pue and max(1.0, round(pue - 0.05, 4)), high_pue=pue and round(pue + 0.1, 4),
              pue_year=years[0], wue_litres_per_kwh=value(row["wue_l_per_kwh"]), wue_year=years[1],
              cfe_share=value(row["cfe_share"]), cfe_basis=BASES[row["cfe_basis"]], cfe_year=years[2],
              provider_grid_g_per_kwh=value(row["provider_grid_ci_direct_g_per_kwh"]), source=" ".join(sources),
              year=max([year for year in years if year], default=2024))
        published(t, key, row)
    disagreements(t, read_csv(data / "cloud/regions_source_disagreements.csv"))
    t.write()


def published(t, key, row):
    """Figures that are stated for a region and are hardly its own."""
    if row["provider"] == "aws" and row["wue_l_per_kwh"] == "0.18":
        t.note(key, "Equals the fleet mean of 2023, so it is perhaps not the region's own figure.", "joulebook-checks",
               "wue_litres_per_kwh", check="X37")
    if row["provider"] == "azure" and row["pue"] == "1.12":
        t.note(key, "One value for all newer regions of 2022: rather the design of the building than a measurement.",
               "joulebook-checks", "pue", check="X37")
    if row["wue_l_per_kwh"] and float(row["wue_l_per_kwh"]) == 0:
        t.note(key, "Stated as zero; measured or by design is not said.", "provider-figures", "wue_litres_per_kwh")


def disagreements(t, rows):
    for row in rows:
        key = f"{row['provider']}/{row['region'].lower()}"
        rival, _, theirs = row["other_source"].partition(" ")
        error = ERRORS.get(key) if rival == "gsf" else None
        if row["what"] == "zone":
            why = (f"which is wrong: {error}" if error else "an open choice at the border of two balancing areas"
                   if key in OPEN else "the whole country instead of its zone" if row["chosen"].startswith(theirs)
                   else "another choice")
            t.note(key, f"Another table has the zone {theirs}, {why}.", RIVALS[rival], "zone", theirs)
            continue
        at, far = re.fullmatch(r"(\S+) \((\d+) km\)", theirs).groups()
        text = f"Another table places it at {at.replace(',', ', ')}, {int(far):,} km off"
        t.note(key, text + (f", which is wrong: {error}." if error else "; site and city differ, or it has the "
                            "middle of the state."),
               RIVALS[rival], "latitude")


def google(data):
    t = Table("google_regions_yearly", "Google Cloud regions by year",
              about="Google's own figures: carbon-free share, matched hour by hour, and intensity of the grid. "
              "Life-cycle in 2019 and 2020, operational since: the two must not be put into one series.",
              built_from="cloud/google_region_carbon_yearly.csv")
    t.column("key", "key", "region and year")
    t.column("region", "name", "Google's code of the region")
    t.column("location", "name", "place as Google names it that year")
    t.column("cfe_share", "number", "share of carbon-free energy hour by hour, contracts included", "1", 0, 1,
             "as-stated")
    t.column("grid_g_per_kwh", "number", "intensity of the grid on `basis`", "g/kWh", 0, 1200, "as-stated")
    t.column("basis", "choice", "with fuel supply and plant building, or what leaves the stack only",
             choices="lifecycle|operational")
    ending(t)
    rows = read_csv(data / "cloud/google_region_carbon_yearly.csv")
    known = {(row["region"], row["year"]): row for row in rows}
    assert len(known) == len(rows)
    for row in rows:
        key = f"gcp/{row['region']}/{row['year']}"
        t.row(key=key, region=row["region"], location=row["location"], cfe_share=value(row["cfe_share"]),
              grid_g_per_kwh=value(row["grid_ci_g_per_kwh"]), basis=row["basis"].split(" ")[0],
              source="google-region-carbon", year=row["year"])
        before = known.get((row["region"], str(int(row["year"]) - 1)))
        if before and before["basis"] != row["basis"]:
            t.note(key, f"The basis changes here: {before['grid_ci_g_per_kwh']} g/kWh of the year before are "
                   f"life-cycle.",
                   "google-region-carbon", "grid_g_per_kwh", check="X18")
        elif before and row["cfe_share"] and all(row[name] == before[name] for name in ("cfe_share",
                                                                                        "grid_ci_g_per_kwh")):
            t.note(key, "Share and intensity are those of the year before, so they were perhaps carried over.",
                   "joulebook-checks", "grid_g_per_kwh", check="X37")
        if row["grid_ci_g_per_kwh"] and float(row["grid_ci_g_per_kwh"]) == 0:
            t.note(key, "Stated as zero; perhaps rounded, on a grid of hydropower.", "google-region-carbon",
                   "grid_g_per_kwh")
    t.write()


def value(text):
    return float(text) if text else None


def ending(t):
    t.column("source", "source", "where the row is from")
    t.column("year", "year", "year that the figures hold for")
