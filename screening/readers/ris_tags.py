"""The tags of RIS: which are known, which hold running text, which field each one fills."""

from __future__ import annotations

_TAGS = """
TY ER A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DI DO
DP DS ED EP ET FD H1 H2 ID IS J1 J2 JA JF JI JO J9 K1 KW L1 L2 L3 L4 LA LB LK LP M1 M2
M3 N1 N2 NV OP PA PB PI PG PM PN PP PU PY RI RN RP SE SN SO SP SR ST SV T1 T2 T3 TA TI
TT U1 U2 U3 U4 U5 UR VL VO WE WP WT WV Y1 Y2 YR
"""
KNOWN = frozenset(_TAGS.split())

LONG_TEXT = frozenset({"AB", "N2", "N1", "TI", "T1"})

# tag -> (field, rank among the tags of the same field; lower wins)
FIELDS: dict[str, tuple[str, int]] = {
    "TY": ("type", 0),
    "TI": ("title", 0),
    "T1": ("title", 1),
    "CT": ("title", 3),
    "BT": ("venue", 4),
    "AB": ("abstract", 0),
    "N2": ("abstract", 1),
    "AU": ("author", 0),
    "A1": ("author", 0),
    "PY": ("year", 0),
    "Y1": ("year", 1),
    "YR": ("year", 2),
    "DA": ("year", 3),
    "JF": ("venue", 0),
    "T2": ("venue", 1),
    "JO": ("venue", 2),
    "SO": ("venue", 3),
    "JA": ("venue", 5),
    "J2": ("venue", 6),
    "J1": ("venue", 7),
    "VL": ("volume", 0),
    "VO": ("volume", 1),
    "IS": ("issue", 0),
    "CP": ("issue", 1),
    "SP": ("start_page", 0),
    "EP": ("end_page", 0),
    "LP": ("end_page", 1),
    "DO": ("doi", 0),
    "DI": ("doi", 1),
    "PM": ("pmid", 0),
    "SN": ("issn", 0),
    "UR": ("url", 0),
    "LA": ("language", 0),
    "PB": ("publisher", 0),
    "AN": ("id:accession", 0),
    "Y2": ("date:accessed", 0),
}
