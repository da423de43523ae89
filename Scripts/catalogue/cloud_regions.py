"""cloud_regions.tsv: python3 cloud_regions.py REGIONS.csv COUNTRIES.csv > cloud_regions.tsv"""

import sys

from tables import number, read_csv, write_table

codes = {row["alpha3"]: row["alpha2"] for row in read_csv(sys.argv[2])}
write_table(
    ["region", "country", "city", "pue", "pue_year", "source"],
    [[f"{row['provider']}/{row['region']}", codes[row["country"]], row["city"],
      number(row["pue"]) if row["pue"] else "", row["pue_year"].split(".")[0], "provider-regions"]
     for row in read_csv(sys.argv[1]) if row["country"] in codes])
