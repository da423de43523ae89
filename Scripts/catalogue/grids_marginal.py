"""Operating margins by country (IFI and UNFCCC, 2021), CC BY-SA.

Policy factors: what existing plants emit when demand changes by a little over a year. They are no hourly
marginals and never stand in for an average. The source's combined margin for consumption, which counts half of
what plants to be built would emit, stands beside. Zeros are kept as published, for systems of hydropower.
Rows go by the three-letter code, because the source gives the Cayman Islands the two letters of Cyprus; their
three letters it gives to the Canary Islands too, which with the Azores and the Channel Islands have no place of
their own here and are left out.
"""

import grid_sources
from grids import grid_columns, grid_row
from places import codes
from tables import Table, read_csv

# Half the spread between two careful estimates of a yearly operating margin, and of low-carbon systems.
RELATIVE, ABSOLUTE = 0.3, 50.0
BY_NAME = {"Memo:  EU 27": "EU", "Madeira (Portugal)": "PT-MA"}


def ends(value):
    widened = max(RELATIVE * value, ABSOLUTE)
    return round(max(0.0, value - widened), 1), round(value + widened, 1)


def build(data):
    grid_sources.build(data)
    known = codes(data)
    table = Table("grids_marginal", "Operating margin by country, 2021", "CC-BY-SA-4.0",
                  about="Yearly margins for policy accounts; never mixed with averages.",
                  built_from="grid/country_marginal_2021_ifi.csv")
    grid_columns(table, least=0, most=1600, kinds="average|operating-margin|residual-mix")
    table.column("consumption_margin_g_per_kwh", "number",
                 "combined margin for a change of consumption: operating and build margin together", "g/kWh", 0, 1600,
                 "low_consumption_margin_g_per_kwh..high_consumption_margin_g_per_kwh")
    table.column("low_consumption_margin_g_per_kwh", "number", "lower end of the range", "g/kWh", 0, 1600, "bound")
    table.column("high_consumption_margin_g_per_kwh", "number", "upper end of the range", "g/kWh", 1, 3200, "bound")
    for row in read_csv(data / "grid/country_marginal_2021_ifi.csv"):
        place = known.get(row["code"]) or BY_NAME.get(row["name"])
        if place is None or row["name"] == "Canary Islands (Spain)":
            continue
        margin, combined = float(row["operating_margin_g_per_kwh"]), float(row["consumption_margin_g_per_kwh"])
        low, high = ends(combined)
        grid_row(table, place, 2021, margin, *ends(margin), "direct", "production", "ifi-2021", "CO2",
                 "operating-margin", consumption_margin_g_per_kwh=combined, low_consumption_margin_g_per_kwh=low,
                 high_consumption_margin_g_per_kwh=high)
        if margin == 0:
            table.note(f"{place}/2021", "Zero as published: hydropower answers demand. What is imported or not "
                       "exported then is not counted.", "ifi-2021", column="intensity_g_per_kwh", check="X06")
        elif margin > 1300:
            table.note(f"{place}/2021", "Above 1,300 g/kWh: more than old coal plants emit; taken as published.",
                       "ifi-2021", column="intensity_g_per_kwh", check="X06")
        if place == "KY":
            table.note("KY/2021", "The source swaps codes: these islands have that of Cyprus, the Canary Islands "
                       "have theirs.", "ifi-2021",
                       column="place", check="X33")
    table.write()
