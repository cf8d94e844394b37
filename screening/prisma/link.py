"""The address that opens the PRISMA2020 web app with every number filled in.

The app (Haddaway NR et al., Campbell Systematic Reviews 2022;18:e1230) reads its template's rows
and five switches from the query of its address. Whoever opens it hands the numbers to the server
that hosts the app; Tamis prints the address and opens nothing.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from screening.prisma.csv2020 import NA, template_numbers
from screening.prisma.told import OTHER_METHODS, Told

APP = "https://estech.shinyapps.io/prisma_flowdiagram/"


def app_link(at: Told) -> str:
    """The address of the app with the numbers and the switches of the template that fits."""
    filled = template_numbers(at)
    switches = {
        "previous": "previous_studies" in at.numbers,
        "other": bool(at.kinds(OTHER_METHODS)),
        "dbDetail": any(at.named("source:database")),
        "regDetail": any(at.named("source:register")),
        "metaAnalysis": filled["total_studies_ma"] != "0",
    }
    query = {name: n for name, n in filled.items() if n != NA and "xxx" not in n}
    query |= {name: str(int(on)) for name, on in switches.items()}
    return f"{APP}?{urlencode(query, quote_via=quote)}"
