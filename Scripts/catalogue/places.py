"""Places whose electricity has a figure: countries, groups, states, eGRID subregions, provinces, zones.

Countries are those of ISO 3166 under the name that Ember uses, with the name of the standard and further
spellings as aliases (`place-aliases.tsv`). States of the USA have no two-letter alias: `CA` is Canada.
Microstates that hang on a neighbour's grid have it as their parent. Puerto Rico's state and subregion have
the country `PR` as theirs, because Ember counts it apart.
"""

import unicodedata
from pathlib import Path

import grid_sources
from tables import Table, read_csv

KINDS = "country|state|province|egrid|bidding-zone|zone|world|group"
# No figures of their own and no power plants to speak of: they are supplied by the neighbour.
SUPPLIED_BY = {"LI": "CH", "MC": "FR", "SM": "IT", "VA": "IT"}
# Groups in Ember's file. Ember's own reach to 2025; the others come from Our World in Data.
GROUPS = {
    "OWID_EU27": "EU", "ASEAN (Ember)": "ASEAN", "G7 (Ember)": "G7", "G20 (Ember)": "G20",
    "OECD (Ember)": "OECD", "Africa (Ember)": "AFRICA", "Asia (Ember)": "ASIA", "Europe (Ember)": "EUROPE",
    "Latin America and Caribbean (Ember)": "LATIN-AMERICA", "Middle East (Ember)": "MIDDLE-EAST",
    "North America (Ember)": "NORTH-AMERICA", "Oceania (Ember)": "OCEANIA", "OWID_SAM": "SOUTH-AMERICA",
    "OWID_HIC": "HIGH-INCOME", "OWID_UMC": "UPPER-MIDDLE-INCOME", "OWID_LMC": "LOWER-MIDDLE-INCOME",
    "OWID_LIC": "LOW-INCOME", "OWID_WRL": "WORLD",
}
CANADA = {
    "alberta": "AB", "british columbia": "BC", "manitoba": "MB", "new brunswick": "NB",
    "newfoundland and labrador": "NL", "northwest territories": "NT", "nova scotia": "NS", "nunavut": "NU",
    "ontario": "ON", "prince edward island": "PE", "quebec": "QC", "saskatchewan": "SK", "yukon": "YT",
}
PLAIN = str.maketrans({"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae",
                       "œ": "oe"})


def folded(text):
    """Lower case, accents off, letters and digits only: how the program compares names."""
    text = unicodedata.normalize("NFD", text.translate(PLAIN))
    return "".join(c for c in text if c.isalnum()).lower()


def read_names(name):
    """Name and aliases by key, from a file beside this one."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines if line]
    return {key: (own, [alias for alias in aliases.split("|") if alias]) for key, own, aliases in rows}


def place_columns(table):
    table.column("key", "key", "code of the place")
    table.column("name", "name", "common English name")
    table.column("kind", "choice", "what kind of place", choices=KINDS)
    table.column("country", "text", "ISO 3166 code of the country it lies in; empty for groups and the world")
    table.column("alpha3", "text", "three-letter ISO 3166 code of a country")
    table.column("parent", "place", "the wider place that stands in when this one has no figure")
    table.column("aliases", "text", "other names and spellings, parted by |")
    table.column("source", "source", "who names or bounds the place")
    table.column("year", "year", "year of the list")


def codes(data):
    """Places by the codes that country files use: `DEU` is `DE`, `OWID_KOS` and `XKX` are `XK`."""
    known = {row["alpha3"]: row["alpha2"] for row in read_csv(data / "grid/countries.csv")}
    return known | GROUPS | {"OWID_KOS": "XK", "XKX": "XK"}


def countries(data, names):
    ember = {row["code"]: row["name"] for row in read_csv(data / "grid/country_intensity_yearly.csv.gz")}
    for row in read_csv(data / "grid/countries.csv"):
        key, standard = row["alpha2"], row["name"].replace(" (user-assigned code)", "")
        own, aliases = names.get(key, ("", []))
        name = own or ember.get(row["alpha3"]) or standard
        yield dict(key=key, name=name, kind="country", country=key, alpha3=row["alpha3"],
                   parent=SUPPLIED_BY.get(key, "WORLD"), aliases=[standard, *aliases], source="iso-3166", year=2026)


def subdivisions(data, names):
    def place(key, name, kind, country, source, year, aliases=()):
        own, more = names.get(key, ("", []))
        return dict(key=key, name=own or name, kind=kind, country=country, parent=country,
                    aliases=[*aliases, *more], source=source, year=year)

    states = {row["state"]: row["name"] for row in read_csv(data / "grid/us_state_yearly.csv")}
    del states["usa"]
    for code, name in states.items():
        yield place(f"US-{code}", name.title(), "state", "US", "iso-3166", 2026)
    yield place("US-PR", "Puerto Rico", "state", "PR", "iso-3166", 2026)
    regions = {row["subregion"]: row["name"] for row in read_csv(data / "grid/us_egrid_subregion_yearly.csv")}
    del regions["US"]
    for code, name in regions.items():
        country = "PR" if code == "PRMS" else "US"
        yield place(f"EGRID-{code}", name, "egrid", country, "egrid", 2023, [code])
    for name, code in CANADA.items():
        yield place(f"CA-{code}", name.title(), "province", "CA", "iso-3166", 2026)
    for key, name in {row["province"]: row["name"]
                      for row in read_csv(data / "grid/china_province_yearly.csv")}.items():
        yield place(key, name, "province", "CN", "iso-3166", 2026)
    for row in read_csv(data / "grid/nordic_zone_2025.csv"):
        if row["zone"] != "FI":
            yield place(row["zone"], row["name"], "bidding-zone", row["zone"][:2], "entsoe", 2025)


def all_places(data):
    """Every row of `places`, aliases without those that say what the name, key or code say already."""
    names = read_names("place-aliases.tsv")
    rows = [*countries(data, names), *subdivisions(data, names)]
    for key in GROUPS.values():
        name, aliases = names[key]
        world = key == "WORLD"
        rows.append(dict(key=key, name=name, kind="world" if world else "group", country="",
                         parent="" if world else "WORLD", aliases=aliases, source="ember", year=2025))
    for row in rows:
        row["aliases"] = without_echoes(row)
    return rows


def without_echoes(row):
    seen, kept = {folded(row["name"]), folded(row["key"])}, []
    for alias in row["aliases"]:
        if folded(alias) not in seen:
            seen.add(folded(alias))
            kept.append(alias)
    return kept


def clashes(rows):
    """Names that mean more than one place: {folded: keys}."""
    meant = {}
    for row in rows:
        # A key with a hyphen is compared as it is written: `BR-N` is not Brunei's `BRN`.
        key = row["key"] if row["key"].isalnum() else ""
        for text in [key, row["name"], row.get("alpha3") or "", *row["aliases"]]:
            if text:
                meant.setdefault(folded(text), set()).add(row["key"])
    return {text: keys for text, keys in meant.items() if len(keys) > 1}


def build(data):
    grid_sources.build(data)
    rows = all_places(data)
    found = clashes(rows)
    # Two places that share a name in truth; the program asks which of them is meant.
    assert found == {"georgia": {"GE", "US-GA"}, "puertorico": {"PR", "US-PR"}}, found
    table = Table("places", "Countries, states, provinces, grid subregions and groups of countries",
                  about="Codes of ISO 3166, of EPA's subregions (`EGRID-CAMX`) and of Nordic bidding zones (`NO1`).",
                  built_from="grid/countries.csv, names in place-aliases.tsv")
    place_columns(table)
    for row in rows:
        table.row(**row | {"aliases": "|".join(row["aliases"])})
    table.write()
